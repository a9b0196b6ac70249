import type { Call, Word } from "./ran.ts";

/** What a call of kubectl says. What the shell fills in is not guessed. */
export interface KubectlCall {
  readonly verb: string;
  /** Words that are no options, after the verb and up to `--`. */
  readonly operands: readonly Word[];
  readonly namespace: Word | undefined;
  readonly context: Word | undefined;
  /** Options as written, without values. */
  readonly flags: ReadonlySet<string>;
  /** Values of options that take one. */
  readonly values: ReadonlyMap<string, Word>;
  /** An option is not known here, or a word is not: which words are operands cannot be told. */
  readonly unclear: boolean;
}

const valued = new Set(
  (
    "namespace context kubeconfig cluster user server token as as-group as-uid request-timeout v vmodule cache-dir " +
    "certificate-authority client-certificate client-key tls-server-name username password log-file profile " +
    "selector output field-selector filename kustomize container replicas current-replicas resource-version timeout " +
    "grace-period since since-time tail limit-bytes max-log-requests type patch patch-file field-manager sort-by " +
    "template for image image-pull-policy env port overrides restart limits requests subresource label-columns " +
    "chunk-size retries pod-running-timeout to-revision revision address raw duration annotations labels " +
    "from-literal from-file from-env-file docker-server docker-username docker-password docker-email cert key " +
    "clusterrole role serviceaccount group verb resource resource-name min max cpu-percent name target-port protocol " +
    "target copy-to pod-selector skip-wait-for-delete-timeout"
  ).split(" "),
);

const switches = new Set(
  (
    "all all-namespaces all-containers watch watch-only follow previous prefix timestamps stdin tty quiet rm force now " +
    "recursive no-headers show-labels show-kind ignore-not-found dry-run cascade wait server-side prune overwrite " +
    "help attach command expose save-config validate windows-line-endings show-managed-fields output-watch-events " +
    "server-print ignore-errors insecure-skip-tls-verify warnings-as-errors match-server-version ignore-daemonsets " +
    "delete-emptydir-data disable-eviction containers no-color local list force-conflicts record sum " +
    "show-capacity use-protocol-buffers show-events allow-missing-template-keys share-processes keep-annotations"
  ).split(" "),
);

const short: Readonly<Record<string, string>> = {
  n: "namespace",
  s: "server",
  l: "selector",
  o: "output",
  f: "filename",
  k: "kustomize",
  c: "container",
  p: "patch",
  L: "label-columns",
  v: "v",
  A: "all-namespaces",
  w: "watch",
  R: "recursive",
  i: "stdin",
  t: "tty",
  q: "quiet",
  h: "help",
};

/** Letters that mean something else with these verbs. */
const ofVerb: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  logs: { f: "follow", p: "previous" },
};

/** Reads the words of `kubectl` as its own parser (spf13/pflag) does. */
export function readKubectl(call: Call): KubectlCall | undefined {
  if (call.program !== "kubectl" && call.program !== "oc") return undefined;
  const operands: Word[] = [];
  const flags = new Set<string>();
  const values = new Map<string, Word>();
  let verb = "";
  let unclear = false;
  const words = call.args[Symbol.iterator]();
  for (const word of words) {
    const { text } = word;
    if (text === "--") break;
    if (text === undefined) {
      unclear = true;
      operands.push(word);
    } else if (text.startsWith("--")) {
      const equals = text.indexOf("=");
      const name = text.slice(2, equals < 0 ? undefined : equals);
      flags.add(name);
      if (equals >= 0) values.set(name, { text: text.slice(equals + 1), span: word.span });
      else if (valued.has(name)) take(name);
      else if (!switches.has(name)) unclear = true;
    } else if (text.length > 1 && text.startsWith("-")) {
      letters(text.slice(1), word);
    } else if (verb === "") verb = text;
    else operands.push(word);
  }
  const [namespace, context] = [values.get("namespace"), values.get("context")];
  return { verb, operands, namespace, context, flags, values, unclear };

  function take(name: string): void {
    const next = words.next();
    if (next.done !== true) values.set(name, next.value);
  }

  /** `-it`, `-n media`, `-nmedia`, `-ojson`. */
  function letters(text: string, word: Word): void {
    for (let index = 0; index < text.length; index++) {
      const letter = text.charAt(index);
      const name = (Object.hasOwn(ofVerb, verb) ? ofVerb[verb]?.[letter] : undefined) ?? short[letter];
      if (name === undefined) {
        unclear = true;
        return;
      }
      flags.add(name);
      if (!valued.has(name)) continue;
      const rest = text.slice(index + 1).replace(/^=/, "");
      if (rest === "") take(name);
      else values.set(name, { text: rest, span: word.span });
      return;
    }
  }
}

/** The value of `--name value` or `--name=value` of any program; `-n` and the like by `letter`. */
export function optionOf(args: readonly Word[], name: string, letter?: string): Word | undefined {
  for (const [index, word] of args.entries()) {
    const { text } = word;
    if (text === "--") return undefined;
    if (text === `--${name}` || (letter !== undefined && text === `-${letter}`)) return args[index + 1];
    if (text?.startsWith(`--${name}=`) === true)
      return { text: text.slice(name.length + 3), span: word.span };
  }
  return undefined;
}

/** Verbs whose objects need not be there yet. */
export const creates: ReadonlySet<string> = new Set([
  "create",
  "apply",
  "run",
  "expose",
  "kustomize",
  "config",
  "explain",
  "api-resources",
]);

/** A text that no shell filled in, `$NS` or `{name}`, names nothing. */
export function isName(text: string): boolean {
  return /^[a-z0-9][-a-z0-9.]*$/.test(text);
}

/** An object that a call names. */
export interface KubectlObject {
  readonly kind: string;
  readonly name: string;
  readonly word: Word;
}

const twoWords = new Set(["rollout", "set", "top"]);
/** The first word is a pod, or the objects stand in files. */
const podVerbs = new Set(["exec", "logs", "attach", "cp", "port-forward", "debug"]);

/** The objects of `kind/name …` and `kind name …`. */
export function objectsOf({ verb, operands }: KubectlCall): readonly KubectlObject[] {
  const words = twoWords.has(verb) ? operands.slice(1) : operands;
  const split = words.flatMap((word): KubectlObject[] => {
    const [kind, name, more] = (word.text ?? "").split("/");
    return kind && name && more === undefined ? [{ kind, name, word }] : [];
  });
  if (split.length > 0 || podVerbs.has(verb)) return podVerbs.has(verb) ? split.slice(0, 1) : split;
  const [kind, ...names] = words;
  if (kind?.text === undefined || kind.text.includes(",")) return [];
  const end = names.findIndex((word) => /[=]|-$/.test(word.text ?? ""));
  const listed = end < 0 ? names : names.slice(0, end);
  return listed.map((word) => ({ kind: kind.text ?? "", name: word.text ?? "", word }));
}
