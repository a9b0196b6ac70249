import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { Script } from "node:vm";
import { readCode, writeCode } from "./kept-code.ts";

export { codeFile } from "./kept-code.ts";

/** The files of the bundle, loaded with what V8 made of them in an earlier run. */
export interface Bundle {
  /** What a file gives that lies in the bundle's folder; it is run the first time. */
  readonly load: (name: string) => unknown;
  /**
   * Keeps the code of each file that was loaded, with all functions of it that have run by now. Does nothing where
   * it was kept already, and never fails.
   */
  readonly keep: () => void;
}

/** What each file is. */
type Body = (exports: unknown, require: (name: string) => unknown, module: { exports: unknown }) => void;

/** The bundle in `folder`, whose code is kept in the file `kept`; undefined for a run that keeps none. */
export function openBundle(folder: string, kept: string | undefined): Bundle {
  const code = kept === undefined ? new Map<string, Uint8Array>() : readCode(kept);
  const scripts = new Map<string, Script>();
  const modules = new Map<string, { exports: unknown }>();
  let isNew = false;

  const compile = (name: string): Script => {
    const filename = join(folder, name);
    // The bundle is ASCII throughout: V8 needs half the memory for a text that was read so.
    const text = readFileSync(filename, "latin1");
    const cachedData = code.get(name);
    const script = new Script(text, { filename, cachedData });
    if (cachedData === undefined || script.cachedDataRejected === true) isNew = true;
    scripts.set(name, script);
    return script;
  };
  const load = (name: string): unknown => {
    const loaded = modules.get(name);
    if (loaded !== undefined) return loaded.exports;
    const module = { exports: {} as unknown };
    modules.set(name, module);
    const body = compile(name).runInThisContext() as Body;
    const require = (asked: string): unknown =>
      asked.startsWith(".") ? load(join(dirname(name), asked)) : process.getBuiltinModule(asked);
    body(module.exports, require, module);
    return module.exports;
  };
  const keep = (): void => {
    if (kept === undefined || !isNew) return;
    const made = [...scripts].map(([name, script]) => [name, script.createCachedData()] as const);
    writeCode(kept, new Map([...code, ...made]));
  };
  return { load, keep };
}
