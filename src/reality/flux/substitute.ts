/** The value of a variable; undefined when it cannot be known here. A variable that is not set is `""`. */
export type Variables = (name: string) => string | undefined;

/** What is no expression: Flux would refuse the whole Kustomization. */
export class SubstitutionError extends Error {
  override readonly name = "SubstitutionError";
}

const nameChar = /[\p{L}\p{Nd}_]/u;

/**
 * Replaces `${NAME}` and its shell-like forms, and `$$` by `$`, as Flux does after a build
 * (fluxcd/pkg envsubst). A variable that cannot be known stays as it is written, unless it has a default;
 * `unknown` is called with its name. Throws SubstitutionError for what Flux refuses.
 */
export function substitute(text: string, variables: Variables, unknown: (name: string) => unknown): string {
  let at = 0;
  const isNext = (expected: string): boolean => text.startsWith(expected, at);
  const readName = (): string => {
    const start = at;
    while (at < text.length && nameChar.test(text.charAt(at))) at++;
    if (at === start)
      throw new SubstitutionError(
        `there is no variable name after \`${text.slice(Math.max(0, start - 2), start)}\``,
      );
    return text.slice(start, at);
  };
  /** Text up to one of the ends, which stays; nested expressions are replaced. */
  const readUntil = (ends: string): string => {
    let result = "";
    while (at < text.length && !ends.includes(text.charAt(at))) {
      if (isNext("${")) {
        at += 2;
        result += expression();
      } else result += text.charAt(at++);
    }
    return result;
  };
  const close = (): void => {
    if (!isNext("}")) throw new SubstitutionError("a `${` has no closing brace");
    at++;
  };

  const expression = (): string => {
    const start = at - 2;
    if (isNext("#")) {
      at++;
      const value = variables(readName());
      close();
      return value === undefined ? text.slice(start, at) : String(new TextEncoder().encode(value).length);
    }
    const name = readName();
    const value = variables(name);
    const apply = operation();
    close();
    if (value !== undefined) return apply.run(value);
    unknown(name);
    return apply.default ?? text.slice(start, at);
  };

  const operation = (): { run: (value: string) => string; default?: string } => {
    const [operator = ""] = /^(:[=\-?+]|=|:|,,?|\^\^?|\/[/#%]?|##?|%%?)/.exec(text.slice(at, at + 2)) ?? [];
    at += operator.length;
    if (operator === "") return { run: (value) => value };
    if (operator === "=" || /^:[=\-?+]$/.test(operator)) {
      const otherwise = readUntil("}");
      return { run: (value) => (value === "" ? otherwise : value), default: otherwise };
    }
    if (operator === ":") {
      const offset = readUntil(":}");
      const length = isNext(":") ? (at++, readUntil("}")) : undefined;
      return { run: (value) => part(value, offset, length) };
    }
    if (operator.startsWith("/")) {
      const pattern = readUntil("/");
      at++;
      const replacement = readUntil("}");
      return { run: (value) => replaced(value, operator, pattern, replacement) };
    }
    if (/^[#%]/.test(operator)) {
      const pattern = readUntil("}");
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
      at += 2;
      result += expression();
    } else {
      const next = text.indexOf("$", at + 1);
      const end = next < 0 ? text.length : next;
      result += text.slice(at, end);
      at = end;
    }
  }
  return result;
}

function part(value: string, offset: string, length: string | undefined): string {
  if (!/^[-+]?\d+$/.test(offset)) return value;
  const from = Number(offset) < 0 ? Math.max(0, value.length + Number(offset)) : Number(offset);
  if (length === undefined) return value.slice(from);
  return /^\d+$/.test(length) ? value.slice(from, from + Number(length)) : value;
}

function replaced(value: string, operator: string, pattern: string, replacement: string): string {
  if (operator === "//") return value.replaceAll(pattern, () => replacement);
  if (operator === "/#") return value.startsWith(pattern) ? replacement + value.slice(pattern.length) : value;
  if (operator === "/%")
    return value.endsWith(pattern) ? value.slice(0, value.length - pattern.length) + replacement : value;
  return value.replace(pattern, () => replacement);
}

function cased(value: string, operator: string): string {
  if (operator === ",,") return value.toLowerCase();
  if (operator === "^^") return value.toUpperCase();
  const first = value.slice(0, 1);
  return (operator === "," ? first.toLowerCase() : first.toUpperCase()) + value.slice(1);
}

/** Takes a beginning (`#`) or an end (`%`) off that a glob fits: the shortest, or the longest when doubled. */
function trimmed(value: string, operator: string, pattern: string): string {
  const body = pattern
    .replace(/[\\^$.+()|{}]/g, "\\$&")
    .replaceAll("*", "[^]*")
    .replaceAll("?", "[^]");
  let glob: RegExp;
  try {
    glob = new RegExp(`^(?:${body})$`, "u");
  } catch {
    return value;
  }
  const front = operator.startsWith("#");
  const lengths = Array.from({ length: value.length }, (_, index) => index + 1);
  if (operator.length === 2) lengths.reverse();
  const cut = (length: number): string =>
    front ? value.slice(0, length) : value.slice(value.length - length);
  const length = lengths.find((one) => glob.test(cut(one))) ?? 0;
  return front ? value.slice(length) : value.slice(0, value.length - length);
}
