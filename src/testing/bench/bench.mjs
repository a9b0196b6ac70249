// Measures the built command line as whole processes, as ratios to bare `node -e 0` of the same run.
// usage: node src/testing/bench/bench.mjs [--rounds 7] [--sizes 100,1000,10000] [--keys 8000,32000] [--copies 44]
//        [--workloads 1000] [--namespaces 100] [--cli FILE] [--write]
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { withCluster } from "./cluster.mjs";
import { median, milliseconds, usage } from "./measure.mjs";
import { fragmentsOf, oneMapOf } from "./inventory.mjs";
import { fluxProject, forget, projectOf, seedProject, sizedProject } from "./projects.mjs";
import { markdownTable, replaceMarked } from "./table.mjs";
import { againstKustomize, validations } from "./validations.mjs";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const page = join(root, "docs/performance.md");
const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "7" },
    sizes: { type: "string", default: "100,1000,10000" },
    keys: { type: "string", default: "8000,32000" },
    copies: { type: "string", default: "44" },
    workloads: { type: "string", default: "1000" },
    namespaces: { type: "string", default: "100" },
    cli: { type: "string", default: join(root, "dist/fluxtilt.js") },
    write: { type: "boolean", default: false },
  },
});
const noCluster = "Not measured: `--cluster`, as etcd and kube-apiserver are not on PATH.";
const aboutCluster =
  "Requests are those that the API server counted; it and etcd share the cores, and were started last.";
const rounds = Number(values.rounds);
const sizes = values.sizes.split(",").map(Number);
const keys = values.keys.split(",").map(Number);
const [copies, workloads, namespaces] = [values.copies, values.workloads, values.namespaces].map(Number);
const cli = resolve(values.cli);
const numbers = [rounds, copies, workloads, namespaces, ...sizes, ...keys];
if (!numbers.every((number) => Number.isInteger(number) && number > 0))
  throw new Error(
    "--rounds, --sizes, --keys, --copies, --workloads and --namespaces take whole numbers above 0",
  );
const largest = Math.max(...sizes);
if (!existsSync(cli)) throw new Error(`there is no ${cli}: run \`npm run build\` first`);

const temporary = mkdtempSync(join(tmpdir(), "fluxtilt-bench-"));
try {
  const results = measure(casesIn(temporary));
  // After all else: the API server takes a share of the machine even where nobody asks it.
  const asked = await withCluster({ root, folder: temporary, cli, workloads, namespaces }, measure);
  const text = [
    table([...results, ...(asked ?? [])]),
    growth(results),
    againstParser(results),
    againstKustomize(results),
    asked === undefined ? noCluster : aboutCluster,
    conditions(),
  ].join("\n\n");
  process.stdout.write(`${text}\n`);
  if (values.write) writeFileSync(page, replaceMarked(readFileSync(page, "utf8"), text));
} finally {
  rmSync(temporary, { recursive: true, force: true });
}

