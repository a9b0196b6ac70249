import {
  Client,
  ProtocolError,
  SdkError,
  SdkErrorCode,
  SdkHttpError,
  StreamableHTTPClientTransport,
  type CallToolResult,
  type JsonSchemaValidator,
  type jsonSchemaValidator,
  type RequestOptions,
} from "@modelcontextprotocol/client";
import { errorCode } from "../../io/outside-error.ts";
import type { ToolCall } from "../../mcp/server.ts";
import { answerLimit } from "./answer-limit.ts";

/** The revisions of the protocol that clients speak: the stateless one, and the last with a handshake. */
export const revisions = ["2026-07-28", "2025-11-25"] as const;
export type Revision = (typeof revisions)[number];

/** A tool as a server shows it; a hint that it does not give is undefined. */
export interface ShownTool {
  readonly name: string;
  readonly readOnly: boolean | undefined;
  readonly destructive: boolean | undefined;
}

/** What came of a call, and the whole text of it. */
export interface Outcome {
  /** `error`: the tool or the protocol says so; `silent`: no answer in time; `broken`: none that is one. */
  readonly kind: "answer" | "error" | "silent" | "broken";
  readonly text: string;
  readonly ms: number;
}

/** Why a server is not spoken with. */
export interface Refusal {
  readonly reason: string;
  /** Of HTTP, where an answer came. */
  readonly status: number | undefined;
}

/** A server that a client has been accepted by. */
export interface Conversation {
  readonly revision: Revision;
  readonly tools: readonly ShownTool[];
  readonly call: (call: ToolCall) => Promise<Outcome>;
  readonly close: () => Promise<void>;
}

export interface Address {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Of each answer. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  /** Our own, which the server is told. */
  readonly version: string;
}

/**
 * Takes any answer of a tool: it is not held against the schema that its server gives, whose patterns may take
 * longer than anybody waits, and nothing ends a pattern once it runs.
 */
const takesAll: jsonSchemaValidator = {
  getValidator:
    <T>(): JsonSchemaValidator<T> =>
    (input) => ({ valid: true, data: input as T, errorMessage: undefined }),
};

/** Begins to speak with a server in one revision of the protocol, and lists its tools. Throws on an interrupt. */
export async function converse(address: Address, revision: Revision): Promise<Conversation | Refusal> {
  const { url, headers, timeoutMs, signal, version } = address;
  const client = new Client(
    { name: "fluxtilt", version },
    {
      versionNegotiation: { mode: revision === revisions[0] ? { pin: revision } : "legacy" },
      jsonSchemaValidator: takesAll,
    },
  );
  const { fetch, within } = answerLimit();
  const asked = <T>(ask: (options: RequestOptions) => Promise<T>): Promise<T> =>
    within(signal, (one) => ask({ timeout: timeoutMs, maxTotalTimeout: timeoutMs, signal: one }));
  const transport = new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers }, fetch });
  try {
    const { tools } = await asked(async (options) => {
      await client.connect(transport, options);
      return await client.listTools(undefined, options);
    });
    return {
      revision,
      tools: tools.map(({ name, annotations }) => ({
        name,
        readOnly: annotations?.readOnlyHint,
        destructive: annotations?.destructiveHint,
      })),
      call: ({ tool, arguments: given }) =>
        timed(signal, () =>
          asked((options) => client.callTool({ name: tool, arguments: { ...given } }, options)),
        ),
      close: () => client.close(),
    };
  } catch (error) {
    signal.throwIfAborted();
    await client.close();
    return refusalOf(error);
  }
}

async function timed(signal: AbortSignal, ask: () => Promise<CallToolResult>): Promise<Outcome> {
  const began = performance.now();
  const done = (kind: Outcome["kind"], text: string): Outcome => ({
    kind,
    text,
    ms: performance.now() - began,
  });
  try {
    const { isError, content, structuredContent } = await ask();
    const texts = content.map((part) => (part.type === "text" ? part.text : JSON.stringify(part)));
    if (structuredContent !== undefined) texts.push(JSON.stringify(structuredContent));
    return done(isError === true ? "error" : "answer", texts.join("\n"));
  } catch (error) {
    signal.throwIfAborted();
    const { reason, status } = refusalOf(error);
    const isSilent = error instanceof SdkError && error.code === SdkErrorCode.RequestTimeout;
    const isAnswer = status !== undefined || error instanceof ProtocolError;
    return done(isSilent ? "silent" : isAnswer ? "error" : "broken", reason);
  }
}

/** What went wrong, in the words of whatever lies deepest: `fetch failed` says nothing. */
function refusalOf(error: unknown): Refusal {
  const chain = causesOf(error);
  const deepest = chain.at(-1);
  const said = deepest?.message ?? String(error);
  return {
    // Node has no words for a host whose every address refuses.
    reason: (said === "" ? (errorCode(deepest) ?? "") : said).trim(),
    status: chain.find((one) => one instanceof SdkHttpError)?.status,
  };
}

function causesOf(error: unknown): readonly Error[] {
  return error instanceof Error ? [error, ...causesOf(error.cause)] : [];
}
