import { describe, expect, it } from "vitest";
import { HeapRoom } from "../source/heap-need.ts";
import { ParsedFiles } from "./parsed-files.ts";

const bytes = (text: string): Uint8Array => Buffer.from(text);

describe("files that were parsed before", () => {
  it("are parsed again only where their bytes are others", () => {
    const parsed = new ParsedFiles();
    const room = new HeapRoom();
    const [one, two] = [parsed.parse("one", bytes("a: 1"), room), parsed.parse("two", bytes("a: 1"), room)];
    expect(two.value).not.toBe(one.value);
    const changed = parsed.parse("two", bytes("a: 2"), room);
    expect(changed.value?.value).toEqual({ a: 2 });
    expect(parsed.parse("one", bytes("a: 1"), room)).toBe(one);
    expect(parsed.parse("two", bytes("a: 2"), room)).toBe(changed);
    expect(parsed.parse("two", bytes("a: 1"), room).value?.value).toEqual({ a: 1 });
  });
});
