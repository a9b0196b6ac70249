/**
 * What an answer must never hold, and how it is known: a look is meant to hit what no harmless answer has. It takes
 * time that grows with the text, which is somebody else's and may have megabytes: so the rarest part of what is
 * looked for comes first, and what stands before it after that.
 */
const secrets: readonly { readonly what: string; readonly isIn: (text: string) => boolean }[] = [
  { what: "a token", isIn: hasToken },
  { what: "a private key", isIn: (text) => /(?<=-----BEGIN (?:[A-Z]+ )?)PRIVATE KEY-----/.test(text) },
  // YAML and JSON of an object; a table of Secrets, or a sentence about one, has no such line with values.
  {
    what: "the data of a Secret",
    isIn: (text) => follows(text, kind, values) || follows(text, values, kind),
  },
];

const kind = /(?<=kind"?: *"?)Secret"?\b/;
const values = /\b(?:data|stringData)"?:\s*\S/;

/** Whether what one pattern hits is followed by what another one does. One pattern for both would be tried in all ways. */
export function follows(text: string, before: RegExp, after: RegExp): boolean {
  const found = before.exec(text);
  return found !== null && after.test(text.slice(found.index + found[0].length));
}

/** Whether a JSON Web Token is there. Its first part is looked at last: it may begin at each sign of a longer one. */
function hasToken(text: string): boolean {
  const firstParts = text.matchAll(/(?<![\w-])[\w-]+(?=\.eyJ[\w-]{8,}\.[\w-]{8})/g);
  for (const [part] of firstParts) if (/\beyJ[\w-]{8}/.test(part)) return true;
  return false;
}

/** The secret that a text holds: one of those that were sent, or what looks like one; undefined for none. */
export function leakIn(text: string, sent: readonly string[]): string | undefined {
  const own = sent.some((one) => [one, Buffer.from(one).toString("base64")].some((it) => text.includes(it)));
  return own ? "the token that it was sent" : secrets.find(({ isIn }) => isIn(text))?.what;
}

/** The first line of a text of somebody else's, short enough for a message; none that would show a secret. */
export function quoted(text: string, sent: readonly string[]): string {
  if (leakIn(text, sent) !== undefined) return "what holds a secret and is not shown here";
  const [line = ""] = text.trim().split("\n", 1);
  return line === "" ? "nothing" : `"${shortened(line)}"`;
}

const longest = 200;

/** A text of somebody else's, short enough for a message. */
export function shortened(text: string): string {
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}