/** What is measured; `before` is handed the case, and runs outside of the measured time. */
function casesIn(folder) {
  const projects = [
    { name: "this repository's inventory", folder: seedProject(root, join(folder, "seed")) },
    ...sizes.map((size) => ({
      name: `${size.toLocaleString("en")} workloads`,
      size,
      folder: sizedProject(size, join(folder, `${size}`)),
    })),
  ];
  return [
    { name: "`node -e 0`", args: ["-e", "0"], folder },
    { name: "`--version`", args: [cli, "--version"], folder },
    { name: "`--help`", args: [cli, "--help"], folder },
    ...projects.flatMap(({ name, size, folder: cwd }) => [
      {
        name: `\`generate\`, ${name}`,
        size,
        args: [cli, "generate"],
        folder: cwd,
        before: () => forget(cwd),
      },
      // The files of the run before are there, and it is remembered.
      { name: `\`generate\`, ${name}, nothing to do`, args: [cli, "generate"], folder: cwd },
      { name: `\`check\`, ${name}`, args: [cli, "check"], folder: cwd },
      { name: `\`check --no-cache\`, ${name}`, size, args: [cli, "check", "--no-cache"], folder: cwd },
    ]),
    {
      name: `\`yaml\` alone, ${largest.toLocaleString("en")} workloads`,
      args: [join(import.meta.dirname, "yaml-alone.mjs"), "cluster.config.yaml"],
      folder: join(folder, `${largest}`),
    },
    {
      name: `\`validate --no-cache\`, ${largest.toLocaleString("en")} workloads`,
      args: [cli, "validate", "--no-cache"],
      folder: join(folder, `${largest}`),
    },
    {
      name: `\`validate --no-cache\`, ${largest.toLocaleString("en")} workloads in fragments of 20`,
      args: [cli, "validate", "--no-cache"],
      folder: projectOf(Object.fromEntries(fragmentsOf(largest, 20)), join(folder, "fragments")),
    },
    ...keys.map((count) => ({
      name: `\`validate --no-cache\`, two maps of ${count.toLocaleString("en")} keys`,
      keys: count,
      args: [cli, "validate", "--no-cache"],
      folder: projectOf({ "cluster.config.yaml": oneMapOf(count) }, join(folder, `keys-${count}`)),
    })),
    ...validations({ root, folder: join(folder, "repository"), cli, copies }),
    {
      name: `\`discover --repo\`, ${workloads.toLocaleString("en")} workloads in ${namespaces} namespaces`,
      args: [cli, "discover", "--repo", "--context", "admin@big"],
      folder: fluxProject(namespaces, Math.ceil(workloads / namespaces), join(folder, "flux")),
    },
  ];
}

/** All cases in turn, round by round, so that a slow minute of the machine slows all of them. */
function measure(cases) {
  const cache = join(temporary, "cache");
  const results = cases.map((each) => {
    const one = { ...each, cache };
    one.before?.(one);
    // The first run also warms the caches of disk and compiler.
    return { ...one, ...usage(one), times: [] };
  });
  for (let round = 0; round < rounds; round += 1) {
    for (const result of results) {
      result.before?.(result);
      result.times.push(milliseconds(result));
    }
  }
  return results.map((result) => ({ ...result, median: median(result.times) }));
}

function table(results) {
  const floor = results[0].median;
  const rows = results.map(({ name, times, median: middle, cpu, megabytes }) => [
    name,
    (middle / floor).toFixed(1),
    middle.toFixed(0),
    `${Math.min(...times).toFixed(0)}–${Math.max(...times).toFixed(0)}`,
    cpu?.toFixed(0) ?? "–",
    megabytes?.toFixed(0) ?? "–",
  ]);
  return markdownTable(["", "× floor", "ms, median", "ms, range", "ms, CPU", "MB, peak"], rows);
}

/** How much more the largest inventory takes than the one before it; a quadratic step would show here. */
function growth(results) {
  const [smaller, larger] = sizes.toSorted((a, b) => a - b).slice(-2);
  if (larger === undefined) return "One size: no growth to tell.";
  const ratio = (command) => {
    const of = (size) => results.find((one) => one.size === size && one.args[1] === command).median;
    return (of(larger) / of(smaller)).toFixed(1);
  };
  return [
    `From ${counted(smaller)} to ${counted(larger)} workloads (${counted(larger / smaller)} times as many):`,
    `\`generate\` takes ${ratio("generate")} times as long, \`check --no-cache\` ${ratio("check")} times.`,
    growthOfMaps(results),
  ].join(" ");
}

function growthOfMaps(results) {
  const [smaller, larger] = results.filter((one) => one.keys !== undefined).slice(-2);
  if (larger === undefined) return "";
  const times = (larger.median / smaller.median).toFixed(1);
  return `With maps of ${counted(larger.keys / smaller.keys)} times as many keys, \`validate\` takes ${times} times as long.`;
}

function counted(number) {
  return number.toLocaleString("en", { maximumFractionDigits: 1 });
}

/** How much longer a whole run takes than the library that reads the file, its positions kept. */
function againstParser(results) {
  const parser = results.find(({ name }) => name.startsWith("`yaml` alone"));
  const whole = results.find(({ size, args }) => size === largest && args[1] === "check");
  return `\`check --no-cache\` takes ${(whole.median / parser.median).toFixed(1)} times as long as \`yaml\` alone.`;
}

function conditions() {
  const { node } = process.versions;
  return `Node ${node} on ${process.platform} with ${cpus().length} cores; ${rounds} rounds, all cases in turn.`;
}
