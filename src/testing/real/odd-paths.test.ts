import { chmodSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { runBundle, type Ran } from "../../cli/testing/command-line.ts";
import { tiltExtensions } from "../../inventory/schema/extensions.ts";
import { describeTilt } from "../tilt/available.ts";
import { attachAnswers } from "../tilt/objects.ts";
import { Sandbox } from "../tilt/sandbox.ts";
import { tiltfileResult } from "../tilt/tiltfile-result.ts";

/** The folder that somebody works in, below the project of the sandbox. */
const folder = "büro ☂ 'dir' $HOME";

const inventory = `version: 1
cluster: { name: lab, contexts: [admin@test] }
tilt: { banner: false }
fragments: ["teile und mehr/*.yaml"]
tiltfiles: ["von hand ☂.Tiltfile"]
env: { file: "um welt.env", variables: { A: { default: a } } }
tasks:
  skript: { label: a, do: { script: ["skripte ä/eins zwei.sh", "ein \\"Wort\\""] }, watch: ["skripte ä"], dir: "skripte ä" }
  block:
    label: a
    do:
      shell: |
        echo "$A"
        echo zwei
secrets: { s: { namespace: web, keys: { k: { file: "ge heim ü.crt" } } } }
groups:
  web:
    namespace: web
    tiltfile: "gruppe é/Tiltfile"
    workloads: { site: { target: deployment/site, buttons: { a: { do: { script: ["skripte ä/eins zwei.sh"] } } } } }
    helmReleases: { c: { chart: "./chart ☂", flux: false, values: ["werte ☂ x.yaml"], observe: [deployment/c] } }
    manifests: { m: { kustomize: "mani fest", isolate: copy, resources: { n: deployment/n } } }
`;

const fragment = `# Not the first line.
groups:
  teil:
    namespace: teil
    tiltfile: "gruppe é/Tiltfile"
    workloads: { t: deployment/t }
`;

/** As editors on Windows save it. */
const asWindows = (text: string): string => `\ufeff${text.replaceAll("\n", "\r\n")}`;

const files: Readonly<Record<string, string>> = {
  "cluster.config.yaml": asWindows(inventory),
  "teile und mehr/ein ☂ teil.yaml": asWindows(fragment),
  "von hand ☂.Tiltfile": "print('by hand')\n",
  "skripte ä/eins zwei.sh": "#!/bin/sh\n",
  "ge heim ü.crt": "x",
  "chart ☂/Chart.yaml": "apiVersion: v2\nname: c\nversion: 1.0.0\n",
  "werte ☂ x.yaml": "a: 1\n",
  "mani fest/kustomization.yaml": "resources: [n.yaml]\n",
  "mani fest/n.yaml": `apiVersion: apps/v1
kind: Deployment
metadata: { name: n, namespace: web }
spec: { selector: { matchLabels: { a: b } }, template: { metadata: { labels: { a: b } }, spec: { containers: [{ name: n, image: n }] } } }
`,
};

describeTilt("in a folder with spaces, accents and signs, of files with CRLF and a byte order mark", () => {
  let sandbox: Sandbox;
  beforeEach(async () => {
    sandbox = await Sandbox.create({ cluster: "answering", extensionsCommit: tiltExtensions.ref });
    for (const [path, text] of Object.entries(files)) put(path, text);
    chmodSync(at("skripte ä/eins zwei.sh"), 0o755);
    sandbox.tools.answer(...attachAnswers(), { tool: "kubectl", match: "^kustomize ", real: true });
  });
  afterEach(() => sandbox.dispose());

  const at = (path: string): string => sandbox.path(join(folder, path));
  const put = (path: string, text: string): string => sandbox.write(join(folder, path), text);
  const run = (...argv: string[]): Promise<Ran> => runBundle(at("."), argv, sandbox.env);

  it("generates what is current, and writes nothing again", async () => {
    const first = await run("generate");
    expect(first, first.stderr).toMatchObject({ code: 0 });
    expect(first.stderr).toContain("wrote gruppe é/Tiltfile\n");
    const tiltfile = at("gruppe é/Tiltfile");
    expect(readFileSync(tiltfile, "utf8")).not.toMatch(/\r|\ufeff/);
    const before = statSync(tiltfile).mtimeMs;
    expect(await run("check", "--no-cache")).toMatchObject({ code: 0 });
    expect((await run("generate", "--no-cache")).stderr).toMatch(
      /^nothing to write: \d+ files are current$/m,
    );
    expect(statSync(tiltfile).mtimeMs).toBe(before);
    // From a folder below, and by a name of the file.
    const config = join("..", "cluster.config.yaml");
    expect(await runBundle(at("mani fest"), ["-c", config, "check"])).toMatchObject({
      code: 0,
    });
  });

  // Tilt itself tells how it renders a kustomization.
  const prints = ["by hand", /^(Falling back to|Running:) `?kubectl kustomize/];

  it("is loaded by Tilt, each file alone and all together", async () => {
    expect(await run("generate")).toMatchObject({ code: 0 });
    for (const file of ["Tiltfile", "gruppe é/Tiltfile"]) {
      const loaded = await tiltfileResult(sandbox, join(folder, file), { prints });
      expect([loaded.exit, loaded.warnings], loaded.stderr).toEqual([0, []]);
    }
  });

  it("tells a problem at its line and column", async () => {
    put(
      "cluster.config.yaml",
      asWindows(inventory.replace("skripte ä/eins zwei.sh", "skripte ä/eins drei.sh")),
    );
    put("teile und mehr/ein ☂ teil.yaml", asWindows(`${fragment}nonsense: 1\n`));
    const { code, stderr } = await run("validate");
    expect(code).toBe(2);
    expect(stderr).toContain("--> cluster.config.yaml:8:38\n");
    expect(stderr).toContain("--> teile und mehr/ein ☂ teil.yaml:7:1\n");
    expect(stderr).not.toMatch(/\r|\ufeff|\\u\{feff\}/);
  });
});
