import type { WrittenSecret } from "../inventory/schema/inventory.ts";
import { at, entriesAt, type Origin } from "../source/origin.ts";
import type { BootstrapSecret } from "./model.ts";
import { labelsOf, resolvePath, type Scope } from "./scope.ts";

/** A Secret made by hand in Tilt. Its files may be absent: they hold what git must not. */
export function resolveSecret(
  scope: Scope,
  key: string,
  written: WrittenSecret,
  origin: Origin,
): BootstrapSecret {
  return {
    kind: "secret",
    name: key,
    origin,
    description: written.description,
    labels: labelsOf(scope, written.label),
    tiltfile: scope.tiltfile,
    secretName: written.name ?? key,
    namespace: written.namespace,
    createNamespace: written.createNamespace,
    type: written.type,
    keys: entriesAt(at(origin, "keys"), written.keys).map(([name, value, place]) =>
      "env" in value
        ? { key: name, variable: value.env, origin: place }
        : { key: name, file: resolvePath(scope, value.file, at(place, "file")), origin: place },
    ),
  };
}
