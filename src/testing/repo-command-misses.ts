import { button } from "./flux-lab.ts";

/** A workload with a button that runs this in a shell. */
const says = (text: string): string => button(`shell: "${text}"`);

/** A Secret that the inventory makes itself. */
const bootstrap = "secrets: { boot: { namespace: shop, keys: { user: { file: apps/shop/base/db.yaml } } } }";

/** Commands that name what Flux does not apply, and near misses, as in `repo-near-misses.ts`. */
export const commandMisses: readonly (readonly [told: string, wrong: string, right: string])[] = [
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
  [
    "FT621 warning",
    says("flux --timeout 5m -n flux-system suspend kustomization shopp"),
    says("flux --timeout 5m -n flux-system suspend kustomization shop"),
  ],
  [
    "FT621 warning",
    says("flux --interval=5m get sources git flux-systm"),
    says("flux --interval=5m get sources git flux-system"),
  ],
  ["FT621 warning", says("flux resume ks shopp -w"), says("flux resume ks shopp --newer")],
  ["FT621 warning", says("flux export ks shopp"), says("flux create ks shopp")],
  ["FT621 warning", says("flux export source oci app-templates"), says("flux export image app-templates")],
  [
    "FT621 warning",
    says("kubectl -n flux-system get kustomizations.kustomize.toolkit.fluxcd.io shopp"),
    says("kubectl -n flux-system get kustomizations.kustomize.toolkit.fluxcd.io shop"),
  ],
  [
    "FT621 warning",
    says("kubectl -n flux-system get ocirepositories app-templates"),
    says("kubectl -n flux-system get ocirepositories app-template"),
  ],
  [
    "FT621 warning",
    says("kubectl -n shop describe secrets zzz"),
    says("kubectl -n shop wait secrets zzz --for=create"),
  ],
  [
    "FT621 warning",
    says("kubectl -n shop get secret zzz"),
    says("kubectl --kubeconfig other -n shop get secret zzz"),
  ],
  [
    "FT621 warning",
    says("kubectl -n shop get cm my-kube-root-ca.crt"),
    says("kubectl -n shop get secret sh.helm.release.v1.shop.v1"),
  ],
  [
    "FT621 warning",
    says("kubectl -n shop logs deploy/shop -c ap"),
    says("kubectl -n shop logs deploy/shop -c istio-proxy"),
  ],
  [
    "FT621 warning",
    says("kubectl -n shop get secret boot"),
    `${says("kubectl -n shop get secret boot")}\n${bootstrap}`,
  ],
];
