import { join } from "node:path";
import { noProgram } from "../../io/kinds.ts";
import { OutsideError } from "../../io/outside-error.ts";
import { runToEnd, type Run, type RunResult } from "../../io/process.ts";

/** The user's helm, asked without its settings, without a cluster and without the network. */
export interface Helm {
  /** As it says it: `v4.3.1`. */
  readonly version: string;
  readonly ask: (args: readonly string[], input?: string) => Promise<RunResult>;
}

const patienceMs = 60_000;
const missing = "install helm 3 or later, see https://helm.sh/docs/intro/install, or leave `--helm` out";
const nowhere = "http://127.0.0.1:9";

/** Finds helm on PATH. `folder` is an empty one; whatever helm keeps would go there. */
export async function findHelm(run: Run, folder: string, signal: AbortSignal): Promise<Helm> {
  const ask = (args: readonly string[], input?: string): Promise<RunResult> =>
    runToEnd(run, ["helm", ...args], {
      env: settings(folder),
      input,
      timeoutMs: patienceMs,
      missing,
      signal,
    });
  const { code, stdout, stderr } = await ask(["version", "--short"]);
  const version = /v\d+\.\d+[-+.\w]*/.exec(stdout)?.[0];
  if (code !== 0 || version === undefined || /^v[012]\./.test(version))
    throw new OutsideError({
      kind: noProgram,
      path: "helm",
      attempt: "use",
      reason: version === undefined ? `it says ${stderr.trim() || "no version"}` : `it is ${version}`,
      help: missing,
    });
  return { version: version.replace(/\+.*/, ""), ask };
}

/**
 * Helm's environment: no plugins, repositories, caches or kubeconfig of the user's, so that the answer is
 * the same on every machine, and a proxy that nobody is, so that a schema on the network is not fetched.
 */
function settings(folder: string): Record<string, string | undefined> {
  const taken = Object.keys(process.env).filter((name) => /^(HELM|KUBE)_?|^no_proxy$/i.test(name));
  return {
    ...Object.fromEntries(taken.map((name) => [name, undefined])),
    HELM_CACHE_HOME: join(folder, "cache"),
    HELM_CONFIG_HOME: join(folder, "config"),
    HELM_DATA_HOME: join(folder, "data"),
    KUBECONFIG: join(folder, "kubeconfig"),
    NO_COLOR: "1",
    HTTP_PROXY: nowhere,
    HTTPS_PROXY: nowhere,
    http_proxy: nowhere,
    https_proxy: nowhere,
  };
}
