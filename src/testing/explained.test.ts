import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { explained } from "../cli/explained.ts";
import { lab } from "./flux-lab.ts";
import { exampleOf, hasExamples, toldCodes } from "./golden/examples.ts";
import { casesOf, readGoldens, said } from "./golden/cases.ts";

const sources = fileURLToPath(new URL("..", import.meta.url));

it("gives every kind of problem a code of its own", () => {
  const codes = explained.map((kind) => kind.code);
  expect(new Set(codes).size).toBe(codes.length);
});

it("explains every kind that any stage declares", () => {
  const declared = readdirSync(sources, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts") && !file.startsWith("testing"))
    .flatMap((file) => [...readFileSync(join(sources, file), "utf8").matchAll(/^ +code: "(FT\d{3})",$/gm)])
    .map(([, code]) => code);
  expect(declared.sort()).toEqual(explained.map((kind) => kind.code));
});

it("has a golden case or a unit test for every kind of problem", () => {
  const texts = [
    ...(["ok", "err"] as const).flatMap(casesOf).map((one) => readGoldens(one).get(said.text) ?? ""),
    readFileSync(join(lab, "mistakes.expected.txt"), "utf8"),
    ...readdirSync(sources, { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".test.ts"))
      .map((file) => readFileSync(join(sources, file), "utf8")),
  ];
  const missing = explained.filter(({ code }) => !texts.some((text) => text.includes(code)));
  expect(missing.map(({ code }) => code)).toEqual([]);
});

describe.each(explained.filter(hasExamples))("$code, $title", (kind) => {
  it("is told of its wrong example", async () => {
    expect(await toldCodes(exampleOf(kind, "wrong"))).toContain(kind.code);
  });

  it("is not told of its right example, nor is any other shape", async () => {
    const codes = await toldCodes(exampleOf(kind, "right"));
    expect(codes).not.toContain(kind.code);
    expect(codes.filter((code) => code.startsWith("FT1"))).toEqual([]);
  });
});

// A missing, large or wrongly encoded file is no text; a hundred brackets, 128 KB and a full heap are not written out.
const texts = explained.filter(
  ({ code }) => code.startsWith("FT0") && !/^FT0(01|02|03|14|16|17)$/.test(code),
);

describe.each(texts)("$code, $title", (kind) => {
  it("is told of its wrong example as a file, and not of its right one", async () => {
    expect(await toldCodes({ "cluster.config.yaml": `${kind.wrong}\n` })).toContain(kind.code);
    expect(await toldCodes({ "cluster.config.yaml": `${kind.right}\n` })).not.toContain(kind.code);
  });
});
