import { describe, expect, it } from "vitest";
import { toldOf, type Parts } from "../testing/told.ts";

const developed = (liveUpdate: readonly object[], more: object = {}): Parts => ({
  images: { "registry.example/a": { context: "./a", liveUpdate }, ...more },
});
const files = { "a/Dockerfile": "", "a/src/x": "", "ab/x": "", "b/Dockerfile": "", Dockerfile: "" };
const other = (context: string): object => ({ "registry.example/other": { context } });

describe("a step of a live update that takes what Tilt does not watch (FT213)", () => {
  it.each([
    [[{ sync: ["./ab", "/app"] }], {}, ['"./ab"']],
    [[{ fallBackOn: ["./a/src/x", "./ab/x"] }], {}, ['"./ab/x"']],
    [[{ fallBackOn: ["./ab/x"] }, { sync: [".", "/app"] }], {}, ['"./ab/x"', '"."']],
    [[{ run: "make", when: ["./a/src/x"] }], {}, []],
    [[{ fallBackOn: ["./a", "./a/src"] }, { sync: ["./a", "/app"] }], {}, []],
    [[{ sync: ["./ab", "/app"] }], other("./b"), ['"./ab"']],
    [[{ fallBackOn: ["./b/Dockerfile"] }, { sync: ["./b", "/app"] }], other("./b"), []],
    [[{ fallBackOn: ["./ab/x"] }, { sync: ["./ab", "/app"] }], other("."), []],
  ])("is told: %j beside %j", async (steps, more, pieces) => {
    const told = await toldOf(developed(steps, more), files);
    expect(told.filter((one) => one.startsWith("FT213"))).toEqual(pieces.map((piece) => `FT213 ${piece}`));
  });
});
