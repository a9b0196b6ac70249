import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { memoryView, readArchive } from "../testing/flux/archive.ts";
import { folder } from "../testing/flux/cases.ts";
import type { Reality, Workload } from "./model.ts";
import {
  declaredPorts,
  findData,
  findHost,
  findKustomization,
  findRelease,
  findService,
  findWorkload,
  servedPorts,
  suspendedBy,
} from "./query.ts";
import { resolveRepository } from "./resolve.ts";

const reality = (name: string): Promise<Reality> =>
  resolveRepository(memoryView(readArchive(readFileSync(join(folder, `${name}.txt`), "utf8"))));

it("finds a workload by any spelling of its kind", async () => {
  const found = await reality("generated");
  for (const kind of ["deployment", "deploy", "Deployment", "deployment.apps"]) {
    expect(findWorkload(found, kind, "media", "own-d")).toMatchObject({
      state: "found",
      item: { confidence: "exact" },
    });
  }
});

it("tells where a workload has gone", async () => {
  const found = await reality("generated");
  expect(findWorkload(found, "deployment", "other", "b")).toMatchObject({
    state: "moved",
    items: [{ namespace: "media", kind: "Deployment" }],
  });
  expect(findWorkload(found, "statefulset", "media", "b")).toMatchObject({
    state: "moved",
    items: [{ namespace: "media", kind: "Deployment" }],
  });
  expect(findWorkload(found, "deployment", "media", "own-dd")).toEqual({ state: "gone", nearest: "own-d" });
  expect(findWorkload(found, "deployment", "media", "ignored")).toEqual({
    state: "gone",
    nearest: undefined,
  });
});

it("cannot tell where something could hide it, and says what", async () => {
  const found = await reality("releases");
  const answer = findWorkload(found, "deployment", "target", "something");
  expect(answer).toMatchObject({
    state: "unknown",
    reasons: [{ kind: "chart", owner: { kind: "HelmRelease", namespace: "other", name: "unknown" } }],
  });
  // The same name elsewhere is still offered.
  expect(findWorkload(found, "deployment", "target", "sonarr")).toMatchObject({
    state: "unknown",
    items: [{ namespace: "media" }],
  });
  // A namespace whose releases are all known by a rule hides nothing.
  expect(findWorkload(found, "deployment", "media", "sonar")).toEqual({ state: "gone", nearest: "sonarr" });
});

it("cannot tell what an operator makes of a custom resource", async () => {
  const found = await reality("unresolved");
  const without = { ...found, unresolved: [] };
  expect(findWorkload(without, "statefulset", "database", "postgres-1")).toMatchObject({
    state: "unknown",
    reasons: [{ message: "Cluster `database/postgres` may make it" }],
  });
  expect(findWorkload(without, "statefulset", "database", "redis")).toMatchObject({ state: "gone" });
  expect(findWorkload(found, "statefulset", "media", "redis")).toMatchObject({
    state: "unknown",
    reasons: [{ kind: "remote-base", owner: { name: "remote-base" } }],
  });
});

it("follows a Service to the pod's port", async () => {
  const found = await reality("releases");
  const answer = findWorkload(found, "deployment", "media", "paperless-server");
  if (answer.state !== "found") throw new Error(answer.state);
  expect(declaredPorts(answer.item)).toEqual([8000]);
  expect(servedPorts(found, answer.item).map(({ number, podPort }) => [number, podPort])).toEqual([
    [80, 8000],
    [9090, 9090],
  ]);
  expect(findService(found, "media", "paperless-metrics")).toMatchObject({ state: "found" });
});

it("finds generated data by its whole name, and names it where the hash is missing", async () => {
  const found = await reality("names");
  const generated = found.data.find(({ name }) => name.startsWith("flux-config-v2-"));
  expect(findData(found, "ConfigMap", "media", generated?.name ?? "")).toMatchObject({
    state: "found",
    item: { keys: ["KEY", "EMPTY", "a", "app.ini", "b", "html", "renamed"].sort() },
  });
  expect(findData(found, "ConfigMap", "media", "flux-config-v2")).toEqual({
    state: "gone",
    nearest: generated?.name,
  });
});

it("knows the Secret that an operator makes", async () => {
  const found = { ...(await reality("unresolved")), unresolved: [] };
  expect(findData(found, "Secret", "media", "app-secret")).toMatchObject({
    state: "found",
    item: { confidence: "rule", keys: ["token"] },
  });
});

