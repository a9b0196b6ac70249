import type { Facts } from "../evaluated/facts.ts";
import { entry, type Entry } from "./entries.ts";
import { path } from "./path.ts";

/** A forward to a Service as fluxtilt makes it, with the resource that it belongs to. */
export function importService(
  facts: Facts,
): { readonly owner: string; readonly namespace: string; readonly entry: unknown } | undefined {
  const words = scriptWords(facts.serve?.argv, "service-forward.sh");
  const [, namespace = "", service = "", local = "", port = ""] = words ?? [];
  const [owner] = facts.dependsOn;
  if (words === undefined || owner === undefined) return undefined;
  return {
    owner,
    namespace,
    entry: { local: Number(local), service, port: /^\d+$/.test(port) ? Number(port) : port, namespace },
  };
}

/** A bootstrap Secret as fluxtilt makes it. */
export function importSecret(facts: Facts): Entry | undefined {
  const words = scriptWords(facts.run?.argv, "bootstrap-secret.sh");
  if (words === undefined) return undefined;
  const [, namespace, name, type, mode, ...keys] = words;
  const pairs: [string, unknown][] = [];
  for (let index = 0; index < keys.length; index += 3) {
    const [from, key = "", value = ""] = keys.slice(index, index + 3);
    pairs.push([key, from === "env" ? { env: value } : { file: path(value) }]);
  }
  return entry({
    name,
    namespace,
    createNamespace: mode === "create-namespace" ? true : undefined,
    type: type === "Opaque" ? undefined : type,
    label: facts.labels.length === 1 ? facts.labels[0] : facts.labels,
    keys: Object.fromEntries(pairs),
  });
}

function scriptWords(argv: readonly string[] | undefined, script: string): readonly string[] | undefined {
  const [shell, file, ...words] = argv ?? [];
  return shell === "sh" && file?.endsWith(`.fluxtilt/lib/${script}`) === true ? words : undefined;
}
