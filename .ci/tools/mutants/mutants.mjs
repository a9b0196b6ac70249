// Mutation testing of the stages that decide what is generated; CONTRIBUTING.md says how it is run.
import { relative } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { Stryker } from "@stryker-mutator/core";
import fastGlob from "fast-glob";
import { areas, never } from "./areas.mjs";
import { isDrawn } from "./sample.mjs";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  // One change in so many, always the same ones.
  options: { "one-in": { type: "string", default: "1" } },
});
const oneIn = Number(values["one-in"]);
const named = positionals.map((path) => path.replace(/^\.\//, "").replace(/\/$/, ""));
const isNamed = (path) => named.length === 0 || named.some((one) => `${path}/`.startsWith(`${one}/`));

const results = [];
for (const area of areas) {
  const files = (await fastGlob(area.files, { ignore: never })).filter(isNamed);
  if (files.length > 0) results.push(...(await mutate(files, area.tests)));
}
if (results.length === 0) throw new Error("nothing of what is named is mutated");
tell(
  results
    .filter(({ id }) => isDrawn(id, oneIn))
    .map((result) => ({ ...result, fileName: relative(".", result.fileName) })),
);

function mutate(files, tests) {
  return new Stryker({
    plugins: [fileURLToPath(new URL("runner.mjs", import.meta.url))],
    testRunner: "in-process",
    inProcess: { tests, oneIn },
    mutate: files,
    coverageAnalysis: "perTest",
    // What runs when a file is loaded cannot be told apart by test, and the project is loaded once.
    ignoreStatic: true,
    concurrency: 1,
    ignorePatterns: ["/dist", "/docs", ".git"],
    // Words are held by the golden cases as a whole, not one by one.
    mutator: { excludedMutations: ["StringLiteral"] },
    reporters: ["progress-append-only"],
    warnings: { unknownOptions: false },
    timeoutMS: 8_000,
  }).runMutationTest();
}

/** The changes that no test noticed, and a line for each file and folder. */
function tell(all) {
  const unnoticed = ["Survived", "NoCoverage"];
  for (const { fileName, location, mutatorName, replacement, status } of all)
    if (unnoticed.includes(status))
      console.log(`${fileName}:${location.start.line}: ${mutatorName}, ${oneLine(replacement)}`);
  const counted = all.filter(({ status }) => [...unnoticed, "Killed", "Timeout"].includes(status));
  const files = [...new Set(counted.map(({ fileName }) => fileName))].sort();
  for (const file of files)
    count(
      file,
      counted.filter(({ fileName }) => fileName === file),
    );
  for (const folder of ["src/rules", "src/targets", "src/artifacts", "src/dashboard"])
    count(
      folder,
      counted.filter(({ fileName }) => fileName.includes(`${folder}/`)),
    );

  function count(where, ones) {
    if (ones.length === 0) return;
    const missed = ones.filter(({ status }) => unnoticed.includes(status)).length;
    const share = (100 * (ones.length - missed)) / ones.length;
    console.log(`${where}: ${ones.length} changes, ${ones.length - missed} noticed, ${share.toFixed(1)} %`);
  }
}

function oneLine(text) {
  return text.replaceAll(/\s+/g, " ").slice(0, 100);
}
