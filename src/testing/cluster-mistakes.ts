/** What the cluster has, in every form in which an inventory can name it. */
export const right = `groups:
  shop:
    namespace: shop
    flux: apps
    workloads:
      web:
        target: deployment/web
        ports: ["8000:8080"]
        services: ["8001:web:80"]
        links: [shop]
        buttons:
          shell: { do: { exec: { container: web, command: [id] } } }
          login: { do: { secret: { name: web-login, key: password } } }
          sync: { do: { reconcile: { kustomization: apps } } }
          look: { inputs: { NAMESPACE: { choice: [all, shop, data] } }, do: { shell: 'echo "$NAMESPACE"' } }
      api: { target: deployment/api, flux: { helmRelease: shop/api }, links: [api, gate] }
      main: { target: statefulset/main, namespace: data }
`;

/** One mistake a line, with what is told of it. */
export const mistakes: readonly (readonly [from: string, to: string, told: string])[] = [
  ["deployment/web", "deployment/wed", "FT602 error: the cluster has no deployment `wed` in `shop`"],
  [
    "statefulset/main",
    "deployment/main",
    "FT602 error: there is no deployment `main` in `data`: it is a StatefulSet",
  ],
  [
    "deployment/web",
    "deployment/nothing-like-it",
    "FT602 error: the cluster has no deployment `nothing-like-it` in `shop`",
  ],
  [
    "8000:8080",
    "8000:80",
    "FT603 error: 80 is a port of the Service `web`; the pods of `web` listen at 8080",
  ],
  ["8000:8080", "8000:8081", "FT605 warning: no container of Deployment `web` declares port 8081"],
  ["8001:web:80", "8001:wob:80", "FT606 error: the cluster has no Service `wob` in `shop`"],
  ["8001:web:80", "8001:web:81", "FT607 error: the Service `web` has no port `81`"],
  ["[shop]", "[shap]", "FT608 error: no Ingress, IngressRoute or HTTPRoute has the host `shap.example.org`"],
  ["container: web", "container: wab", "FT609 error: the pods of Deployment `web` have no container `wab`"],
  ["web-login", "web-logon", "FT610 error: the cluster has no Secret `web-logon` in `shop`"],
  ["key: password", "key: passwd", "FT611 error: the Secret `web-login` has no key `passwd`"],
  [
    "kustomization: apps",
    "kustomization: app",
    "FT612 error: there is no Kustomization `flux-system/app` in the cluster",
  ],
  [
    "target: deployment/web\n",
    "target: deployment/web\n        flux: { helmRelease: shop/api }\n",
    "FT613 error: Kustomization `flux-system/apps` deploys `web`, not HelmRelease `shop/api`",
  ],
  [
    "statefulset/main",
    "statefulset/other",
    "FT613 error: no Flux object deploys `other` in the cluster, Kustomization `flux-system/apps` neither",
  ],
  [
    "deployment/api",
    "deployment/by-hand",
    "FT604 warning: Deployment `by-hand` does not run: it has no replicas",
  ],
  ["shop, data]", "shop, dota]", "FT619 error: there is no namespace `dota`"],
];
