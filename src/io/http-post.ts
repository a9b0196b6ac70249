import { request as overHttp } from "node:http";
import { request as overHttps } from "node:https";
import { noEnd } from "./kinds.ts";
import { outside, OutsideError } from "./outside-error.ts";

export interface Post {
  readonly url: string;
  /** `Host` too, which `fetch` would put its own in place of. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** Posts a text, and answers the status; what comes after it is not read. Throws `OutsideError`. */
export async function post({ url, headers, body, timeoutMs, signal }: Post): Promise<number> {
  const request = new URL(url).protocol === "https:" ? overHttps : overHttp;
  const patience = AbortSignal.timeout(timeoutMs);
  try {
    return await new Promise((resolve, reject) => {
      const sent = request(url, {
        method: "POST",
        headers: { ...headers, "content-length": Buffer.byteLength(body) },
        signal: AbortSignal.any([signal, patience]),
      });
      sent.once("error", reject);
      sent.once("response", (response) => {
        response.destroy();
        resolve(response.statusCode ?? 0);
      });
      sent.end(body);
    });
  } catch (error) {
    signal.throwIfAborted();
    if (patience.aborted)
      throw new OutsideError({
        kind: noEnd,
        path: url,
        attempt: "post to",
        reason: `there was no answer within ${timeoutMs / 1000} s`,
        help: "look whether the server answers",
        cause: error,
      });
    throw outside(error, "post to", url);
  }
}
