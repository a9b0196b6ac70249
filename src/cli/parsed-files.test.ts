import { describe, expect, it } from "vitest";
import { ParsedFiles } from "./parsed-files.ts";

const bytes = (text: string): Uint8Array => Buffer.from(text);

describe("files that were parsed before", () => {
  it("are parsed again only where their bytes are others", () => {
    const parsed = new ParsedFiles();
    const [one, two] = [parsed.parse("one", bytes("a: 1")), parsed.parse("two", bytes("a: 1"))];
    expect(two.value).not.toBe(one.value);
    const changed = parsed.parse("two", bytes("a: 2"));
    expect(changed.value?.value).toEqual({ a: 2 });
    expect(parsed.parse("one", bytes("a: 1"))).toBe(one);
    expect(parsed.parse("two", bytes("a: 2"))).toBe(changed);
    expect(parsed.parse("two", bytes("a: 1")).value?.value).toEqual({ a: 1 });
  });
});
