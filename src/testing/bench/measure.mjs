// One run of a whole process: how long it took, and in a run of its own what it used.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const probe = fileURLToPath(new URL("usage-probe.mjs", import.meta.url));

/** The environment of a measured process: nothing that makes Node start slower or faster than a user's. */
export function environment(cache) {
  // Node 20 reads the named bundle at each start, which takes longer than the start itself.
  const foreign = ["NODE_EXTRA_CA_CERTS", "NODE_OPTIONS", "NODE_V8_COVERAGE", "FORCE_COLOR"];
  const own = Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign.includes(name)));
  return cache === undefined ? own : { ...own, XDG_CACHE_HOME: cache };
}

/**
 * Milliseconds of wall time that `node ARGS`, or another program with them, takes in a folder; throws where
 * it does not end with 0.
 */
export function milliseconds({ program, args, folder, cache }) {
  const start = process.hrtime.bigint();
  run(program, args, folder, ["ignore", "ignore", "pipe"], cache);
  return Number(process.hrtime.bigint() - start) / 1e6;
}

/**
 * What `node ARGS` in a folder uses: the largest resident set in MB (10^6 bytes), and milliseconds of all cores
 * together, about ten of which are the probe's. Of another program nothing is known; it is run once.
 */
export function usage({ program, args, folder, cache }) {
  if (program !== undefined) {
    run(program, args, folder, ["ignore", "ignore", "pipe"], cache);
    return {};
  }
  const stdio = ["ignore", "ignore", "pipe", "pipe"];
  const { output } = run(undefined, ["--import", probe, ...args], folder, stdio, cache);
  const { maxRSS, userCPUTime, systemCPUTime } = JSON.parse(output[3]);
  return { megabytes: (maxRSS * 1024) / 1e6, cpu: (userCPUTime + systemCPUTime) / 1e3 };
}

/** True where `kubectl` is on PATH. */
export function hasKubectl() {
  return spawnSync("kubectl", ["version", "--client"], { stdio: "ignore" }).status === 0;
}

function run(program, args, cwd, stdio, cache) {
  const done = spawnSync(program ?? process.execPath, args, {
    cwd,
    env: environment(cache),
    stdio,
    encoding: "utf8",
  });
  if (done.error !== undefined) throw done.error;
  if (done.status !== 0)
    throw new Error(
      `${program ?? "node"} ${args.join(" ")} in ${cwd} ended with ${done.status}\n${done.stderr}`,
    );
  return done;
}

/** The middle one, or the mean of the two in the middle. */
export function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
