import { randomInt } from "node:crypto";
import type { McpServer, McpServers } from "../../dashboard/mcp-servers.ts";
import { hasErrors, type Diagnostic } from "../../diagnostics/diagnostic.ts";
import { report } from "../../diagnostics/kind.ts";
import { post } from "../../io/http-post.ts";
import { OutsideError } from "../../io/outside-error.ts";
import { spanAt } from "../../source/origin.ts";
import {
  converse,
  revisions,
  type Address,
  type Conversation,
  type Outcome,
  type Refusal,
  type Revision,
} from "./conversation.ts";
import { credentialFor } from "./credential.ts";
import { forward, type Forward } from "./forward.ts";
import { judge, medianOf, type Stranger, type Transcript } from "./judge.ts";
import { notProved, notReached } from "./kinds.ts";
import { quoted } from "./leak.ts";
import type { Unreached, Way } from "./way.ts";

/** How one server stands. */
export type Verdict = "holds" | "fails" | "not proved" | "not reached";

/** What is told of one server. */
export interface Probed {
  readonly server: string;
  readonly url: string;
  readonly verdict: Verdict;
  /** The median of some answers to the question; undefined where there is none. */
  readonly ms: number | undefined;
  readonly tools: readonly string[];
  /** Of the protocol. */
  readonly revisions: readonly Revision[];
  readonly diagnostics: readonly Diagnostic[];
}

/** How often the question is asked: the median of fewer says little. */
const times = 5;

/** Asks one server, and ends what it started for that. Throws on an interrupt, and for nothing else. */
export async function probeServer(server: McpServer, mcp: McpServers, way: Way): Promise<Probed> {
  const place = { span: spanAt(server.origin, "key") };
  const unreached = ({ cause, help }: Unreached): Probed => ({
    ...{ server: server.key, url: server.url, verdict: "not reached" },
    ...{ ms: undefined, tools: [], revisions: [] },
    diagnostics: [report(notReached, `\`${server.key}\` cannot be reached: ${cause}`, { ...place, help })],
  });
  const credential = await credentialFor(server, mcp, way);
  if ("cause" in credential) return unreached(credential);
  const forwarded = server.exposure === undefined ? await forward(server, mcp, way) : undefined;
  if (forwarded !== undefined && "cause" in forwarded) return unreached(forwarded);
  try {
    const { timeoutMs, signal, version } = way;
    const address = { url: server.url, headers: credential.headers, timeoutMs, signal, version };
    const spoken = await speak(address);
    if ("reason" in spoken) return unreached(causeOf(spoken, server, forwarded, credential.sent));
    const transcript = await ask(server, address, spoken.conversations);
    const { trial } = server.plan;
    const diagnostics = judge(
      transcript,
      { name: server.key, tools: trial.tools, question: trial.question, sent: credential.sent, timeoutMs },
      place,
    );
    return {
      server: server.key,
      url: server.url,
      verdict: verdictOf(diagnostics),
      ms: medianOf(transcript.questions),
      tools: transcript.tools.map(({ name }) => name),
      revisions: spoken.conversations.map(({ revision }) => revision),
      diagnostics,
    };
  } finally {
    await forwarded?.end();
  }
}

function verdictOf(diagnostics: readonly Diagnostic[]): Verdict {
  if (diagnostics.some(({ code, severity }) => severity === "error" && code !== notProved.code))
    return "fails";
  return hasErrors(diagnostics) ? "not proved" : "holds";
}

/** The server in each revision that it speaks; where it speaks none, why not in the last. */
async function speak(
  address: Address,
): Promise<Refusal | { readonly conversations: readonly [Conversation, ...Conversation[]] }> {
  const answers: (Conversation | Refusal)[] = [];
  for (const revision of revisions) answers.push(await converse(address, revision));
  const [first, ...rest] = answers.flatMap((one) => ("revision" in one ? one : []));
  if (first !== undefined) return { conversations: [first, ...rest] };
  return answers.flatMap((one) => ("reason" in one ? one : [])).at(-1) ?? { reason: "", status: undefined };
}

