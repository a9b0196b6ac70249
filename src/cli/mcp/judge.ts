import { report, type Details, type Kind } from "../../diagnostics/kind.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { ToolCall } from "../../mcp/server.ts";
import type { Outcome, ShownTool } from "./conversation.ts";
import { canWrite, leaks, letsIn, notProved, slow, unknownTool, writingTool } from "./kinds.ts";
import { follows, leakIn, quoted, shortened } from "./leak.ts";

/** An assistant asks many times for one answer. */
export const slowMs = 2_000;

/** What was said between the probe and one server. */
export interface Transcript {
  readonly tools: readonly ShownTool[];
  /** The answers to the harmless question, asked some times. */
  readonly questions: readonly Outcome[];
  readonly forbidden: readonly { readonly call: ToolCall; readonly outcome: Outcome }[];
  /** How those were received who must be turned away. */
  readonly strangers: readonly Stranger[];
}

/** A caller without the token, or under another host. */
export interface Stranger {
  readonly who: string;
  /** `unknown`: turned away for another reason. */
  readonly came: "in" | "away" | "unknown";
  readonly said: string;
}

/** What is known of the server beforehand. */
export interface Expected {
  readonly name: string;
  /** Tools that were looked at, whatever they say of themselves. */
  readonly tools: readonly string[];
  readonly question: ToolCall;
  /** What was sent and must not come back. */
  readonly sent: readonly string[];
  readonly timeoutMs: number;
}

/** What the transcript shows that must not be, the worst first. */
export function judge(transcript: Transcript, expected: Expected, place: Details): Diagnostic[] {
  const tell = (kind: Kind, message: string, help?: string): Diagnostic =>
    report(kind, `\`${expected.name}\` ${message}`, { ...place, help });
  return [
    ...judgeForbidden(transcript, expected, tell),
    ...judgeLeaks(transcript, expected, tell),
    ...judgeStrangers(transcript, expected, tell),
    ...judgeTools(transcript, expected, tell),
    ...judgeQuestions(transcript, expected, tell),
  ];
}

type Tell = (kind: Kind, message: string, help?: string) => Diagnostic;

const redeploy = "look whether what runs is what `fluxtilt generate` wrote";

function judgeForbidden({ tools, forbidden }: Transcript, expected: Expected, tell: Tell): Diagnostic[] {
  return forbidden.flatMap(({ call: { tool }, outcome }) => {
    const ended = outcome.kind === "error" ? refusalIn(outcome.text, tool) : outcome.kind;
    if (ended === "refused") return [];
    if (ended === "answer") return [tell(canWrite, `does \`${tool}\`, which it must refuse`, redeploy)];
    if (ended === "looked") {
      const said = `was allowed to look for what it must refuse: \`${tool}\` says ${quoted(outcome.text, expected.sent)}`;
      return [tell(canWrite, said, redeploy)];
    }
    if (tools.some(({ name }) => name === tool) && !expected.tools.includes(tool))
      return [tell(canWrite, `has \`${tool}\`, which it must not`, redeploy)];
    return [tell(notProved, `neither refuses nor does \`${tool}\`: ${quoted(outcome.text, expected.sent)}`)];
  });
}

/**
 * How an error about a name that does not exist is meant: it was refused, or the server looked and found
 * nothing, and would have gone on with a real one. Any other error (a call that is malformed, a server behind
 * it that is off) says nothing about either.
 */
export function refusalIn(text: string, tool: string): "refused" | "looked" | "unknown" {
  const isUnknownTool =
    /\bunknown tool\b/i.test(text) ||
    (text.includes(tool) &&
      text
        .split(/[\r\n\u2028\u2029]/)
        .some((line) => follows(line, /\btool\b/i, /\bnot (?:found|registered|available)\b/i)));
  if (isUnknownTool || /\bforbidden\b|\bnot allowed\b|\bpermission denied\b|\b403\b/i.test(text))
    return "refused";
  return /\bnot ?found\b|\b404\b|\bdoes not exist\b/i.test(text) ? "looked" : "unknown";
}

