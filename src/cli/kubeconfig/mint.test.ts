import { expect, it } from "vitest";
import type { Access } from "../../dashboard/applied.ts";
import type { Ask } from "../doctor/ask.ts";
import { mintKubeconfig } from "./mint.ts";

/** Mints with an API server that says when the token ends. */
async function mintUntil(expirationTimestamp: string): Promise<string> {
  const cluster = { server: "https://127.0.0.1:6443" };
  const ask: Ask = (argv) => {
    const answer = argv.includes("config")
      ? { clusters: [{ cluster }] }
      : { status: { token: "t", expirationTimestamp } };
    return Promise.resolve({ kind: "ended", code: 0, stdout: JSON.stringify(answer), stderr: "" });
  };
  const access = { namespace: "tilt", serviceAccount: "dashboard" } as Access;
  return (await mintKubeconfig(ask, access, "admin@test", "8h")).until;
}

it.each(["2026-08-01T10:00:00Z", "2026-08-01T10:00:00.123456789+02:00"])(
  "tells that it ends at %s",
  async (time) => {
    expect(await mintUntil(time)).toBe(time);
  },
);

it.each(["\u001b]0;owned\u0007", "2026-08-01T10:00:00Z\n::set-output name=a::b", "never", ""])(
  "takes no %j for a time",
  async (text) => {
    await expect(mintUntil(text)).rejects.toThrow("kubectl's answer is in a form that is not known");
  },
);
