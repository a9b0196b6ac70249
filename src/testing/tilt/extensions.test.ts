import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { describeTilt } from "./available.ts";
import { buttons, calls, dotenv, failures, functions, objects, secret } from "./extension-cases.ts";
import { extensionFixtures } from "./extension-clone.ts";
import { helmAnswers } from "./objects.ts";
import { Sandbox } from "./sandbox.ts";
import { tiltfileResult } from "./tiltfile-result.ts";
import type { TiltfileResult } from "./tiltfile-result.ts";
import { TiltUp } from "./tilt-up.ts";

const real = process.env["FLUXTILT_REAL_EXTENSIONS"];

const commit = "0123456789abcdef0123456789abcdef01234567";

function header(extension: string): string {
  const names = (functions[extension] ?? []).map((name) => `"${name}"`).join(", ");
  return [
    `v1alpha1.extension_repo(name = "p", url = "https://github.com/tilt-dev/tilt-extensions", ref = "${commit}")`,
    `v1alpha1.extension(name = "e", repo_name = "p", repo_path = "${extension}")`,
    `load("ext://e", ${names}${extension === "uibutton" ? `, "location"` : ""})`,
    `allow_k8s_contexts("admin@test")`,
    "",
  ].join("\n");
}

async function prepared(
  extensions: string,
  cluster: "answering" | "unreachable" = "unreachable",
): Promise<Sandbox> {
  const sandbox = await Sandbox.create({ extensionsCommit: commit, extensions, cluster });
  sandbox.write("Dockerfile", "FROM scratch AS t\n");
  sandbox.write("objects.yaml", objects);
  sandbox.write("plain.env", "A=1\n");
  sandbox.write("bad.env", "A=1\nno equals\n");
  sandbox.write("blank.env", "  \n");
  sandbox.write(".env", dotenv);
  return sandbox;
}

// What differs by nature: where the sandbox is, when it ran, the text of the wrapper's Dockerfile, and what
// the checkout's own .dockerignore says.
function comparable(sandbox: Sandbox, value: unknown): unknown {
  const text = JSON.stringify(value, (key, field: unknown) =>
    ["sinceTime", "Hashes", "dockerfileContents", "contextIgnores", "FileWatchIgnores"].includes(key)
      ? undefined
      : field,
  );
  return JSON.parse(text.replaceAll(sandbox.root, "ROOT"));
}

describeTilt("the stand-ins for the extensions", () => {
  let ours: Sandbox;
  let theirs: Sandbox | undefined;
  beforeAll(async () => {
    ours = await prepared(extensionFixtures);
    theirs = real === undefined ? undefined : await prepared(real);
    const answer = { tool: "kubectl", match: "^create secret \\S+ (\\S+)", stdout: secret } as const;
    for (const sandbox of [ours, theirs]) sandbox?.tools.answer(answer);
  });
  afterAll(async () => {
    await ours.dispose();
    await theirs?.dispose();
  });

  const load = async (sandbox: Sandbox, extension: string, call: string): Promise<TiltfileResult> => {
    sandbox.write("Tiltfile", header(extension) + call);
    sandbox.tools.clear();
    return tiltfileResult(sandbox);
  };

  it.each(calls)("%s loads %s", async (extension, call) => {
    const result = await load(ours, extension, call);
    expect(result.exit, result.stderr).toBe(0);
    if (theirs === undefined) return;
    const model = await load(theirs, extension, call);
    expect(model.exit, model.stderr).toBe(0);
    expect(comparable(ours, [result.json, result.log])).toEqual(comparable(theirs, [model.json, model.log]));
    const asked = (sandbox: Sandbox): unknown => sandbox.tools.calls().map((each) => each.argv);
    expect(asked(ours)).toEqual(asked(theirs));
  });

  it("reads a .env file as it is documented", async () => {
    const names = ["A", "B", "C", "D", "E", "F", "export G", "H", "I"];
    const values = `[os.getenv(name, "none") for name in ${JSON.stringify(names)}]`;
    const result = await load(ours, "dotenv", `dotenv()\nprint(encode_json(${values}))`);
    const expected = [
      "plain",
      "spaced # kept",
      "single",
      "two\n  lines ",
      "a=b",
      "none",
      "g",
      "",
      '"never\nclosed',
    ];
    expect(JSON.parse(result.log.join("\n"))).toEqual(expected);
  });

  it("makes a secret by kubectl, a value of None included", async () => {
    await load(ours, "secret", `k8s_yaml(secret_from_dict("s", "apps", {"a": "b c", "n": None}))`);
    expect(ours.tools.calls("kubectl")[0]?.argv).toEqual(
      "create secret generic s -n apps --from-literal a=b\0c --from-literal n=None -o=yaml --dry-run=client"
        .split(" ")
        .map((word) => word.replace("\0", " ")),
    );
  });

  it.each(failures)("%s refuses %s", async (extension, call, says) => {
    const result = await load(ours, extension, call);
    expect(result.exit).toBe(5);
    expect(result.stderr).toContain(says);
    if (theirs === undefined) return;
    const model = await load(theirs, extension, call);
    const told = (stderr: string): string =>
      stderr.slice(stderr.lastIndexOf("\nError")).replace(/^\nError in .*?: |^\nError: /, "");
    expect(told(result.stderr)).toBe(told(model.stderr));
  });

  it("loads coreos_prometheus with the resources of the real one", async () => {
    const result = await load(ours, "coreos_prometheus", "setup_monitoring()");
    expect(result).toMatchObject({ exit: 0, warnings: [] });
    const names = (result.json?.["Manifests"] as readonly { Name: string }[]).map(
      (manifest) => manifest.Name,
    );
    expect(names).toEqual(
      expect.arrayContaining(["prometheus-crds", "prometheus", "grafana", "alertmanager"]),
    );
  });
});