function judgeLeaks(
  { questions, forbidden }: Transcript,
  { question, sent }: Expected,
  tell: Tell,
): Diagnostic[] {
  const answers = [
    ...questions.map((outcome) => ({ tool: question.tool, outcome })),
    ...forbidden.map(({ call, outcome }) => ({ tool: call.tool, outcome })),
  ];
  const found = answers.flatMap(({ tool, outcome }) => {
    const leak = leakIn(outcome.text, sent);
    return leak === undefined ? [] : [`shows ${leak} in its answer to \`${tool}\``];
  });
  return [...new Set(found)].map((message) =>
    tell(leaks, message, "take that tool from it, and renew the secret"),
  );
}

function judgeStrangers({ strangers }: Transcript, { sent }: Expected, tell: Tell): Diagnostic[] {
  return strangers.flatMap(({ who, came, said }) => {
    if (came === "away") return [];
    if (came === "in") return [tell(letsIn, `answers ${who}`, redeploy)];
    return [tell(notProved, `does not say that it turns away ${who}: ${quoted(said, sent)}`)];
  });
}

/** Of tools that must not be there, so many are told by name: a wrong server has hundreds, a hostile one any number. */
const mostNamed = 20;

function judgeTools({ tools }: Transcript, expected: Expected, tell: Tell): Diagnostic[] {
  const known = new Set(expected.tools);
  const mayWrite = ({ name, readOnly, destructive }: ShownTool): boolean =>
    readOnly === false ||
    (destructive === true && readOnly !== true) ||
    (!known.has(name) && readOnly !== true);
  const told = (found: readonly ShownTool[], kind: Kind, words: string, help?: string): Diagnostic[] => {
    const named = found.slice(0, mostNamed);
    const messages = named.map(({ name }) => `shows the tool \`${shortened(name)}\`, which ${words}`);
    const rest = found.length - named.length;
    if (rest > 0) messages.push(`shows more tools which ${words}: ${rest} beside these`);
    return messages.map((message) => tell(kind, message, help));
  };
  const writing = tools.filter(mayWrite);
  const unknown = tools.filter((tool) => !mayWrite(tool) && !known.has(tool.name));
  return [
    ...told(writing, writingTool, "may write", redeploy),
    ...told(unknown, unknownTool, "fluxtilt does not know"),
  ];
}

function judgeQuestions({ questions }: Transcript, expected: Expected, tell: Tell): Diagnostic[] {
  const { tool } = expected.question;
  const failed = questions.find(({ kind }) => kind === "error" || kind === "broken");
  if (failed !== undefined) {
    const isRefused = /\bunauthorized\b|\bforbidden\b|\b40[13]\b|provide credentials/i.test(failed.text);
    const help = isRefused
      ? "the token that it asks with is not taken: look at its Secret, or at the caller's roles"
      : "look at its logs, and whether what it asks runs";
    return [tell(notProved, `does not answer \`${tool}\`: ${quoted(failed.text, expected.sent)}`, help)];
  }
  if (questions.some(({ kind }) => kind === "silent"))
    return [tell(slow, `gives no answer to \`${tool}\` within ${expected.timeoutMs / 1000} s`)];
  const ms = medianOf(questions);
  if (ms === undefined || ms <= slowMs) return [];
  const help = "look at what it asks, and at its limits: `resources` in the inventory";
  return [tell(slow, `takes ${(ms / 1000).toFixed(1)} s to answer \`${tool}\``, help)];
}

/** The middle one of the times that answers took; undefined where none came. */
export function medianOf(outcomes: readonly Outcome[]): number | undefined {
  const times = outcomes.flatMap(({ kind, ms }) => (kind === "answer" ? [ms] : [])).sort((a, b) => a - b);
  return times[Math.floor(times.length / 2)];
}
