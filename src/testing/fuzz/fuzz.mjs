// Fuzzes the readers and the compiler, in a process with a small heap that is ended when it hangs.
// usage: node src/testing/fuzz/fuzz.mjs corpus | changed | explore [SUBJECT…] [--seed 1] [--runs 100] [--seconds 60]
import { spawn } from "node:child_process";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { clearTimeout, setTimeout } from "node:timers";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { build } from "esbuild";
import { textModules } from "../../../text-modules.config.mjs";
import { yamlParser } from "../../../yaml-parser.config.mjs";

const corpora = fileURLToPath(new URL("../../../fixtures/fuzz", import.meta.url));
const all = ["yaml", "inventory", "flux"];
const heapMb = 256;
/** What is over sooner is slow, not hung, even on a machine with much else to do. */
const silentMs = 60_000;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seed: { type: "string", default: "1" },
    runs: { type: "string", default: "100" },
    seconds: { type: "string", default: "60" },
  },
});
const [mode = "", ...named] = positionals;
const subjects = named.length > 0 ? named : all;
if (!["corpus", "changed", "explore"].includes(mode) || subjects.some((one) => !all.includes(one)))
  throw new Error(
    "say `corpus`, `changed` or `explore`, and then nothing, or any of `yaml`, `inventory`, `flux`",
  );

const temporary = await mkdtemp(join(tmpdir(), "fluxtilt-fuzz-"));
const findings = join(tmpdir(), "fluxtilt-findings");
try {
  const main = await bundle(temporary);
  for (const subject of subjects) {
    const folder = join(corpora, subject);
    const files = (await readdir(folder)).sort().map((name) => join(folder, name));
    const more = {
      corpus: [],
      changed: [values.seed, values.runs],
      explore: [values.seconds, values.seed, findings],
    }[mode];
    const failure = await held(main, [mode, subject, ...more, ...files]);
    if (failure === undefined) continue;
    process.exitCode = 1;
    const where = mode === "explore" ? `, see ${findings}` : "";
    process.stdout.write(`\n${subject}: ${failure}${where}\n`);
  }
} finally {
  await rm(temporary, { recursive: true, force: true });
}

/** Bundles the fuzzed code: V8 counts what is run of one file, and a small heap has room for it. */
async function bundle(outdir) {
  await build({
    entryPoints: [fileURLToPath(new URL("main.ts", import.meta.url))],
    outdir,
    outExtension: { ".js": ".cjs" },
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "node20",
    plugins: [
      {
        name: "text-modules",
        setup(esbuild) {
          esbuild.onLoad({ filter: /\.(hbs|sh|star)$/ }, ({ path }) => ({
            contents: textModules(path),
            loader: "js",
          }));
        },
      },
      yamlParser,
    ],
    logLevel: "warning",
  });
  return join(outdir, "main.cjs");
}

/** Runs the bundle; answers what went wrong. */
function held(main, args) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [`--max-old-space-size=${heapMb}`, main, ...args], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const longest = mode === "explore" ? Number(values.seconds) * 1000 + silentMs : silentMs;
    let hung = false;
    const watch = setTimeout(() => {
      hung = true;
      child.kill("SIGKILL");
    }, longest);
    child.stdout.on("data", (text) => {
      if (mode !== "explore") watch.refresh();
      process.stdout.write(text);
    });
    child.on("close", (code) => {
      clearTimeout(watch);
      if (hung) resolve("the last one never ends");
      else resolve(code === 0 ? undefined : code === 1 ? "some fail" : "the last one ends the process");
    });
  });
}
