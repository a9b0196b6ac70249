import { errorCode, outside } from "../io/outside-error.ts";

/** The terminal, or what stands for it, handed in so that tests can be one. */
export interface Terminal {
  /** The folder that the command was called in, absolute. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Where results go. */
  readonly stdout: Channel;
  /** Where messages go. */
  readonly stderr: Channel;
  /** True where keys can be read. */
  readonly hasKeyboard: boolean;
  /** Asks on the terminal; answers a line, or nothing where the keyboard was closed. */
  readonly ask?: (question: string, signal: AbortSignal) => Promise<string>;
  /** Aborted when nobody reads any more: `fluxtilt list | head -1`. */
  readonly gone: AbortSignal;
}

/** One of the two streams that a command writes to. */
export interface Channel {
  readonly write: (text: string) => void;
  readonly isTerminal: boolean;
  /** Columns of the terminal; undefined where there is none. */
  readonly columns: number | undefined;
}

/**
 * The process's own streams. A reader that goes away early is no error, and the run keeps its exit code;
 * any other failure to write is told once through `onFailure`.
 */
export function processTerminal(onFailure: (error: unknown) => void): Terminal {
  const gone = new AbortController();
  let told = false;
  const onError = (error: unknown): void => {
    if (errorCode(error) === "EPIPE") {
      gone.abort();
      return;
    }
    if (told) return;
    told = true;
    onFailure(outside(error, "write", "standard output"));
  };
  // Opening a stream takes half a millisecond, and many runs write to one alone: of the other, its number is asked.
  const channel = (name: "stdout" | "stderr"): Channel => {
    const isTerminal = (): boolean => process.getBuiltinModule("node:tty").isatty(name === "stdout" ? 1 : 2);
    let opened: NodeJS.WriteStream | undefined;
    const stream = (): NodeJS.WriteStream => (opened ??= process[name].on("error", onError));
    return {
      write: (text) => void stream().write(text),
      get isTerminal() {
        return isTerminal();
      },
      get columns() {
        // A terminal may not know its own size.
        return isTerminal() ? stream().columns || undefined : undefined;
      },
    };
  };
  return {
    // Whoever asks for no folder needs none: it may be gone.
    get cwd() {
      try {
        return process.cwd();
      } catch (error) {
        throw outside(error, "find", "the current folder");
      }
    },
    env: process.env,
    stdout: channel("stdout"),
    stderr: channel("stderr"),
    // Opening it takes time, and most runs never ask.
    get hasKeyboard() {
      return process.stdin.isTTY;
    },
    ask: askOnTerminal,
    gone: gone.signal,
  };
}

async function askOnTerminal(question: string, signal: AbortSignal): Promise<string> {
  const { createInterface } = await import("node:readline/promises");
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  const closed = new Promise<string>((resolve) => {
    lines.once("close", () => {
      resolve("");
    });
  });
  // While a line is read, Ctrl-C is a key: it ends the run as anywhere else.
  lines.once("SIGINT", () => process.kill(process.pid, "SIGINT"));
  try {
    return await Promise.race([lines.question(question, { signal }), closed]);
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    lines.close();
  }
}

/** no-color.org: any value of NO_COLOR but the empty one; FORCE_COLOR for logs that can show colour. */
export function wantsColor(terminal: Terminal, channel: Channel): boolean {
  const { NO_COLOR, FORCE_COLOR, TERM } = terminal.env;
  if (NO_COLOR !== undefined && NO_COLOR !== "") return false;
  if (FORCE_COLOR !== undefined && FORCE_COLOR !== "" && FORCE_COLOR !== "0") return true;
  return channel.isTerminal && TERM !== "dumb";
}
