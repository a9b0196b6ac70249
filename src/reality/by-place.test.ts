import fc from "fast-check";
import { expect, it } from "vitest";
import { byPlace } from "./by-place.ts";
import type { Reality, Service, Unresolved, Workload } from "./model.ts";
import { sendsTo } from "./pods.ts";

const empty = {
  workloads: [],
  services: [],
  hosts: [],
  data: [],
  objects: [],
  kustomizations: [],
  releases: [],
};

function realityOf(parts: object): Reality {
  return { ...empty, unresolved: [], source: "repository", ...parts } as unknown as Reality;
}

const namespace = fc.constantFrom("a", "b", "ab");
const labels = fc.dictionary(fc.constantFrom("app", "tier", "part"), fc.constantFrom("x", "y"));

it("finds the workloads behind a Service as looking at each does", () => {
  const workload = fc.record({
    namespace,
    podLabels: labels,
  }) as fc.Arbitrary<unknown> as fc.Arbitrary<Workload>;
  const service = fc.record({
    namespace,
    selector: labels,
  }) as fc.Arbitrary<unknown> as fc.Arbitrary<Service>;
  fc.assert(
    fc.property(fc.array(workload), service, (workloads, one) => {
      const found = byPlace(realityOf({ workloads })).workloadsBehind(one);
      expect(found).toEqual(workloads.filter((other) => sendsTo(one, other)));
    }),
  );
});

it("finds the objects of operators whose name is in another as looking at each does", () => {
  const name = fc.constantFrom("a", "ab", "b-a", "db", "db-1", "web", "");
  const object = fc.record({ namespace, name, group: fc.constant("example.org"), kind: fc.constant("A") });
  const wanted = fc.constantFrom("db-1-ab", "web", "a-web-a", "x");
  fc.assert(
    fc.property(fc.array(object), namespace, wanted, (objects, where, one) => {
      expect(byPlace(realityOf({ objects })).makersOf(where, one)).toEqual(
        objects.filter((other) => other.namespace === where && one.includes(other.name)),
      );
    }),
  );
});

it("finds what hides a namespace in the order that it was told", () => {
  const place = fc.constantFrom("a", "b", "ab", "a*", "*b", "*", "a*b");
  const hides = fc.oneof(fc.constant("anywhere"), fc.array(place, { maxLength: 3 }));
  const one = fc.record({ hides, except: fc.option(fc.array(namespace), { nil: undefined }) });
  const isMeant = (written: string, wanted: string): boolean => {
    const [first = "", last] = written.split("*");
    if (last === undefined) return written === wanted;
    const isLong = wanted.length >= first.length + last.length;
    return isLong && wanted.startsWith(first) && wanted.endsWith(last);
  };
  fc.assert(
    fc.property(
      fc.array(one) as fc.Arbitrary<unknown> as fc.Arbitrary<Unresolved[]>,
      namespace,
      (unresolved, wanted) => {
        const hiding = byPlace(realityOf({ unresolved })).hiding(wanted);
        expect(hiding).toEqual(
          unresolved.filter((other) =>
            other.hides === "anywhere"
              ? other.except?.includes(wanted) !== true
              : other.hides.some((written) => isMeant(written, wanted)),
          ),
        );
      },
    ),
  );
});
