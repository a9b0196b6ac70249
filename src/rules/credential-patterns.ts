/** What to do about a secret that stands in a file. */
export const removeSecret = "take it out and make a new one; hand it over as a `secret` variable of `env`";

/** The shape of a credential that its issuer gave a mark. */
export interface CredentialPattern {
  readonly what: string;
  readonly pattern: RegExp;
}

/**
 * Credentials that are known by their shape alone. The marks are those that the issuers document and that
 * gitleaks (MIT) and secretlint (MIT) look for; the expressions are our own. Each
 * repeat has an end: V8 runs out of stack on a run of millions.
 */
export const credentialPatterns: readonly CredentialPattern[] = [
  { what: "an AWS access key", pattern: token("(?:AKIA|ASIA)[A-Z2-7]{16}") },
  { what: "a GitHub token", pattern: token("gh[opsur]_[A-Za-z0-9]{36,255}") },
  { what: "a GitHub token", pattern: token("github_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59}") },
  { what: "a GitLab token", pattern: token("gl(?:pat|dt|rt|cbt|ptt|ft|soat)-[A-Za-z0-9_-]{20,4096}") },
  { what: "a Slack token", pattern: token("xox[abeoprs]-[A-Za-z0-9-]{20,4096}") },
  { what: "a Slack token", pattern: token("xapp-\\d-[A-Z0-9]{1,64}-\\d{1,64}-[a-z0-9]{20,4096}") },
  {
    what: "a Slack webhook",
    pattern: token("https://hooks\\.slack\\.com/(?:services|workflows)/[A-Za-z0-9+/]{30,4096}"),
  },
  {
    what: "a Discord webhook",
    pattern: token(
      "https://(?:ptb\\.|canary\\.)?discord(?:app)?\\.com/api/webhooks/\\d{1,64}/[A-Za-z0-9_-]{60,4096}",
    ),
  },
  { what: "a Telegram bot token", pattern: token("\\d{8,10}:AA[A-Za-z0-9_-]{33}") },
  {
    what: "a private key",
    pattern: /-----BEGIN (?:[A-Z0-9]{1,64} ){0,8}PRIVATE KEY(?: BLOCK)?-----/g,
  },
  { what: "an age private key", pattern: token("AGE-SECRET-KEY-1[QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L]{58}") },
  {
    what: "a JSON Web Token",
    pattern: token("eyJ[A-Za-z0-9_-]{10,4096}\\.eyJ[A-Za-z0-9_-]{10,4096}\\.[A-Za-z0-9_-]{20,4096}"),
  },
  { what: "a 1Password service account token", pattern: token("ops_eyJ[A-Za-z0-9+/_-]{100,4096}={0,2}") },
  {
    what: "a 1Password secret key",
    pattern: token(
      "A3-[A-Z0-9]{6}-(?:[A-Z0-9]{11}|[A-Z0-9]{6}-[A-Z0-9]{5})-[A-Z0-9]{5}-[A-Z0-9]{5}-[A-Z0-9]{5}",
    ),
  },
  { what: "a Vault token", pattern: token("hv[sbr]\\.[A-Za-z0-9_-]{24,4096}") },
  {
    what: "a Grafana token",
    pattern: token("gl(?:sa_[A-Za-z0-9]{32}_[a-f0-9]{8}|c_[A-Za-z0-9+/]{32,4096}={0,2})"),
  },
  { what: "a Tailscale key", pattern: token("tskey-[a-z]{1,64}-[A-Za-z0-9]{1,64}-?[A-Za-z0-9]{10,4096}") },
  { what: "an npm token", pattern: token("npm_[A-Za-z0-9]{36}") },
  { what: "a PyPI token", pattern: token("pypi-AgEIcHlwaS5vcmc[A-Za-z0-9_-]{50,4096}") },
  { what: "a Docker Hub token", pattern: token("dckr_(?:pat|oat)_[A-Za-z0-9_-]{27,4096}") },
  { what: "a Google API key", pattern: token("AIza[A-Za-z0-9_-]{35}") },
  { what: "a DigitalOcean token", pattern: token("do[opr]_v1_[a-f0-9]{64}") },
  { what: "a Stripe key", pattern: token("[sr]k_live_[A-Za-z0-9]{20,4096}") },
  { what: "a SendGrid key", pattern: token("SG\\.[A-Za-z0-9_-]{22}\\.[A-Za-z0-9_-]{43}") },
  { what: "an Anthropic key", pattern: token("sk-ant-[a-z]{1,64}\\d\\d-[A-Za-z0-9_-]{60,4096}") },
  {
    what: "an OpenAI key",
    pattern: token("sk-(?:proj-|svcacct-|admin-)?[A-Za-z0-9_-]{20,4096}T3BlbkFJ[A-Za-z0-9_-]{20,4096}"),
  },
  { what: "a Hugging Face token", pattern: token("hf_[A-Za-z]{34}") },
];

/** The whole of a token, not a piece of a longer word. */
function token(body: string): RegExp {
  return new RegExp(`(?<![A-Za-z0-9_-])${body}(?![A-Za-z0-9_-])`, "g");
}

/** Names that hold secrets: `GRAFANA_PASSWORD`, `apiToken`, `client-secret`. */
export function namesSecret(name: string): boolean {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .toLowerCase()
    .split(/[^a-z0-9]+/);
  const last = words.at(-1) ?? "";
  if (["password", "passwd", "pwd", "passphrase", "secret", "token", "apikey", "credentials"].includes(last))
    return true;
  return (
    last === "key" &&
    ["api", "access", "secret", "private", "auth", "encryption"].includes(words.at(-2) ?? "")
  );
}

/** True for a text that stands for a value: `${X}`, `{param}`, `<token>`, `***`, `changeme-…`. */
export function isPlaceholder(text: string): boolean {
  return (
    text === "" ||
    /^\$|\$\{|\$\(|\{[A-Za-z_]\w*\}|\{\{|^<.*>$|^\[.*\]$|^%|^(.)\1*$/.test(text) ||
    /^(?:your|my|some|the)?[-_ ]?(?:password|passwd|pass|secret|token|redacted|placeholder|example|dummy|none|null)(?:[-_ ]?here)?$/i.test(
      text,
    )
  );
}

/** True for a text that holds a token of a known form, which a rule of its own tells. */
export function isKnownToken(text: string): boolean {
  return credentialPatterns.some(({ pattern }) => text.search(pattern) >= 0);
}

/** True for a text that nobody makes up: long, of letters and digits mixed, and not words or a version. */
export function looksRandom(text: string): boolean {
  if (text.length < 12 || text.length > 512) return false;
  // Paths, addresses, and names of several words or numbers are spelled out.
  if (!longMixedWord.test(text) || /\s|^[./~]|:\/\//.test(text) || isPlaceholder(text)) return false;
  return entropyOf(text) >= 3.2;
}

/** Eight letters and digits or more, both among them. */
const longMixedWord = /(?<![A-Za-z0-9])(?=[A-Za-z]*\d)(?=\d*[A-Za-z])[A-Za-z0-9]{8}/;

/** Shannon's entropy, in bits a character. */
function entropyOf(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  let sum = 0;
  for (const count of counts.values()) sum -= (count / text.length) * Math.log2(count / text.length);
  return sum;
}
