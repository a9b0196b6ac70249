import { posix } from "node:path";
import type { CommandFacts, Facts } from "../evaluated/facts.ts";
import { isUrl } from "../grammar/link.ts";
import { importCommand, type CommandPlace, type ImportedCommand } from "./command.ts";
import type { Line, Note, Tiltfiles } from "./tiltfiles.ts";
import type { Variables } from "./variables.ts";

/** A part of an inventory, as it is written: keys in their order, without what is the default anyway. */
export type Entry = Readonly<Record<string, unknown>>;

/** What importing needs beside the facts, and where it tells what it could not write. */
export interface Importing {
  readonly tiltfiles: Tiltfiles;
  readonly variables: Variables;
  /** Absolute folder of the project. */
  readonly project: string;
  readonly context: string;
  /** Namespace that kubectl takes where nothing is said. */
  readonly namespace: string;
  /** What the inventory does with a change where an entry says nothing else. */
  readonly trigger: "auto" | "manual";
  readonly notes: Note[];
}

/** Tells something of a resource or a button at the place where it is named, or else at another. */
export function tell(
  { tiltfiles, notes }: Importing,
  name: string,
  field: string,
  text: string,
  otherwise?: Line,
): void {
  const at = tiltfiles.find(name) ?? otherwise;
  notes.push({ at, text: `\`${name}\`: ${text}`, about: { name, field } });
}

/** Takes a difference for known that another note tells already. */
export function quiet({ notes }: Importing, name: string, field: string): void {
  notes.push({ at: undefined, text: "", about: { name, field } });
}

/** Without keys that have no value. */
export function entry(values: Readonly<Record<string, unknown>>): Entry {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}

/** Without one of its keys. */
export function without(values: Entry, key: string): Entry {
  return Object.fromEntries(Object.entries(values).filter(([name]) => name !== key));
}

/** Undefined for an empty list. */
export function some<T>(list: readonly T[]): readonly T[] | undefined {
  return list.length === 0 ? undefined : list;
}

/** What every resource has: its labels, links and dependencies. */
export function shown(importing: Importing, name: string, facts: Facts): Entry {
  const links = facts.links.flatMap((link): unknown[] => {
    const [url = "", ...title] = link.split(" ");
    if (!isUrl(url)) {
      tell(
        importing,
        name,
        "links",
        `the link \`${url}\` is no address that a browser opens, and is left out`,
      );
      return [];
    }
    return title.length === 0 ? [url] : [{ name: title.join(" "), url }];
  });
  const [label] = facts.labels;
  return entry({
    label: facts.labels.length === 1 ? label : facts.labels,
    links: some(links),
    dependsOn: some(facts.dependsOn),
  });
}

/** What runs in the cluster has more: forwards, and how it starts. */
export function inCluster(importing: Importing, name: string, facts: Facts): Entry {
  const ports = (facts.forwards ?? []).flatMap((forward): unknown[] => {
    const [, host = "", local = "", pod = "", rest = ""] = /^(.*):(\d+):(\d+) ?(.*)$/s.exec(forward) ?? [];
    if (local === "0") {
      tell(importing, name, "forwards", "a forward to a port that Tilt chooses anew each time is left out");
      return [];
    }
    if (pod === "0")
      tell(
        importing,
        name,
        "forwards",
        `the forward of ${local} names no port of the pod, and Tilt guesses it: written as ${local}:${local}`,
      );
    const port = pod === "0" ? local : pod;
    const [title, path] = splitTitle(rest);
    // The short form is cut at its colons.
    if (title !== undefined || path !== undefined || host.includes(":"))
      return [
        entry({
          local: Number(local),
          pod: Number(port),
          host: host === "localhost" ? undefined : host,
          name: title,
          path: path === undefined ? undefined : `/${path}`,
        }),
      ];
    const both = local === port && host === "localhost" ? Number(local) : `${local}:${port}`;
    return [host === "localhost" ? both : `${host}:${local}:${port}`];
  });
  return entry({
    ports: some(ports),
    autoInit: facts.autoInit ? undefined : false,
    trigger: facts.trigger === importing.trigger ? undefined : facts.trigger,
    readiness: facts.readiness === "ignore" ? "ignore" : undefined,
  });
}

