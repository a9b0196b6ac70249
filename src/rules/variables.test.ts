import { describe, expect, it } from "vitest";
import { said, told, type Parts } from "../testing/told.ts";

type Command = string | readonly string[];

const doing = (command: Command): object =>
  typeof command === "string" ? { shell: command } : { argv: command };
/** A button with the input `NAME`. */
const asking = (command: Command, input: unknown = "web"): Parts => ({
  buttons: { b: { inputs: { NAME: input }, do: doing(command) } },
});
/** A task, and the variable `NAME` in `.env`. */
const declaring = (command: Command, more: Parts = {}): Parts => ({
  env: { variables: { NAME: { default: "a" } } },
  tasks: { t: { run: "manual", do: doing(command) } },
  ...more,
});

describe("a variable that nothing declares (FT321)", () => {
  it.each(["LC_ALL", "TILT_PORT", "BASH_VERSION", "HOME", "_"])("is not %s", async (name) => {
    expect(await told("FT321", declaring(`echo "$${name} $NAME"`))).toEqual([]);
  });

  it.each(["MY_LC_ALL", "LCALL", "HOMES"])("is %s", async (name) => {
    expect(await told("FT321", declaring(`echo "$${name} $NAME"`))).toEqual([`$${name}`]);
  });
});

describe("an input that the command does not use (FT322)", () => {
  it.each<[Command]>([
    ["echo NAMES XNAME NAME_ '$X'"],
    ["kubectl get pods -n web"],
    ["echo MY_NAME"],
    ['echo "${HOME:-NAMES}"'],
    [["kubectl", "get", "NAME"]],
    [["kubectl", "get", "$NAMES", "${NAMED}"]],
  ])("is told of %j", async (command) => {
    expect(await told("FT322", asking(command))).toEqual(['"NAME"']);
  });

  it.each<[Command]>([
    ['echo "$NAME"'],
    ['echo "${NAME:-all}"'],
    ["kubectl get pods | awk 'ENVIRON[\"NAME\"]'"],
    ["make all"],
    ["$TOOL get"],
    ["echo a; ./run.sh"],
    [". ./env.sh; echo a"],
    [["make", "all"]],
    [["kubectl", "get", "$NAME"]],
    [["kubectl", "get", "a${NAME}b"]],
  ])("is not told of %j", async (command) => {
    expect(await told("FT322", asking(command))).toEqual([]);
  });

  it("is told as the misspelt variable that it was meant to be, and once", async () => {
    const parts = asking('echo "$NAEM"');
    expect([await told("FT321", parts), await told("FT322", parts)]).toEqual([["$NAEM"], []]);
  });

  it("is told with what an argv lacks", async () => {
    const help = 'only a shell puts it in: `shell: … "$NAME"`';
    const message = "the command does not use the input `NAME`";
    const inShell = 'use it as `"$NAME"`, or take it out';
    expect(await said("FT322", asking(["kubectl", "get", "pods"]))).toEqual([`${message}; ${help}`]);
    expect(await said("FT322", asking("echo a"))).toEqual([`${message}; ${inShell}`]);
    expect(await said("FT322", asking(["sh", "-c", "echo a"]))).toEqual([`${message}; ${inShell}`]);
  });
});

describe("an input without quotes (FT323)", () => {
  it.each([
    ["kubectl get $NAME", "$NAME"],
    ['eval "echo $NAME"', "$NAME"],
    ['sh -c "echo $NAME"', "$NAME"],
    ['kubectl exec a -- /bin/bash -ec "echo $NAME"', "$NAME"],
    ['eval echo "$NAME" "b"', "$NAME"],
  ])("is told of %j", async (command, piece) => {
    expect(await told("FT323", asking(command))).toEqual([piece]);
  });

  it.each([
    'kubectl get "$NAME"',
    'sh -c \'echo "$1"\' sh "$NAME"',
    'sh -x "echo $NAME"',
    'fish -c "echo $NAME"',
    'sh --norc "echo $NAME"',
    'dash2 -c "echo $NAME"',
    'a -c "$NAME"',
    'sh -ca "$NAME"',
    'echo "$NAME" | sh -c "cat"',
    'A="$NAME" evaluate',
  ])("is not told of %j", async (command) => {
    expect(await told("FT323", asking(command))).toEqual([]);
  });

  it("is not told of what nobody types", async () => {
    expect(await told("FT323", asking("kubectl get $NAME", ["a", "b"]))).toEqual([]);
  });
});

