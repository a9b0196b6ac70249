import { parse as parseToml } from "smol-toml";
import { parse as parseShell } from "unbash";
import { parseAllDocuments } from "yaml";
import { codeOf, textsOf } from "./starlark-reader.ts";

/** A name that is made of a text by leaving all signs out. */
const plainName = /^[\w:./-]*$/;

/** A file as its reader takes it: structure, and texts as leaves. What two files have in common is then one comparison. */
export type Shape = unknown;

/** Reads a generated file by the grammar of its format. Throws where it is none of it. */
export function shapeOf(path: string, text: string): Shape {
  if (/(^|\/)Tiltfile[^/]*$/.test(path))
    return { code: layoutless(codeOf(text)), texts: textsOf(text).map(within) };
  if (/\.ya?ml$/.test(path)) return parseAllDocuments(text).map(documentOf);
  if (path.endsWith(".json")) return within(text);
  if (path.endsWith(".example")) return assignmentsOf(text);
  return text;
}

/**
 * Where two shapes differ, each as a line; nothing for the same shape with the same texts. A name that is only
 * derived from a text may be another one.
 */
export function differences(one: Shape, other: Shape, way = ""): readonly string[] {
  if (typeof one === "string" && typeof other === "string")
    return one === other || (plainName.test(one) && one !== "") ? [] : [`${way}: ${one} is not ${other}`];
  if (typeof one !== "object" || one === null || typeof other !== "object" || other === null)
    return one === other ? [] : [`${way}: ${String(one)} is not ${String(other)}`];
  const [left, right] = [
    new Map<string, unknown>(Object.entries(one)),
    new Map<string, unknown>(Object.entries(other)),
  ];
  const keys = [...new Set([...left.keys(), ...right.keys()])];
  return keys.flatMap((key) =>
    left.has(key) && right.has(key)
      ? differences(left.get(key), right.get(key), `${way}/${key}`)
      : [`${way}/${key} is only in one`],
  );
}

/** Where a line is broken is the printer's own business. */
function layoutless(code: string): string {
  return code.replaceAll(/ ,(?= [)\]}])/g, "").replaceAll(/"" \. join \( \[ ""(?: , "")* \] \)/g, '""');
}

function documentOf(document: ReturnType<typeof parseAllDocuments>[number]): unknown {
  if (document.errors[0] !== undefined) throw document.errors[0];
  const value: unknown = document.toJS();
  const isRole =
    typeof value === "object" && value !== null && "kind" in value && String(value.kind).endsWith("Role");
  return deep(isRole ? unordered(value) : value);
}

/** A role without the order of its rules, which says nothing: a text with signs has no place in it either. */
function unordered(value: unknown): unknown {
  const keyOf = (one: unknown): string =>
    JSON.stringify(one, (_, below: unknown) =>
      typeof below === "string" && !plainName.test(below) ? "~" : below,
    );
  if (Array.isArray(value))
    return value.map(unordered).sort((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, below]) => [key, unordered(below)]));
}

function deep(value: unknown): unknown {
  // A container's `$$(` is `$(` once the kubelet has read it.
  if (typeof value === "string") return within(value.replaceAll("$$(", "$("));
  if (Array.isArray(value)) return value.map(deep);
  if (typeof value !== "object" || value === null) return value;
  return Object.entries(value).map(([key, below]) => [key, deep(below)]);
}

/** What another program reads out of a text is read too: JSON, TOML, and two options of helm. */
function within(text: string): unknown {
  const [, key, json] = /^--set-json=((?:[^\\=]|\\.)*)=(.*)$/su.exec(text) ?? [];
  if (json !== undefined) return { key, json: deep(JSON.parse(json)) };
  // A list of CSV, of one field.
  const [, field] = /^--values="(.*)"$/s.exec(text) ?? [];
  if (field !== undefined) return `--values=${field.replaceAll('""', '"')}`;
  if (/^\s*[{[]/.test(text)) {
    try {
      return { json: deep(JSON.parse(text)) };
    } catch {
      // Text that only begins like one.
    }
  }
  // A client of ours runs it; what is in a Tiltfile is a person's own script.
  const [, before, script] =
    /^([^:=]*MCP server: |)((?:token=\$\()?kubectl --context .* create token .*)$/s.exec(text) ?? [];
  if (script !== undefined) return [before, shellOf(JSON.parse(JSON.stringify(parseShell(script))))];
  if (/^\w+ = /m.test(text)) return { toml: deep(parseToml(text)) };
  return text;
}

interface ShellNode {
  readonly [key: string]: unknown;
  readonly type?: unknown;
}

/** What a shell runs: words as what they come to, and what it would put into them; how they are quoted is all the same. */
function shellOf(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(shellOf);
  if (typeof node !== "object" || node === null) return node;
  const { parts, value, ...rest } = node as ShellNode;
  const inside = Array.isArray(parts) ? parts.filter(isExpansion).map(shellOf) : undefined;
  const entries = Object.entries(rest)
    .filter(([key]) => !["pos", "end", "text"].includes(key))
    .map(([key, below]) => [key, shellOf(below)]);
  return {
    ...(Object.fromEntries(entries) as object),
    value: inside?.length === 0 ? value : shellOf(inside ?? value),
  };
}

function isExpansion(part: unknown): boolean {
  const { type } = part as ShellNode;
  return type !== "Literal" && type !== "SingleQuoted" && type !== "AnsiCQuoted";
}

/** Names and values of a `.env`, without its comments. */
function assignmentsOf(text: string): unknown {
  return text
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => /^([A-Za-z_]\w*)=/.exec(line)?.[1]);
}
