import { expect, it } from "vitest";
import { requireNode } from "./node-version.ts";

it.each(["v20.19.0", "v20.100.0", "v22.3.0", "v24.0.0"])("takes Node %s", (version) => {
  expect(() => {
    requireNode({ version, getBuiltinModule: () => undefined });
  }).not.toThrow();
});

it.each([
  ["v18.20.8", undefined],
  ["v20.9.0", undefined],
  ["v20.18.3", () => undefined],
  ["v22.2.0", undefined],
])("says what is needed on Node %s", (version, getBuiltinModule) => {
  const words = `cannot run \`fluxtilt\`: this is Node.js ${version}, and it needs 20.19, 22.3 or later`;
  expect(() => {
    requireNode({ version, getBuiltinModule });
  }).toThrow(words);
});
