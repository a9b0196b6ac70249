// One run of a whole process: how long it took, and in a run of its own what it used.
import { spawnSync } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { join } from "node:path";
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
 * Milliseconds of wall time that a call takes: `node ARGS`, or another `program` with them, in a folder, maybe with an
 * `env` of its own and its standard output in the file `output`. Throws where it does not end with 0.
 */
export function milliseconds(call) {
  const [, time] = timed(() => run(call));
  return time;
}

/** What `work` answers, and the milliseconds that it took. */
export function timed(work) {
  const start = process.hrtime.bigint();
  const done = work();
  return [done, Number(process.hrtime.bigint() - start) / 1e6];
}

/**
 * What a call uses: milliseconds of all cores together, and of Node the largest resident set in MB (10^6 bytes); about
 * ten of the milliseconds are then the probe's.
 */
export function usage({ program, args, ...call }) {
  if (program !== undefined) {
    const script = ["-c", '"$@" && times >&3', "sh", program, ...args];
    return { cpu: ofChildren(run({ ...call, program: "sh", args: script }, ["pipe"]).output[3]) };
  }
  const { output } = run({ ...call, args: ["--import", probe, ...args] }, ["pipe"]);
  const { maxRSS, userCPUTime, systemCPUTime } = JSON.parse(output[3]);
  return { megabytes: (maxRSS * 1024) / 1e6, cpu: (userCPUTime + systemCPUTime) / 1e3 };
}

/** Milliseconds in what `times` of a shell prints: its second line is that of the programs that it ran. */
function ofChildren(text) {
  const [, children] = text.split("\n");
  const times = [...children.matchAll(/(\d+)m([\d.]+)s/g)];
  return times.reduce(
    (sum, [, minutes, seconds]) => sum + Number(minutes) * 60_000 + Number(seconds) * 1000,
    0,
  );
}

/** True where `kubectl` is on PATH. */
export function hasKubectl() {
  return answerOf("kubectl", ["version", "--client"]) !== undefined;
}

/** What a program prints; undefined where it is not there or does not end with 0. */
export function answerOf(program, args) {
  const { status, stdout } = spawnSync(program, args, { encoding: "utf8" });
  return status === 0 ? stdout : undefined;
}

function run({ program = process.execPath, args, folder, cache, env, output }, more = []) {
  const out = output === undefined ? "ignore" : openSync(join(folder, output), "w");
  const done = spawnSync(program, args, {
    cwd: folder,
    env: env ?? environment(cache),
    stdio: ["ignore", out, "pipe", ...more],
    encoding: "utf8",
  });
  if (out !== "ignore") closeSync(out);
  if (done.error !== undefined) throw done.error;
  if (done.status !== 0)
    throw new Error(`${program} ${args.join(" ")} in ${folder} ended with ${done.status}\n${done.stderr}`);
  return done;
}

/** The middle one, or the mean of the two in the middle. */
export function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
