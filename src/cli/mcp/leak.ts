/** What an answer must never hold, and how it is known. A pattern is meant to hit what no harmless answer has. */
const secrets: readonly { readonly what: string; readonly pattern: RegExp }[] = [
  { what: "a token", pattern: /\beyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]{8,}/ },
  { what: "a private key", pattern: /-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----/ },
  // YAML and JSON of an object; a table of Secrets, or a sentence about one, has no such line with values.
  { what: "the data of a Secret", pattern: /"?kind"?: *"?Secret"?\b[^]*\b(?:data|stringData)"?:\s*\S/ },
  { what: "the data of a Secret", pattern: /\b(?:data|stringData)"?:\s*\S[^]*"?kind"?: *"?Secret"?\b/ },
];

/** The secret that a text holds: one of those that were sent, or what looks like one; undefined for none. */
export function leakIn(text: string, sent: readonly string[]): string | undefined {
  const own = sent.some((one) => [one, Buffer.from(one).toString("base64")].some((it) => text.includes(it)));
  return own ? "the token that it was sent" : secrets.find(({ pattern }) => pattern.test(text))?.what;
}

const longest = 200;

/** The first line of a text of somebody else's, short enough for a message; none that would show a secret. */
export function quoted(text: string, sent: readonly string[]): string {
  if (leakIn(text, sent) !== undefined) return "what holds a secret and is not shown here";
  const [line = ""] = text.trim().split("\n");
  return line === "" ? "nothing" : `"${line.length > longest ? `${line.slice(0, longest)}…` : line}"`;
}
