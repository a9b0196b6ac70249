import { describe, expect, it } from "vitest";
import { takesMoreThan } from "./heap-need.ts";

const megabyte = 1024 * 1024;
const heap = 512 * megabyte;

describe("a text of tokens alone", () => {
  it.each([
    ["empty lists", "[],"],
    ["empty maps", "{},"],
    ["numbers", "1,"],
    ["commas", ","],
    ["brackets that nothing closes", "["],
    ["aliases", "*a,"],
    ["dashes", "- "],
    ["documents", "\n---\n"],
    ["question marks", "\n? \n"],
    ["colons", ":,"],
  ])("takes more than there is: %s", (_, token) => {
    expect(takesMoreThan(`a: [${token.repeat((2 * megabyte) / token.length)}]`, heap)).toBe(true);
    expect(takesMoreThan(`a: [${token.repeat(megabyte / 8 / token.length)}]`, heap)).toBe(false);
  });

  it("takes more than there is where brackets are closed that nothing opened", () => {
    expect(takesMoreThan("]".repeat(megabyte), heap)).toBe(true);
  });
});

describe("a text that people write", () => {
  const workload = (index: number): string =>
    `      app-${index}: { target: deployment/app-${index}, ports: ["${1024 + index}:80"], links: [app-${index}], dependsOn: [app-0], buttons: { a: { do: restart } } }\n`;
  const inventory = (workloads: number): string =>
    `groups:\n  all:\n    workloads:\n${Array.from({ length: workloads }, (_, index) => workload(index)).join("")}`;

  it("is no more than there is where it is read in pieces, and may be where it is read as a whole", () => {
    expect(takesMoreThan(inventory(30_000), heap, true)).toBe(false);
    expect(takesMoreThan(inventory(30_000), heap)).toBe(true);
    expect(takesMoreThan(inventory(10_000), heap)).toBe(false);
  });

  it("is no more than a heap of 1.6 GB has: an inventory of 60,000 workloads", () => {
    expect(takesMoreThan(inventory(60_000), 1_640 * megabyte, true)).toBe(false);
  });

  it("is no more than there is: dashboards of 16 MB in block texts", () => {
    const line =
      '    { "panels": [{ "id": 1, "targets": [{ "expr": "up" }, {}], "gridPos": { "h": 8 } }] },\n';
    const dashboards = `data:\n  a.json: |\n${line.repeat((16 * megabyte) / line.length)}`;
    expect(takesMoreThan(dashboards, heap)).toBe(false);
  });
});
