import { describe, expect, it } from "vitest";
import { compareVersions, parseRange, parseVersion } from "./version.ts";

describe("parseVersion", () => {
  it.each(["", "0.36", "v1", "01.2.3", "1.2.3.4", "1.2.x", "1.2.3-", "latest"])("refuses %j", (text) => {
    expect(parseVersion(text)).toBeUndefined();
  });

  it("orders as semver.org says", () => {
    const ordered =
      "1.0.0-alpha 1.0.0-alpha.1 1.0.0-alpha.beta 1.0.0-beta.2 1.0.0-beta.11 1.0.0-rc.1 1.0.0 1.0.2 1.0.10 1.10.0 v2.0.0";
    const versions = ordered.split(" ").map((text) => parseVersion(text));
    for (const [index, version] of versions.entries()) {
      const before = versions[index - 1];
      if (version === undefined) throw new Error("a version was not read");
      if (before !== undefined) expect(compareVersions(before, version), String(index)).toBeLessThan(0);
      expect(compareVersions(version, version)).toBe(0);
    }
    expect(parseVersion("1.0.0+build.5")).toEqual(parseVersion("1.0.0"));
  });
});

/** What the real Tilt v0.37 said of each when it loaded a file with it, for a Tilt of version 0.37.5. */
describe("parseRange", () => {
  it.each([
    ">=0.36.0",
    "> 0.36.0",
    "0.37.x",
    ">=0.36.0 <0.38.0",
    ">=0.36.0  <0.38.0",
    "0.1.0 || >0.37.0",
    " >=0.36.0 ",
    ">=  0.36.0",
    ">=0.36.x",
    "!0.37.6",
    "0.x",
  ])("has 0.37.5 in %j", (text) => {
    expect(holds(text)).toBe(true);
  });

  it.each([
    "!0.37.5",
    "!=0.37.5",
    "==0.37.6",
    ">=0.37.6-rc.1",
    "<0.37.0",
    "0.36.x",
    "<0.37.x",
    ">0.37.x",
    "!0.37.x",
  ])("does not have 0.37.5 in %j", (text) => {
    expect(holds(text)).toBe(false);
  });

  it.each([
    "",
    ">=0.36",
    ">=v0.36.0",
    ">=0.36.0, <0.38.0",
    "^0.37.0",
    "~0.37.0",
    "0.1.0||>0.37.0",
    "*",
    "x",
    ">=0.037.0",
    "|| 1.0.0",
    "0.x.x",
  ])("refuses %j", (text) => {
    expect(parseRange(text)).toBeUndefined();
  });
});

function holds(range: string): boolean | undefined {
  const version = parseVersion("v0.37.5");
  return version === undefined ? undefined : parseRange(range)?.(version);
}
