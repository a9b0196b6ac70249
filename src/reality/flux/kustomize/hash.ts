import { isMapping } from "../../value.ts";
import type { Mapping, Value } from "../../value.ts";
import { sha256 } from "../../sha256.ts";

const letters: Readonly<Record<string, string>> = { 0: "g", 1: "h", 3: "k", a: "m", e: "t" };

/** JSON as Go writes it: keys in order, `<`, `>` and `&` as escapes. */
function goJson(value: Value): string {
  if (Array.isArray(value)) return `[${value.map(goJson).join(",")}]`;
  if (isMapping(value)) {
    const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${entries.map(([key, item]) => `${goJson(key)}:${goJson(item)}`).join(",")}}`;
  }
  return JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/**
 * The end of the name of a generated ConfigMap or Secret: ten characters made from its type and data
 * (api/hasher).
 */
export function encodeHash(object: Mapping): string {
  const secret = object["kind"] === "Secret";
  const hashed: Mapping = {
    kind: secret ? "Secret" : "ConfigMap",
    // Kustomize looks the name up in a way that never finds it.
    name: "",
    data: object["data"] ?? "",
    ...(secret && { type: object["type"] ?? "" }),
  };
  const more = secret ? "stringData" : "binaryData";
  const extra = object[more];
  if (isMapping(extra)) hashed[more] = extra;
  return sha256(goJson(hashed))
    .slice(0, 10)
    .replace(/[013ae]/g, (char) => letters[char] ?? char);
}
