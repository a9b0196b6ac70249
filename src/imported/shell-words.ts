import type { Invocation } from "../actions/invocation.ts";

/**
 * A text of a shell as the commands of one pipe; undefined for anything that only a shell can do. `$NAME`
 * alone stays as it is written.
 */
export function readPipeline(text: string): Invocation | undefined {
  const pipeline: string[][] = [[]];
  let word: string | undefined;
  const end = (): void => {
    if (word !== undefined) pipeline.at(-1)?.push(word);
    word = undefined;
  };
  for (let index = 0; index < text.length; index += 1) {
    const sign = text[index] ?? "";
    if (/[ \t]/.test(sign)) end();
    else if (sign === "|") {
      if (text[index + 1] === "|" || text[index + 1] === "&") return undefined;
      end();
      pipeline.push([]);
    } else if (sign === "'" || sign === '"') {
      const close = text.indexOf(sign, index + 1);
      const inner = text.slice(index + 1, close);
      if (close < 0 || (sign === '"' && /[\\`]|\$[^A-Z_a-z{]/.test(inner.replaceAll("\\.", ""))))
        return undefined;
      word = `${word ?? ""}${inner}`;
      index = close;
    } else if (sign === "$" && /^\$(\w+|\{\w+\})/.test(text.slice(index))) word = `${word ?? ""}$`;
    else if (/[\\`$;&<>()#*?[\]~\n!]/.test(sign) || (/[{}]/.test(sign) && !/\$\{?\w*$/.test(word ?? "")))
      return undefined;
    else word = `${word ?? ""}${sign}`;
  }
  end();
  return pipeline.some((words) => words.length === 0) ? undefined : { pipeline, isShell: true };
}
