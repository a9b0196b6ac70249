import { describe, expect, it } from "vitest";
import { HeapRoom } from "./heap-need.ts";

const megabyte = 1024 * 1024;
const heap = 512 * megabyte;

function takesMoreThan(text: string, bytes: number, inPieces = false): boolean {
  return !new HeapRoom(bytes).takes(text, inPieces);
}

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

  it.each(["]", "] ", "]\n", "}\n"])("takes more than there is where nothing opened %j", (bracket) => {
    expect(takesMoreThan(bracket.repeat(megabyte / 2), heap)).toBe(true);
  });
});

describe("one long text", () => {
  const long = 30 * megabyte;

  it.each([
    ["plain", `x: ${"a".repeat(long)}\n`, false],
    ["with escapes", `x: "${"abcde\\u0041".repeat(long / 11)}"\n`, true],
    ["of short lines", `x: |\n${"  a\n".repeat(long / 4)}`, true],
    ["of lines as people write", `x: |\n${`  ${"a".repeat(77)}\n`.repeat(long / 80)}`, false],
  ])("takes what it is made of: %s", (_, text, isMore) => {
    expect(takesMoreThan(text, heap)).toBe(isMore);
    expect(takesMoreThan(text, heap / 3)).toBe(true);
  });
});

describe("many texts", () => {
  const text = `x: [${"[],".repeat(megabyte / 16)}]\n`;

  it("take together what each leaves", () => {
    const room = new HeapRoom(heap);
    let count = 0;
    while (count < 100 && room.takes(text)) count += 1;
    expect(count).toBeGreaterThan(2);
    expect(count).toBeLessThan(20);
    expect(room.has(text)).toBe(false);
    expect(room.takes("x: 1\n")).toBe(true);
  });

  it("do not take what only looks like it: dashboards in block texts", () => {
    const room = new HeapRoom(heap);
    const line = '    { "panels": [{ "id": 1, "targets": [{ "expr": "up" }, {}] }] },\n';
    const dashboards = `data:\n  a.json: |\n${line.repeat(megabyte / line.length)}`;
    for (let count = 0; count < 20; count += 1) expect(room.takes(dashboards)).toBe(true);
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
