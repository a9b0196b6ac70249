import { posix } from "node:path";
import { scan, type Mention, type Scan, type ScannedCall } from "./scan.ts";

/** A place in a Tiltfile. */
export interface Line {
  readonly file: string;
  readonly line: number;
}

/** Something that a reader of the inventory has to know, and where it comes from. */
export interface Note {
  readonly at: Line | undefined;
  readonly text: string;
  /** The field of a resource or button in which the inventory knowingly says something else; `*` for all. */
  readonly about?: { readonly name: string; readonly field: string } | undefined;
}

/** An argument that a Tiltfile takes by name. */
export interface Definition extends Line {
  readonly name: string;
  readonly kind: "bool" | "string" | "list";
  readonly usage: string | undefined;
}

const kinds = {
  "config.define_bool": "bool",
  "config.define_string": "string",
  "config.define_string_list": "list",
} as const;

/** The Tiltfiles of a load: the one that Tilt starts with first, then what it includes and loads. */
export class Tiltfiles {
  readonly #scans: ReadonlyMap<string, Scan>;
  readonly #generated: ReadonlySet<string>;

  /** `texts` by path relative to the project; `isGenerated` knows those that fluxtilt wrote. */
  constructor(texts: ReadonlyMap<string, string>, isGenerated: (text: string) => boolean) {
    this.#scans = new Map([...texts].map(([path, text]) => [path, scan(text)]));
    this.#generated = new Set([...texts].flatMap(([path, text]) => (isGenerated(text) ? [path] : [])));
  }

  /** Every call of one of the functions, in file order. */
  calls(...names: readonly string[]): readonly (ScannedCall & Line)[] {
    return [...this.#scans].flatMap(([file, { calls }]) =>
      calls.filter(({ name }) => names.includes(name)).map((call) => ({ ...call, file })),
    );
  }

  /** Every place at which something that may run a program is named without being called. */
  mentions(): readonly (Mention & Line)[] {
    return [...this.#scans].flatMap(([file, { mentions }]) =>
      mentions.map((mention) => ({ ...mention, file })),
    );
  }

