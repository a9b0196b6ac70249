import { describe, expect, it } from "vitest";
import type { Workload } from "../../reality/model.ts";
import { resolveRepository } from "../../reality/resolve.ts";
import { listAt, mappingAt, textAt } from "../../reality/value.ts";
import { memoryView } from "./archive.ts";

// No time is measured here: a step that grows with the square takes minutes over as many, and the test may not.
const timeout = 20_000;
const many = 20_000;

function lines(count: number, line: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => `${line(index)}\n`).join("");
}

function deployment(name: string, containers = "{ name: app, image: app:1 }"): string {
  return `---
apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}, namespace: web }
spec: { template: { spec: { containers: [${containers}] } } }
`;
}

const containers = (image: string): string =>
  Array.from({ length: many }, (_, index) => `{ name: c${index}, image: "${image}" }`).join(", ");
const ports = (name: string): string =>
  Array.from({ length: many }, (_, index) => `{ containerPort: ${index + 1}, name: ${name}${index} }`).join(
    ", ",
  );

function imagesOf(workload: Workload | undefined): readonly (string | undefined)[] {
  const spec = mappingAt(workload?.content, "spec", "template", "spec");
  return listAt(spec, "containers").map((container) => textAt(container, "image"));
}

/** What Flux makes of a kustomization and the objects beside it, and what cannot be told of it. */
async function built(kustomization: string, objects = deployment("app"), more = {}) {
  const { workloads, unresolved } = await resolveRepository(
    memoryView({
      "kustomization.yaml": `resources: [objects.yaml]\n${kustomization}`,
      "objects.yaml": objects,
      ...more,
    }),
    { path: "." },
  );
  return { workloads, notes: unresolved.map(({ message }) => message) };
}

