import type { ScalarTag } from "yaml";

/** `0775`, which Go's parser takes for octal where YAML 1.2 sees 775. */
export const oldOctal: ScalarTag = {
  identify: () => false,
  default: true,
  tag: "tag:yaml.org,2002:int",
  test: /^[-+]?0[0-7]+$/,
  resolve: (text) => Number.parseInt(text, 8),
};
