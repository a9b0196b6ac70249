import { posix } from "node:path";
import type { Applied } from "../dashboard/applied.ts";
import type { Dashboard } from "../dashboard/model.ts";
import { findKustomization, findWorkload } from "../reality/query.ts";
import { at, spanAt, type Origin } from "../source/origin.ts";
import { inRepository, seenAt } from "./reality/evidence.ts";
import type { Rule } from "./rule.ts";

/** What is written here and applied by Flux. */
function appliedBy({ mcp, access }: Dashboard): readonly (Applied & { readonly origin: Origin })[] {
  return [mcp, access].filter((one) => one !== undefined);
}

export const fluxFileElsewhere: Rule = {
  code: "FT378",
  severity: "error",
  title: "the Kustomization of generated manifests is applied by nobody",
  why: "A Kustomization that lies in the folder which it applies is never made, and neither is what lies outside of the cluster's own path.",
  wrong:
    "mcp: { path: infra/mcp, fluxFile: infra/mcp/flux.yaml, cni: cilium, servers: { kubernetes: { version: v0.0.67 } } }",
  right:
    "mcp: { path: infra/mcp, fluxFile: clusters/home/mcp.yaml, cni: cilium, servers: { kubernetes: { version: v0.0.67 } } }",
  source: "fluxcd.io/flux/components/kustomize/kustomizations",
  check: ({ dashboard, isPartial }, tell) => {
    const { flux, origin: cluster } = dashboard.cluster;
    for (const { fluxFile, path, origin } of appliedBy(dashboard)) {
      // The root stands for a path that leads out of the repository, which is told.
      if (isPartial === true && (fluxFile === "." || path === ".")) continue;
      if (isInside(fluxFile, path))
        tell(at(origin, "fluxFile"), `\`${fluxFile}\` lies in the folder that it has Flux apply`, {
          related: [{ message: "the folder", span: spanAt(at(origin, "path")) }],
          help: "put it below the cluster's own path",
        });
      else if (flux.path !== undefined && !isInside(posix.join(flux.folder, fluxFile), flux.path))
        tell(
          at(origin, "fluxFile"),
          `\`${posix.join(flux.folder, fluxFile)}\` is not below \`${flux.path}\`, where Flux begins`,
          {
            related: [{ message: "the cluster's path", span: spanAt(at(cluster, "flux", "path")) }],
            help: "put it below that path; where the inventory is not at the top of what Flux fetches, say its folder with `cluster.flux.folder`",
          },
        );
    }
  },
};

const reconcile = "commit and push what is generated, and have Flux reconcile";

export const fluxFileUnreached: Rule = {
  code: "FT631",
  severity: "error",
  asks: "reality",
  title: "Flux does not come to the Kustomization of generated manifests",
  why: "Its file is there, and no `kustomization.yaml` on the way from the cluster's path lists it: nothing is deployed, and nothing is said.",
  wrong:
    "mcp: { fluxFile: clusters/home/mcp.yaml, … }         # clusters/home/kustomization.yaml has other resources",
  right:
    "mcp: { fluxFile: clusters/home/mcp.yaml, … }         # clusters/home/kustomization.yaml lists mcp.yaml",
  check: ({ dashboard, reality }, tell) => {
    if (reality === undefined) return;
    const isCluster = reality.source === "cluster";
    for (const { fluxFile, kustomization, origin } of appliedBy(dashboard)) {
      if (findKustomization(reality, kustomization) !== undefined) continue;
      const name = `${kustomization.namespace}/${kustomization.name}`;
      if (isCluster)
        tell(at(origin, "fluxFile"), `the cluster has no Kustomization \`${name}\``, { help: reconcile });
      else
        tell(at(origin, "fluxFile"), `nothing on Flux's way lists \`${fluxFile}\``, {
          help: `run \`fluxtilt generate\`, and add \`${posix.basename(fluxFile)}\` to the \`resources\` of \`${posix.dirname(fluxFile)}/kustomization.yaml\``,
        });
    }
    const { mcp } = dashboard;
    if (!isCluster || mcp === undefined || findKustomization(reality, mcp.kustomization) === undefined)
      return;
    for (const { name, origin } of mcp.servers)
      if (findWorkload(reality, "deployment", mcp.namespace, name).state !== "found")
        tell(origin, `the cluster has no Deployment \`${name}\` in \`${mcp.namespace}\``, {
          target: "key",
          help: reconcile,
        });
  },
};

export const fluxLooksElsewhere: Rule = {
  code: "FT635",
  severity: "error",
  asks: "reality",
  title: "Flux looks for generated manifests in another folder",
  why: "Flux counts paths from the top of what it fetches, and an inventory that lies further down from its own folder: the Kustomization fails, and nothing is deployed.",
  wrong:
    "cluster: { flux: { path: platform/clusters/home } }      # the inventory is platform/cluster.config.yaml",
  right: "cluster: { flux: { path: platform/clusters/home, folder: platform } }",
  source: "fluxcd.io/flux/components/kustomize/kustomizations",
  check: (world, tell) => {
    const { dashboard, reality } = world;
    if (reality?.source !== "repository") return;
    const base = reality.root?.base ?? "";
    for (const { fluxFile, path, kustomization, origin } of appliedBy(dashboard)) {
      const real = findKustomization(reality, kustomization);
      const is = inRepository(world, path);
      if (real?.folder === undefined || real.folder === is) continue;
      if (real.provenance.file !== inRepository(world, fluxFile)) continue;
      tell(at(origin, "path"), `Flux looks for \`${real.folder}\`, and the manifests are in \`${is}\``, {
        related: seenAt(world, real, "the Kustomization"),
        help: `say which folder of what Flux fetches this is: \`cluster.flux.folder: ${posix.relative(base, inRepository(world, ".")) || "."}\``,
      });
    }
  },
};

function isInside(path: string, folder: string): boolean {
  return folder === "." || path === folder || path.startsWith(`${folder}/`);
}
