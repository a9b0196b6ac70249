import { readdirSync } from "node:fs";
import { spawn } from "node:child_process";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { describeTilt, onPath } from "../tilt/available.ts";
import { runCommand, type Finished } from "../tilt/command.ts";
import { Sandbox } from "../tilt/sandbox.ts";
import { until } from "../tilt/until.ts";
import { ObjectStore } from "./object-store.ts";
import { kustomization, runScript, scriptArgv, scriptFolder, shells } from "./support-scripts.ts";

const mark = "fluxtilt.dev/suspended-by";

it.skipIf(onPath("shellcheck") === undefined)("pass shellcheck", async () => {
  const files = readdirSync(scriptFolder).filter((name) => name.endsWith(".sh"));
  expect(files.length).toBeGreaterThan(4);
  const done = await runCommand([onPath("shellcheck") ?? "", ...files], { cwd: scriptFolder, env: {} });
  expect(done.stdout).toBe("");
});

for (const shell of shells)
  describeTilt(`the support scripts under ${shell.join(" ")}`, () => {
    let sandbox: Sandbox;
    let store: ObjectStore;
    beforeAll(async () => {
      sandbox = await Sandbox.create();
      store = new ObjectStore(sandbox);
    });
    afterAll(() => sandbox.dispose());
    beforeEach(() => {
      sandbox.tools.reset();
      store.clear();
    });

    const run = (
      script: string,
      words: readonly string[],
      env: Record<string, string> = {},
    ): Promise<Finished> => runScript(sandbox, scriptArgv(shell, script, words), env);

    /** Holds the suspension, as Tilt does, until a signal to the script's whole group. */
    const hold = (): {
      readonly log: () => string;
      readonly end: (signal: NodeJS.Signals) => Promise<number | null>;
    } => {
      const [program, ...args] = scriptArgv(shell, "suspend.sh", [
        "hold",
        kustomization,
        "flux-system",
        "tools",
        "ctx",
      ]);
      const child = spawn(program, args, { cwd: sandbox.project, env: sandbox.env, detached: true });
      let log = "";
      for (const stream of [child.stdout, child.stderr])
        stream.setEncoding("utf8").on("data", (text: string) => (log += text));
      const ended = new Promise<number | null>((resolve) => child.on("close", resolve));
      return {
        log: () => log,
        end: (signal) => {
          if (child.pid !== undefined) process.kill(-child.pid, signal);
          return ended;
        },
      };
    };
    const state = (): unknown => {
      const { spec, metadata } = store.read(kustomization, "flux-system", "tools");
      return [spec["suspend"] ?? false, metadata.annotations?.[mark] ?? ""];
    };
    const patches = (): number =>
      sandbox.tools.calls("kubectl").filter((call) => call.argv.includes("patch")).length;

    it.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)(
      "suspends with its mark and resumes on %s",
      async (signal) => {
        store.put(kustomization, "flux-system", "tools", {
          kind: "Kustomization",
          apiVersion: "kustomize.toolkit.fluxcd.io/v1",
          spec: {},
        });
        const held = hold();
        await until("suspension", () => (held.log().includes("suspended") ? true : undefined));
        expect(state()).toEqual([true, "fluxtilt"]);
        expect((await run("suspend.sh", ["check", kustomization, "flux-system", "tools", "ctx"])).exit).toBe(
          0,
        );
        expect(await held.end(signal)).toBe(0);
        expect(state()).toEqual([false, ""]);
        expect((await run("suspend.sh", ["check", kustomization, "flux-system", "tools", "ctx"])).exit).toBe(
          1,
        );
        expect(patches()).toBe(2);
        for (const { argv: words } of sandbox.tools.calls("kubectl"))
          expect(words).toEqual(
            expect.arrayContaining(["--context", "ctx", "--field-manager=flux-client-side-apply"]),
          );
      },
    );

    it("leaves the suspension of somebody else as it was", async () => {
      store.put(kustomization, "flux-system", "tools", {
        kind: "Kustomization",
        apiVersion: "kustomize.toolkit.fluxcd.io/v1",
        spec: { suspend: true },
      });
      const held = hold();
      await until("word", () => (held.log().includes("was suspended already") ? true : undefined));
      expect(await held.end("SIGINT")).toBe(0);
      expect(state()).toEqual([true, ""]);
      expect(patches()).toBe(0);
    });

    it("ends a suspension of its own that a killed Tilt left", async () => {
      store.put(kustomization, "flux-system", "tools", {
        kind: "Kustomization",
        apiVersion: "kustomize.toolkit.fluxcd.io/v1",
        metadata: { name: "tools", namespace: "flux-system", annotations: { [mark]: "fluxtilt" } },
        spec: { suspend: true },
      });
      const held = hold();
      await new Promise((resolve) => setTimeout(resolve, 500));
      expect(await held.end("SIGINT")).toBe(0);
      expect(state()).toEqual([false, ""]);
    });

    it("makes a Secret whose values are in stdin alone", async () => {
      sandbox.write("ca.crt", "line one\nline two\n");
      const value = `p"a'ss $(touch owned) \\ é\nsecond`;
      const secret = ["ctx", "ns", "name", "Opaque", "create-namespace"];
      const words = ["env", "token", "TOKEN", "file", "ca.crt", "ca.crt"];
      sandbox.tools.answer({ tool: "kubectl", match: "get namespace", exit: 1 });
      const done = await run("bootstrap-secret.sh", [...secret, ...words], { TOKEN: value });
      expect(done.exit, done.stderr).toBe(0);
      const calls = sandbox.tools.calls("kubectl");
      expect(calls.map((call) => call.argv.slice(2).join(" "))).toEqual([
        "get namespace ns --output=name",
        "create namespace ns",
        "apply --server-side --field-manager=fluxtilt --filename -",
      ]);
      const object = JSON.parse(calls.at(-1)?.stdin ?? "") as { data: Record<string, string> };
      expect(
        Object.entries(object.data).map(([key, one]) => [key, Buffer.from(one, "base64").toString()]),
      ).toEqual([
        ["token", value],
        ["ca.crt", "line one\nline two\n"],
      ]);
      expect(JSON.stringify(calls.map((call) => call.argv)) + done.stdout + done.stderr).not.toContain(
        "p\\\"a'ss",
      );
    });

    it.each([
      ["a variable is not set", ["env", "token", "UNSET"], "the variable UNSET is not set"],
      ["a file is not there", ["file", "ca.crt", "gone.crt"], "the file gone.crt cannot be read"],
    ])("makes no Secret where %s", async (_, words, says) => {
      const done = await run("bootstrap-secret.sh", [
        "ctx",
        "ns",
        "name",
        "Opaque",
        "create-namespace",
        ...words,
      ]);
      expect(done.exit).toBe(1);
      expect(done.stderr).toContain(says);
      expect(sandbox.tools.calls()).toEqual([]);
    });

    it("makes no namespace that it was not told to make", async () => {
      sandbox.tools.answer({ tool: "kubectl", match: "get namespace", exit: 1 });
      const done = await run(
        "bootstrap-secret.sh",
        ["ctx", "ns", "name", "Opaque", "existing-namespace", "env", "a", "TOKEN"],
        { TOKEN: "x" },
      );
      expect(done.stderr).toContain("createNamespace");
      expect(sandbox.tools.calls()).toHaveLength(1);
    });
  });
