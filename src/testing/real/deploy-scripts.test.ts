import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { describeTilt } from "../tilt/available.ts";
import { runCommand, type Finished } from "../tilt/command.ts";
import { Sandbox } from "../tilt/sandbox.ts";
import { ObjectStore } from "./object-store.ts";
import { helmRelease, kustomization, runScript, scriptArgv, shells } from "./support-scripts.ts";

for (const shell of shells)
  describeTilt(`the deploy scripts under ${shell.join(" ")}`, () => {
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

    const release = (spec: object): void => {
      store.put(helmRelease, "apps", "web", {
        kind: "HelmRelease",
        apiVersion: "helm.toolkit.fluxcd.io/v2",
        spec,
      });
    };
    const deploy = (env: Record<string, string> = {}, name = "web"): Promise<Finished> =>
      run(
        "helm-release.sh",
        [
          helmRelease,
          "apps",
          "web",
          "ctx",
          "apps",
          name,
          "repo/web",
          "--version=1.2.3",
          "--values=./local.yaml",
        ],
        env,
      );
    const helmCalls = (): readonly string[] => sandbox.tools.calls("helm").map((call) => call.argv.join(" "));

    it("deploys a release with the live values first, at its version and under Flux's name", async () => {
      sandbox.tools.answer({
        tool: "helm",
        match: "^get manifest",
        stdout:
          "---\nkind: A\nmetadata:\n  name: a\n---\nkind: B\nmetadata:\n  name: b\n  namespace: other\n",
      });
      store.put("ConfigMap", "apps", "first", {
        kind: "ConfigMap",
        apiVersion: "v1",
        data: { "values.yaml": "a: 1\n" },
      });
      store.put("Secret", "apps", "second", {
        kind: "Secret",
        apiVersion: "v1",
        data: { own: Buffer.from("b: 2\n").toString("base64") },
      });
      release({
        suspend: true,
        values: { c: { d: "3" } },
        valuesFrom: [
          { kind: "ConfigMap", name: "first" },
          { kind: "Secret", name: "second", valuesKey: "own" },
          { kind: "ConfigMap", name: "absent", optional: true },
        ],
      });
      // Values are gone when the script ends: the stand-in keeps a copy.
      sandbox.tools.answer({ tool: "helm", match: "^upgrade", delayMs: 0 });
      const copy = `#!/bin/sh\nfor word in "$@"; do case $word in --values=/*) printf '%s\\n' "$(cat "\${word#--values=}")" >>"${sandbox.root}/values" ;; esac; done\nexec "${sandbox.tools.bin}/helm-recorder" "$@"\n`;
      await runCommand(
        [
          "sh",
          "-c",
          'mv "$1/helm" "$1/helm-recorder"; printf %s "$2" >"$1/helm"; chmod +x "$1/helm"',
          "sh",
          sandbox.tools.bin,
          copy,
        ],
        { cwd: sandbox.root, env: sandbox.env },
      );
      const done = await deploy({
        FLUXTILT_IMAGE_COUNT: "1",
        FLUXTILT_IMAGE_KEYS_0: "image\nrepo tag\nreg repository version",
        TILT_IMAGE_0: "localhost:5000/team/web:tilt-1",
      });
      expect(done, done.stderr).toMatchObject({ exit: 0, stdout: "" });
      const [upgrade = "", manifest] = helmCalls();
      expect(upgrade.replaceAll(/--values=\/\S+\/(\d+)\.yaml/g, "live-$1")).toBe(
        "upgrade --install web repo/web --namespace apps --kube-context ctx live-1 live-2 live-4 --version=1.2.3 --values=./local.yaml " +
          "--set-string image=localhost:5000/team/web:tilt-1 --set-string repo=localhost:5000/team/web --set-string tag=tilt-1 " +
          "--set-string reg=localhost:5000 --set-string repository=team/web --set-string version=tilt-1",
      );
      expect(manifest).toBe("get manifest web --namespace apps --kube-context ctx");
      const values = await runCommand(["cat", join(sandbox.root, "values")], {
        cwd: sandbox.root,
        env: sandbox.env,
      });
      expect(values.stdout).toBe('a: 1\nb: 2\n{"c":{"d":"3"}}\n');
      const [get] = sandbox.tools.calls("kubectl").filter((call) => call.stdin !== undefined);
      expect(get?.argv).toEqual(["--context", "ctx", "get", "--output=yaml", "--filename", "-"]);
      expect(get?.stdin).toBe(
        "---\nkind: A\nmetadata:\n  namespace: apps\n  name: a\n---\nkind: B\nmetadata:\n  name: b\n  namespace: other\n",
      );
    });

    it.each([
      ["is not suspended", {}, "not suspended"],
      ["is suspended no more", { suspend: false }, "not suspended"],
      ["has postRenderers", { suspend: true, postRenderers: [{}] }, "postRenderers"],
      ["adds metadata", { suspend: true, commonMetadata: { labels: { a: "b" } } }, "commonMetadata"],
      ["goes to another cluster", { suspend: true, kubeConfig: { secretRef: {} } }, "kubeConfig"],
      [
        "takes single values",
        { suspend: true, valuesFrom: [{ kind: "Secret", name: "s", targetPath: "a.b" }] },
        "single values from Secret s",
      ],
      [
        "has values that are not there",
        { suspend: true, valuesFrom: [{ kind: "Secret", name: "gone" }] },
        "Secret gone",
      ],
      ["has another name", { suspend: true, releaseName: "other" }, '"other apps apps", not "web apps apps"'],
      ["has another namespace", { suspend: true, targetNamespace: "else" }, '"else-web else apps"'],
      ["keeps its records elsewhere", { suspend: true, storageNamespace: "else" }, '"web apps else"'],
    ])("deploys no release that %s", async (_, spec, says) => {
      store.put("Secret", "apps", "s", { kind: "Secret", apiVersion: "v1", data: {} });
      release(spec);
      const done = await deploy();
      expect(done.exit).not.toBe(0);
      expect(done.stderr).toContain(says);
      expect(helmCalls()).toEqual([]);
    });

    it("takes no name for a flag", async () => {
      const named = "--server=http://elsewhere.example";
      store.put("ConfigMap", "apps", named, { kind: "ConfigMap", data: { "values.yaml": "a: 1\n" } });
      release({ suspend: true, valuesFrom: [{ kind: "ConfigMap", name: named }] });
      const done = await deploy();
      expect(done.exit, done.stderr).toBe(0);
      expect(helmCalls()[0]).toMatch(/^upgrade .*\/1\.yaml /);
    });

    const set = (spec: object): void => {
      store.put(kustomization, "flux-system", "tools", {
        kind: "Kustomization",
        apiVersion: "kustomize.toolkit.fluxcd.io/v1",
        spec,
      });
    };
    /** `prints` is what stands in for `fluxtilt render`: shell text, which is handed the words behind it. */
    const apply = (prints: string, env: Record<string, string> = {}): Promise<Finished> =>
      run(
        "apply-manifests.sh",
        [kustomization, "flux-system", "tools", "ctx", "sh", "-c", prints, "fluxtilt", "render", "a b's"],
        env,
      );
    const applies = (): readonly (readonly string[])[] =>
      sandbox.tools
        .calls("kubectl")
        .map(({ argv }) => argv)
        .filter((argv) => argv.includes("apply"));

    it("applies what Flux would as Flux's controller would, with the images that Tilt built", async () => {
      set({ suspend: true });
      sandbox.write(
        "one.yaml",
        'spec:\n  - image: reg/web\n    other: reg/web\n  - image: "reg/web:old" # why\n  - image: reg/website:1\n',
      );
      sandbox.write("two.yaml", "kind: Two\r\nimage: reg/web@sha256:abc\r\n");
      const done = await apply("cat one.yaml two.yaml", {
        FLUXTILT_IMAGE_0: "reg/web",
        TILT_IMAGE_0: "reg/web:tilt-1",
      });
      expect(done.exit, done.stderr).toBe(0);
      expect(applies()[0]?.filter((word) => !word.startsWith("/"))).toEqual([
        "--context",
        "ctx",
        "apply",
        "--server-side",
        "--field-manager=kustomize-controller",
        "--force-conflicts",
        "--filename",
        "--output=yaml",
      ]);
      expect(store.applied().replaceAll("\r", "")).toBe(
        "spec:\n  - image: reg/web:tilt-1\n    other: reg/web\n  - image: reg/web:tilt-1\n  - image: reg/website:1\nkind: Two\nimage: reg/web:tilt-1\n",
      );
    });

    it("hands the command its words and the context, and keeps what it prints as it is", async () => {
      set({ suspend: true });
      const hostile = "a: '$(touch pwned) `id` \\n %s \"'\n";
      sandbox.write("hostile.yaml", hostile);
      const done = await apply('printf "%s|" "$@" >words; umask >mask; cat hostile.yaml');
      expect(done.exit, done.stderr).toBe(0);
      expect(store.applied()).toBe(hostile);
      expect(readFileSync(join(sandbox.project, "words"), "utf8")).toBe("render|a b's|--cluster|ctx|");
      expect(readFileSync(join(sandbox.project, "mask"), "utf8").trim()).toMatch(/077$/);
      expect(existsSync(join(sandbox.project, "pwned"))).toBe(false);
    });

    it.each([
      ["while Flux is not suspended", {}, "echo 'kind: A'", "not suspended"],
      ["where it is suspended no more", { suspend: false }, "echo 'kind: A'", "not suspended"],
      ["where it cannot be told", { suspend: true }, "echo 'kind: A'; exit 1", "cannot be told"],
    ])("applies nothing %s", async (_, spec, prints, says) => {
      set(spec);
      const done = await apply(prints);
      expect(done.exit).toBe(1);
      expect(done.stderr).toContain(says);
      expect(done.stdout).toBe("");
      expect(applies()).toEqual([]);
    });
  });