describe("a variable that no shell puts in (FT328)", () => {
  it.each<[readonly string[], string]>([
    [["kubectl", "get", "$NAME"], '"$NAME"'],
    [["kubectl", "get", "a-${NAME}"], '"a-${NAME}"'],
    [["kubectl", "-x-c", "$NAME"], '"$NAME"'],
    [["kubectl", "-cd", "$NAME"], '"$NAME"'],
    [["jqx", "$NAME"], '"$NAME"'],
  ])("is told of %j", async (command, piece) => {
    expect(await told("FT328", asking(command))).toEqual([piece]);
  });

  it.each<[Command]>([
    [["kubectl", "get", "$NAMES"]],
    [["kubectl", "get", "$1"]],
    [["kubectl", "get", "NAME"]],
    [["node", "-c", "$NAME"]],
    [["sh", "-c", 'echo "$NAME"']],
    [["envsubst", "$NAME"]],
    [["/usr/bin/jq", "$NAME"]],
    ["kubectl get '$NAME'"],
  ])("is not told of %j", async (command) => {
    expect(await told("FT328", asking(command))).toEqual([]);
  });

  it("is told of a script, and not of an action's own words", async () => {
    const script = { buttons: { b: { inputs: { NAME: "a" }, do: { script: ["./run.sh", "$NAME"] } } } };
    expect(await told("FT328", script, { "run.sh": "#!/bin/sh\n" })).toEqual(['"$NAME"']);
  });
});

describe("a variable that nothing uses (FT335)", () => {
  it.each<[Command]>([["kubectl get NAMES"], ["echo 'MY_NAME'"], [["kubectl", "get", "pods"]]])(
    "is told of %j",
    async (command) => {
      expect(await told("FT335", declaring(command))).toEqual(['"NAME"']);
    },
  );

  it.each<[Command]>([['echo "$NAME"'], ["kubectl get pods | awk 'ENVIRON[\"NAME\"]'"], ["make all"]])(
    "is not told of %j",
    async (command) => {
      expect(await told("FT335", declaring(command))).toEqual([]);
    },
  );

  it("is not told where something else may read it", async () => {
    const quiet: readonly Parts[] = [
      { tasks: {} },
      { tilt: { extensions: { use: [{ from: "my_buttons", call: "my_button" }] } } },
      { images: { "registry.local/a": { context: "." } } },
      { tiltfiles: ["./own.Tiltfile"] },
      { secrets: { s: { namespace: "web", keys: { k: { env: "NAME" } } } } },
    ];
    for (const more of quiet)
      expect(await told("FT335", declaring("echo a", more)), JSON.stringify(more)).toEqual([]);
    expect(await told("FT335", declaring("echo a"))).toHaveLength(1);
  });

  it("is told of an argument too, but of no variable that a tool reads", async () => {
    const args = { tilt: { args: { wide: { bool: false } } } };
    expect(await told("FT335", declaring('echo "$NAME"', args))).toEqual(['"wide"']);
    const tools = { env: { variables: { FLUX_NAMESPACE: { default: "a" }, https_proxy: { default: "b" } } } };
    expect(await told("FT335", declaring("echo a", tools))).toEqual([]);
    const near = { env: { variables: { MY_KUBE: { default: "a" }, HTTPS_PROXYS: { default: "b" } } } };
    expect(await told("FT335", declaring("echo a", near))).toHaveLength(2);
  });
});
