import { expect, it } from "vitest";
import { scan } from "./scan.ts";

it("reads a file of as many calls as lines", { timeout: 15_000 }, () => {
  // No time is measured: what follows each call, looked at for each, takes minutes.
  const many = 50_000;
  const lines = Array.from(
    { length: many },
    (_, index) => `local_resource('t${index}', cmd=['echo', 'a'])\n`,
  );
  const { calls } = scan(lines.join(""));
  expect(calls).toHaveLength(many);
  expect(calls.at(-1)?.name).toBe("local_resource");
});
