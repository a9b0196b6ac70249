import { of } from "./flux-lab.ts";

/** A workload with more of its entry. */
export const workload = (text: string): string =>
  `groups: { g: { namespace: shop, flux: shop, workloads: { w: { target: deployment/shop, ${text} } } } }`;
/** A workload with a button that does this. */
export const button = (text: string): string => workload(`buttons: { b: { do: { ${text} } } }`);
/** A workload with a button that runs this in a shell. */
const says = (text: string): string => button(`shell: "${text}"`);
const release = (text: string): string =>
  `groups: { g: { namespace: tools, helmReleases: { r: { chart: oci://x/app-template, version: 4.1.1, ${text} } } } }`;
const set = (text: string): string =>
  `groups: { g: { namespace: shop, manifests: { m: { resources: { o: { objects: ["a:b"] } }, ${text} } } } }`;
const copy = (file: string, shown: string, hosts = "{}"): string =>
  `groups: { g: { namespace: shop, manifests: { m: { files: [apps/shop/base/${file}], flux: false, isolate: dev, hosts: ${hosts}, resources: { o: ${shown} } } } } }`;
const named = (task: string): string =>
  `tasks: { "${task}": { do: { argv: [date] } } }\ngroups: { g: { namespace: shop, manifests: { m: { files: [apps/shop/base/db.yaml], flux: false, isolate: dev, resources: {} } } } }`;
const copies = (second: string): string =>
  `groups: { g: { namespace: shop, manifests: { one: { kustomize: apps/shop/base, isolate: dev, flux: false, resources: {} }, two: { kustomize: apps/shop/base, isolate: ${second}, flux: false, resources: {} } } } }`;
const choice = (input: string, value: string): string =>
  `buttons: { b: { inputs: { ${input}: { choice: [all, ${value}] } }, do: { shell: 'echo "$${input}"' } } }`;

/** An account whose Kustomization is called so. */
const access = (flux: string): string =>
  `access: { path: infra/access, fluxFile: clusters/home/access.yaml, flux: ${flux} }`;
const mcp = (text: string, more = "secretStore: vault, flux: shop"): string =>
  `mcp: { path: infra/mcp, fluxFile: clusters/home/mcp.yaml, namespace: shop, cni: cilium, ${more}, servers: { ${text} } }`;
const grafana = (url: string, text: string): string =>
  `grafana: { version: 1.1.0, url: "http://${url}", ${text} }`;
const asksShop = (text: string): string => mcp(grafana("shop.shop:80", text));

const feed = "namespace: web, flux: { helmRelease: web/feed }";

/**
 * For each rule that asks what Flux applies: what it tells of, in the repository of `flux-lab`, and a near
 * miss of which it says nothing.
 */
