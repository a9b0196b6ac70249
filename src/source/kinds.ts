import type { Kind } from "../diagnostics/kind.ts";

export const missingFile: Kind = {
  code: "FT001",
  severity: "error",
  title: "the inventory file is missing",
  why: "Nothing can be generated without an inventory, and a Tiltfile kept from before would rot unseen.",
  wrong: "fluxtilt generate    # in a folder without cluster.config.yaml",
  right: "fluxtilt init && fluxtilt generate",
};

export const notUtf8: Kind = {
  code: "FT002",
  severity: "error",
  title: "the file is not UTF-8",
  why: "YAML is read as UTF-8; guessing another encoding would put wrong characters into names and texts.",
  wrong: "text: D\\xfcsseldorf      # the byte FC of Latin-1",
  right: "text: Düsseldorf        # saved as UTF-8",
};

export const tooLarge: Kind = {
  code: "FT003",
  severity: "error",
  title: "the file is too large",
  why: "No inventory that people write is that large; reading it would take minutes and gigabytes. The patterns of a `.sourceignore` are looked at for every file that Flux would have.",
  wrong: "a cluster.config.yaml of 40 MB, a .sourceignore of 1 MB",
  right: "one small root file, and `fragments:` for the rest",
};

export const syntax: Kind = {
  code: "FT004",
  severity: "error",
  title: "the file is not valid YAML",
  why: "What cannot be read cannot be compiled; a guess at what was meant would be worse.",
  wrong: "groups:\n\tmonitoring: {}",
  right: "groups:\n  monitoring: {}",
  source: "https://yaml.org/spec/1.2.2/",
};

export const empty: Kind = {
  code: "FT005",
  severity: "error",
  title: "the file is empty",
  why: "An empty inventory is most often a failed copy or an unsaved editor, and would remove every output.",
  wrong: "# nothing here",
  right: "version: 1\ncluster: { name: homelab, contexts: [admin@homelab] }",
};

export const notMapping: Kind = {
  code: "FT006",
  severity: "error",
  title: "the top of the file is not a mapping",
  why: "An inventory is a mapping of sections; a list or a single value has no names to go by.",
  wrong: "- monitoring\n- media",
  right: "version: 1\ngroups:\n  monitoring: {}\n  media: {}",
};

export const manyDocuments: Kind = {
  code: "FT007",
  severity: "error",
  title: "the file holds more than one document",
  why: "Only one document would count, and everything after `---` would be lost without a word.",
  wrong: "version: 1\n---\ngroups: {}",
  right: "version: 1\ngroups: {}",
};

export const duplicateKey: Kind = {
  code: "FT008",
  severity: "error",
  title: "a key is given twice in one mapping",
  why: "Most tools keep the last one without a word, so an edit of the first does nothing.",
  wrong: "grafana: { ports: [3000] }\ngrafana: { ports: [3001] }",
  right: "grafana: { ports: [3000, 3001] }",
  source: "https://yaml.org/spec/1.2.2/#3213-node-comparison",
};

export const badAlias: Kind = {
  code: "FT009",
  severity: "error",
  title: "an alias cannot be used",
  why: "It names no anchor before it, contains itself, or grows beyond all measure when it is written out.",
  wrong: "a: &a [*a]",
  right: "a: &a [1]\nb: *a",
};

export const reservedKey: Kind = {
  code: "FT010",
  severity: "error",
  title: "a key is reserved",
  why: "`__proto__`, `constructor` and `prototype` mean something to JavaScript and are never a name in a cluster.",
  wrong: "workloads:\n  __proto__: deployment/grafana",
  right: "workloads:\n  grafana: deployment/grafana",
};

export const keyNotText: Kind = {
  code: "FT011",
  severity: "error",
  title: "a key is not text",
  why: "Keys are names: lists, mappings and null have no spelling that a resource or a button could carry.",
  wrong: "workloads:\n  ? [grafana, loki]\n  : deployment/grafana",
  right: "workloads:\n  grafana: deployment/grafana",
};

export const badCharacter: Kind = {
  code: "FT012",
  severity: "error",
  title: "a text holds a character that no output can carry",
  why: "NUL ends strings in processes, and half of a surrogate pair has no UTF-8: Tilt would refuse or change both.",
  wrong: 'text: "a\\0b"',
  right: "text: ab",
};

export const customTag: Kind = {
  code: "FT013",
  severity: "error",
  title: "a tag is not known",
  why: "Tags such as `!vault` or `!!binary` ask the reader to change the value; fluxtilt reads plain YAML 1.2 only.",
  wrong: "domain: !vault abc",
  right: "domain: talos00",
  source: "https://yaml.org/spec/1.2.2/#103-core-schema",
};

export const tooDeep: Kind = {
  code: "FT014",
  severity: "error",
  title: "the file is nested too deep",
  why: "No inventory needs it; such a file is broken or made to exhaust its reader.",
  wrong: "a: [[[[[[ … a hundred more … ]]]]]]",
  right: "a: [1]",
};

export const badMerge: Kind = {
  code: "FT015",
  severity: "error",
  title: "a merge key takes something that is no mapping",
  why: "`<<` copies the entries of a mapping; of a text or a number there is nothing to copy.",
  wrong: "grafana:\n  <<: defaults",
  right: "defaults: &defaults { label: infra }\ngrafana:\n  <<: *defaults",
  source: "https://yaml.org/type/merge.html",
};

export const longText: Kind = {
  code: "FT016",
  severity: "error",
  title: "a text is too long",
  why: "Linux starts no program with an argument or a variable of 128 KB, and reading such a text as a shell does takes gigabytes.",
  wrong: "shell: |\n  … a script of 200 KB …",
  right: "script: [./scripts/restore.sh]",
  source: "MAX_ARG_STRLEN in execve(2)",
};

export const tooDense: Kind = {
  code: "FT017",
  severity: "error",
  title: "reading the file takes more memory than there is",
  why: "Node itself ends where its heap does, after minutes, with a dump of its own and no word of ours. Brackets, commas and dashes take a hundred times the room in memory that text does.",
  wrong: "a: [[],[],[],[], … a million more … ]",
  right:
    "NODE_OPTIONS=--max-old-space-size=8192 fluxtilt generate    # where the file is meant to be that large",
  source: "https://nodejs.org/api/cli.html#--max-old-space-sizesize-in-mib",
};

/** All kinds of this stage, for `fluxtilt explain` and SARIF. */
export const sourceKinds: readonly Kind[] = [
  missingFile,
  notUtf8,
  tooLarge,
  syntax,
  empty,
  notMapping,
  manyDocuments,
  duplicateKey,
  badAlias,
  reservedKey,
  keyNotText,
  badCharacter,
  customTag,
  tooDeep,
  badMerge,
  longText,
  tooDense,
];
