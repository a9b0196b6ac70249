import {
  forEachChild,
  parse,
  type Assignment,
  type Command,
  type ParameterExpansionPart,
  type Pipeline,
  type AndOr,
  type SyntaxNode,
  type Word,
  type WordPart,
} from "unbash";
import type {
  Alternative,
  Assigned,
  Piped,
  Range,
  ShellCommand,
  ShellReading,
  ShellWord,
  VariableUse,
} from "./reading.ts";

/** Nodes within nodes. How many fit on the stack depends on what V8 has optimised until then; an answer must not. */
const mostLevels = 1000;

/**
 * Reads a text of `sh` or `bash`. One that does not parse is read as far as it can be; one that is nested
 * too deep for that counts as one that does not parse.
 */
export function readShell(text: string): ShellReading {
  const reader = new Reader();
  try {
    reader.visit(parse(text), { split: true, within: undefined }, 0);
    return reader;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const unread = new Reader();
    unread.problems.push({ start: 0, end: 1, message: "it is nested too deep to be read" });
    unread.open = true;
    return unread;
  }
}

interface Context {
  /** Unquoted expansions are split into words here. */
  readonly split: boolean;
  /** The place of all that stands below, where its own positions count in another text. */
  readonly within: Range | undefined;
}

const name = /^[A-Za-z_][A-Za-z0-9_]*$/;
const runsOther = new Set([".", "source", "eval"]);
const declares = new Set(["export", "declare", "local", "readonly", "typeset", "unset"]);
/** In these, what is filled in stays one word (POSIX.1-2024, 2.6.5). */
const whole: ReadonlySet<SyntaxNode["type"]> = new Set<SyntaxNode["type"]>([
  "Assignment",
  "DoubleQuoted",
  "LocaleString",
  "HereDoc",
  "HereString",
  "TestCommand",
  "Case",
  "CaseItem",
  "ArithmeticExpansion",
  "ArithmeticCommand",
]);
const assigns = /^(?:=|\+=|-=|\*=|\/=|%=|\+\+|--)$/;

class Reader implements ShellReading {
  readonly problems: (Range & { readonly message: string })[] = [];
  readonly commands: ShellCommand[] = [];
  readonly uses: VariableUse[] = [];
  readonly given = new Set<string>();
  readonly assignments: Assigned[] = [];
  readonly alternatives: Alternative[] = [];
  readonly pipelines: Piped[] = [];
  readonly texts: string[] = [];
  open = false;
  pipefail = false;

  visit(node: SyntaxNode, context: Context, level: number): void {
    if (level > mostLevels) throw new RangeError("nested too deep");
    const below = this.note(node, context);
    forEachChild(node, (child) => {
      this.visit(child, below, level + 1);
    });
  }

  /** Takes down what a node says; answers the context of what stands below. */
  private note(node: SyntaxNode, context: Context): Context {
    const place = (range: { readonly pos: number; readonly end: number }): Range =>
      context.within ?? { start: range.pos, end: range.end };
    const { type } = node;
    if (type === "Script") {
      const [error] = node.errors ?? [];
      if (error !== undefined)
        this.problems.push({ ...place({ pos: error.pos, end: error.pos + 1 }), message: error.message });
    } else if (type === "Statement") return { ...context, split: true };
    else if (type === "Command") this.command(node, place);
    else if (type === "AndOr") this.alternative(node, place);
    else if (type === "Pipeline")
      this.pipelines.push({
        ...place(node),
        first: lastCommand(node.commands[0], place),
        last: lastCommand(node, place),
      });
    else if (type === "For" || type === "Select") this.given.add(node.name.text);
    else if (type === "FileDescriptorVariable") this.given.add(node.name);
    else if (type === "Assignment") this.assignment(node, place);
    else if (type === "SimpleExpansion") this.use(node.text.slice(1), place(node), context.split);
    else if (type === "ParameterExpansion") this.expansion(node, place(node), context.split);
    // What has no value counts as 0 here: nobody is surprised.
    else if (type === "ArithmeticWord") this.use(node.value, place(node), false, true);
    else if (type === "ArithmeticUnary" || type === "ArithmeticBinary") {
      const changed = type === "ArithmeticUnary" ? node.operand : node.left;
      if (changed.type === "ArithmeticWord" && assigns.test(node.operator)) this.given.add(changed.value);
    } else if (type === "Word") {
      if (node.parts === undefined) this.texts.push(node.value);
    } else if (type === "SingleQuoted" || type === "AnsiCQuoted" || type === "Literal")
      this.texts.push(node.value);
    else if (type === "HereDoc") this.texts.push(node.body.text);
    else if (type === "CommandExpansion" || type === "ProcessSubstitution")
      // In backticks with escapes, positions count in the text without them.
      return node.script?.source === undefined ? context : { ...context, within: place(node) };
    return whole.has(type) ? { ...context, split: false } : context;
  }