describeTilt("the stand-ins in a running Tilt", () => {
  const observe = async (extensions: string): Promise<unknown> => {
    const sandbox = await prepared(extensions, "answering");
    sandbox.tools.answer(...helmAnswers("r", "n"));
    sandbox.write("Tiltfile", header("uibutton") + buttons);
    const up = await TiltUp.start(sandbox);
    const own = /-(stopbuild|disable)$/;
    const seen = [
      (await up.get("uibutton"))
        .filter((button) => !own.test(button.metadata.name))
        .map(({ metadata, spec }) => [metadata.name, metadata.annotations, spec]),
      (await up.get("cmd"))
        .filter((cmd) => cmd.metadata.name.startsWith("btn-"))
        .map(({ metadata, spec }) => [metadata.name, metadata.annotations, spec]),
    ];
    await up.reloaded(
      () =>
        void sandbox.write(
          "Tiltfile",
          header("helm_resource") +
            `helm_resource("a", "c", release_name = "r", namespace = "n", flags = ["--wait"], update_dependencies = True)`,
        ),
    );
    await up.built("a");
    await up.disable("a");
    await sandbox.tools.called("helm", /^uninstall/);
    const called = sandbox.tools.calls().map(({ tool, argv, stdin }) => [tool, argv, stdin]);
    const result = comparable(sandbox, [seen, called]);
    await up.stop();
    await sandbox.dispose();
    return result;
  };

  it("register buttons and run Helm as the real ones do", async () => {
    const ours = await observe(extensionFixtures);
    expect(JSON.stringify(ours)).toContain(
      `["helm",["upgrade","--install","--wait","--namespace","n","r","c"],null]`,
    );
    if (real !== undefined) expect(ours).toEqual(await observe(real));
  });
});

describe.skipIf(real === undefined)("the signatures of the stand-ins", () => {
  it.each(Object.keys(functions))("equal those of the real %s", (extension) => {
    const names = functions[extension] ?? [];
    const ours = signatures(join(extensionFixtures, extension, "Tiltfile"));
    const theirs = signatures(join(real ?? "", extension, "Tiltfile"));
    expect(names.map((name) => [name, ours.get(name)])).toEqual(
      names.map((name) => [name, theirs.get(name)]),
    );
    expect([...ours.keys()].filter((name) => !name.startsWith("_")).toSorted()).toEqual(names.toSorted());
  });
});

// Arguments with their defaults, in order; a constant as a default is replaced by its text.
function signatures(path: string): ReadonlyMap<string, string> {
  const text = readFileSync(path, "utf8").replaceAll("'", '"');
  const constants = new Map(
    [...text.matchAll(/^(\w+) = (".*")$/gm)].map(([, name = "", value = ""]) => [name, value]),
  );
  const found = [...text.matchAll(/^def (\w+)\(([\s\S]*?)\):$/gm)].map(([, name = "", args = ""]) => {
    const plain = args.replace(/\s+/g, "").replace(/,$/, "");
    return [name, plain.replace(/(?<==)\w+/g, (word) => constants.get(word) ?? word)] as const;
  });
  return new Map(found);
}
