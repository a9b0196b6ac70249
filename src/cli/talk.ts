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
  /** Results. */
  readonly out: (text: string) => void;
  /** Messages. */
  readonly say: (text: string) => void;
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
    say: stderr.write,
    report: (text) => {
      hasReported = true;
      reports.write(text);
    },
    hasReported: () => hasReported,
  };
}