  private use(found: string, place: Range, split: boolean, guarded = false): void {
    if (name.test(found)) this.uses.push({ ...place, name: found, split, guarded });
  }

  private expansion(
    { operation, parameter, prefix }: ParameterExpansionPart,
    place: Range,
    split: boolean,
  ): void {
    const guarded = operation?.type === "Default";
    if (prefix === "!") this.open = true;
    else this.use(parameter, place, split && prefix !== "#", guarded);
    if (guarded && operation.operator.endsWith("=")) this.given.add(parameter);
  }

  private command(node: Command, place: Place): void {
    const command = commandOf(node, place);
    if (command === undefined) return;
    this.commands.push(command);
    const [program, ...rest] = command.words.map((word) => word.value);
    if (program === undefined) return;
    const operands = rest.filter((word) => word !== undefined);
    if (runsOther.has(program)) this.open = true;
    if (program === "set" && operands.includes("pipefail")) this.pipefail = true;
    const names = operands.filter((word) => name.test(word));
    if (["read", "mapfile", "readarray", "getopts"].includes(program) || declares.has(program))
      for (const one of names) this.given.add(one);
    if (program === "printf" && operands[0] === "-v" && operands[1] !== undefined)
      this.given.add(operands[1]);
  }

  private assignment(node: Assignment, place: Place): void {
    this.given.add(node.name);
    if (node.value.type !== "Word") return;
    const value = valueOf(node.value);
    if (value !== undefined) this.assignments.push({ ...place(node), name: node.name, value });
  }

  private alternative(node: AndOr, place: Place): void {
    for (const [index, operator] of node.operators.entries()) {
      const [left, right] = [node.commands[index], node.commands[index + 1]];
      if (operator !== "||" || left === undefined || right === undefined) continue;
      this.alternatives.push({
        ...place({ pos: left.pos, end: right.end }),
        left: lastCommand(left, place),
        right: lastCommand(right, place),
      });
    }
  }
}

type Place = (range: { readonly pos: number; readonly end: number }) => Range;

/** The command whose exit code a pipeline has; undefined for loops and the like. */
function lastCommand(node: SyntaxNode | undefined, place: Place): ShellCommand | undefined {
  const last = node?.type === "Pipeline" ? (node satisfies Pipeline).commands.at(-1) : node;
  return last?.type === "Command" ? commandOf(last, place) : undefined;
}

function commandOf(node: Command, place: Place): ShellCommand | undefined {
  if (node.name === undefined) return undefined;
  const words = [node.name, ...node.args].map((word): ShellWord => ({
    ...place(word),
    value: word.type === "Word" ? valueOf(word) : assignedText(word),
  }));
  const silenced = node.redirects.some(
    (redirect) =>
      redirect.type === "Redirect" &&
      redirect.target?.value === "/dev/null" &&
      (redirect.operator.startsWith("&>") ||
        (redirect.descriptor?.type === "FileDescriptor" && redirect.descriptor.value === 2)),
  );
  return { ...place(node), words, silenced: silenced || joined(node) };
}

/** `>/dev/null 2>&1`: the messages follow the output. */
function joined(node: Command): boolean {
  const redirects = node.redirects.filter((one) => one.type === "Redirect");
  const follows = redirects.some(
    (one) =>
      one.operator === ">&" &&
      one.descriptor?.type === "FileDescriptor" &&
      one.descriptor.value === 2 &&
      one.target?.value === "1",
  );
  return (
    follows &&
    redirects.some(
      (one) => one.operator === ">" && one.target?.value === "/dev/null" && one.descriptor === undefined,
    )
  );
}

function assignedText(node: Assignment): string | undefined {
  const value = node.value.type === "Word" ? valueOf(node.value) : undefined;
  return value === undefined ? undefined : `${node.name}=${value}`;
}

function valueOf(word: Word): string | undefined {
  return (word.parts ?? []).every(isPlain) ? word.value : undefined;
}

/** True for what the shell takes as it stands, quotes aside. */
function isPlain(part: WordPart): boolean {
  if (part.type === "DoubleQuoted") return part.parts.every(isPlain);
  return part.type === "Literal" || part.type === "SingleQuoted" || part.type === "AnsiCQuoted";
}
