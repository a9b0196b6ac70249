import { visibleLine } from "../diagnostics/columns.ts";
import type { FormatName } from "../diagnostics/formats.ts";
import { wantsColor, type Terminal } from "./terminal.ts";

/** How a run talks: that is known before it is known where the inventory is. */
export interface Talk {
  readonly format: FormatName;
  /** Whether messages are coloured. */
  readonly color: boolean;
  /** Columns for messages. */
  readonly width: number;
  readonly version: string;
  /** Results, as they are: what makes a text of them for people makes it {@link visible}. */
  readonly out: (text: string) => void;
  /** A message, one line: nothing in it is obeyed, whoever wrote it, so that no command must think of that. */
  readonly say: (line: string) => void;
  /** Messages that a formatter has laid out, with line breaks and colours of ours: there all else is visible. */
  readonly print: (text: string) => void;
  /** Problems in a format for programs: to stdout, unless the command's result is there. */
  readonly report: (text: string) => void;
  /** Whether there was a report before. */
  readonly hasReported: () => boolean;
}

export interface TalkOptions {
  readonly format: FormatName;
  readonly color?: boolean | undefined;
}

export interface TalkNeeds {
  /** Its result is on stdout, so that problems go to stderr in every format. */
  readonly hasResult?: boolean | undefined;
}

/** Puts together how a command talks on a terminal. */
export function openTalk(
  { format, color }: TalkOptions,
  needs: TalkNeeds,
  terminal: Terminal,
  version: string,
): Talk {
  const { stdout, stderr } = terminal;
  const reports = needs.hasResult === true ? stderr : stdout;
  let hasReported = false;
  return {
    format,
    color: color !== false && wantsColor(terminal, stderr),
    width: stderr.columns ?? 100,
    version,
    out: stdout.write,
    say: (line) => {
      stderr.write(`${visibleLine(line)}\n`);
    },
    print: stderr.write,
    report: (text) => {
      hasReported = true;
      reports.write(text);
    },
    hasReported: () => hasReported,
  };
}
