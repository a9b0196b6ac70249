import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import packageJson from "../../package.json";
import { project } from "./docs/page.ts";

interface Packed {
  readonly files: readonly { readonly path: string }[];
}

const packed = JSON.parse(
  execFileSync("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"], {
    cwd: project,
    encoding: "utf8",
  }),
) as readonly Packed[];
const paths = (packed[0]?.files ?? []).map(({ path }) => path);

it("packs what is run and what an editor reads, and nothing else", () => {
  const others = paths.filter(
    (path) =>
      !/^(dist\/([-\w]+\.js|package\.json|THIRD-PARTY\.md|chunks\/.*\.js)|schemas\/.*\.json)$/.test(path),
  );
  expect(others.sort()).toEqual(["LICENSE", "README.md", "package.json"]);
  expect(paths).toContain("dist/THIRD-PARTY.md");
});

it("needs nothing at run time, and no script at installation", () => {
  expect(packageJson).not.toHaveProperty("dependencies");
  for (const script of ["preinstall", "install", "postinstall"])
    expect(packageJson.scripts).not.toHaveProperty(script);
  const lock = JSON.parse(readFileSync(join(project, "package-lock.json"), "utf8")) as {
    readonly packages: Readonly<Record<string, { readonly hasInstallScript?: boolean }>>;
  };
  const scripted = Object.entries(lock.packages).flatMap(([path, one]) =>
    one.hasInstallScript === true ? path.replace(/^.*node_modules\//, "") : [],
  );
  // fsevents is for macOS, where its script finds what is built already.
  expect(scripted.filter((name) => name !== "fsevents")).toEqual(Object.keys(packageJson.allowScripts));
  expect(Object.values(packageJson.allowScripts)).not.toContain(true);
});

it("tells of each dependency why it is there", () => {
  const page = readFileSync(join(project, "docs/dependencies.md"), "utf8");
  const told = [...page.matchAll(/^\| `([^`]+)`/gm)].map(([, name]) => name);
  expect(told.sort()).toEqual(Object.keys(packageJson.devDependencies).sort());
});

it("calls the parser of `yaml` without its generators", () => {
  const scripts = paths
    .filter((path) => path.endsWith(".js"))
    .map((path) => readFileSync(join(project, path), "utf8"));
  expect(scripts.filter((text) => text.includes("parseFlowCollection()")).length).toBe(1);
  expect(scripts.filter((text) => text.includes("*parseFlowCollection()"))).toEqual([]);
});

it("names every bundled package with its licence", () => {
  const notice = readFileSync(join(project, "dist/THIRD-PARTY.md"), "utf8");
  const named = [...notice.matchAll(/^## (\S+) \S+ \((MIT|ISC|BSD-[23]-Clause|Apache-2\.0)\)$/gm)];
  for (const name of ["yaml", "zod", "handlebars", "commander", "fast-glob", "diff", "unbash"])
    expect(named.map(([, one]) => one)).toContain(name);
  expect(named).toHaveLength(notice.match(/^## /gm)?.length ?? 0);
});
