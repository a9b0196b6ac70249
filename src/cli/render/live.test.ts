import { expect, it } from "vitest";
import type { Run } from "../../io/process.ts";
import { readLive } from "./live.ts";

const name = { namespace: "flux-system", name: "site" };
const { signal } = new AbortController();

/** A cluster whose Kustomization substitutes from the Secret, and which does not let that be read. */
function clusterWith(secret: string): Run {
  const spec = { postBuild: { substituteFrom: [{ kind: "Secret", name: secret }] } };
  const end = { signal: undefined, timedOut: false, truncated: false };
  return (argv) =>
    Promise.resolve(
      argv.includes("Secret")
        ? { ...end, code: 1, stdout: "", stderr: "Error from server (Forbidden): no" }
        : { ...end, code: 0, stdout: JSON.stringify({ spec }), stderr: "" },
    );
}

it("suggests no command that runs what somebody wrote into the cluster", async () => {
  await expect(readLive(clusterWith("$(touch x)"), "admin@a b", name, signal)).rejects.toMatchObject({
    help: "try `kubectl --context 'admin@a b' get Secret '$(touch x)' --namespace flux-system`",
  });
});
