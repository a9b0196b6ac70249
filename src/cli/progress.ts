import { visible } from "../diagnostics/columns.ts";
import type { Run } from "../io/process.ts";
import { cut } from "./table.ts";
import type { Channel } from "./terminal.ts";

/** One line that says what is being done. */
export interface Progress {
  readonly show: (text: string) => void;
  /** Takes the line away, before anything else is said. */
  readonly end: () => void;
}

/** What is over sooner needs no line. */
const patienceMs = 300;
const clear = "\r\u001b[2K";

/** A progress line on a terminal; nothing is written to a file or a pipe. */
export function createProgress({ write, isTerminal, columns }: Channel): Progress {
  let began: number | undefined;
  let isShown = false;
  return {
    show: (text) => {
      began ??= Date.now();
      if (!isTerminal || Date.now() - began < patienceMs) return;
      isShown = true;
      write(`${clear}${cut(visible(`${text} …`), columns ?? 80)}`);
    },
    end: () => {
      if (isShown) write(clear);
      [began, isShown] = [undefined, false];
    },
  };
}

/** Runs programs, and shows each time which one is asked, and how often it was. */
export function showing(progress: Progress, whom: string, run: Run): Run {
  let asked = 0;
  return (...call) => {
    asked += 1;
    progress.show(`asking ${whom}: question ${asked}`);
    return run(...call);
  };
}
