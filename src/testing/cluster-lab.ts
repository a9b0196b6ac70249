import { loadProject } from "../cli/project.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { assemble } from "../reality/cluster/assemble.ts";
import type { DataName } from "../reality/cluster/data-names.ts";
import { idKey, idOf } from "../reality/cluster/inventory.ts";
import { resources } from "../reality/cluster/resources.ts";
import { objectsOf, parseYaml } from "../reality/flux/parse.ts";
import type { Reality, Unresolved } from "../reality/model.ts";
import { mappingAt, type Mapping } from "../reality/value.ts";
import { clusterObjects } from "./apiserver/objects.ts";
import { memoryFiles } from "./memory-files.ts";

/**
 * The Reality of a cluster that holds what the tests' API server holds, and more, as `readCluster` makes it of
 * what it listed. `hidden` are kinds that may not be listed.
 */
export function clusterWith(more = "", hidden: readonly string[] = []): Reality {
  const objects = objectsOf(parseYaml(`${clusterObjects()}\n---\n${more}`).documents).map(
    ({ object }) => object,
  );
  const isListed = (object: Mapping): boolean => {
    const { group, kind } = idOf(object);
    return !hidden.includes(kind) && resources.some((one) => one.group === group && one.kind === kind);
  };
  const data = objects.flatMap((object): DataName[] => {
    const { kind, namespace, name } = idOf(object);
    return kind === "Secret" || kind === "ConfigMap" ? [{ kind, namespace, name }] : [];
  });
  const secrets = objects.filter((object) => idOf(object).kind === "Secret");
  return assemble({
    objects: objects.filter(isListed),
    known: new Map(objects.map((object) => [idKey(idOf(object)), object])),
    data,
    keys: new Map(
      secrets.map((object) => {
        const { namespace, name } = idOf(object);
        return [`${namespace}/${name}`, Object.keys(mappingAt(object, "stringData") ?? {})];
      }),
    ),
    notes: hidden.map(forbidden),
  });
}

function forbidden(kind: string): Unresolved {
  const message = `you may not list \`${kind}\``;
  const nowhere = { file: undefined, line: undefined, owner: undefined };
  return { kind: "forbidden", message, ...nowhere, hides: "anywhere", except: [], kinds: [kind] };
}

/** What is told of an inventory where this is the cluster, or the repository. */
export async function toldOf(inventory: string, reality: Reality): Promise<readonly Diagnostic[]> {
  const files = memoryFiles({ "cluster.config.yaml": inventory });
  const look = (): Promise<object> => Promise.resolve({ repository: { reality, folder: "" } });
  return (await loadProject(files, "cluster.config.yaml", undefined, undefined, look)).diagnostics;
}
