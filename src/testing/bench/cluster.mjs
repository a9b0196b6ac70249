// A real API server that holds many workloads, and what asking it takes.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { clusterInventory, clusterObjects, crdNames } from "./cluster-objects.mjs";
import { loadHarness } from "./harness.mjs";
import { milliseconds } from "./measure.mjs";

/**
 * Fills an API server with `workloads` in `namespaces` and hands `measure` the cases that ask it, each with the
 * number of requests that the server counted. Answers what `measure` does; undefined where the programs for an API
 * server are not on PATH.
 */
export async function withCluster({ root, folder, cli, workloads, namespaces }, measure) {
  const { lackingPrograms, ApiServer } = await loadHarness(
    root,
    "apiserver",
    ["programs", "api-server"],
    folder,
  );
  if (lackingPrograms().length > 0) return undefined;
  const server = await ApiServer.start({ crds: false });
  try {
    await server.apply(readFileSync(join(root, "fixtures/apiserver/crds.yaml"), "utf8"));
    await server.kubectl(["wait", "--for=condition=Established", ...crdNames, "--timeout=60s"]);
    await fill(server, workloads, namespaces);
    Object.assign(process.env, server.env);
    const size = `${workloads.toLocaleString("en")} workloads in ${namespaces} namespaces`;
    const cases = [
      {
        name: `\`discover --cluster\`, ${size}`,
        args: [cli, "discover", "--cluster", "--context", "admin@test"],
      },
      { name: `\`validate --cluster\`, ${size}`, args: [cli, "validate", "--cluster"] },
    ];
    const counted = [];
    for (const [index, one] of cases.entries()) {
      const project = join(folder, `cluster-${index}`);
      mkdirSync(project);
      if (one.args.includes("validate"))
        writeFileSync(join(project, "cluster.config.yaml"), clusterInventory(workloads, namespaces));
      const call = { ...one, folder: project };
      const before = await requestsOf(server);
      milliseconds(call);
      counted.push({ ...call, name: `${one.name}: ${(await requestsOf(server)) - before} requests` });
    }
    return measure(counted);
  } finally {
    await server.stop();
  }
}

/** Fills the cluster, some kubectl at a time: each keeps to a number of requests a second. */
async function fill(server, workloads, namespaces) {
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