async function ask(
  server: McpServer,
  address: Address,
  conversations: readonly [Conversation, ...Conversation[]],
): Promise<Transcript> {
  const { trial, caller } = server.plan;
  const [first] = conversations;
  try {
    const questions: Outcome[] = [];
    for (let time = 0; time < times; time += 1) questions.push(await first.call(trial.question));
    const forbidden: Transcript["forbidden"][number][] = [];
    for (const call of trial.forbidden(randomName()))
      forbidden.push({ call, outcome: await first.call(call) });
    const strangers: Stranger[] = [];
    if (caller.kind !== "none" || server.exposure?.basicAuth !== undefined)
      strangers.push(await withoutToken(address, first.revision));
    // What stands in front of an exposed server knows its hosts by itself.
    if (trial.refusesOtherHosts && server.exposure === undefined)
      strangers.push(await underOtherHost(address));
    const tools = new Map(conversations.flatMap((one) => one.tools.map((tool) => [tool.name, tool])));
    return { tools: [...tools.values()], questions, forbidden, strangers };
  } finally {
    for (const one of conversations) await one.close();
  }
}

/** A name that nothing has: what must be refused is never tried on anything that is there. */
function randomName(): string {
  const letters = Array.from({ length: 12 }, () => String.fromCharCode(97 + randomInt(26)));
  return `fluxtilt-probe-${letters.join("")}`;
}

const isAway = (status: number | undefined): boolean => status === 401 || status === 403 || status === 421;

async function withoutToken(address: Address, revision: Revision): Promise<Stranger> {
  const who = "callers without a token";
  const answer = await converse({ ...address, headers: {} }, revision);
  if ("reason" in answer)
    return { who, came: isAway(answer.status) ? "away" : "unknown", said: answer.reason };
  await answer.close();
  return { who, came: "in", said: "" };
}

/** A host that no server is called by: what a page in a browser would reach it under. */
const otherHost = "fluxtilt-probe.invalid";

async function underOtherHost({ url, headers, timeoutMs, signal, version }: Address): Promise<Stranger> {
  const who = "callers under any other host";
  const body = JSON.stringify({
    jsonrpc: "2.0",
    id: 1,
    method: "initialize",
    params: {
      protocolVersion: revisions[1],
      capabilities: {},
      clientInfo: { name: "fluxtilt", version },
    },
  });
  const sent = {
    ...headers,
    host: otherHost,
    accept: "application/json, text/event-stream",
    "content-type": "application/json",
  };
  try {
    const status = await post({ url, headers: sent, body, timeoutMs, signal });
    return { who, came: isAway(status) ? "away" : "in", said: "" };
  } catch (error) {
    if (!(error instanceof OutsideError)) throw error;
    return { who, came: "unknown", said: error.message };
  }
}

/** Why a client is not accepted, in words that help. */
function causeOf(
  { reason, status }: Refusal,
  server: McpServer,
  forwarded: Forward | undefined,
  sent: readonly string[],
): Unreached {
  const said = quoted(reason, sent);
  if (status === 401) {
    const help =
      server.plan.caller.kind === "kubeToken"
        ? `look at \`kubectl logs deployment/${server.name}\``
        : "look whether the variable is what the server's Secret holds";
    return { cause: "it refuses the token", help };
  }
  if (status === 403)
    return { cause: `it answers 403: ${said}`, help: "look whether its hosts are those that were generated" };
  const [holder] = forwarded?.holders ?? [];
  if (holder !== undefined)
    return {
      cause: `port ${server.localPort} is held by ${holder.name} (${holder.pid}), behind which no MCP server answers: ${said}`,
      help: "end that program, or give the server another `port`",
    };
  return {
    cause: `no MCP server answers at ${server.url}: ${said}`,
    help:
      forwarded === undefined
        ? "look at its route and its certificate; NODE_EXTRA_CA_CERTS names an authority of your own"
        : `look at \`kubectl logs deployment/${server.name}\``,
  };
}
