import { trimmed } from "./substitute-trim.ts";
import { SubstitutionError } from "./substitution-error.ts";

export { SubstitutionError } from "./substitution-error.ts";

/** The value of a variable; undefined when it cannot be known here. A variable that is not set is `""`. */
export type Variables = (name: string) => string | undefined;

/** An object beyond this is refused by the API server (etcd's `--max-request-bytes`), so no text of one is longer. */
const longest = 1_572_864;
const deepest = 100;

const variableName = /[\p{L}\p{Nd}_]+/uy;
const operators = /:[=\-?+]|=|:|[,^]{1,2}|\/[/#%]?|##?|%%?/y;

/** What an operator makes of a value; `default` where it brings one of its own. */
interface Operation {
  readonly run: (value: string) => string;
  readonly default?: string;
}

/**
 * Replaces `${NAME}` and its shell-like forms, and `$$` by `$`, as Flux does after a build
 * (fluxcd/pkg envsubst, its corners included: an empty pattern is refused, and the pattern of `${a/b/c}`
 * goes up to the next `/`, wherever that is). A variable that cannot be known stays as it is written,
 * unless it has a default; `unknown` is called with its name. Throws SubstitutionError for what Flux
 * refuses.
 */
export function substitute(text: string, variables: Variables, unknown: (name: string) => unknown): string {
  let at = 0;
  let depth = 0;
  const isNext = (expected: string): boolean => text.startsWith(expected, at);
  const match = (pattern: RegExp): string => {
    pattern.lastIndex = at;
    const [found = ""] = pattern.exec(text) ?? [];
    at += found.length;
    return found;
  };
  const readName = (): string => {
    const name = match(variableName);
    if (name === "")
      throw new SubstitutionError(
        `there is no variable name after \`${text.slice(Math.max(0, at - 2), at)}\``,
      );
    return name;
  };
  const close = (): void => {
    if (!isNext("}")) throw new SubstitutionError("a `${` has no closing brace");
    at++;
  };
  /** One argument: a nested expression, or text up to one of the ends, which stays. None is empty. */
  const argument = (ends: string, escapes = false): string => {
    if (isNext("${")) return nested();
    const start = at;
    let result = "";
    while (at < text.length && !isNext("${")) {
      if (escapes && (isNext("$$") || isNext("\\/") || isNext("\\\\"))) at++;
      else if (ends.includes(text.charAt(at))) break;
      result += text.charAt(at++);
    }
    if (at === start) throw new SubstitutionError("a `${` has an operator without its argument");
    return result;
  };

  const expression = (): string => {
    const start = at - 2;
    const isLength = isNext("#");
    if (isLength) at++;
    const name = readName();
    const apply = isLength ? { run: lengthOf } : operation();
    close();
    const value = variables(name);
    if (value !== undefined) return apply.run(value);
    unknown(name);
    return apply.default ?? text.slice(start, at);
  };

  const nested = (): string => {
    if (++depth > deepest) throw new SubstitutionError(`\`\${}\` is nested deeper than ${deepest} levels`);
    at += 2;
    const value = expression();
    depth--;
    return value;
  };

  const operation = (): Operation => {
    const operator = match(operators);
    if (operator === "") return { run: (value) => value };
    if (operator === "=" || /^:[=\-?+]$/.test(operator)) {
      let otherwise = "";
      while (!isNext("}")) otherwise += argument("}");
      return { run: (value) => (value === "" ? otherwise : value), default: otherwise };
    }
    if (operator === ":") {
      const offset = argument(":}");
      if (match(/:+/y) === "") return { run: (value) => part(value, offset) };
      const length = argument("}");
      return { run: (value) => part(value, offset, length) };
    }
    if (operator.startsWith("/")) {
      const pattern = argument("/", true);
      if (match(/\/+/y) === "") throw new SubstitutionError(`\`\${…${operator}\` has no second \`/\``);
      const replacement = isNext("}") ? undefined : argument("}", true);
      return { run: (value) => replaced(value, operator, pattern, replacement) };
    }
    if (/^[#%]/.test(operator)) {
      const pattern = argument("}");
      return { run: (value) => trimmed(value, operator, pattern) };
    }
    return { run: (value) => cased(value, operator) };
  };

  let result = "";
  while (at < text.length) {
    if (isNext("$$")) {
      at += 2;
      result += "$";
    } else if (isNext("${")) {
      result += nested();
      if (result.length > longest) throw tooLong();
    } else {
      const next = text.indexOf("$", at + 1);
      const end = next < 0 ? text.length : next;
      result += text.slice(at, end);
      at = end;
    }
  }
  return result;
}

function tooLong(): SubstitutionError {
  return new SubstitutionError("the text grows beyond what the API server takes");
}

/** Flux counts bytes. */
function lengthOf(value: string): string {
  return String(new TextEncoder().encode(value).length);
}

/** `${a:offset:length}`; what is no number leaves the value as it is. */
function part(value: string, offset: string, length?: string): string {
  const bytes = new TextEncoder().encode(value);
  const from = integer(offset);
  if (from === undefined) return value;
  const start = from < 0 ? Math.max(0, bytes.length + from) : from;
  let end = bytes.length;
  if (length !== undefined) {
    const count = integer(length);
    if (count === undefined) return value;
    end = start + count;
    if (end < start && end < bytes.length)
      throw new SubstitutionError("`${…:offset:length}` has a negative length");
  }
  const cut = bytes.slice(Math.min(start, bytes.length), Math.min(end, bytes.length));
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(cut);
  } catch {
    throw new SubstitutionError("`${…:offset:length}` cuts a character in two");
  }
}

/** A number as Go's `Atoi` takes it; undefined for anything else, and for what 64 bits do not hold. */
function integer(text: string): number | undefined {
  return /^[-+]?\d+$/.test(text) && Math.abs(Number(text)) < 2 ** 63 ? Number(text) : undefined;
}

function replaced(value: string, operator: string, pattern: string, replacement: string | undefined): string {
  const text = replacement ?? "";
  if (operator === "//") {
    const grows = (value.split(pattern).length - 1) * text.length;
    if (value.length + grows > longest) throw tooLong();
    return value.replaceAll(pattern, () => text);
  }
  if (operator === "/") return value.replace(pattern, () => text);
  if (replacement === undefined) return value;
  if (operator === "/#") return value.startsWith(pattern) ? text + value.slice(pattern.length) : value;
  return value.endsWith(pattern) ? value.slice(0, value.length - pattern.length) + text : value;
}

/** Go changes each character by itself: one that would become two stays. */
function cased(value: string, operator: string): string {
  const upper = operator.startsWith("^");
  const change = (char: string): string => {
    const changed = upper ? char.toUpperCase() : char.toLowerCase();
    return Array.from(changed).length === 1 ? changed : char;
  };
  const [first = "", ...others] = Array.from(value);
  if (operator === ",," || operator === "^^") return [first, ...others].map(change).join("");
  // Anything but one or two of a kind is no operator to Flux, and does nothing.
  return operator.length === 1 ? change(first) + others.join("") : value;
}
