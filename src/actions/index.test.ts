import { describe, expect, it } from "vitest";
import { kubeContext, type ActionContext } from "./action.ts";
import { action, actionNames, compileAction } from "./index.ts";

const context: ActionContext = {
  target: { kind: "deployment", name: "site" },
  namespace: "web",
  owner: { kind: "helmRelease", namespace: "web", name: "site" },
  fluxNamespace: "flux-system",
};
const nothing: ActionContext = { fluxNamespace: "flux-system" };

/** The argv that a written action becomes, the context as `CONTEXT`; or what it lacks. */
function compiled(written: unknown, where = context): readonly string[] | string {
  const { command } = compileAction(action.parse(written), where);
  if ("lacks" in command) return command.lacks;
  return command.argv.map((word) => (word === kubeContext ? "CONTEXT" : word));
}

const kubectl = ["kubectl", "--context", "CONTEXT"];
const site = ["deployment/site", "--namespace", "web"];

describe("a typed action", () => {
  it.each([
    ["restart", [...kubectl, "rollout", "restart", ...site, "--field-manager=flux-client-side-apply"]],
    ["logs", [...kubectl, "logs", ...site, "--all-containers", "--tail=200"]],
    [
      { logs: { container: "a", since: "10m", previous: true } },
      [...kubectl, "logs", ...site, "--container=a", "--tail=200", "--since=10m", "--previous"],
    ],
    [{ exec: { command: ["sh", "-c", "a; b"] } }, [...kubectl, "exec", ...site, "--", "sh", "-c", "a; b"]],
    ["reconcile", ["flux", "reconcile", "helmrelease", "site", "--namespace", "web", "--context", "CONTEXT"]],
    [
      { suspend: { kustomization: "apps" } },
      ["flux", "suspend", "kustomization", "apps", "--namespace", "flux-system", "--context", "CONTEXT"],
    ],
    [
      { resume: { ociRepository: "a/b" } },
      ["flux", "resume", "source", "oci", "b", "--namespace", "a", "--context", "CONTEXT"],
    ],
    [{ script: ["run.sh", "a b"] }, ["./run.sh", "a b"]],
    [{ argv: ["a", "$B"] }, ["a", "$B"]],
    [{ shell: "a && b" }, ["sh", "-c", "a && b"]],
  ])("%j becomes an argv", (written, argv) => {
    expect(compiled(written)).toEqual(argv);
  });

  it("takes what it says itself before what its entry says", () => {
    const written = { restart: { target: "statefulset/db", namespace: "data" } };
    expect(compiled(written)).toEqual(expect.arrayContaining(["statefulset/db", "data"]));
  });

  it.each([
    ["restart", "lacks an object to act on"],
    [{ logs: { target: "deployment/a" } }, "lacks a namespace"],
    [{ secret: { name: "a", key: "b" } }, "lacks a namespace"],
    ["reconcile", "lacks a Flux object"],
    [{ resume: { bucket: "a", helmChart: "b" } }, "takes one Flux object, not 2: helmChart, bucket"],
    [
      { reconcile: { gitRepository: "a", withSource: true } },
      "takes `withSource` only for a Kustomization or a HelmRelease",
    ],
    [{ reconcile: { kustomization: "a", force: true } }, "takes `force` only for a HelmRelease"],
    [
      { scale: { target: "deployment/a", namespace: "b", suspend: true } },
      "lacks the Flux object to suspend",
    ],
  ])("%j says what it lacks where nothing is said", (written, lack) => {
    expect(compiled(written, nothing)).toBe(lack);
  });
});

describe("scale", () => {
  it("asks for what it is not told", () => {
    const { command } = compileAction("scale", context);
    expect("lacks" in command ? [] : command.questions?.map(({ variable }) => variable)).toEqual([
      "REPLICAS",
    ]);
  });

  it("asks for nothing where it is told", () => {
    const { command } = compileAction(action.parse({ scale: { replicas: 0 } }), context);
    expect(command).toMatchObject({ questions: [] });
    expect(compiled({ scale: { replicas: 0 } })).toContain("--replicas=0");
  });

  it("hands the owner over before the command where it suspends", () => {
    const argv = compiled({ scale: { replicas: 1, suspend: true } });
    expect(argv.slice(3)).toEqual([
      "sh",
      "helmrelease",
      "site",
      "web",
      "CONTEXT",
      ...kubectl,
      "scale",
      ...site,
      "--replicas=1",
    ]);
  });
});

it("asks for confirmation of what takes something down, and of nothing else", () => {
  const written = ["restart", "scale", "logs", "reconcile", "suspend", "resume"] as const;
  expect(written.filter((one) => compileAction(one, context).destructive)).toEqual([
    "restart",
    "scale",
    "suspend",
  ]);
});

it("takes one action, by a name that it knows", () => {
  expect(action.safeParse({ restart: {}, logs: {} }).success).toBe(false);
  expect(action.safeParse({}).success).toBe(false);
  expect(action.safeParse("shell").success).toBe(false);
  expect(action.safeParse({ reboot: {} }).success).toBe(false);
  expect(actionNames).toHaveLength(11);
});