  /** Every variable of the environment that some file reads by name. */
  variables(): readonly string[] {
    return [...new Set([...this.#scans.values()].flatMap(({ variables }) => variables))].sort();
  }

  /** Those of them without which some file does not load. */
  required(): readonly string[] {
    return [...new Set([...this.#scans.values()].flatMap(({ required }) => required))];
  }

  /** Whether fluxtilt wrote a file. */
  isGenerated(file: string): boolean {
    return this.#generated.has(file);
  }

  /** The arguments of a person's own, each once: parts of one whole declare the same. */
  definitions(): readonly Definition[] {
    const isGenerated = this.calls("choose").length > 0;
    const found = Object.entries(kinds).flatMap(([called, kind]) =>
      this.calls(called).flatMap(({ positional: [name], named, written, file, line }): Definition[] => {
        const usage = named.get("usage");
        if (typeof name !== "string" || (isGenerated && name === "develop")) return [];
        if (/\bargs ?= ?True\b/.test(written)) return [];
        return [{ name, kind, usage: typeof usage === "string" ? usage : undefined, file, line }];
      }),
    );
    const once = new Map(found.toReversed().map((one) => [one.name, one]));
    return [...once.values()].sort(
      (one, other) => this.#order(one.file) - this.#order(other.file) || one.line - other.line,
    );
  }

  /** What resources that say nothing else do with a change; undefined where no Tiltfile says it. */
  triggerMode(): "auto" | "manual" | undefined {
    const [word] = this.calls("trigger_mode").flatMap(
      ({ written }) => /\bTRIGGER_MODE_(AUTO|MANUAL)\b/.exec(written)?.[1] ?? [],
    );
    return word === undefined ? undefined : word === "MANUAL" ? "manual" : "auto";
  }

  /** Files beyond its own that the load watches; those of support files are a generated Tiltfile's own. */
  watched(): readonly (Line & { readonly path: string | undefined; readonly written: string })[] {
    return this.calls("watch_file")
      .filter(({ file }) => !this.#generated.has(file) || !file.includes(".fluxtilt/"))
      .map(({ positional: [first], written, file, line }) => ({
        ...{ file, line, written },
        path: typeof first === "string" ? posix.join(posix.dirname(file), first) : undefined,
      }));
  }

  #order(file: string): number {
    return [...this.#scans.keys()].indexOf(file);
  }

  /** The call of our own by which a generated Tiltfile deploys something in Flux's stead. */
  declaredAt(name: string): Line | undefined {
    return this.calls("develop_release", "develop_manifests", "deploy_copy").find(
      ({ positional: [first], named }) => (first ?? named.get("name")) === name,
    );
  }

  /** The first place where a text stands as a whole literal, or as the end of one. */
  find(text: string): Line | undefined {
    const places = [...this.#scans].flatMap(([file, { texts }]) =>
      texts.map(({ value, line }) => ({ file, line, value })),
    );
    const found =
      places.find(({ value }) => value === text) ??
      places.find(({ value }) => value.length > 2 && text.endsWith(value));
    return found === undefined ? undefined : { file: found.file, line: found.line };
  }

  /**
   * Where manifests are made that no file has: a literal that holds one of the names, or else the first that
   * are rendered or printed.
   */
  madeAt(names: readonly string[]): Line | undefined {
    for (const [file, { texts }] of this.#scans) {
      const found = texts.find(({ value }) => names.some((name) => value.includes(`name: ${name}`)));
      if (found !== undefined) return { file, line: found.line };
    }
    const rendered = /\b(helm|local|blob|encode_yaml\w*)\(/;
    const call = this.calls("k8s_yaml").find(({ written }) => rendered.test(written));
    return call === undefined ? this.find(names[0] ?? "") : { file: call.file, line: call.line };
  }

  /** How far down a text stands, for an order; what is nowhere comes last. */
  rank(text: string): number {
    const found = this.find(text);
    if (found === undefined) return Infinity;
    return this.#order(found.file) * 1e7 + found.line;
  }

  /**
   * What evaluation cannot see: that something is decided, repeated or asked of the machine. What fluxtilt
   * generated decides nothing that an inventory does not say.
   */
  logic(): readonly Note[] {
    const own = [...this.#scans].filter(([file]) => !this.#generated.has(file));
    return own.flatMap(([file, { logic, calls }]) => {
      const lines = (word: string): number[] =>
        logic.filter((one) => one.word === word).map(({ line }) => line);
      const told = (word: string, what: string): Note[] => {
        const [first, ...more] = lines(word);
        if (first === undefined) return [];
        const others = more.length === 0 ? "" : `, and ${more.length} more`;
        return [{ at: { file, line: first }, text: `${what}${others}` }];
      };
      return [
        ...told("if", "a condition: the inventory has what it came to in this load"),
        ...told("for", "a loop: the inventory has each of its results as an entry"),
        ...told("while", "a loop: the inventory has each of its results as an entry"),
        ...calls
          .filter(
            ({ name, written }) =>
              /^read_(file|yaml|yaml_stream|json)$/.test(name) && !written.includes(".svg"),
          )
          .map(({ line, written }) => ({
            at: { file, line },
            text: `what it read in this load stays as it was: ${written}`,
          })),
        ...calls.flatMap(({ name, line, named }) => {
          const odd = ["extra_pod_selectors", "discovery_strategy"].filter((key) => named.has(key));
          const words = odd.map((key) => `\`${key}\``).join(" and ");
          return name === "k8s_resource" && odd.length > 0
            ? [{ at: { file, line }, text: `an inventory has no word for ${words}, and is without` }]
            : [];
        }),
        ...calls
          .filter(({ name }) => /^(k8s_kind|k8s_image_json_path|workload_to_resource_function)$/.test(name))
          .map(({ line, written }) => ({
            at: { file, line },
            text: `an inventory has no place for it: ${written}`,
          })),
        ...calls
          .filter(({ name }) => name === "local")
          .map(({ line, written }) => ({
            at: { file, line },
            text: `what it printed in this load stays as it was: ${written}`,
          })),
        ...calls
          // All others are tried: see `waysOf`.
          .filter(
            ({ name, written }) => name.startsWith("config.define_") && /\bargs ?= ?True\b/.test(written),
          )
          .map(({ line, written }) => ({
            at: { file, line },
            text: `an argument of the Tiltfile, which the inventory has as it is without it: ${written}`,
          })),
      ];
    });
  }
}
