import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { unifiedDiff } from "./unified-diff.ts";

describe("unifiedDiff", () => {
  it("is empty for equal texts", () => {
    expect(unifiedDiff("x", "a\n", "a\n")).toBe("");
    expect(unifiedDiff("x", undefined, undefined)).toBe("");
  });

  it("shows a change with its context", () => {
    const before = "1\n2\n3\n4\n5\n6\n7\n8\n9\n";
    expect(unifiedDiff("a/Tiltfile", before, before.replace("5", "five"), { context: 1 })).toBe(
      "--- a/a/Tiltfile\n+++ b/a/Tiltfile\n@@ -4,3 +4,3 @@\n 4\n-5\n+five\n 6\n",
    );
  });

  it("tells a missing final newline, a new file and one that goes", () => {
    expect(unifiedDiff("x", "a\n", "a")).toBe(
      "--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+a\n\\ No newline at end of file\n",
    );
    expect(unifiedDiff("x", undefined, "a\nb\n")).toBe("--- /dev/null\n+++ b/x\n@@ -0,0 +1,2 @@\n+a\n+b\n");
    expect(unifiedDiff("x", "a\n", undefined)).toBe("--- a/x\n+++ /dev/null\n@@ -1 +0,0 @@\n-a\n");
  });

  it("shows what a terminal would act on or hide", () => {
    const diff = unifiedDiff("x", "a\n", "\u001b[2Jb\u202ec\tö\r\n");
    expect(diff).toContain("+\\u{1b}[2Jb\\u{202e}c\tö\\u{d}\n");
  });

  it("counts the lines that it leaves out", () => {
    const diff = unifiedDiff("x", undefined, "1\n2\n3\n4\n", { maxLines: 4 });
    expect(diff.split("\n").slice(3)).toEqual(["+1", "… 3 more lines", ""]);
  });

  it("shows texts with nothing in common as replaced, in good time", () => {
    const lines = (word: string) => Array.from({ length: 20_000 }, (_, i) => `${word} ${i}\n`).join("");
    const begun = performance.now();
    const diff = unifiedDiff("x", lines("old"), lines("new").slice(0, -1));
    expect(performance.now() - begun).toBeLessThan(3_000);
    expect(diff).toContain("@@ -1,20000 +1,20000 @@\n-old 0\n");
    expect(diff.endsWith("+new 19999\n\\ No newline at end of file\n")).toBe(true);
  });

  it("is a patch that takes one text to the other", () => {
    const folder = mkdtempSync(join(tmpdir(), "fluxtilt-diff-"));
    const text = fc
      .array(fc.constantFrom("a", "b", "", "c c", "--- x", "+++ y", "@@"), { maxLength: 12 })
      .chain((lines) => fc.constantFrom(lines.join("\n"), `${lines.join("\n")}\n`));
    try {
      fc.assert(
        // Without context, git takes the wrong one of two equal last lines, also of what GNU diff writes.
        fc.property(text, text, fc.integer({ min: 1, max: 4 }), (before, after, context) => {
          const diff = unifiedDiff("f", before, after, { context });
          writeFileSync(join(folder, "f"), before);
          if (diff !== "") {
            execFileSync("git", ["apply", "--unidiff-zero", "--whitespace=nowarn", "-"], {
              cwd: folder,
              input: diff,
            });
          }
          const result = execFileSync("cat", ["f"], { cwd: folder, encoding: "utf8" });
          expect(result).toBe(after);
        }),
        { numRuns: 60 },
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