describe("many of one thing in a kustomization", { timeout }, () => {
  it("patches that each add to the same object", async () => {
    const patch = (index: number): string =>
      `- patch: '{ "apiVersion": "apps/v1", "kind": "Deployment", "metadata": { "name": "app", "namespace": "web", "annotations": { "a${index}": "x" } } }'`;
    expect((await built(`patches:\n${lines(many, patch)}`)).notes).toEqual([]);
  });

  it("JSON patches of the same object", async () => {
    const patch = (index: number): string =>
      `- { target: { kind: Deployment }, patch: '[{ "op": "add", "path": "/spec/replicas", "value": ${index} }]' }`;
    expect((await built(`patches:\n${lines(many, patch)}`)).notes).toEqual([]);
  });

  it("containers that a patch changes", async () => {
    const { workloads, notes } = await built(
      "patches: [{ path: patch.yaml }]\n",
      deployment("app", containers("old:1")),
      {
        "patch.yaml": deployment("app", containers("new:2")),
      },
    );
    expect(notes).toEqual([]);
    expect(workloads[0]?.containers).toHaveLength(many);
    expect(new Set(imagesOf(workloads[0]))).toEqual(new Set(["new:2"]));
  });

  it("ports that a patch changes, silent about their protocol", async () => {
    const { workloads, notes } = await built(
      "patches: [{ path: patch.yaml }]\n",
      deployment("app", `{ name: app, image: app:1, ports: [${ports("old")}] }`),
      { "patch.yaml": deployment("app", `{ name: app, ports: [${ports("new")}] }`) },
    );
    expect(notes).toEqual([]);
    expect(workloads[0]?.containers?.[0]?.ports).toHaveLength(many);
    expect(workloads[0]?.containers?.[0]?.ports.at(-1)).toMatchObject({
      number: many,
      name: `new${many - 1}`,
    });
  });

  it("components that each add an annotation", async () => {
    const kinds = "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\n";
    const parts = Object.fromEntries(
      Array.from({ length: 4_000 }, (_, index) => [
        `c${index}/kustomization.yaml`,
        `${kinds}commonAnnotations: { a${index}: x }\n`,
      ]),
    );
    const names = lines(4_000, (index) => `- c${index}`);
    expect((await built(`components:\n${names}`, deployment("app"), parts)).notes).toEqual([]);
  });

  it("components that are missing are told one by one, each at its line", async () => {
    const { notes } = await built(`components:\n${lines(many, (index) => `- c${index}`)}`);
    expect(notes).toHaveLength(many);
  });

  it("images, each of an object of its own", async () => {
    const { workloads, notes } = await built(
      `images:\n${lines(many, (index) => `- { name: r${index}.io/app, newTag: v2 }`)}`,
      Array.from({ length: many }, (_, index) =>
        deployment(`app${index}`, `{ name: app, image: "r${index}.io/app:1" }`),
      ).join(""),
    );
    expect(notes).toEqual([]);
    expect(imagesOf(workloads.at(-1))).toEqual([`r${many - 1}.io/app:v2`]);
  });

  it("images that are called one after another", async () => {
    const { workloads, notes } = await built(
      `images:\n${lines(many, (index) => `- { name: app${index}, newName: app${index + 1} }`)}`,
      deployment("app", "{ name: app, image: app0 }, { name: other, image: app9 }"),
    );
    expect(notes).toEqual([]);
    expect(imagesOf(workloads[0])).toEqual([`app${many}`, `app${many}`]);
  });

  it("objects of one name, each in a namespace of its own, that others refer to", async () => {
    const objects = (index: number): string =>
      `---\napiVersion: v1\nkind: ConfigMap\nmetadata: { name: settings, namespace: web${index} }\n` +
      deployment("app", "{ name: app, image: app, envFrom: [{ configMapRef: { name: settings } }] }").replace(
        "namespace: web",
        `namespace: web${index}`,
      );
    const { workloads, notes } = await built("namePrefix: my-\n", lines(many / 2, objects));
    expect(notes).toEqual([]);
    const spec = mappingAt(workloads.at(-1)?.content, "spec", "template", "spec");
    expect(textAt(spec, "containers", 0, "envFrom", 0, "configMapRef", "name")).toBe("my-settings");
  });

  it("generated names, each used once", async () => {
    const { workloads, notes } = await built(
      `configMapGenerator:\n${lines(many, (index) => `- { name: c${index}, namespace: web, literals: [a=b] }`)}`,
      deployment(
        "app",
        `{ name: app, image: app, envFrom: [${Array.from({ length: many }, (_, index) => `{ configMapRef: { name: c${index} } }`).join(", ")}] }`,
      ),
    );
    expect(notes).toEqual([]);
    const spec = mappingAt(workloads[0]?.content, "spec", "template", "spec");
    expect(textAt(spec, "containers", 0, "envFrom", many - 1, "configMapRef", "name")).toMatch(
      /^c19999-[a-z0-9]{10}$/,
    );
  });

  it("JSON patches that each add to what the ones before have added", async () => {
    const patch = (index: number): string =>
      `- { target: { kind: Deployment }, patch: '[{ "op": "add", "path": "/metadata/annotations/a${index}", "value": x }]' }`;
    const { workloads, notes } = await built(
      `patches:\n${lines(many, patch)}`,
      deployment("app").replace("namespace: web", "namespace: web, annotations: {}"),
    );
    expect(notes).toEqual([]);
    expect(Object.keys(mappingAt(workloads[0]?.content, "metadata", "annotations") ?? {})).toHaveLength(many);
  });
});

describe("a patch that does not fit", () => {
  it("leaves the object what it is called", async () => {
    const { workloads, notes } = await built(
      `patches: [{ target: { kind: Deployment }, patch: '{ "kind": "Other", "metadata": { "name": "other", "namespace": "other" }, "spec": { "template": [] } }' }]\n`,
    );
    expect(notes).toEqual([expect.stringContaining("different kinds of value in `template`")]);
    expect(workloads).toMatchObject([{ kind: "Deployment", namespace: "web", name: "app" }]);
  });
});

describe("a replacement that writes a whole list", () => {
  it("gives each target a list of its own, which later steps change alone", async () => {
    const replaced = `resources: [objects.yaml]
replacements:
- source: { kind: Deployment, name: app, fieldPath: spec.template.spec.containers }
  targets: [{ select: { name: other }, fieldPaths: [spec.template.spec.containers] }]
`;
    const { workloads } = await resolveRepository(
      memoryView({
        "kustomization.yaml": "resources: [base]\nimages: [{ name: app, tagSuffix: -x }]\n",
        "base/kustomization.yaml": replaced,
        "base/objects.yaml": deployment("app") + deployment("other"),
      }),
      { path: "." },
    );
    // Twice, as kustomize has it: once by its field, once by the name of the list.
    expect(workloads.map(imagesOf)).toEqual([["app:1-x-x"], ["app:1-x-x"]]);
  });
});
