import { childMapping, isMapping, mappingAt, stringAt, stringsAt, textAt, textsAt } from "../../value.ts";
import type { Mapping, Value } from "../../value.ts";
import { decodeExactly, decodeText } from "../parse.ts";
import { baseName, joinPath } from "../paths.ts";
import type { Tree } from "../tree.ts";
import { toBase64Lines } from "../base64.ts";
import { BuildError } from "./build-error.ts";
import {
  allIds,
  annotationsOf,
  describe,
  idOf,
  labelsOf,
  nameOf,
  namespaceOf,
  isOrWas,
  setName,
  setNamespace,
} from "./resource.ts";
import type { Origin, Resource } from "./resource.ts";
import type { Spend } from "./room.ts";

/** What one entry of `configMapGenerator` or `secretGenerator` makes. */
export interface Generated {
  readonly resource: Resource;
  readonly behavior: string;
}

interface Pair {
  readonly key: string;
  readonly bytes: Uint8Array;
  /** Fetched from elsewhere: the key is known, the content is not. */
  readonly remote?: boolean;
}

interface Generator {
  readonly tree: Tree;
  readonly folder: string;
  readonly kind: "ConfigMap" | "Secret";
  readonly written: Value;
  /** `generatorOptions` of the kustomization. */
  readonly shared: Value | undefined;
  readonly origin: Origin;
  readonly spend: Spend;
}