it("finds hosts, and does not call one gone that could be routed unseen", async () => {
  expect(findHost(await reality("releases"), "paper.example.org")).toMatchObject({ state: "found" });
  expect(findHost(await reality("releases"), "sonarr.example.org")).toMatchObject({ state: "found" });
  expect(findHost(await reality("releases"), "no.example.org")).toEqual({ state: "unknown" });
  expect(findHost(await reality("substitution"), "no.example.org")).toEqual({ state: "gone" });
  expect(findHost(await reality("missing-substitute"), "no.example.org")).toEqual({ state: "unknown" });
});

it("tells what is suspended, and by what", async () => {
  const found = await reality("suspended");
  const answer = findWorkload(found, "deployment", "media", "web");
  if (answer.state !== "found") throw new Error(answer.state);
  expect(answer.item.replicas).toBe(0);
  expect(suspendedBy(found, answer.item)).toMatchObject({ name: "web" });
  const releases = await reality("releases");
  const name = { namespace: "other", name: "a-name-that-is-much-too-long-for-helm-to-take-as-it-is-here" };
  expect(findRelease(releases, name)).toMatchObject({ suspended: true, chart: { folder: "charts/local" } });
});

it("keeps what a Flux object says, for those who build it again", async () => {
  const found = await reality("substitution");
  const web = findKustomization(found, { namespace: "flux-system", name: "web" });
  expect(web?.substitutions.get("TIER")).toBe("gold");
  expect(web?.folder).toBe("apps/web");
});

it("cannot tell a name that holds an unknown variable, or a hash of what is encrypted", async () => {
  const variable = await reality("missing-substitute");
  expect(findData(variable, "ConfigMap", "media", "x-one")).toMatchObject({
    state: "unknown",
    reasons: [{ kind: "values", message: "the name of ConfigMap `media/x-${UNKNOWN}` is not wholly known" }],
  });
  expect(findData(variable, "ConfigMap", "media", "y-one")).toMatchObject({ state: "gone" });
  const files = {
    "cluster/kustomization.yaml":
      "namespace: media\nsecretGenerator: [{name: token, files: [token.env]}]\nconfigMapGenerator: [{name: plain, literals: [a=b]}, {name: board, files: [x.json=https://example.org/x.json]}]\n",
    "cluster/token.env": "TOKEN=ENC[AES256_GCM,data:abc,type:str]\n",
  };
  const hashed = await resolveRepository(memoryView(files), { path: "cluster" });
  expect(findData(hashed, "Secret", "media", "token-0123456789")).toMatchObject({ state: "unknown" });
  expect(findData(hashed, "ConfigMap", "media", "board-0123456789")).toMatchObject({ state: "unknown" });
  expect(findData(hashed, "ConfigMap", "media", "plain-0123456789")).toMatchObject({ state: "gone" });
});

describe("many that are not there", () => {
  /** A repository with workloads `w0`, `w1`, … in one namespace, and how often a name was read. */
  function many(count: number): { reality: Reality; reads: () => number } {
    let reads = 0;
    const workloads = Array.from({ length: count }, (_, index) => ({
      ...({ kind: "Deployment", group: "apps", namespace: "shop", confidence: "exact" } as Workload),
      get name() {
        reads++;
        return `w${index}`;
      },
    }));
    const nothing = { objects: [], services: [], hosts: [], data: [], kustomizations: [], releases: [] };
    const reality = { source: "repository", workloads, unresolved: [], ...nothing } as unknown as Reality;
    return { reality, reads: () => reads };
  }

  it("are looked for without going through all that is there", () => {
    const { reality, reads } = many(2_000);
    for (let index = 0; index < 2_000; index++)
      expect(findWorkload(reality, "deployment", "shop", `x${index}`).state).toBe("gone");
    expect(reads()).toBeLessThan(2_000 * 10);
  });

  it("are guessed at until two million names were looked at", () => {
    const { reality } = many(100_000);
    const answers = Array.from({ length: 21 }, (_, index) =>
      findWorkload(reality, "deployment", "shop", `x${index + 1}`),
    );
    expect(answers[19]).toEqual({ state: "gone", nearest: "w20" });
    expect(answers[20]).toEqual({ state: "gone", nearest: undefined });
    // What was answered once stays so.
    expect(findWorkload(reality, "deployment", "shop", "x20")).toBe(answers[19]);
  });
});
