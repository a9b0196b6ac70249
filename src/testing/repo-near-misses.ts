import { button, of, workload } from "./flux-lab.ts";
import { commandMisses } from "./repo-command-misses.ts";

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
/** A Secret that the inventory makes itself. */
const bootstrap = (namespace: string, more = ""): string =>
  `secrets: { boot: { namespace: ${namespace}, keys: { user: { file: apps/shop/base/db.yaml } }${more} } }`;
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
    "FT608 warning",
    workload('links: ["http://1.home.lan"]'),
    workload('links: ["http://192.168.1.5", "http://[::1]/x", "http://localhost", "http://home.lan"]'),
  ],
  ["FT608 warning", workload('links: ["http://localhosts.home.lan"]'), workload("links: [dash]")],
  [
    "FT610 warning",
    button("secret: { name: boot, key: user }"),
    `${button("secret: { name: boot, key: user }")}\n${bootstrap("shop")}`,
  ],
  [
    "FT612",
    button("reconcile: { ociRepository: shop/app-template }"),
    button("reconcile: { ociRepository: flux-system/app-template }"),
  ],
  [
    "FT612",
    button("reconcile: { kustomization: shop/tools }"),
    button("reconcile: { kustomization: flux-system/tools }"),
  ],
  [
    "FT619 warning",
    choice("NAMESPACE", "made"),
    `${choice("NAMESPACE", "made")}\n${bootstrap("made", ", createNamespace: true")}`,
  ],
  [
    "FT619 warning",
    choice("NAMESPACE", "dev"),
    `${choice("NAMESPACE", "dev")}\n${copy("db.yaml", "statefulset/db")}`,
  ],
  [
    "FT619 warning",
    choice("NAMESPACE", "fresh"),
    `${choice("NAMESPACE", "fresh")}\n${release("flux: false, namespace: fresh")}`,
  ],
  ["FT619", choice("NAMESPACE", "toosl"), choice("NAMESPACE", "kube-system")],
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
  ...commandMisses,
];
