import { expect, it } from "vitest";
import type { Dashboard, FileUse } from "../dashboard/model.ts";
import type { Origin } from "../source/origin.ts";
import { missingFile } from "./missing-file.ts";
import { runRule } from "./rule.ts";

it("looks for what many missing files go on as until two million names were looked at", () => {
  const beside = Array.from({ length: 100_000 }, (_, index) => `s${index}-x.sh`);
  const source = { spanOf: () => undefined } as unknown as Origin["source"];
  const files = Array.from({ length: 21 }, (_, index): FileUse => {
    const origin = { source, path: [index] };
    return { path: `s${index}.sh`, kind: "file", role: "script", origin };
  });
  const told = runRule(missingFile, {
    dashboard: { files } as unknown as Dashboard,
    found: () => undefined,
    lost: ({ path }) => ({ folder: ".", name: path, beside }),
  });
  const helps = told.map(({ diagnostic }) => diagnostic.help);
  expect(helps.slice(18)).toEqual(["did you mean `s18-x.sh`?", "did you mean `s19-x.sh`?", undefined]);
});
