import { describe, expect, it } from "vitest";
import { bothAsOne } from "./both.ts";
import type { Owner, Reality, Unresolved, Workload } from "./model.ts";

const owner = (name: string): Owner => ({ kind: "Kustomization", namespace: "flux-system", name });

function workload(name: string, more: Partial<Workload> = {}): Workload {
  return {
    kind: "Deployment",
    group: "apps",
    namespace: "web",
    name,
    provenance: { file: undefined, line: undefined, chain: [] },
    owner: owner("apps"),
    confidence: "live",
    content: undefined,
    replicas: undefined,
    suspended: false,
    containers: [{ name: "app", init: false, ports: [{ number: 80, name: "http", protocol: "TCP" }] }],
    podLabels: {},
    ...more,
  };
}

const inGit = (name: string, more: Partial<Workload> = {}): Workload =>
  workload(name, {
    confidence: "exact",
    provenance: { file: `${name}.yaml`, line: 3, chain: [] },
    ...more,
  });

function reality(
  source: Reality["source"],
  workloads: readonly Workload[],
  unresolved: Unresolved[] = [],
): Reality {
  const none = { objects: [], services: [], hosts: [], data: [], kustomizations: [], releases: [] };
  return { source, root: undefined, ...none, workloads, unresolved, parsedFiles: 0 };
}

const both = (git: readonly Workload[], live: readonly Workload[], hidden?: readonly string[]) =>
  bothAsOne(
    reality("repository", git),
    reality(
      "cluster",
      live,
      hidden === undefined
        ? []
        : [
            {
              kind: "forbidden",
              message: "you may not list it",
              file: undefined,
              line: undefined,
              owner: undefined,
              hides: "anywhere",
              kinds: hidden,
            },
          ],
    ),
  );

describe("a repository and a cluster", () => {
  it("have the same workload once, with the place in git and what runs", () => {
    const live = workload("shop", { replicas: 3 });
    const { reality: one, differences } = both([inGit("shop", { replicas: 1 })], [live]);
    expect(one.workloads).toEqual([{ ...live, provenance: { file: "shop.yaml", line: 3, chain: [] } }]);
    expect(differences).toEqual([]);
  });

  it("keep what only git has, but no guess that the cluster did not confirm", () => {
    const git = [inGit("new"), inGit("guess", { confidence: "likely" })];
    const { reality: one, differences } = both(git, []);
    expect(one.workloads.map(({ name, confidence }) => [name, confidence])).toEqual([["new", "exact"]]);
    expect(differences).toEqual(["Deployment `web/new` is in the repository and not in the cluster"]);
    // What may not be listed is not known to be missing.
    const hidden = both(git, [], ["Deployment"]);
    expect(hidden.reality.workloads.map(({ name }) => name)).toEqual(["new", "guess"]);
    expect(hidden.differences).toEqual([]);
  });

  it("take the owner from git where Flux's objects may not be listed, and only there", () => {
    const live = [workload("shop", { owner: undefined })];
    expect(both([inGit("shop")], live, ["Kustomization"]).reality.workloads[0]?.owner).toEqual(owner("apps"));
    expect(both([inGit("shop")], live).reality.workloads[0]?.owner).toBeUndefined();
  });

  it("tell once where they differ: kind, owner, ports, and what git does not have", () => {
    const ports = (number: number): Partial<Workload> => ({
      containers: [{ name: "app", init: false, ports: [{ number, name: undefined, protocol: "TCP" }] }],
    });
    const maker = { kind: "Postgres", group: "database.example.org", namespace: "web", name: "pg" };
    const { differences } = both(
      [
        inGit("db", { kind: "StatefulSet" }),
        inGit("shop", ports(8080)),
        inGit("api", { owner: owner("old") }),
      ],
      [
        workload("db"),
        workload("shop", ports(9090)),
        workload("api"),
        workload("by-hand", { owner: undefined }),
        workload("pg", { kind: "StatefulSet", madeBy: [maker] }),
        workload("job", { kind: "Job" }),
      ],
    );
    expect(differences).toEqual([
      "`web/db` is a StatefulSet in the repository and a Deployment in the cluster",
      "Deployment `web/shop` declares port 8080 in the repository and port 9090 in the cluster",
      "Deployment `web/api` is deployed by Kustomization `flux-system/old` in the repository and by Kustomization `flux-system/apps` in the cluster",
      "Deployment `web/by-hand` runs in the cluster and is not in the repository",
    ]);
  });
});
