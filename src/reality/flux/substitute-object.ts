import { isMapping } from "../value.ts";
import type { Mapping, Value } from "../value.ts";
import { annotationsOf, labelsOf } from "./kustomize/resource.ts";
import { parseValue } from "./parse.ts";
import { substitute, SubstitutionError } from "./substitute.ts";
import type { Variables } from "./substitute.ts";

const mark = "kustomize.toolkit.fluxcd.io/substitute";

/** True for an object that says that Flux shall leave its `${}` alone. */
export function isExempt(object: Mapping): boolean {
  return labelsOf(object)[mark] === "disabled" || annotationsOf(object)[mark] === "disabled";
}

/** How many characters substitution may still make in one look at a repository. */
export interface Room {
  left: number;
}

/** Far above all texts of a cluster; what doubles from one Kustomization to the next gets there. */
export const mostText = 64 * 1024 * 1024;

/**
 * Replaces variables everywhere in an object, in a copy. Flux does so in the object's YAML text: a value
 * that stands there without quotes takes a type anew, so that `port: ${PORT}` becomes a number. Throws
 * SubstitutionError when the text is no longer YAML.
 */
export function substituteObject(
  object: Mapping,
  variables: Variables,
  unknown: (name: string) => unknown,
  room: Room = { left: mostText },
): Mapping {
  const text = (value: string, inList: boolean): Value => {
    if (!value.includes("$")) return value;
    const plain = isPlain(value);
    const result = substitute(value, variables, unknown);
    room.left -= result.length;
    if (room.left < 0) throw new SubstitutionError("substitution makes more text than any cluster holds");
    return plain && result !== value ? typed(result, inList) : result;
  };
  const walk = (value: Value, inList: boolean): Value => {
    if (typeof value === "string") return text(value, inList);
    if (Array.isArray(value)) return value.map((item) => walk(item, true));
    if (!isMapping(value)) return value;
    const result: Mapping = {};
    for (const [key, item] of Object.entries(value)) {
      const name = key.includes("$") ? substitute(key, variables, unknown) : key;
      if (name !== "__proto__") result[name] = walk(item, false);
    }
    return result;
  };
  return walk(object, false) as Mapping;
}

/** True when go-yaml writes the text without quotes, on one line. */
function isPlain(text: string): boolean {
  if (/[\n\r\t\u0085\u2028\u2029\p{Cc}]/u.test(text) || text.trim() !== text) return false;
  if (/^[#,[\]{}&*!|>'"%@`]/.test(text) || /^[-?:]( |$)/.test(text)) return false;
  return !/: |:$| #/.test(text) && !/^(---|\.\.\.)/.test(text);
}

/** Texts that are a string in every reading. */
const certain = /^[A-Za-z/][A-Za-z0-9._/-]*$/;
/** Texts that are a whole number in every reading. */
const number = /^[1-9][0-9]{0,14}$/;
const words = /^(true|false|null|y|n|yes|no|on|off)$/i;

function typed(text: string, inList: boolean): Value {
  if (certain.test(text) && !words.test(text)) return text;
  if (number.test(text)) return Number(text);
  const parsed = parseValue(inList ? `- ${text}` : `k: ${text}`);
  if (parsed === undefined) throw new SubstitutionError(`\`${text}\` is no YAML value`);
  const { value } = parsed;
  if (Array.isArray(value)) return value[0] ?? null;
  return isMapping(value) ? (value["k"] ?? null) : null;
}
