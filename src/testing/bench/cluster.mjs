// Measures `validate --cluster` against a real API server that holds 1,000 workloads in 100 namespaces.
// usage: node src/testing/bench/cluster.mjs [--rounds 5] [--workloads 1000] [--namespaces 100] [--write]
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { build } from "esbuild";
import { clusterInventory, clusterObjects, crdNames } from "./cluster-objects.mjs";
import { median, milliseconds } from "./measure.mjs";
import { markdownTable, replaceMarked } from "./table.mjs";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const cli = join(root, "dist/fluxtilt.js");
const page = join(root, "docs/performance.md");
const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "5" },
    workloads: { type: "string", default: "1000" },
    namespaces: { type: "string", default: "100" },
    write: { type: "boolean", default: false },
  },
});
const [rounds, workloads, namespaces] = [values.rounds, values.workloads, values.namespaces].map(Number);

const folder = mkdtempSync(join(tmpdir(), "fluxtilt-bench-"));
try {
  const { lackingPrograms, ApiServer } = await loadHarness();
  const missing = lackingPrograms();
  if (missing.length > 0) process.stdout.write(`skipped: not on PATH: ${missing.join(", ")}\n`);
  else await bench(ApiServer);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** The tests' own API server, as a module that Node can load. */
async function loadHarness() {
  const outfile = join(folder, "harness.mjs");
  const contents = ["programs", "api-server"].map((name) => `export * from "./${name}.ts";`).join("\n");
  const stdin = { contents, resolveDir: join(root, "src/testing/apiserver"), loader: "ts" };
  await build({ stdin, outfile, bundle: true, platform: "node", format: "esm", logLevel: "warning" });
  return await import(pathToFileURL(outfile).href);
}

async function bench(ApiServer) {
  const server = await ApiServer.start({ crds: false });
  try {
    await server.apply(readFileSync(join(root, "fixtures/apiserver/crds.yaml"), "utf8"));
    await server.kubectl(["wait", "--for=condition=Established", ...crdNames, "--timeout=60s"]);
    await fill(server);
    Object.assign(process.env, server.env);
    const project = join(folder, "project");
    mkdirSync(project);
    writeFileSync(join(project, "cluster.config.yaml"), clusterInventory(workloads, namespaces));
    const call = { args: [cli, "validate", "--cluster"], folder: project };
    milliseconds(call);
    const before = await requestsOf(server);
    milliseconds(call);
    const requests = (await requestsOf(server)) - before;
    const times = Array.from({ length: rounds }, () => milliseconds(call));
    const text = [table(requests, times), conditions()].join("\n\n");
    process.stdout.write(`${text}\n`);
    if (values.write) writeFileSync(page, replaceMarked(readFileSync(page, "utf8"), text, "bench cluster"));
  } finally {
    await server.stop();
  }
}

/** Fills the cluster, some kubectl at a time: each keeps to a number of requests a second. */
async function fill(server) {
  const [spaces, ...parts] = clusterObjects(workloads, namespaces, 8);
  await server.apply(spaces);
  await Promise.all(
    parts.map(async (part) => {
      const args = ["--context=admin@test", "create", "--validate=false", "--filename=-"];
      const child = spawn("kubectl", args, {
        env: { ...process.env, ...server.env },
        stdio: ["pipe", "ignore", "inherit"],
      });
      child.stdin.end(part);
      const [code] = await once(child, "exit");
      if (code !== 0) throw new Error(`kubectl create ended with ${code}`);
    }),
  );
}

/** How many requests the API server has answered, without its own. */
async function requestsOf(server) {
  const { stdout } = await server.kubectl(["get", "--raw=/metrics"]);
  const counts = [...stdout.matchAll(/^apiserver_request_total\{([^}]*)\} (\d+)$/gm)];
  return counts
    .filter(([, labels]) => /verb="(GET|LIST)"/.test(labels) && !labels.includes('group="coordination'))
    .reduce((sum, [, , count]) => sum + Number(count), 0);
}

function table(requests, times) {
  const name = `\`validate --cluster\`, ${workloads.toLocaleString("en")} workloads in ${namespaces} namespaces`;
  const range = `${Math.min(...times).toFixed(0)}–${Math.max(...times).toFixed(0)}`;
  return markdownTable(
    ["", "requests", "ms, median", "ms, range"],
    [[name, String(requests), median(times).toFixed(0), range]],
  );
}

function conditions() {
  return `Node ${process.versions.node} on ${process.platform} with ${cpus().length} cores, which the API server and etcd share; ${rounds} rounds.`;
}
