// How long it takes from saving an edited inventory until the new Tiltfile is there, with `watch` running.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { setTimeout as pause } from "node:timers/promises";
import { environment, median } from "./measure.mjs";
import { sizedProject } from "./projects.mjs";

/** How long anything is waited for, in milliseconds. */
const patience = 30_000;
/** How long it is left alone between two edits. */
const settled = 300;

/** The row of `watch` in the smallest of the inventories. */
export async function watchRow({ cli, sizes, folder, rounds }) {
  const size = Math.min(...sizes);
  const project = sizedProject(size, join(folder, "watched"));
  const times = await savings(cli, project, join(folder, "cache"), rounds);
  const name = `\`watch\`, ${size.toLocaleString("en")} workloads, from saving to the new Tiltfile`;
  return { name, args: [], times, median: median(times) };
}

/**
 * Milliseconds from each of `rounds` edits of the inventory in `folder` until its first Tiltfile shows it. The first
 * edit is not counted: `watch` runs for hours, and only once with cold code.
 */
async function savings(cli, folder, cache, rounds) {
  const config = join(folder, "cluster.config.yaml");
  const output = join(folder, "group-0/Tiltfile");
  const text = readFileSync(config, "utf8");
  const options = { cwd: folder, env: environment(cache), stdio: ["ignore", "ignore", "pipe"] };
  const child = spawn(process.execPath, [cli, "watch"], options);
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (more) => (said += more));
  const until = async (isSo) => {
    const start = performance.now();
    while (!isSo()) {
      if (child.exitCode !== null || performance.now() - start > patience)
        throw new Error(`\`watch\` in ${folder} did not write\n${said}`);
      await pause(1);
    }
    return performance.now() - start;
  };
  try {
    await until(() => said.includes("Ctrl-C ends it"));
    const times = [];
    for (let round = 0; round <= rounds; round += 1) {
      writeFileSync(config, text.replace("links: [app-0]", `links: [saved-${round}]`));
      times.push(await until(() => readFileSync(output, "utf8").includes(`saved-${round}`)));
      // What is done after the file is there ends before the next edit.
      await pause(settled);
    }
    return times.slice(1);
  } finally {
    if (child.exitCode === null) {
      child.kill("SIGINT");
      await once(child, "exit");
    }
  }
}