/** Marks of files that SOPS has encrypted; Flux decrypts them before it builds. */
const encrypted = /ENC\[AES256_GCM,|"sops":|^sops:/m;

/** Makes the object of one generator. Throws BuildError when a file is missing or a key is there twice. */
export async function generate(generator: Generator): Promise<Generated> {
  const { kind, written, shared, origin, spend } = generator;
  const name = textAt(written, "name") ?? "";
  if (name === "") throw new BuildError("a generator has no `name`");
  const pairs = await readPairs(generator);
  const object: Mapping = { apiVersion: "v1", kind, metadata: { name } };
  const namespace = textAt(written, "namespace");
  if (namespace !== undefined) setNamespace(object, namespace);
  if (kind === "Secret") object["type"] = textAt(written, "type") ?? "Opaque";
  const keys = new Set<string>();
  for (const { key, bytes } of pairs.toSorted((a, b) => (a.key < b.key ? -1 : 1))) {
    if (keys.has(key)) throw new BuildError(`the generator of \`${name}\` has \`${key}\` twice`);
    keys.add(key);
    const text = kind === "Secret" ? undefined : decodeExactly(bytes);
    if (text === undefined)
      childMapping(object, kind === "Secret" ? "data" : "binaryData")[key] = toBase64Lines(bytes);
    else childMapping(object, "data")[key] = text;
  }
  const own = mappingAt(written, "options");
  for (const field of ["labels", "annotations"]) {
    const marks: Mapping = { ...textsAt(shared, field), ...textsAt(own, field) };
    const count = Object.keys(marks).length;
    spend(count / 2);
    if (count > 0) childMapping(object, "metadata")[field] = marks;
  }
  const flag = (key: string): boolean => own?.[key] === true || mappingAt(shared)?.[key] === true;
  if (flag("immutable")) object["immutable"] = true;
  const uncertain = pairs.some(({ bytes, remote }) => remote === true || isEncrypted(bytes));
  return {
    resource: {
      object,
      origin,
      previous: [],
      prefixes: [],
      suffixes: [],
      needsHash: !flag("disableNameSuffixHash"),
      bareNulls: [],
      uncertain,
    },
    behavior: stringAt(written, "behavior") ?? "create",
  };
}

function isEncrypted(bytes: Uint8Array): boolean {
  return bytes.length < 1_000_000 && encrypted.test(decodeText(bytes));
}

const encoder = new TextEncoder();

/** One step for so many bytes, of which a hash is made. */
const bytesOfStep = 64;

async function readPairs({ tree, folder, written, spend }: Generator): Promise<Pair[]> {
  const load = async (path: string): Promise<Uint8Array> => {
    const bytes = await tree.bytes(joinPath(folder, path));
    if (bytes === undefined)
      throw new BuildError(`the file \`${joinPath(folder, path)}\` of a generator is missing`);
    spend(bytes.length / bytesOfStep);
    return bytes;
  };
  const pairs: Pair[] = [];
  const single = stringAt(written, "env");
  for (const path of [...stringsAt(written, "envs"), ...(single === undefined ? [] : [single])]) {
    pairs.push(...envPairs(decodeText(await load(path))));
  }
  for (const literal of stringsAt(written, "literals")) {
    const equals = literal.indexOf("=");
    if (equals <= 0) throw new BuildError(`the literal \`${literal}\` of a generator is not \`key=value\``);
    pairs.push({ key: literal.slice(0, equals), bytes: encoder.encode(unquoted(literal.slice(equals + 1))) });
  }
  for (const file of stringsAt(written, "files")) {
    const equals = file.indexOf("=");
    const path = file.slice(equals + 1);
    const key = equals < 0 || /^https?:/.test(file) ? baseName(path) : file.slice(0, equals);
    if (/^https?:\/\//.test(path)) pairs.push({ key, bytes: new Uint8Array(), remote: true });
    else pairs.push({ key, bytes: await load(path) });
  }
  return pairs;
}

function unquoted(text: string): string {
  const first = text.charAt(0);
  const quoted = text.length > 1 && (first === '"' || first === "'") && text.endsWith(first);
  return quoted ? text.slice(1, -1) : text;
}

/** Lines `KEY=value` of an env file; comments and empty lines are left out. */
function envPairs(text: string): Pair[] {
  return text
    .split("\n")
    .map((line) => line.replace(/\r$/, "").trimStart())
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => {
      const equals = line.indexOf("=");
      const [key, value] = equals < 0 ? [line, ""] : [line.slice(0, equals), line.slice(equals + 1)];
      return { key, bytes: encoder.encode(value) };
    });
}

/** Resources by every name that they have or had. */
type ByName = Map<string, Resource[]>;

/** Sorts the resources for the generators of one kustomization. */
export function byNames(resources: readonly Resource[], spend: Spend): ByName {
  spend(resources.length);
  const sorted: ByName = new Map();
  for (const resource of resources)
    for (const name of new Set(allIds(resource).map((id) => id.name))) {
      const same = sorted.get(name);
      if (same === undefined) sorted.set(name, [resource]);
      else same.push(resource);
    }
  return sorted;
}

/** Adds a generated object to all resources, or merges it into the one that it is meant for. */
export function absorb(
  resources: Resource[],
  { resource, behavior }: Generated,
  named: ByName,
  spend: Spend,
): void {
  const id = idOf(resource.object);
  const called = named.get(id.name) ?? [];
  spend(1 + called.length);
  const [target, second] = called.filter((one) => isOrWas(one, id));
  if (second !== undefined) throw new BuildError(`${describe(id)} is there more than once`);
  if (target === undefined) {
    if (behavior !== "create") throw new BuildError(`${describe(id)} is not there to be ${behavior}d`);
    resources.push(resource);
    named.set(id.name, [...called, resource]);
    return;
  }
  if (behavior !== "merge" && behavior !== "replace")
    throw new BuildError(`${describe(id)} is there already`);
  const before = target.object;
  const after = resource.object;
  for (const [field, marks] of [
    ["labels", { ...labelsOf(before), ...labelsOf(after) }],
    ["annotations", { ...annotationsOf(before), ...annotationsOf(after) }],
  ] as const) {
    if (Object.keys(marks).length > 0) childMapping(after, "metadata")[field] = marks;
  }
  setName(after, nameOf(before));
  setNamespace(after, namespaceOf(before));
  for (const field of behavior === "merge" ? ["data", "binaryData"] : []) {
    const [old, now] = [before[field], after[field]];
    // In place, since the object before is not used any more: thousands of generators may add to one.
    if (isMapping(old)) after[field] = Object.assign(old, isMapping(now) ? now : {});
  }
  const merged: Resource = {
    ...resource,
    origin: target.origin,
    previous: target.previous,
    prefixes: target.prefixes,
    suffixes: target.suffixes,
    needsHash: target.needsHash && resource.needsHash,
    uncertain: resource.uncertain || (behavior === "merge" && target.uncertain),
  };
  spend(resources.length / 64);
  resources[resources.indexOf(target)] = merged;
  for (const name of new Set(allIds(merged).map((one) => one.name)))
    named.set(
      name,
      (named.get(name) ?? []).map((one) => (one === target ? merged : one)),
    );
}
