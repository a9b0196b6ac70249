import { once } from "node:events";
import { createServer, type Server } from "node:net";
import type { AddressInfo } from "node:net";
import { afterEach, expect, it } from "vitest";
import { post } from "./http-post.ts";

let server: Server | undefined;
afterEach(() => void server?.close());

/** Posts to a server that takes connections and never says a word. */
async function ask(timeoutMs: number, signal: AbortSignal): Promise<number> {
  server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return await post({ url: `http://127.0.0.1:${port}/`, headers: {}, body: "x", timeoutMs, signal });
}

it("ends where no answer comes in time, which is no bug", async () => {
  await expect(ask(100, new AbortController().signal)).rejects.toMatchObject({
    name: "OutsideError",
    kind: { code: "FT942" },
    message: expect.stringMatching(/^cannot post to `http.*`: there was no answer within 0\.1 s$/) as string,
  });
});

it("ends with the reason of an interrupt", async () => {
  await expect(ask(5_000, AbortSignal.abort(new Error("stopped")))).rejects.toThrow("stopped");
});
