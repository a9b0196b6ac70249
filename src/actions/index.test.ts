import { describe, expect, it } from "vitest";
import { kubeContext, type ActionContext } from "./action.ts";
import { action, actionNames, compileAction, recogniseAction } from "./index.ts";

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
    [
      { token: { serviceAccount: "reader" } },
      [...kubectl, "create", "token", "reader", "--namespace", "web", "--duration=1h"],
    ],
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
    [{ token: { serviceAccount: "a" } }, "lacks a namespace"],
    ["reconcile", "lacks a Flux object"],
    [{ resume: { bucket: "a", helmChart: "b" } }, "takes one Flux object, not 2: helmChart, bucket"],
    [
      { reconcile: { kustomization: "a", withSource: { helmRepository: "b" } } },
      "takes a HelmRepository as `withSource` only for a HelmRelease",
    ],
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
  expect(actionNames).toHaveLength(12);
});

describe("a command line that somebody wrote by hand", () => {
  const known = (...words: string[]): unknown =>
    recogniseAction({ pipeline: [words], isShell: false }, "default");
  const piped = (...pipeline: string[][]): unknown => recogniseAction({ pipeline, isShell: true }, "default");

  it.each([
    ["kubectl rollout restart deploy web -n a", { restart: { target: "deployment/web", namespace: "a" } }],
    ["kubectl -n a rollout restart sts/db", { restart: { target: "statefulset/db", namespace: "a" } }],
    [
      "kubectl rollout restart deployment/web",
      { restart: { target: "deployment/web", namespace: "default" } },
    ],
    [
      "kubectl scale --replicas=0 deployment/web --namespace=a",
      { scale: { target: "deployment/web", namespace: "a", replicas: 0, suspend: false } },
    ],
    [
      "flux reconcile ks apps --with-source",
      { reconcile: { kustomization: "apps", withSource: true, force: false } },
    ],
    ["flux suspend hr web -n a", { suspend: { helmRelease: "a/web" } }],
    ["flux resume source oci web", { resume: { ociRepository: "web" } }],
    ["./run.sh a", { script: ["./run.sh", "a"] }],
    ["kubectl get pods", { argv: ["kubectl", "get", "pods"] }],
    ["kubectl rollout restart deploy web -n a --timeout=3s", { argv: expect.anything() as unknown }],
    ["kubectl rollout restart deploy web db -n a", { argv: expect.anything() as unknown }],
    ["kubectl scale deploy/web --replicas=$REPLICAS", { argv: expect.anything() as unknown }],
    ["kubectl logs deploy/web -f", { argv: expect.anything() as unknown }],
    [
      "kubectl exec deploy/web -n a -- sh -c x",
      { exec: { target: "deployment/web", namespace: "a", command: ["sh", "-c", "x"] } },
    ],
    [
      "kubectl create token web -n a --duration=2h",
      { token: { serviceAccount: "web", namespace: "a", duration: "2h" } },
    ],
    ["kubectl create token web -n a --audience=b", { argv: expect.anything() as unknown }],
    ["flux reconcile alert web", { argv: expect.anything() as unknown }],
  ])("`%s` is %j", (line, written) => {
    expect(known(...line.split(" "))).toEqual(written);
  });

  it("prints a Secret when it decodes one key, and only then", () => {
    const get = ["kubectl", "get", "secret", "web", "-n", "a", "-o"];
    const secret = { secret: { name: "web", key: "ca.crt", namespace: "a" } };
    expect(piped([...get, "jsonpath={.data.ca\\.crt}"], ["base64", "-d"])).toEqual(secret);
    expect(piped([...get, "jsonpath={.data['ca\\.crt']}"], ["base64", "--decode"])).toEqual(secret);
    expect(piped([...get, "jsonpath={.data.a}{.data.b}"], ["base64", "-d"])).toBeUndefined();
    expect(piped([...get, "jsonpath={.data.a}"])).toBeUndefined();
    expect(piped([...get, "jsonpath={.data.a}"], ["base64", "-d"], ["pbcopy"])).toBeUndefined();
  });

  it("asks for the number where a shell puts an input in", () => {
    expect(piped(["kubectl", "scale", "deploy/web", "-n", "a", "--replicas=${REPLICAS}"])).toEqual({
      scale: { target: "deployment/web", namespace: "a", suspend: false },
    });
    expect(piped(["kubectl", "exec", "deploy/web", "-n", "a", "--", "echo", "$WORD"])).toBeUndefined();
  });

  it("is known again when the action itself wrote it", () => {
    for (const written of [
      "restart",
      { scale: { suspend: true } },
      { scale: { replicas: 2 } },
      "logs",
      { logs: { container: "a", tail: 5, since: "10m", previous: true } },
      { exec: { command: ["a", "b c"] } },
      { secret: { name: "site", key: "a.b" } },
      { token: { serviceAccount: "site", duration: "10m" } },
      { reconcile: { withSource: true, force: true } },
      "suspend",
      { resume: { bucket: "a/b" } },
      { script: ["./run.sh"] },
    ]) {
      const words = compiled(action.parse(written));
      if (typeof words === "string") throw new Error(words);
      const again = recogniseAction({ pipeline: [words], isShell: false }, "default");
      expect(compiled(again), JSON.stringify(written)).toEqual(words);
    }
  });
});
