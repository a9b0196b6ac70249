import type { DataObject, RealObject } from "../model.ts";
import { entriesAt, listAt, mappingAt, textAt } from "../value.ts";
import type { Mapping } from "../value.ts";
import { dataOf } from "./variables.ts";

/**
 * The ConfigMap or Secret that an object is, or that an operator makes of it: of an ExternalSecret, a
 * SealedSecret, a Certificate or a SopsSecret's templates. None for any other kind.
 */
export function dataObjectsOf(from: RealObject): readonly DataObject[] {
  const { content, kind, group } = from;
  if (content === undefined) return [];
  if (group === "" && kind === "ConfigMap") {
    const binary = entriesAt(content, "binaryData").map(([key]) => key);
    return [{ ...from, keys: [...dataOf(content).keys(), ...binary] }];
  }
  if (group === "" && kind === "Secret") return [{ ...from, keys: [...dataOf(content).keys()] }];
  if (kind === "ExternalSecret")
    return [made(from, textAt(content, "spec", "target", "name"), externalKeys(content))];
  if (kind === "SealedSecret") {
    const name = textAt(content, "spec", "template", "metadata", "name");
    return [
      made(
        from,
        name,
        entriesAt(content, "spec", "encryptedData").map(([key]) => key),
      ),
    ];
  }
  if (kind === "Certificate" && group === "cert-manager.io") {
    return [made(from, textAt(content, "spec", "secretName"), ["ca.crt", "tls.crt", "tls.key"])];
  }
  return [];
}

/** Without a template, the keys are those of `data`; `dataFrom` brings any. */
function externalKeys(content: Mapping): readonly string[] | undefined {
  const template = mappingAt(content, "spec", "target", "template");
  const named = entriesAt(template, "data").map(([key]) => key);
  if (listAt(template, "templateFrom").length > 0) return undefined;
  const merges = textAt(template, "mergePolicy") === "Merge";
  if (named.length > 0 && !merges) return named;
  if (listAt(content, "spec", "dataFrom").length > 0) return undefined;
  return [...named, ...listAt(content, "spec", "data").flatMap((item) => textAt(item, "secretKey") ?? [])];
}

function made(from: RealObject, name: string | undefined, keys: readonly string[] | undefined): DataObject {
  const confidence = from.confidence === "exact" ? "rule" : from.confidence;
  return {
    ...from,
    kind: "Secret",
    group: "",
    name: name ?? from.name,
    confidence,
    content: undefined,
    keys,
  };
}
