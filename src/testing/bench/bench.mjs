// Measures the built command line as whole processes, as ratios to bare `node -e 0` of the same run.
// usage: node src/testing/bench/bench.mjs [--rounds 5] [--sizes 100,1000,10000] [--keys 8000,32000] [--copies 44]
//        [--workloads 1000] [--namespaces 100] [--peers 100,1000,10000,100000] [--loads 100,1000,10000]
//        [--only fluxtilt,peers,tilt] [--cli FILE] [--write]
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { casesIn } from "./cases.mjs";
import { withCluster } from "./cluster.mjs";
import { readOptions } from "./options.mjs";
import { againstOneFile, againstParser, conditions, growth, tableOf } from "./report.mjs";
import { besidePeers } from "./peers/peers.mjs";
import { inTurn } from "./rounds.mjs";
import { replaceMarked } from "./table.mjs";
import { tiltLoads } from "./tilt-load.mjs";
import { againstKustomize } from "./validations.mjs";
import { watchRow } from "./watch.mjs";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const page = join(root, "docs/performance.md");
const options = readOptions(root);
const noCluster = "Not measured: `--cluster`, as etcd and kube-apiserver are not on PATH.";
const aboutCluster =
  "Requests are those that the API server counted; it and etcd share the cores, and were started last.";

const temporary = mkdtempSync(join(tmpdir(), "fluxtilt-bench-"));
const measure = inTurn({ rounds: options.rounds, cache: join(temporary, "cache") });
const shared = { ...options, root, folder: temporary };
const texts = {
  fluxtilt: async () => {
    const results = measure(casesIn(temporary, shared));
    results.push(await watchRow(shared));
    // After all else: the API server takes a share of the machine even where nobody asks it.
    const asked = await withCluster(shared, measure);
    return [
      tableOf([...results, ...(asked ?? [])]),
      growth(results),
      againstParser(results),
      againstOneFile(results),
      againstKustomize(results),
      asked === undefined ? noCluster : aboutCluster,
      conditions(options.rounds),
    ].join("\n\n");
  },
  peers: () => besidePeers({ ...shared, sizes: options.peers }, measure),
  tilt: () => tiltLoads({ ...shared, sizes: options.loads }, measure),
};
try {
  for (const part of options.only) {
    const text = await texts[part]();
    process.stdout.write(`${text}\n\n`);
    if (options.write) writeFileSync(page, replaceMarked(readFileSync(page, "utf8"), part, text));
  }
} finally {
  rmSync(temporary, { recursive: true, force: true });
}
