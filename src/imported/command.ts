import { kubeContext, type ActionContext } from "../actions/action.ts";
import { action, compileAction, recogniseAction, type WrittenAction } from "../actions/index.ts";
import type { Invocation } from "../actions/invocation.ts";
import { readPipeline } from "./shell-words.ts";

/** What a command of a Tiltfile becomes. */
export interface ImportedCommand {
  readonly do: unknown;
  readonly destructive: boolean;
  /** The argv that Tilt gets from the inventory; the same as before where no typed action took its place. */
  readonly argv: readonly string[];
  /** The icon that the action brings where a button has none. */
  readonly icon: string | undefined;
}

/** Where a command runs. */
export interface CommandPlace {
  readonly action: ActionContext;
  readonly context: string;
  /** Namespace that kubectl takes where nothing is said. */
  readonly namespace: string;
}

/** The action that does what the argv does: a typed one where one fits, else `argv` or `shell`. */
export function importCommand(argv: readonly string[], place: CommandPlace): ImportedCommand {
  const isText = argv.length === 3 && argv[1] === "-c";
  const text = isText && argv[0] === "sh" ? argv[2] : undefined;
  const invocation = isText
    ? readPipeline(argv[2] ?? "")
    : ({ pipeline: [argv], isShell: false } satisfies Invocation);
  const typed =
    invocation === undefined || leavesContext(invocation, place.context)
      ? undefined
      : recogniseAction(invocation, place.namespace);
  const written: WrittenAction = typed ?? (text === undefined ? { argv: nonEmpty(argv) } : { shell: text });
  const shortest = shorten(written, place.action);
  const read = action.safeParse(shortest);
  if (!read.success) return { do: { argv }, destructive: false, argv, icon: undefined };
  const { command, destructive, icon } = compileAction(read.data, place.action);
  if ("lacks" in command) return { do: { argv }, destructive: false, argv, icon: undefined };
  return {
    do: shortest,
    destructive,
    icon,
    argv: command.argv.map((word) => (word === kubeContext ? place.context : word)),
  };
}

function nonEmpty(argv: readonly string[]): [string, ...string[]] {
  const [program = "", ...rest] = argv;
  return [program, ...rest];
}

/** Typed actions run against the context of the dashboard, and against no other. */
function leavesContext({ pipeline }: Invocation, context: string): boolean {
  return pipeline.some((words) =>
    words.some((word, index) =>
      word === "--context"
        ? words[index + 1] !== context
        : word.startsWith("--context=") && word !== `--context=${context}`,
    ),
  );
}

/** Without what the entry says already. */
function shorten(written: WrittenAction, context: ActionContext): WrittenAction {
  if (typeof written === "string") return written;
  const [[name, options] = ["", undefined]] = Object.entries(written);
  if (typeof options !== "object" || Array.isArray(options)) return written;
  const wanted = wordsOf(written, context);
  let kept: Record<string, unknown> = Object.fromEntries(
    Object.entries(options).filter(([, value]) => value !== undefined && value !== false),
  );
  for (const key of Object.keys(kept)) {
    const less = Object.fromEntries(Object.entries(kept).filter(([name]) => name !== key));
    if (wordsOf({ [name]: less }, context) === wanted) kept = less;
  }
  if (Object.keys(kept).length === 0 && wordsOf(name as WrittenAction, context) === wanted)
    return name as WrittenAction;
  return { [name]: kept };
}

function wordsOf(written: WrittenAction, context: ActionContext): string | undefined {
  try {
    const { command } = compileAction(action.parse(written), context);
    return "lacks" in command ? undefined : JSON.stringify(command.argv.map(String));
  } catch {
    return undefined;
  }
}
