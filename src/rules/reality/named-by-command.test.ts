import { expect, it } from "vitest";
import { called, toldInRepository } from "../../testing/repo-in-memory.ts";

const pods = (name: string): string =>
  `${called("apps/v1", "Deployment", name)}spec: { template: { spec: { containers: [{ name: app }, { name: proxy }] } } }\n`;
const source = (kind: string, name: string): string =>
  called("source.toolkit.fluxcd.io/v1", kind, name).replace("shop", "flux-system");
const applied = [
  called("v1", "Secret", "login"),
  called("v1", "ConfigMap", "settings"),
  called("v1", "Service", "web"),
  called("v1", "Service", "moved").replace("shop", "other"),
  pods("web"),
  source("HelmRepository", "charts"),
  source("Bucket", "files"),
  source("Bucket", "moved").replace("flux-system", "other"),
].join("");

/** What FT621 says of a task that runs this: the word that is wrong, what of it, and the help. */
async function told(command: string): Promise<readonly string[]> {
  const inventory = `tasks: { t: { run: manual, do: { shell: '${command}' } } }`;
  const files = { "apps/all.yaml": applied };
  const mark = "FT621 warning at ";
  const all = await toldInRepository(inventory, files);
  return all.filter((one) => one.startsWith(mark)).map((one) => one.slice(mark.length));
}

it.each([
  ["kubectl -n shop get secret login"],
  ["kubectl -n shop get secrets/login configmap/settings svc/web"],
  ["kubectl -n shop get cm settings kube-root-ca.crt"],
  ["kubectl get secret logon"],
  ["kubectl -n $NS get secret logon"],
  ["kubectl -n elsewhere get secret logon"],
  ["kubectl -n shop get secret $NAME"],
  ["kubectl -n shop get deployments.apps web"],
  ["kubectl -n shop create secret generic logon && kubectl -n shop get secret logon"],
  ["kubectl -n shop apply -f a.yaml; kubectl -n shop wait secret logon"],
  ["kubectl -n shop get secret logon --ignore-not-found"],
  ["kubectl -n shop --kubeconfig=b get secret logon"],
  ["kubectl -n shop --context=other get secret logon"],
  ["kubectl -n shop logs deploy/web -c app"],
  ["kubectl -n shop logs deploy/web -c istio-proxy"],
  ["kubectl -n shop logs deploy/web -c $CONTAINER"],
  ["kubectl -n shop logs deploy/gone -c ap"],
  ["flux reconcile kustomization apps"],
  ["flux -n=flux-system reconcile kustomization apps"],
  ["flux --context=other reconcile kustomization app"],
  ["flux --context $CONTEXT reconcile kustomization app"],
  ["flux -n $NS reconcile kustomization app"],
  ["flux reconcile kustomization"],
  ["flux reconcile kustomization $NAME"],
  ["flux tree kustomization app"],
  ["flux reconcile image app"],
  ["flux --unknown reconcile kustomization app"],
  ["flux reconcile source helm charts"],
  ["flux reconcile source bucket files"],
  ["flux get sources git flux-system"],
])("has nothing to say of %s", async (command) => {
  expect(await told(command)).toEqual([]);
});

it.each([
  [
    "kubectl -n shop get secret logon",
    "`logon`: Flux applies no Secret `logon` in `shop`; did you mean `login`?",
  ],
  ["kubectl -n shop get secret zzz", "`zzz`: Flux applies no Secret `zzz` in `shop`"],
  ["kubectl --context=admin@home -n shop get secret zzz", "`zzz`: Flux applies no Secret `zzz` in `shop`"],
  ["kubectl -n shop get configmaps zzz", "`zzz`: Flux applies no ConfigMap `zzz` in `shop`"],
  [
    "kubectl -n shop get cm kube-root-ca.crt2",
    "`kube-root-ca.crt2`: Flux applies no ConfigMap `kube-root-ca.crt2` in `shop`",
  ],
  ["kubectl -n shop get services wbe", "`wbe`: Flux applies no Service `wbe` in `shop`; did you mean `web`?"],
  [
    "kubectl -n shop get svc moved",
    "`moved`: there is no Service `moved` in `shop`: it is in `other`; write `--namespace other`; it is made here: apps/all.yaml:14",
  ],
  [
    "kubectl -n shop logs deploy/web -c ap",
    "`ap`: the pods of Deployment `web` have no container `ap`; did you mean `app`?; the Deployment: apps/all.yaml:18",
  ],
  [
    "kubectl -n shop logs deploy/web --container=database",
    "`--container=database`: the pods of Deployment `web` have no container `database`; they have `app` and `proxy`; the Deployment: apps/all.yaml:18",
  ],
  [
    "flux reconcile kustomization app",
    "`app`: there is no Kustomization `flux-system/app`; did you mean `apps`?; it is made here: clusters/home/apps.yaml:1",
  ],
  [
    "flux --context=admin@home reconcile kustomization app",
    "`app`: there is no Kustomization `flux-system/app`; did you mean `apps`?; it is made here: clusters/home/apps.yaml:1",
  ],
  ["flux -n shop suspend ks zzz", "`zzz`: there is no Kustomization `shop/zzz`"],
  [
    "flux -n shop suspend ks apps",
    "`apps`: there is no Kustomization `shop/apps`: it is in `flux-system`; it is made here: clusters/home/apps.yaml:1",
  ],
  ["flux resume hr apps", "`apps`: there is no HelmRelease `flux-system/apps`"],
  [
    "flux get sources bucket moved",
    "`moved`: there is no Bucket `flux-system/moved`: it is in `other`; it is made here: apps/all.yaml:31",
  ],
  [
    "flux reconcile source helm chart",
    "`chart`: there is no HelmRepository `flux-system/chart`; did you mean `charts`?; it is made here: apps/all.yaml:23",
  ],
  [
    "kubectl -n flux-system get helmrepositories.source.toolkit.fluxcd.io chart",
    "`chart`: there is no HelmRepository `flux-system/chart`; did you mean `charts`?; it is made here: apps/all.yaml:23",
  ],
])("of %s says: %s", async (command, message) => {
  expect(await told(command)).toEqual([message]);
});
