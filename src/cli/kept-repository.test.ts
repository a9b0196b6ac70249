import { expect, it } from "vitest";
import { nodeFiles } from "../io/node-files.ts";
import { parseYaml, type YamlFile } from "../reality/flux/parse.ts";
import { resolveRepository } from "../reality/resolve.ts";
import { lab } from "../testing/flux-lab.ts";

it("may share what YAML was read to be: nothing that follows Flux changes it", async () => {
  const files = nodeFiles(lab);
  const parseFrozen = (text: string): YamlFile => frozen(parseYaml(text));
  expect(await resolveRepository({ ...files, parseYaml: parseFrozen })).toEqual(
    await resolveRepository(files),
  );
});

it("reads no text twice, in however many files it stands, and however often Flux's ways lead to it", async () => {
  const read: string[] = [];
  const parse = (text: string): YamlFile => {
    read.push(text);
    return parseYaml(text);
  };
  await resolveRepository({ ...nodeFiles(lab), parseYaml: parse });
  expect(read.length).toBeGreaterThan(10);
  expect(read).toEqual([...new Set(read)]);
});

function frozen<T>(value: T): T {
  if (typeof value === "object" && value !== null) Object.values(value).forEach(frozen);
  return Object.freeze(value);
}
