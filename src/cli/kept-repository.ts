import type { Dashboard } from "../dashboard/model.ts";
import type { Files } from "../io/files.ts";
import { parseYaml, type YamlFile } from "../reality/flux/parse.ts";
import type { Memory } from "./memory/folder.ts";
import { openKept } from "./memory/kept.ts";
import { readRepository, type Repository } from "./repository.ts";

/** As `readRepository`; of its YAML only what no run before has read is parsed, where there is a memory. */
export async function readKeptRepository(
  files: Files,
  dashboard: Dashboard,
  top: string | undefined,
  memory: Memory | undefined,
): Promise<Repository> {
  if (memory === undefined) return await readRepository(files, dashboard, { top });
  const kept = await openKept<YamlFile>(memory, ["yaml", files.root]);
  const parse = (text: string): YamlFile => {
    const before = kept.get(text);
    if (before !== undefined) return before;
    const read = parseYaml(text);
    kept.put(text, read);
    return read;
  };
  const repository = await readRepository(files, dashboard, { top, parseYaml: parse });
  await kept.save();
  return repository;
}
