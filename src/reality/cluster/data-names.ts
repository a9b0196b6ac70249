import type { ObjectName } from "../model.ts";
import type { Client } from "./listing.ts";
import type { Failure } from "./failure.ts";
import type { Fallback } from "./rights.ts";
import { everywhere, type Outcome } from "./survey.ts";

/** The name of a ConfigMap or a Secret; what is in it is not asked for. */
export interface DataName extends ObjectName {
  readonly kind: "ConfigMap" | "Secret";
}

/** Helm keeps its own state in these, one for each revision of a release. */
const withoutReleases = ["--field-selector=type!=helm.sh/release.v1"];

/**
 * The names of all ConfigMaps or Secrets. kubectl's table is made by the server, which puts names and
 * counts in it and no values: so none leaves the cluster. Any other output of kubectl would fetch them.
 */
export async function dataNames(
  client: Client,
  kind: DataName["kind"],
  fallback: Fallback,
): Promise<Outcome<DataName>> {
  const plural = kind === "Secret" ? "secrets" : "configmaps";
  const only = kind === "Secret" ? withoutReleases : [];
  const list = async (
    namespace?: string,
  ): Promise<{ readonly items: readonly DataName[] } | { readonly failure: Failure }> => {
    const where = namespace === undefined ? "--all-namespaces" : `--namespace=${namespace}`;
    const said = await client.run(["get", plural, where, "--no-headers", ...only]);
    if ("failure" in said) return said;
    const items = client.room.lines(said.text).flatMap((line): DataName[] => {
      const [, first, second] = /^(\S+)\s+(\S+)/.exec(line) ?? [];
      const [inside, name] = namespace === undefined ? [first, second] : [namespace, first];
      return name === undefined || inside === undefined ? [] : [{ kind, namespace: inside, name }];
    });
    return { items };
  };
  const resource = { group: "", kind, plural };
  return (await everywhere(resource, list, fallback)) ?? { items: [], notes: [], standing: "absent" };
}

/** Prints the name of each Secret and its keys, one Secret a line; the values stay in kubectl. */
const one = '{{.metadata.name}}{{range $key, $value := .data}}{{"\\t"}}{{$key}}{{end}}{{"\\n"}}';
const template = `{{if .items}}{{range .items}}${one}{{end}}{{else if .metadata.name}}${one}{{end}}`;

/**
 * The keys of some Secrets by `namespace/name`; what may not be read, or is not there, is left out. One
 * request a namespace, for the named ones alone: what nobody asked about is never fetched.
 */
export async function secretKeys(
  client: Client,
  wanted: readonly ObjectName[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const byNamespace = new Map<string, Set<string>>();
  for (const { namespace, name } of wanted)
    byNamespace.set(namespace, (byNamespace.get(namespace) ?? new Set()).add(name));
  const keys = new Map<string, readonly string[]>();
  await Promise.all(
    [...byNamespace].map(async ([namespace, names]) => {
      const said = await client.run([
        "get",
        `--namespace=${namespace}`,
        "--ignore-not-found",
        `--output=go-template=${template}`,
        "--",
        "secrets",
        ...names,
      ]);
      if ("failure" in said) return;
      for (const line of client.room.lines(said.text)) {
        const [name = "", ...found] = line.split("\t");
        keys.set(`${namespace}/${name}`, found);
      }
    }),
  );
  return keys;
}
