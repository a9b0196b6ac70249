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

function frozen<T>(value: T): T {
  if (typeof value === "object" && value !== null) Object.values(value).forEach(frozen);
  return Object.freeze(value);
}
