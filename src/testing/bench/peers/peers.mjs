// fluxtilt beside other programs that make the very same Tiltfile of the same inventory.
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { forget, projectOf } from "../projects.mjs";
import { counted, growthOf, tableBeside } from "../report.mjs";
import { plainInventoryOf } from "./inventory.mjs";
import { peerPrograms } from "./programs.mjs";

/** From so many workloads on, one run is enough: it takes as long as all runs of the others. */
const many = 50_000;

/** Measures them at each of the sizes; throws where one makes other bytes than fluxtilt. Answers Markdown. */
export function besidePeers({ folder, cli, sizes }, measure) {
  const all = peerPrograms();
  const programs = all.filter(({ call }) => call !== undefined);
  const lacking = all.filter(({ call }) => call === undefined);
  const results = sizes.flatMap((size) => {
    const inventory = { "cluster.config.yaml": plainInventoryOf(size) };
    const project = projectOf(inventory, join(folder, `peers-${size}`));
    const measured = measure(casesOf({ size, folder: project, cli, programs }));
    requireSameBytes(project, measured);
    return measured;
  });
  const beside = programs.map(({ name }) => name);
  const reasons = lacking.map(({ name, needs }) => `Not measured: ${name}, which needs ${needs}.`);
  return [tableBeside(results, beside), growthOf(results), ...reasons].join("\n\n");
}

function requireSameBytes(folder, results) {
  const made = readFileSync(join(folder, "Tiltfile"));
  for (const { name, output } of results)
    if (output !== undefined && !made.equals(readFileSync(join(folder, output))))
      throw new Error(`${name}: it makes other bytes than fluxtilt`);
}

function casesOf({ size, folder, cli, programs }) {
  const common = { size, folder, once: size >= many };
  // As after a clone: no files, and nothing remembered.
  const before = ({ cache }) => {
    forget(folder);
    rmSync(cache, { recursive: true, force: true });
  };
  const ours = [
    { subject: "`generate`", args: [cli, "generate"], before },
    { subject: "`check --no-cache`", args: [cli, "check", "--no-cache"] },
    { subject: "`check`", args: [cli, "check"] },
  ];
  const theirs = programs.map(({ name, call }) => ({ subject: name, ...call, output: `${name}.out` }));
  return [...theirs, ...ours].map((one) => ({
    ...common,
    ...one,
    name: `${one.subject}, ${counted(size)} workloads`,
  }));
}
