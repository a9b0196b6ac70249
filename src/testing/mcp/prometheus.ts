import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePorts, ServerProcess } from "../apiserver/server-process.ts";
import { until } from "../tilt/until.ts";

/** A real Prometheus. */
export interface Prometheus {
  readonly url: string;
  readonly end: () => Promise<void>;
}

/** Starts one that measures nothing but itself, each second. */
export async function startPrometheus(): Promise<Prometheus> {
  const folder = mkdtempSync(join(tmpdir(), "fluxtilt-prometheus-"));
  const [port = 0] = await freePorts(1);
  const address = `127.0.0.1:${port}`;
  writeFileSync(
    join(folder, "prometheus.yml"),
    `global: { scrape_interval: 1s }
scrape_configs: [{ job_name: prometheus, static_configs: [{ targets: ["${address}"] }] }]
`,
  );
  const server = new ServerProcess("prometheus", [
    `--config.file=${join(folder, "prometheus.yml")}`,
    `--storage.tsdb.path=${join(folder, "data")}`,
    `--web.listen-address=${address}`,
  ]);
  const url = `http://${address}`;
  const end = async (): Promise<void> => {
    await server.stop();
    rmSync(folder, { recursive: true });
  };
  const hasMeasured = async (): Promise<true | undefined> => {
    const answer = await fetch(`${url}/api/v1/query?query=up`).catch(() => undefined);
    return answer?.ok === true && (await answer.text()).includes('"1"') ? true : undefined;
  };
  try {
    await until("Prometheus", hasMeasured, { timeoutMs: 60_000, explain: () => server.log });
  } catch (error) {
    await end();
    throw error;
  }
  return { url, end };
}
