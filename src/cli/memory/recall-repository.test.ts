import { mkdir, mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { errorCode } from "../../io/outside-error.ts";
import { createProject, type Project, type Ran } from "../testing/command-line.ts";
import type { Memory } from "./folder.ts";

const kustomization = (name: string, spec: string): string =>
  `apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: { name: ${name}, namespace: flux-system }\n` +
  `spec: { interval: 1h, prune: true, sourceRef: { kind: GitRepository, name: flux-system }, ${spec} }\n`;
const deployment = (name: string): string =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: ${name}, namespace: shop }\n` +
  "spec: { template: { spec: { containers: [{ name: app, image: example/app:1, ports: [{ containerPort: 8080 }] }] } } }\n";
const settings = (port: string): string =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: settings, namespace: flux-system }\ndata: { WEB: ${port} }\n`;
const shop =
  "apiVersion: v1\nkind: Service\nmetadata: { name: web, namespace: shop }\nspec: { ports: [{ name: http, port: 80, targetPort: 8080 }] }\n";

/** The inventory stands below the top of the repository, which is seen from another root then. */
const files: Readonly<Record<string, string>> = {
  "ops/cluster.config.yaml": [
    "version: 1",
    "cluster: { name: home, contexts: [admin@home], flux: { path: clusters/home } }",
    "groups:",
    "  shop:",
    "    namespace: shop",
    "    flux: shop",
    "    workloads: { web: { target: deployment/web, services: ['8081:web:80'] }, db: deployment/db }",
    "    manifests: { all: { kustomize: set, isolate: dev, resources: { objects: { objects: ['web:service'] } } } }",
    "",
  ].join("\n"),
  "ops/set/kustomization.yaml": "resources: [../../apps/shop]\n",
  "clusters/home/flux-system/gotk-sync.yaml": kustomization("flux-system", "path: ./clusters/home"),
  "clusters/home/infra.yaml": kustomization("infra", "path: ./infra"),
  "clusters/home/shop.yaml": kustomization(
    "shop",
    "path: ./apps/shop, postBuild: { substituteFrom: [{ kind: ConfigMap, name: settings }] }",
  ),
  "infra/settings.yaml": settings("web"),
  "apps/shop/kustomization.yaml": "resources: [web.yaml, ../db]\n",
  "apps/shop/web.yaml": `${deployment('"${WEB}"')}---\n${shop}`,
  "apps/db/db.yaml": deployment("db"),
  "apps/db/kustomization.yaml": "resources: [db.yaml]\n",
};

let project: Project;
let memory: Memory;
let outside = "";
beforeAll(async () => {
  memory = { folder: join(await mkdtemp(join(tmpdir(), "fluxtilt-memory-")), "fluxtilt"), program: "this" };
  outside = await mkdtemp(join(tmpdir(), "fluxtilt-outside-"));
  project = await createProject(files);
  await rm(join(project.root, "cluster.config.yaml"));
  await mkdir(join(project.root, ".git"));
});
afterAll(async () => {
  await project.end();
  await rm(join(memory.folder, ".."), { recursive: true, force: true });
  await rm(outside, { recursive: true, force: true });
});

const run = (line: string): Promise<Ran> => project.run(line.split(" "), { memory, cwd: "ops" });
const said = ({ code, stdout, stderr }: Ran): unknown => ({ code, stdout, stderr });

/** One change of the disk; whatever stands in its way goes. */
type Edit = readonly [what: string, how: () => Promise<unknown>];

const at = (path: string): string => join(project.root, path);
const take = (path: string): Edit => [`remove ${path}`, () => removeAt(path)];
const removeAt = async (path: string): Promise<void> => {
  try {
    await rm(at(path), { recursive: true, force: true });
  } catch (error) {
    // A file stands where its folder was, or links that lead to one another.
    if (!["ENOTDIR", "ELOOP"].includes(errorCode(error) ?? "")) throw error;
  }
};
const put = (path: string, text: string): Edit => [
  `write ${path}: ${text}`,
  async () => {
    await clear(path);
    await project.put(path, text);
  },
];
const link = (path: string, to: string): Edit => [
  `link ${path} to ${to}`,
  async () => {
    await clear(path);
    await symlink(to.replace("OUTSIDE", outside), at(path));
  },
];
const folder = (path: string): Edit => [
  `make the folder ${path}`,
  async () => {
    await clear(path);
    await mkdir(at(path));
  },
];