/** `name path`, of which either may be empty; a name may hold spaces, a path does not. */
function splitTitle(rest: string): readonly [title: string | undefined, path: string | undefined] {
  const space = rest.lastIndexOf(" ");
  const [title, path] = space < 0 ? [rest, ""] : [rest.slice(0, space), rest.slice(space + 1)];
  return [title === "" ? undefined : title, path === "" ? undefined : path];
}

/** The folder of a command; undefined for the project's own, and told where it is outside. */
export function folderOf(
  importing: Importing,
  name: string,
  dir: string,
  fields: readonly string[],
): string | undefined {
  if (dir === "." || dir === "") return undefined;
  if (!posix.isAbsolute(dir) && !dir.startsWith("..")) return `./${dir}`;
  for (const field of fields)
    tell(importing, name, field, `its folder \`${dir}\` is outside of the project: it runs in the project's`);
  return undefined;
}

/** A command with what stands beside it, told where it is not word for word the same. */
export function commandOf(
  importing: Importing,
  name: string,
  field: string,
  facts: CommandFacts,
  place: CommandPlace,
): ImportedCommand & { readonly env: Entry | undefined } {
  const here = portable(importing.project, facts);
  if (here !== facts)
    tell(importing, name, field, "paths of this machine are written relative to its folder");
  const readable = importing.variables.readable(here.argv, here.env);
  const { argv, env } = readable ?? here;
  if (readable !== undefined) {
    const names = importing.variables.within([facts.argv, facts.env]).map((one) => `\`${one}\``);
    tell(importing, name, field, `its command reads ${names.join(" and ")} when it runs`);
    if (facts.env.length !== env.length)
      tell(importing, name, "env", "what it reads itself is not set for it");
  }
  const done = importCommand(placed(argv, facts.dir), place);
  if (readable === undefined && JSON.stringify(done.argv) !== JSON.stringify(argv) && isTyped(done.do))
    tell(
      importing,
      name,
      field,
      `\`${argv.join(" ").replaceAll(/\s+/g, " ")}\` is written as \`${nameOf(done.do)}\``,
    );
  const pairs = env.map((one) => {
    const [key = "", ...value] = one.split("=");
    return [key, value.join("=")] as const;
  });
  return { ...done, env: pairs.length === 0 ? undefined : Object.fromEntries(pairs) };
}

/** Without the project's own path, which is another on each machine. */
function portable(project: string, facts: CommandFacts): CommandFacts {
  const up = posix.isAbsolute(facts.dir) ? "." : posix.relative(facts.dir, ".") || ".";
  const shown = (text: string): string => text.replaceAll(`${project}/`, `${up}/`).replaceAll(project, up);
  const [argv, env] = [facts.argv.map(shown), facts.env.map(shown)];
  const isSame = JSON.stringify([argv, env]) === JSON.stringify([facts.argv, facts.env]);
  return isSame ? facts : { argv, env, dir: facts.dir };
}

function isTyped(written: unknown): boolean {
  return !/^(argv|shell|script)$/.test(nameOf(written));
}

function nameOf(written: unknown): string {
  return typeof written === "string" ? written : (Object.keys(written as object)[0] ?? "");
}

/** A program by its path is one of the project: relative to the inventory, whatever the command's folder is. */
function placed(argv: readonly string[], dir: string): readonly string[] {
  const [program = "", ...rest] = argv;
  if (!program.includes("/") || posix.isAbsolute(program) || posix.isAbsolute(dir)) return argv;
  const path = posix.join(dir, program);
  return path.startsWith("..") ? argv : [`./${path}`, ...rest];
}
