import { isScalar, Schema } from "yaml";
import type { ScalarTag } from "yaml";
import { yamlOptions } from "./yaml-options.ts";

/** What else begins is a text: YAML 1.2.2, 10.3.2. */
const mayBeOther = new Set("-+.~0123456789nNtTfF");

const core = new Schema({ schema: yamlOptions.schema }).tags.filter(
  (tag): tag is ScalarTag => tag.collection === undefined && tag.test !== undefined,
);

/** Tells what a plain scalar stands for in the core schema of `yaml`, before which come tags for other numbers. */
export function meaningsOf(numbers: readonly ScalarTag[]): (source: string) => unknown {
  const tags = [...numbers, ...core];
  return (source) => {
    if (!mayBeOther.has(source.charAt(0))) return source;
    const tag = tags.find(({ test }) => test?.test(source));
    if (tag === undefined) return source;
    const value = tag.resolve(source, () => undefined, {});
    return isScalar(value) ? value.value : value;
  };
}
