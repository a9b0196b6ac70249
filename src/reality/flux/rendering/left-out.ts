import { entriesAt, isMapping } from "../../value.ts";
import type { Mapping } from "../../value.ts";
import { fromBase64 } from "../base64.ts";
import { annotationsOf, kindOf, labelsOf } from "../kustomize/resource.ts";

const group = "kustomize.toolkit.fluxcd.io";

/** Why Flux does not apply an object, or only where there is none yet; undefined where it does. */
export function leftOutBecause(object: Mapping): string | undefined {
  const says = (key: string, value: string): boolean =>
    [labelsOf(object), annotationsOf(object)].some(
      (marks) => marks[`${group}/${key}`]?.toLowerCase() === value.toLowerCase(),
    );
  if (says("reconcile", "disabled")) return "Flux leaves it alone (`reconcile: disabled`)";
  if (says("ssa", "Ignore")) return "Flux leaves it alone (`ssa: Ignore`)";
  if (says("ssa", "IfNotPresent")) return "Flux applies it only where there is none (`ssa: IfNotPresent`)";
  return undefined;
}

/** `whole`: SOPS encrypted the object; `part`: it was made of a file that SOPS encrypted. */
export function encryption(object: Mapping, text: string): "whole" | "part" | undefined {
  if (isMapping(object["sops"])) return "whole";
  const mark = "ENC[AES256_GCM,";
  if (text.includes(mark)) return "part";
  if (kindOf(object) !== "Secret") return undefined;
  const values = entriesAt(object, "data").map(([, value]) =>
    typeof value === "string" ? fromBase64(value) : undefined,
  );
  return values.some((value) => value?.includes(mark) === true) ? "part" : undefined;
}
