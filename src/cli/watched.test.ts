import { expect, it } from "vitest";
import { memoryFiles } from "../testing/memory-files.ts";
import { HeapRoom } from "../source/heap-need.ts";
import { ParsedFiles } from "./parsed-files.ts";
import { changesBetween, seenBy, snapshot } from "./watched.ts";

const fragment = (name: string): string => `tasks: { ${name}: { run: manual, do: { argv: [${name}] } } }\n`;
const inputs = {
  files: ["cluster.config.yaml", "a/tilt.yaml"],
  patterns: ["*/tilt.yaml"],
  named: ["run.sh"],
};

it("takes for a change what came to be, or was edited, while a run made it known", async () => {
  const start = { files: ["cluster.config.yaml"], patterns: [], named: [] };
  const files = { "cluster.config.yaml": "version: 1\n", "a/tilt.yaml": fragment("a"), "run.sh": "" };
  const before = await snapshot(memoryFiles(files), start);
  const parsed = new ParsedFiles();
  for (const path of inputs.files)
    parsed.parse(path, new TextEncoder().encode(files[path as keyof typeof files]), new HeapRoom());

  const after = await snapshot(
    memoryFiles({ ...files, "a/tilt.yaml": fragment("c"), "b/tilt.yaml": fragment("b") }),
    inputs,
  );
  expect(changesBetween(seenBy(before, after, inputs, parsed), after)).toEqual([
    "a/tilt.yaml",
    "b/tilt.yaml",
  ]);
  const same = await snapshot(memoryFiles(files), inputs);
  expect(changesBetween(seenBy(before, same, inputs, parsed), same)).toEqual([]);
});
