import { isTransient, ownFolder } from "../../artifacts/folder.ts";
import type { Files } from "../../io/files.ts";
import { traceFiles, type Trace } from "../../io/trace.ts";
import { repositoryTop } from "../find-root.ts";
import type { Session } from "../session.ts";
import type { Answer, Word } from "./answer.ts";
import type { Ending } from "./closing.ts";
import { load, save } from "./store.ts";

/** A run that is noted, so that the next one like it can be answered without being made. */
export interface Recorder {
  /** The session to make it with: what it asks and tells is noted. */
  readonly session: Session;
  /** The same disk, to compare the generated files with; what was compared through an earlier one is forgotten. */
  readonly outputs: (disk: Files) => Files;
  /** Remembers that the run found nothing wrong, after it has perhaps written files. Never fails. */
  readonly keep: (ending: Ending, hasWritten?: boolean) => Promise<void>;
}

/** Notes a run that asks the question; nothing is noted, nor kept, where it is not to be remembered. */
export function record(session: Session, question: string | undefined): Recorder {
  const { memory, files, config } = session;
  if (memory === undefined || question === undefined)
    return { session, outputs: (disk) => disk, keep: () => Promise.resolve() };

  const inputs = traceFiles(files);
  let outputs: Trace | undefined;
  const ignored = new Map<string, string>();
  const words: Word[] = [];
  const channel =
    (name: Word[0]): ((text: string) => void) =>
    (text) => {
      words.push([name, text]);
      session[name](text);
    };
  return {
    session: {
      ...session,
      files: inputs.files,
      isIgnored: async (path) => {
        const answer = await session.isIgnored(path);
        ignored.set(path, String(answer));
        return answer;
      },
      out: channel("out"),
      say: channel("say"),
      print: channel("print"),
      report: channel("report"),
    },
    outputs: (disk) => (outputs = traceFiles(disk)).files,
    keep: async ({ files: count, hasWarnings }, hasWritten = false) => {
      if (hasWritten) await inputs.lookAgain();
      // Only some formats ask for it, and what is remembered serves all.
      await repositoryTop(inputs.files);
      // What a run that was killed has left must be ended by the next one.
      const rest = (await outputs?.files.list(ownFolder)) ?? [];
      const [asked, compared] = [inputs.facts(), outputs === undefined ? [] : outputs.facts()];
      if (rest.some(isTransient) || asked === undefined || compared === undefined) return;
      const facts = [...asked, ...compared];
      const before = await load(memory, files.root, config, question);
      const answer: Answer = {
        program: memory.program,
        root: files.root,
        config,
        question,
        files: count,
        hasWarnings,
        facts,
        ignored: [...ignored],
        told: { ...toldBefore(before, facts), [lookOf(session, words)]: words },
      };
      await save(memory, answer);
    },
  };
}

/** How often one inventory is remembered: by its format, the terminal's width, the folder it was called in. */
const mostLooks = 8;

/** What was told in other looks is still true where nothing else changed. */
function toldBefore(before: Answer | undefined, facts: Answer["facts"]): Answer["told"] {
  if (before === undefined || JSON.stringify(before.facts) !== JSON.stringify(facts)) return {};
  return Object.fromEntries(Object.entries(before.told).slice(-mostLooks + 1));
}

/** What decides how something is told. Where people are told nothing, all looks are the same. */
export function lookOf(session: Session, words?: readonly Word[]): string {
  const { format, color, width, cwd, results } = session;
  if (format === "text" && words?.length === 0) return silence;
  return JSON.stringify([format, color, width, cwd, results]);
}

/** The look of people who are told nothing. */
export const silence = "silence";
