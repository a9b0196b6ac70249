import { expect, it } from "vitest";
import type { FileUse } from "../dashboard/model.ts";
import { memoryFiles } from "../testing/memory-files.ts";
import { lookUpFiles } from "./named-files.ts";

it("lists the folder that many missing files are looked for in once", async () => {
  const files = memoryFiles({ "scripts/a.sh": "", "scripts/b.sh": "" });
  const listed: string[] = [];
  const entries: typeof files.entries = async (folder) => {
    listed.push(folder);
    return await files.entries(folder);
  };
  const paths = ["scripts/x.sh", "scripts/y.sh", "scripts/old/z.sh", "gone/z.sh"];
  const uses = paths.map((path) => ({ path, kind: "file", role: "script" }) as FileUse);
  const { lost } = await lookUpFiles({ ...files, entries }, uses);
  const beside = ["a.sh", "b.sh"];
  expect(uses.map((use) => lost?.(use))).toEqual([
    { folder: "scripts", name: "x.sh", beside },
    { folder: "scripts", name: "y.sh", beside },
    { folder: "scripts", name: "old", beside },
    { folder: ".", name: "gone", beside: ["scripts"] },
  ]);
  expect(listed.sort()).toEqual([".", "gone", "scripts", "scripts/old"]);
});
