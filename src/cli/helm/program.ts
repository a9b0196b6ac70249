import { join } from "node:path";
import { OutsideError } from "../../io/outside-error.ts";
import type { Run, RunResult } from "../../io/process.ts";

/** The user's helm, asked without its settings, without a cluster and without the network. */
export interface Helm {
  /** As it says it: `v4.3.1`. */
  readonly version: string;
  readonly ask: (args: readonly string[], input?: string) => Promise<RunResult>;
}

const patienceMs = 60_000;
const help = "install helm 3 or later, see https://helm.sh/docs/intro/install, or leave `--helm` out";
const nowhere = "http://127.0.0.1:9";

/** Finds helm on PATH. `folder` is an empty one; whatever helm keeps would go there. */
export async function findHelm(run: Run, folder: string, signal: AbortSignal): Promise<Helm> {
  const ask = async (args: readonly string[], input?: string): Promise<RunResult> => {
    const result = await run(["helm", ...args], {
      env: settings(folder),
      input,
      timeoutMs: patienceMs,
      signal,
    });
    if (result.timedOut || result.truncated || result.code === undefined)
      throw new OutsideError({
        code: "HELM",
        path: `helm ${args.slice(0, 3).join(" ")}`,
        attempt: "wait for",
        reason: result.timedOut
          ? `it did not end within ${patienceMs / 1000} s`
          : result.truncated
            ? "it printed more than 64 MiB"
            : `it was ended by ${result.signal ?? "the system"}`,
        help: "run it by hand and see what it does",
      });
    return result;
  };
  const { code, stdout, stderr } = await found(ask(["version", "--short"]));
  const version = /v\d+\.\d+[-+.\w]*/.exec(stdout)?.[0];
  if (code !== 0 || version === undefined || /^v[012]\./.test(version))
    throw new OutsideError({
      code: "HELM",
      path: "helm",
      attempt: "use",
      reason: version === undefined ? `it says ${stderr.trim() || "no version"}` : `it is ${version}`,
      help,
    });
  return { version: version.replace(/\+.*/, ""), ask };
}

async function found(asked: Promise<RunResult>): Promise<RunResult> {
  try {
    return await asked;
  } catch (error) {
    if (!(error instanceof OutsideError) || error.code !== "ENOENT") throw error;
    const { code, path, attempt, cause } = error;
    throw new OutsideError({ code, path, attempt, reason: "the program was not found", help, cause });
  }
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
