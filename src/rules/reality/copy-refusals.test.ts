import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { copyRefusal } from "./copy-refusals.ts";

const star = readFileSync(new URL("../../../templates/lib/isolate.star", import.meta.url), "utf8");

/** The kinds in a list of the support file. */
function kindsOf(list: string): readonly string[] {
  const text = new RegExp(`^${list} = \\[([^\\]]*)\\]`, "m").exec(star)?.[1] ?? "";
  const kinds = [...text.matchAll(/"(\w+)"/g)].map(([, kind = ""]) => kind);
  expect(kinds.length).toBeGreaterThan(0);
  return kinds;
}

const refusal = (kind: string): string | undefined =>
  copyRefusal({ apiVersion: "v1", kind, metadata: { name: "it" } }, new Set());

it("refuses the kinds that the generated Tiltfile refuses, and renames those that it renames", () => {
  for (const kind of [...kindsOf("REFUSED"), ...kindsOf("UNNAMED_ROUTES"), "ClusterIssuer"])
    expect(refusal(kind), kind).toBeDefined();
  for (const kind of [...kindsOf("RENAMED"), ...kindsOf("WORKLOADS"), "Namespace", "Service"])
    expect(refusal(kind), kind).toBeUndefined();
});
