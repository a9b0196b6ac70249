import type { Dashboard } from "../dashboard/model.ts";
import type { Files } from "../io/files.ts";
import type { YamlFile } from "../reality/flux/parse.ts";
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
  const repository = await readRepository(files, dashboard, {
    top,
    keeping: (parse) => (text, path) => {
      const before = kept.get(text);
      if (before !== undefined) return before;
      const read = parse(text, path);
      kept.put(text, read);
      return read;
    },
  });
  await kept.save();
  return repository;
}
