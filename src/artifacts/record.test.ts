import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hashText, encode, type Hash } from "./content.ts";
import { parseRecord, renderRecord } from "./record.ts";
import { isInside } from "./place.ts";

const hash = hashText(encode("x"));

describe("the record", () => {
  it("has one sorted line a file", () => {
    const text = renderRecord(
      new Map([
        ["b", hash],
        ["B", hash],
        ['a"', hash],
      ]),
    );
    expect(text.split("\n")).toEqual([
      "{",
      '  "version": 1,',
      '  "files": {',
      `    "B": { "hash": "${hash}" },`,
      `    "a\\"": { "hash": "${hash}" },`,
      `    "b": { "hash": "${hash}" }`,
      "  }",
      "}",
      "",
    ]);
  });

  it("is read as it was written", () => {
    const paths = fc.uniqueArray(
      fc.string({ unit: "binary" }).filter((path) => isInside(path) && path.isWellFormed()),
    );
    fc.assert(
      fc.property(paths, (all) => {
        const entries = new Map<string, Hash>(all.map((path) => [path, hashText(encode(path))]));
        const read = parseRecord(renderRecord(entries));
        expect(read.state === "kept" && new Map(read.entries)).toEqual(entries);
      }),
      { examples: [[["__proto__", "constructor"]]] },
    );
    expect(renderRecord(new Map())).toBe('{\n  "version": 1,\n  "files": {}\n}\n');
    expect(parseRecord(renderRecord(new Map())).state).toBe("kept");
  });

  it.each([
    ["merge markers", "<<<<<<< ours\n{\n=======\n[\n>>>>>>> theirs\n", "it has merge markers in it"],
    ["half a file", '{ "version": 1, "fil', "it is not JSON"],
    ["a list", "[]", "it is not a record of version 1"],
    ["no version", '{ "files": {} }', "it is not a record of version 1"],
    [
      "a path that leaves",
      `{ "version": 1, "files": { "../x": { "hash": "${hash}" } } }`,
      "it is not a record of version 1",
    ],
    [
      "a hash that is none",
      '{ "version": 1, "files": { "x": { "hash": "sha256-1" } } }',
      "it is not a record of version 1",
    ],
    ...["null", "[]", "1", '"x"'].map((files): [string, string, string] => [
      `${files} for its files`,
      `{ "version": 1, "files": ${files} }`,
      "it is not a record of version 1",
    ]),
    ...[`x${hash}`, `${hash}0`].map((wrong): [string, string, string] => [
      `the hash ${wrong}`,
      `{ "version": 1, "files": { "x": { "hash": "${wrong}" } } }`,
      "it is not a record of version 1",
    ]),
    [
      "a number for a hash",
      '{ "version": 1, "files": { "x": { "hash": 1 } } }',
      "it is not a record of version 1",
    ],
  ])("is damaged by %s", (_, text, reason) => {
    expect(parseRecord(text)).toEqual({ state: "damaged", reason });
  });

  it("of a later version is told apart, whatever else is in it", () => {
    expect(parseRecord('{ "version": 2, "outputs": [] }')).toEqual({ state: "newer", version: 2 });
  });

  it("hashes LF and CRLF alike, and nothing else", () => {
    expect(hashText(encode("a\r\nb\r\n"))).toBe(hashText(encode("a\nb\n")));
    expect(hashText(encode("a\rb"))).not.toBe(hashText(encode("a\nb")));
    expect(hashText(Buffer.from([0xff]))).not.toBe(hashText(Buffer.from([0xfe])));
  });
});
