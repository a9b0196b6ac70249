import fc from "fast-check";
import { expect, it } from "vitest";
import type { Mapping, Value } from "../../value.ts";
import { defaultSpecs } from "./default-specs.ts";
import { imageRuns, setImages } from "./images.ts";
import type { ImageRun } from "./images.ts";
import { createResource } from "./resource.ts";

const name = fc.constantFrom(
  ...["a", "b", "c", "a.b", "axb", "x/a", "r.io/a", "rxio/a", "h:5000/a", "a:1", "a@sha256:d", "."],
  ...["a.", ".b", "a\nb", "a.*", ""],
);
const image = fc
  .tuple(name, fc.constantFrom("", ":1", ":t", ":1:2"), fc.constantFrom("", "@sha256:abc", "@x"))
  .map((parts) => parts.join(""));
const entry = fc.record(
  {
    name,
    newName: fc.constantFrom("a", "b", "c", "x/a", "r.io/a", "h:5000/a", "a:9", "q@r", ""),
    newTag: fc.constantFrom<Value>("1", "t", 5, "a/b", "x:y", ""),
    digest: fc.constantFrom("sha256:abc", "zz"),
    tagSuffix: fc.constant("-x"),
  },
  { requiredKeys: ["name"] },
);
/** Fields that several specs lead to, and some that none does. */
const object = fc.tuple(image, image, image).map(([one, two, three]): Mapping => ({
  apiVersion: "v1",
  kind: "Pod",
  spec: {
    containers: [{ image: one }, { image: two, reference: three }],
    volumes: [{ image: { reference: two } }],
    deep: { initContainers: [{ image: three }] },
  },
}));
const specs = [
  ...defaultSpecs.images,
  { path: "spec/containers/image" },
  { path: "spec/containers/reference" },
];

function changed(objects: readonly Mapping[], runs: readonly ImageRun[]): readonly Mapping[] {
  const resources = objects.map((one) => createResource(one, { file: "", line: 1, within: [] }));
  for (const run of runs) setImages(resources, run, specs, () => undefined);
  return resources.map((one) => one.object);
}

it("does to an image in one look what it does entry by entry", () => {
  fc.assert(
    fc.property(
      fc.array(object, { minLength: 1, maxLength: 2 }),
      fc.array(entry, { minLength: 1, maxLength: 6 }),
      (objects, entries) => {
        const alone = entries.map((one): ImageRun => [one]);
        expect(changed(objects, imageRuns(entries))).toEqual(changed(objects, alone));
      },
    ),
    { numRuns: 2_000 },
  );
});

it("does all entries without a pattern or a suffix in one look", () => {
  const entries: Value[] = [
    { name: "a" },
    { name: "r.io/b", newTag: 1 },
    { name: "a.*" },
    { name: "c" },
    { name: "d" },
  ];
  const suffixed: Value = { name: "e", tagSuffix: "-x" };
  expect(imageRuns([...entries, suffixed]).map((run) => run.length)).toEqual([2, 1, 2, 1]);
});