export const repoNearMisses: readonly (readonly [told: string, wrong: string, right: string])[] = [
  ["FT602", of("deployment/db"), of("statefulset/db")],
  [
    "FT602",
    of("{ target: deployment/dash }"),
    of("{ target: deployment/dash, namespace: web, flux: tools }"),
  ],
  ["FT602", of(`{ target: deployment/feeed, ${feed} }`), of(`{ target: deployment/feed, ${feed} }`)],
  [
    "FT602",
    of("{ target: deployment/anything, namespace: web }"),
    of("{ target: deployment/anything, namespace: web, flux: { helmRelease: web/plain } }"),
  ],
  ["FT602", of("{ target: deployment/shpo }"), of("{ target: deploy/shop }")],
  ["FT602", of("{ target: cronjob/repotr }"), of("{ target: job/report-28 }")],
  [
    "FT602",
    of("{ target: deployment/coredns, namespace: tools }"),
    of("{ target: deployment/coredns, namespace: kube-system }"),
  ],
  [
    "FT602 warning",
    "groups: { g: { namespace: shop, workloads: { w: deployment/invoices } } }",
    "groups: { g: { namespace: by-hand, workloads: { w: deployment/invoices } } }",
  ],
  ["FT603", workload('ports: ["9000:80"]'), workload('ports: ["9000:8080"]')],
  ["FT604 warning", of("deployment/worker"), of("deployment/shop")],
  ["FT605 warning", workload("ports: [9101]"), workload("ports: [9100]")],
  [
    "FT605 warning",
    of("{ target: statefulset/db, ports: [8009] }"),
    of("{ target: statefulset/db, ports: [8008] }"),
  ],
  ["FT606", workload('services: ["9000:shopp:80"]'), workload('services: ["9000:shop:80"]')],
  [
    "FT606 warning",
    of(`{ target: deployment/feed, ${feed}, services: ["9000:feeed:8080"] }`),
    of(`{ target: deployment/feed, ${feed}, services: ["9000:something:8080"] }`),
  ],
  ["FT607", workload('services: ["9000:shop:8080"]'), workload('services: ["9000:shop:web"]')],
  ["FT608 warning", workload("links: [shpo]"), workload("links: [shop]")],
  ["FT608 warning", workload("links: [wiki]"), workload('links: ["http://wiki.home.lan:3000"]')],
  ["FT608 warning", workload("links: [wiki]"), workload("links: [wiki.other.org]")],
  ["FT608 warning", workload("links: [page]"), workload("links: [site]")],
  ["FT609", button("logs: { container: ap }"), button("logs: { container: metrics }")],
  ["FT609", workload("liveUpdate: { container: ap, steps: [{ sync: [./apps, /apps] }] }"), workload("")],
  [
    "FT610",
    button("secret: { name: shop-logn, key: user }"),
    button("secret: { name: shop-login, key: user }"),
  ],
  [
    "FT610",
    button("secret: { name: shop-api, namespace: tools, key: token }"),
    button("secret: { name: shop-api, namespace: web, key: token }"),
  ],
  [
    "FT611",
    button("secret: { name: shop-login, key: usr }"),
    button("secret: { name: shop-login, key: user }"),
  ],
  [
    "FT612 warning",
    button("reconcile: { helmRelease: web/sites }"),
    button("reconcile: { helmRelease: web/site }"),
  ],
  [
    "FT612",
    button("reconcile: { kustomization: shopp }"),
    button("reconcile: { kustomization: flux-system }"),
  ],
  [
    "FT612",
    button("reconcile: { ociRepository: app-templates }"),
    button("reconcile: { ociRepository: app-template }"),
  ],
  ["FT613", of("{ target: deployment/shop, flux: tools }"), of("{ target: deployment/shop, flux: shop }")],
  [
    "FT613 warning",
    of("{ target: deployment/dash, namespace: tools, flux: tools, buttons: { b: suspend } }"),
    of("{ target: deployment/dash, namespace: tools, flux: tools, buttons: { b: reconcile } }"),
  ],
  ["FT614", release("releaseName: dash, flux: false"), release("releaseName: dash-dev, flux: false")],
  [
    "FT615",
    release("releaseName: dashboard, flux: tools/dash, observe: [deployment/dash]"),
    release("releaseName: dash, flux: tools/dash, observe: [deployment/dash]"),
  ],
  [
    "FT616",
    release("flux: tools/dash, observe: [deployment/dash]").replace("4.1.1", "4.1.0"),
    release("flux: tools/dash, observe: [deployment/dash]").replace("4.1.1", "v4.1.1"),
  ],
  [
    "FT617 warning",
    set("kustomize: apps/shop/base, flux: away").replace("a:b", "shop:service"),
    set("kustomize: apps/shop/overlay, flux: shop").replace("a:b", "shop:service"),
  ],
  [
    "FT618",
    set("kustomize: manifests/empty, isolate: dev"),
    set("kustomize: apps/shop/base, isolate: dev").replace("a:b", "shop:ingress"),
  ],
  ["FT618", set("kustomize: manifests, isolate: dev"), copy("db.yaml", "statefulset/db")],
  [
    "FT620 warning",
    set("kustomize: apps/shop/base, flux: lost"),
    set("kustomize: apps/shop/base, flux: tools"),
  ],
  [
    "FT621 warning",
    says("kubectl -n shop get secret shop-logn"),
    says("kubectl -n shop get secret shop-login"),
  ],
  [
    "FT621 warning",
    says("kubectl -n shop get secret/zzz"),
    says("kubectl -n shop get secret/zzz --ignore-not-found"),
  ],
  [
    "FT621 warning",
    says("kubectl -n shop get cm shop-settings"),
    says("kubectl -n shop get cm kube-root-ca.crt"),
  ],
  ["FT621 warning", says("kubectl -n shop get secret zzz"), says("kubectl -n kube-system get secret zzz")],
  [
    "FT621 warning",
    says("kubectl -n shop get cm made"),
    says("kubectl -n shop create cm made && kubectl -n shop get cm made"),
  ],
  [
    "FT621 warning",
    says("kubectl -n shop port-forward svc/shpo 9000:80"),
    says("kubectl -n shop port-forward svc/shop 9000:80"),
  ],
  [
    "FT621 warning",
    says("kubectl -n shop exec deploy/shop -c ap -- id"),
    says("kubectl -n shop exec deploy/shop -c app -- id"),
  ],
  [
    "FT621 warning",
    says("flux reconcile ks shopp --with-source"),
    says("flux reconcile ks shop --with-source"),
  ],
  [
    "FT621 warning",
    says("flux reconcile source git flux-systm"),
    says("flux reconcile source git flux-system"),
  ],
  [
    "FT621 warning",
    says("kubectl -n shop get secret zzz"),
    says("kubectl -n shop get secret zzz").replace(
      "workloads:",
      "helmReleases: { r: { chart: ./charts/site, flux: false } }, workloads:",
    ),
  ],
  ["FT640", copy("db.yaml", "statefulset/bd"), copy("db.yaml", "sts/db")],
  [
    "FT640",
    copy("shop.yaml", '{ objects: ["shop:service"] }'),
    copy("shop.yaml", '{ objects: ["shop-api:ExternalSecret"] }'),
  ],
  ["FT640", named("m:db"), named("db")],
  [
    "FT640",
    copy("shop.yaml", '{ objects: ["shop:ingress", "shop:Ingress"] }'),
    copy("shop.yaml", '{ objects: ["shop:ingress", "shop-api:ExternalSecret"] }'),
  ],
  ["FT640", copies("dev"), copies("dev-2")],
  ["FT640", copy("class.yaml", "deployment/a"), copy("hosts.yaml", "deployment/a")],
  [
    "FT640",
    copy("wide.yaml", "deployment/a"),
    copy("wide.yaml", "deployment/a", '{ "*.home.lan": a.home.lan }'),
  ],
  ["FT631", mcp("flux: { version: v0.60.0 }", "flux: mcp"), mcp("flux: { version: v0.60.0 }")],
  ["FT631", access("access"), access("shop")],
  [
    "FT632",
    mcp(grafana("shop.shop", "podPort: 8080"), "flux: shop, secretStore: valut"),
    asksShop("podPort: 8080"),
  ],
  [
    "FT632",
    asksShop("podPort: 8080, secret: { existing: true, name: shop-logn }"),
    asksShop("podPort: 8080, secret: { existing: true, name: shop-login }"),
  ],
  ["FT633", mcp(grafana("shpo.shop", "podPort: 8080")), asksShop("podPort: 8080")],
  ["FT633", mcp(grafana("shop.shop:8080", "podPort: 8080")), asksShop("podPort: 8080")],
  ["FT633", mcp(grafana("db.shop", "podPort: 8080")), asksShop("podPort: 8080")],
  ["FT634", asksShop("podPort: 80"), asksShop("podPort: 8080")],
  ["FT619", choice("NAMESPACE", "medai"), choice("NAMESPACE", "media")],
  ["FT619 warning", choice("NS", "archive"), choice("SITE", "archive")],
];
