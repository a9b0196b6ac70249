import { expect, it } from "vitest";
import { startStopwatch } from "./stopwatch.ts";

it("counts all time to a part, from the process's begin on", () => {
  const times = [40, 45, 60, 61];
  const watch = startStopwatch(() => times.shift() ?? 0);
  for (const part of ["start", "source", "inventory", "source"]) watch.lap(part);
  expect([...watch.laps()]).toEqual([
    ["start", 40],
    ["source", 6],
    ["inventory", 15],
  ]);
});