/** Takes what stands at a path, and what is no folder on the way to it. */
async function clear(path: string): Promise<void> {
  const steps = dirname(path).split("/");
  for (const [index] of steps.entries()) {
    const way = at(steps.slice(0, index + 1).join("/"));
    await mkdir(way).catch(async () => {
      await mkdir(join(way, "."), { recursive: true }).catch(async () => {
        await rm(way, { force: true });
        await mkdir(way);
      });
    });
  }
  await rm(at(path), { recursive: true, force: true });
}

const whole: readonly Edit[] = Object.entries(files).map(([path, text]) => put(path, text));

async function mend(): Promise<void> {
  const cleared = [...["infra", "apps", ".sourceignore"].map(take), folder(".git")];
  for (const [, edit] of [...cleared, ...whole]) await edit();
  await project.run(["generate"], { cwd: "ops" });
}

const edits: readonly Edit[] = [
  ...whole,
  ...Object.keys(files).map(take),
  put("infra/settings.yaml", settings("other")),
  put("infra/settings.yaml", "{ no: yaml"),
  put("infra/more.yaml", settings("third")),
  put("infra/deep/more.yaml", settings("fourth")),
  put("infra/deep/kustomization.yaml", "resources: []\n"),
  take("infra/deep"),
  put("apps/shop/kustomization.yml", "resources: []\n"),
  take("apps/shop/kustomization.yml"),
  put("apps/shop/kustomization.yaml", "resources: [web.yaml]\n"),
  put("apps/shop/kustomization.yaml", "resources: [web.yaml, ../db, lost.yaml]\n"),
  put("apps/shop/lost.yaml", deployment("lost")),
  folder("apps/shop/lost.yaml"),
  take("apps/shop/lost.yaml"),
  put("apps/shop/kustomization.yaml", "resources: [web.yaml, ../db]\npatches: [{ path: patch.yaml }]\n"),
  put("apps/shop/patch.yaml", deployment("web").replace("8080", "9090")),
  take("apps/shop/patch.yaml"),
  put("apps/db/.sourceignore", "db.yaml\n"),
  put(".sourceignore", "/apps/db\n"),
  put(".sourceignore", "!/apps\n"),
  take("apps/db/.sourceignore"),
  take(".sourceignore"),
  link("apps/db/db.yaml", "../shop/web.yaml"),
  link("apps/db/db.yaml", "OUTSIDE/db.yaml"),
  link("apps/db/db.yaml", "db.yaml"),
  link("apps/db", "OUTSIDE"),
  link("apps/db", "../infra"),
  link("infra", "apps/db"),
  put("apps/db", "a file in its place"),
  put("unrelated/huge.yaml", "{ no: yaml"),
  take("unrelated"),
  take(".git"),
  folder(".git"),
];

const lines = [
  "validate",
  "validate --repo",
  "validate --repo .. --verbose",
  "check --repo --format json",
  "drift --repo ..",
];

describe("what is remembered of a Flux repository", () => {
  it("is what working it out says, whatever was changed in it", { timeout: 240_000 }, async () => {
    let recalled = 0;
    const steps = fc.array(fc.constantFrom(...edits), { minLength: 1, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(steps, fc.constantFrom(...lines), async (chosen, line) => {
        await mend();
        for (const [, edit] of [["nothing", () => Promise.resolve()] as const, ...chosen]) {
          await edit();
          for (let time = 0; time < 2; time += 1) {
            const answer = await run(line);
            recalled += answer.isRecalled === true ? 1 : 0;
            expect(said(answer)).toEqual(said(await run(`${line} --no-cache`)));
          }
        }
      }),
      { numRuns: 60 },
    );
    // Otherwise nothing was shown.
    expect(recalled).toBeGreaterThan(60);
  });

  it("is one answer for each question", async () => {
    await mend();
    for (const line of lines) {
      const first = await run(line);
      expect(first, first.stderr).toMatchObject({ code: 0 });
      for (const other of lines)
        expect(said(await run(other))).toEqual(said(await run(`${other} --no-cache`)));
      expect(await run(line)).toMatchObject({ ...first, isRecalled: true });
    }
  });
});
