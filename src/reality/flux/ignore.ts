import { readyPattern } from "./ready-pattern.ts";

/**
 * What source-controller leaves out of an artifact: version control always, `defaults` unless a
 * `.sourceignore` file or `spec.ignore` says something instead (fluxcd/pkg sourceignore).
 */
const versionControl = [".git/", ".gitignore", ".gitmodules", ".gitattributes"];
const defaults = (
  "*.jpg *.jpeg *.gif *.png *.wmv *.flv *.tar.gz *.zip .github/ .circleci/ .travis.yml .gitlab-ci.yml " +
  "appveyor.yml .drone.yml cloudbuild.yaml codeship-services.yml codeship-steps.yml " +
  "**/.goreleaser.yml **/.sops.yaml **/.flux.yaml"
).split(" ");

/** What every name that the lists above leave out has: a dot in front, an extension, the beginning of a CI file. */
const suspicious = /^\.|\.(?:jpe?g|gif|png|wmv|flv|gz|zip)$|^(?:appveyor|cloudbuild|codeship-)/;

interface Pattern {
  /** The folder of the file that holds the pattern, as steps. */
  readonly domain: readonly string[];
  readonly steps: readonly (RegExp | "**" | "")[];
  readonly include: boolean;
  readonly folderOnly: boolean;
}

/** Patterns of one ignore file, in the order of the file. */
export type IgnoreRules = readonly Pattern[];

/** One step of a glob as Go's `filepath.Match` has it; one that is malformed matches nothing. */
function step(glob: string): RegExp {
  let source = "";
  for (let at = 0; at < glob.length; at++) {
    const char = glob.charAt(at);
    const end = char === "[" ? glob.indexOf("]", at + 2) : -1;
    if (char === "*") source += "[^/]*";
    else if (char === "?") source += "[^/]";
    else if (end > 0) {
      source += `[${glob.slice(at + 1, end).replace(/[[\\]/g, "\\$&")}]`;
      at = end;
    } else {
      const literal = char === "\\" ? glob.charAt(++at) : char;
      source += literal.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
    }
  }
  try {
    return readyPattern(`^${source}$`);
  } catch {
    return /(?!)/;
  }
}

/** Blanks at the end count behind a backslash only (gitignore(5)). */
function withoutBlanks(line: string): string {
  let end = line.length;
  while (line[end - 1] === " " && line[end - 2] !== "\\") end--;
  return line.slice(0, end);
}

/** Reads an ignore file that stands in `folder`. */
export function ignoreRules(text: string, folder: string): IgnoreRules {
  const domain = folder === "" ? [] : folder.split("/");
  const rules: Pattern[] = [];
  for (const line of text.split(/\r?\n/)) {
    if (line.startsWith("#") || line.trim() === "") continue;
    const include = line.startsWith("!");
    const bare = withoutBlanks(include ? line.slice(1) : line);
    const folderOnly = bare.endsWith("/");
    const steps = (folderOnly ? bare.slice(0, -1) : bare)
      .split("/")
      .map((part) => (part === "**" || part === "" ? part : step(part)));
    rules.push({ domain, steps, include, folderOnly });
  }
  return rules;
}

const always = ignoreRules(versionControl.join("\n"), "");
const usual = [...always, ...ignoreRules(defaults.join("\n"), "")];

/** True when Flux would not have this file: the last rule that matches decides. */
export function isIgnored(path: string, rules: IgnoreRules): boolean {
  const steps = path.split("/");
  // Where nobody says otherwise, most names are seen at once to be none of the usual.
  if (rules.length === 0 && !steps.some((name) => suspicious.test(name))) return false;
  const all = rules.length > 0 ? [...always, ...rules] : usual;
  const decisive = all.findLast((rule) => matches(rule, steps));
  return decisive !== undefined && !decisive.include;
}

function matches(rule: Pattern, path: readonly string[]): boolean {
  if (path.length <= rule.domain.length) return false;
  if (rule.domain.some((name, index) => path[index] !== name)) return false;
  const below = path.slice(rule.domain.length);
  if (rule.steps.length > 1) return matchesGlob(rule, below);
  const [only] = rule.steps;
  if (!(only instanceof RegExp)) return only === "**";
  const at = below.findIndex((name) => only.test(name));
  // A rule for folders says nothing about a file of that name.
  return at >= 0 && !(rule.folderOnly && at === below.length - 1);
}

function matchesGlob(rule: Pattern, path: readonly string[]): boolean {
  let rest = path;
  let matched = false;
  let anywhere = false;
  for (const [index, part] of rule.steps.entries()) {
    if (part === "") {
      anywhere = false;
    } else if (part === "**") {
      if (index === rule.steps.length - 1) break;
      anywhere = true;
    } else {
      const at = anywhere ? rest.findIndex((name) => part.test(name)) : part.test(rest[0] ?? "") ? 0 : -1;
      if (at < 0 || rest.length === 0) return false;
      anywhere = false;
      matched = true;
      rest = rest.slice(at + 1);
    }
  }
  return matched && !(rule.folderOnly && rest.length === 0);
}
