import type { Client } from "./listing.ts";
import { resourceName, type Resource } from "./resources.ts";

/** Namespaces in which a kind may be listed, as far as it is known before it is tried. */
export type Fallback = (resource: Pick<Resource, "group" | "plural">) => Promise<readonly string[]>;

/**
 * Where a kind may be listed by a user who may not list it in the whole cluster. Each namespace is asked
 * once for all kinds, when the first of them needs it: trying each kind in each would be hundreds of
 * requests, most of them refused.
 */
export function createFallback(client: Client, namespaces: readonly string[]): Fallback {
  let rights: Promise<readonly (readonly [string, Rights])[]> | undefined;
  return async (resource) => {
    rights ??= Promise.all(
      namespaces.map(async (namespace) => [namespace, await rightsIn(client, namespace)] as const),
    );
    return (await rights).filter(([, may]) => may(resource)).map(([namespace]) => namespace);
  };
}

type Rights = (resource: Pick<Resource, "group" | "plural">) => boolean;

/** What the API server says of the user's own rights; all is tried where it cannot say, or not all of it. */
async function rightsIn(client: Client, namespace: string): Promise<Rights> {
  const said = await client.run(["auth", "can-i", "--list", `--namespace=${namespace}`, "--no-headers"]);
  if ("failure" in said || said.warning.includes("incomplete")) return () => true;
  const listable = new Set(
    said.text.split("\n").flatMap((line) => {
      const [name = ""] = line.split(" ");
      const verbs = /\[([^[\]]*)\]\s*$/.exec(line)?.[1]?.split(" ") ?? [];
      return verbs.includes("list") || verbs.includes("*") ? [name] : [];
    }),
  );
  return (resource) => {
    const { group, plural } = resource;
    const everyKind = group === "" ? "*" : `*.${group}`;
    return [resourceName(resource), `${plural}.*`, everyKind, "*.*"].some((one) => listable.has(one));
  };
}
