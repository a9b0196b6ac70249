import { describe, expect, it } from "vitest";
import { called, toldInRepository } from "../../testing/repo-in-memory.ts";

const web = `${called("apps/v1", "Deployment", "web")}spec: { template: { spec: { containers: [{ name: app }] } } }\n`;

/** What is told of a Deployment `gone` in `shop`, and of a choice of namespaces, beside what is not wholly seen. */
const told = (files: Readonly<Record<string, string>>): Promise<readonly string[]> =>
  toldInRepository(
    `groups: { g: { namespace: shop, workloads: { w: deployment/gone } } }
buttons: { pods: { inputs: { NAMESPACE: { choice: [shop, shops] } }, do: { shell: "kubectl get pods -n $NAMESPACE" } } }`,
    { "apps/web.yaml": web, ...files },
  );

const workload = "FT602 warning at `deployment/gone`: Flux applies no deployment `gone` in `shop`";
const choice = "FT619 error at `shops`: there is no namespace `shops`; did you mean `shop`?";

describe("what a ResourceSet makes", () => {
  const set = (spec: string): Record<string, string> => ({
    "apps/set.yaml": `${called("fluxcd.controlplane.io/v1", "ResourceSet", "s").replace("shop", "sets")}spec: ${spec}\n`,
  });
  const of = (resource: string): Record<string, string> => set(`{ resources: [${resource}] }`);
  const at = (namespace: string, kind = "ConfigMap", spec = "{}"): Record<string, string> =>
    of(`{ kind: ${kind}, metadata: { name: x, namespace: "${namespace}" }, spec: ${spec} }`);

  it.each([
    ["lies where its templates say", at("tools"), [workload, choice]],
    ["may lie there", at("shop"), [choice]],
    ["lies in a namespace that begins and ends as its template", at("pr-<< inputs.id >>"), [workload, choice]],
    ["may lie in one that does", at("s<< inputs.id >>p"), [choice]],
    ["is not in one that is shorter than its template", at("sho<< inputs.id >>hop"), [workload, choice]],
    ["may lie anywhere by its template", at("<< inputs.place >>"), []],
    ["may lie anywhere by a variable that git does not know", at("${PLACE}"), []],
    ["lies beside it, where its provider is", at("<< inputs.provider.namespace >>"), [workload, choice]],
    ["lies there with inputs of several, too", at("<< inputs.prs.provider.namespace >>"), [workload, choice]],
    ["may be a namespace", of("{ kind: Namespace, metadata: { name: shops } }"), [workload]],
    ["goes where a release goes", at("tools", "HelmRelease", "{ targetNamespace: shop }"), [choice]],
    ["goes where a Kustomization goes", at("tools", "Kustomization", "{ targetNamespace: shop }"), [choice]],
    ["goes nowhere else then", at("tools", "Kustomization", "{ targetNamespace: tools }"), [workload, choice]],
    ["may be anywhere by a Kustomization that says nothing", at("tools", "Kustomization"), []],
    ["may be anything", at("tools", "<< inputs.kind >>"), []],
    ["may be in a text", set('{ resourcesTemplate: "kind: ConfigMap" }'), []],
    [
      "is also made in steps",
      set("{ steps: [{ name: one, resources: [{ kind: Deployment, metadata: { name: x, namespace: shop } }] }] }"),
      [choice],
    ],
    ["may be in a text of a step", set('{ steps: [{ name: one, resourcesTemplate: "kind: ConfigMap" }] }'), []],
  ])("%s", async (_, files, expected) => {
    expect(await told(files)).toEqual(expected);
  });
});
