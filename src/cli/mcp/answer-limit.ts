import type { FetchLike } from "@modelcontextprotocol/client";

/** More than any model reads at once. */
const mostMegabytes = 16;

/** Bounds what a server may say to one question: the client keeps all of it, and an answer without an end takes all memory. */
export interface AnswerLimit {
  /** For the client, in the place of Node's own. */
  readonly fetch: FetchLike;
  /** Asks a question with a signal that also ends it at the limit, and throws what says so then. */
  readonly within: <T>(signal: AbortSignal, ask: (signal: AbortSignal) => Promise<T>) => Promise<T>;
}

/** A limit for one client, which asks one question after the other. */
export function answerLimit(): AnswerLimit {
  let bytes = 0;
  let limit = new AbortController();
  const counted = (): TransformStream<Uint8Array, Uint8Array> =>
    new TransformStream({
      transform(chunk, controller) {
        bytes += chunk.byteLength;
        if (bytes > mostMegabytes * 1024 * 1024) {
          const error = new Error(`its answer has more than ${mostMegabytes} MB`);
          // Where an event stream breaks off, the client waits for more until the timeout.
          limit.abort(error);
          throw error;
        }
        controller.enqueue(chunk);
      },
    });
  return {
    fetch: async (url, init) => {
      const response = await fetch(url, init);
      return response.body === null ? response : new Response(response.body.pipeThrough(counted()), response);
    },
    within: async (signal, ask) => {
      bytes = 0;
      limit = new AbortController();
      const { signal: own } = limit;
      try {
        return await ask(AbortSignal.any([signal, own]));
      } catch (error) {
        // The client says of a signal that its time is over.
        throw own.aborted ? own.reason : error;
      }
    },
  };
}
