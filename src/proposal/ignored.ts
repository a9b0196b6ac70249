import { workloadKind } from "../grammar/kubernetes.ts";
import type { RealObject } from "../reality/model.ts";

/** True for an object that a pattern of `ignore:` means: `namespace/name` or `kind/namespace/name`. */
export function isIgnored(pattern: string, object: Pick<RealObject, "kind" | "namespace" | "name">): boolean {
  const parts = pattern.split("/");
  const [name = "*", namespace = "*", kind = "*"] = parts.reverse();
  return (
    matches(workloadKind(kind.toLowerCase()), object.kind.toLowerCase()) &&
    matches(namespace, object.namespace) &&
    matches(name, object.name)
  );
}

/** `*` stands for any text, without a way to make it slow: the parts are looked for from left to right. */
function matches(pattern: string, text: string): boolean {
  const [first = "", ...others] = pattern.split("*");
  if (others.length === 0) return pattern === text;
  const last = others.pop() ?? "";
  if (text.length < first.length + last.length || !text.startsWith(first) || !text.endsWith(last))
    return false;
  let at = first.length;
  for (const part of others) {
    const found = text.indexOf(part, at);
    if (found === -1 || found + part.length > text.length - last.length) return false;
    at = found + part.length;
  }
  return true;
}
