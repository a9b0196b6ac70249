import { spawn } from "node:child_process";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { build } from "esbuild";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { inspect } from "./compare.ts";
import { diagnose } from "./diagnose.ts";
import { createSandbox, generated, sharedFile, type Sandbox } from "./testing/sandbox.ts";
import { writeArtifacts } from "./write.ts";

let box: Sandbox;
beforeEach(async () => {
  box = await createSandbox();
});
afterEach(() => box.remove());

const root = generated("Tiltfile", "root", { rank: 9 });
const included = generated("infra/Tiltfile", "included");
const script = generated(".fluxtilt/lib/run.sh", "echo", { executable: true });
const shared = sharedFile(".mcp.json", { grafana: { url: "http://g" } });
const all = [root, included, script, shared];

describe("a process that is killed", () => {
  it("leaves whole files, and the next run ends it", { timeout: 120_000 }, async () => {
    const bundle = join(box.root, "..", `${box.root.split("/").at(-1) ?? ""}.mjs`);
    const source = `
      import { nodeFiles } from "../io/node-files.ts";
      import { writeArtifacts } from "./write.ts";
      const [root, at, artifacts] = process.argv.slice(2);
      let operations = 0;
      const files = new Proxy(nodeFiles(root), { get: (target, name) => typeof target[name] !== "function" ? target[name] : (...args) => {
        const work = target[name](...args);
        if (["create", "rename", "remove"].includes(name) && operations++ === Number(at)) process.kill(process.pid, "SIGKILL");
        return work;
      }});
      await writeArtifacts(JSON.parse(artifacts), files);`;
    await build({
      stdin: { contents: source, resolveDir: import.meta.dirname, loader: "js" },
      bundle: true,
      format: "esm",
      platform: "node",
      alias: { "jsonc-parser": "jsonc-parser/lib/esm/main.js" },
      outfile: bundle,
      logLevel: "silent",
      banner: {
        js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);',
      },
    });
    const next = [
      ...all.slice(0, 2).map((one) => ({ ...one, text: `${one.text}new\n` })),
      generated("new/Tiltfile", "x"),
      sharedFile(".mcp.json", { grafana: { url: "http://new" } }),
    ];
    let killed = 0;
    for (let at = 0; ; at += 3) {
      await writeArtifacts(all, box.files);
      const child = spawn(process.execPath, [bundle, box.root, String(at), JSON.stringify(next)], {
        stdio: "inherit",
      });
      const signal = await new Promise((resolve) =>
        child.on("exit", (_, how) => {
          resolve(how);
        }),
      );
      if (signal !== "SIGKILL") break;
      killed += 1;
      const left = await box.tree();
      expect([root.text, next[0]?.text]).toContain(left["Tiltfile"]);
      expect((await writeArtifacts(next, box.files)).diagnostics).toEqual([]);
      expect(Object.keys(await box.tree()), `killed at ${at}`).toEqual([
        ".fluxtilt/",
        ".fluxtilt/manifest.json",
        ".mcp.json",
        "Tiltfile",
        "infra/",
        "infra/Tiltfile",
        "new/",
        "new/Tiltfile",
      ]);
      expect(diagnose(await inspect(next, box.files))).toEqual([]);
      await box.remove();
      box = await createSandbox();
    }
    expect(killed).toBeGreaterThan(5);
    await rm(bundle);
  });
});
