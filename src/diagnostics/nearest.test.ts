import { describe, expect, it } from "vitest";
import { didYouMean, Guesses, nearest } from "./nearest.ts";

describe("nearest", () => {
  it.each([
    ["prots", ["ports", "probe", "port"], "ports"],
    ["recieve", ["receive", "relieve"], "receive"],
    ["Prefix", ["prefixes", "prefix"], "prefix"],
    ["monitoring:graphana", ["monitoring:grafana", "monitoring:loki"], "monitoring:grafana"],
    ["pod", ["port", "pods"], "pods"],
    ["a", ["b"], "b"],
    ["same", ["same", "sane"], "same"],
    ["sane", ["sand", "same"], "sand"],
  ])("%s of %j is %s", (word, candidates, expected) => {
    expect(nearest(word, candidates)).toBe(expected);
  });

  it.each([
    ["grafana", ["loki", "tempo", "prometheus"]],
    ["ab", ["cd"]],
    ["", ["a"]],
    ["x".repeat(65), ["x".repeat(65)]],
    ["word", []],
  ])("%j of %j is nothing", (word, candidates) => {
    expect(nearest(word, candidates)).toBeUndefined();
  });

  it("takes a swap of neighbours for one step, at either end", () => {
    expect(nearest("ba", ["ab"])).toBe("ab");
    expect(nearest("xyab", ["xyba"])).toBe("xyba");
    expect(nearest("bacdef", ["abcdfe"])).toBe("abcdfe");
  });

  it("looks through many candidates at once", () => {
    const candidates = Array.from({ length: 50_000 }, (_, index) => `monitoring:workload-${index}`);
    const start = performance.now();
    expect(nearest("monitoring:workload-4999x", candidates)).toBe("monitoring:workload-4999");
    expect(performance.now() - start).toBeLessThan(2_000);
  });
});

it("asks", () => {
  expect(didYouMean("prots", ["ports"])).toBe("did you mean `ports`?");
  expect(didYouMean("prots", ["loki"])).toBeUndefined();
});

it("guesses until two million names were looked at", () => {
  const guesses = new Guesses();
  const names = Array.from({ length: 100_000 }, (_, index) => `w${index}`);
  for (let index = 0; index < 20; index++)
    expect(guesses.make((all) => all.didYouMean("w4999x", names))).toBe("did you mean `w4999`?");
  expect(guesses.nearest("w4999x", names)).toBeUndefined();
  expect(guesses.make(() => "costs nothing")).toBeUndefined();
});
