import { inParallel } from "../../io/in-parallel.ts";
import { stillHolds } from "../../io/trace.ts";
import { exitCode, type ExitCode } from "../exit-code.ts";
import { openSession, type Session } from "../session.ts";
import { openTalk } from "../talk.ts";
import type { Terminal } from "../terminal.ts";
import type { Answer } from "./answer.ts";
import type { Call } from "./call.ts";
import { closing } from "./closing.ts";
import type { Memory } from "./folder.ts";
import { lookOf, silence } from "./recorder.ts";
import { load } from "./store.ts";

/** How many files are read at once. */
const most = 16;

/**
 * Answers a call from memory, where the last run found nothing wrong and nothing has changed since that
 * it looked at: every byte is read and hashed again. Tells then what that run told. Undefined where the call has
 * to be made, which is no error: anything that is not plain is left to it.
 */
export async function recall(
  call: Call,
  version: string,
  terminal: Terminal,
  memory: Memory,
): Promise<ExitCode | undefined> {
  const talk = openTalk(call.options, {}, terminal, version);
  const { signal } = new AbortController();
  // What cannot be looked at is told by the run itself.
  const session = await openSession(call.options, {}, terminal, talk, signal, memory).catch(() => undefined);
  if (session === undefined) return undefined;
  const answer = await load(memory, session.files.root, session.config, call.question);
  const words =
    answer?.told[lookOf(session)] ?? (session.format === "text" ? answer?.told[silence] : undefined);
  if (answer === undefined || words === undefined || !(await isTrue(answer, session))) return undefined;
  for (const [channel, text] of words) session[channel](text);
  session.say(closing[call.command](answer, session));
  return exitCode.fine;
}

async function isTrue({ facts, ignored }: Answer, session: Session): Promise<boolean> {
  try {
    const git = ignored.map(async ([path, answer]) => String(await session.isIgnored(path)) === answer);
    const disk = inParallel(facts, most, (fact) => stillHolds(fact, session.files));
    return (await Promise.all([...git, disk])).flat().every(Boolean);
  } catch {
    // What cannot be read now is told by the run itself.
    return false;
  }
}
