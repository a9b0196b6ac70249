/** An input with a name to tell it by. */
export interface Input {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Pieces that mean something to a reader: YAML, JavaScript, Starlark, kustomize, an archive of the tests. */
const words = [
  "\n",
  "\r\n",
  "\r",
  "\t",
  "  ",
  ": ",
  "- ",
  "? ",
  "[",
  "]",
  "{",
  "}",
  ",",
  "#",
  "'",
  '"',
  "\\",
  "|",
  ">-\n",
  "&a ",
  "*a",
  "<<: ",
  "!x ",
  "!!binary ",
  "---\n",
  "...\n",
  "%YAML 1.2\n",
  "\0",
  "\ufeff",
  "\u2028",
  "\ud800",
  "~",
  "null",
  "true",
  "0x10",
  "-1",
  "1e999",
  "__proto__",
  "constructor",
  "prototype",
  "hasOwnProperty",
  "toString",
  "${",
  "}",
  "${a:=${a}}",
  "$$",
  "{{",
  "}}",
  "{name}",
  "..",
  "../",
  "/",
  "./",
  "resources",
  "components",
  "kind: Kustomization\n",
  "patches",
  "\n-- a/kustomization.yaml --\n",
  "(a+)+$",
  "*",
  "**/",
  "\u{1f680}",
  "\u001b[31m",
  '"""',
  "print(1)",
] as const;

const mostBytes = 64 * 1024;

/** One of the inputs, changed: pieces cut, doubled, put in, taken from another. */
export function mutation(inputs: readonly Input[], random: () => number): Input {
  const below = (limit: number): number => Math.floor(random() * limit);
  const pick = <T>(all: readonly T[]): T | undefined => all[below(all.length)];
  const one = pick(inputs);
  let bytes: Uint8Array = one?.bytes.subarray(0, mostBytes) ?? new Uint8Array();
  for (let steps = 1 + below(4); steps > 0; steps--) {
    const at = below(bytes.length + 1);
    const end = Math.min(bytes.length, at + below(bytes.length >> below(6)) + 1);
    const other = pick(inputs)?.bytes ?? bytes;
    const from = below(other.length);
    const cut = bytes.subarray(at, end);
    const pieces = [
      new Uint8Array(),
      Buffer.from(pick(words) ?? ""),
      other.subarray(from, from + 1 + below(200)),
      Uint8Array.of(below(256)),
      Buffer.concat([cut, cut]),
    ];
    const rest = bytes.subarray(random() < 0.5 ? at : end);
    bytes = Buffer.concat([bytes.subarray(0, at), pick(pieces) ?? new Uint8Array(), rest]);
  }
  return { name: one?.name ?? "nothing", bytes: bytes.subarray(0, mostBytes) };
}

/** Numbers from 0 to 1 that follow from a seed (mulberry32). */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
