import type { Release } from "../../dashboard/model.ts";
import type { HelmRelease } from "../../reality/model.ts";
import { findRelease } from "../../reality/query.ts";
import type { Rule, World } from "../rule.ts";
import { certaintyOf, inRepository, seenAt } from "./evidence.ts";
import { inside, releasesOf } from "./places.ts";

export const releaseBehindFlux: Rule = {
  code: "FT614",
  severity: "error",
  asks: "reality",
  title: "Flux deploys a release that is said to be nobody's",
  why: "Tilt and Flux would deploy it by turns, and `tilt down` would uninstall what Flux runs.",
  wrong:
    "helmReleases: { web: { chart: ./chart, flux: false } }         # the HelmRelease shop/web deploys it",
  right: "helmReleases: { web: { chart: ./chart, flux: shop/web, observe: [deployment/web] } }",
  check: (world, tell) => {
    for (const release of releasesOf(world.dashboard)) {
      if (release.owner !== undefined) continue;
      const real = world.reality?.releases.find(
        (one) => one.releaseName === release.releaseName && one.releaseNamespace === release.namespace,
      );
      if (real === undefined) continue;
      const called = `${real.namespace}/${real.name}`;
      const message = `HelmRelease \`${called}\` deploys the release \`${release.releaseName}\` of \`${release.namespace}\``;
      tell(inside(release.origin, "flux"), message, {
        ...certaintyOf(real.object),
        help: `give \`flux: ${called}\`, or another \`releaseName\` or \`namespace\``,
        related: seenAt(world, real.object, "the HelmRelease"),
      });
    }
  },
};

export const releaseIdentity: Rule = {
  code: "FT615",
  severity: "error",
  asks: "reality",
  title: "a release is not the one that Flux deploys",
  why: "Under another name or in another namespace it would be a second release: the swap is refused.",
  wrong: "helmReleases: { web: { chart: ./chart, flux: shop/web, releaseName: site } }   # Flux's is web",
  right: "helmReleases: { web: { chart: ./chart, flux: shop/web } }",
  check: (world, tell) => {
    for (const { release, real } of ownedReleases(world)) {
      const related = seenAt(world, real.object, "the HelmRelease");
      const certainty = certaintyOf(real.object);
      if (release.releaseName !== real.releaseName)
        tell(
          inside(release.origin, "releaseName"),
          `Flux calls this release \`${real.releaseName}\`, not \`${release.releaseName}\``,
          {
            ...certainty,
            related,
            help: `give \`releaseName: ${real.releaseName}\``,
            ...keyUnless(release, "releaseName"),
          },
        );
      if (release.namespace !== real.releaseNamespace)
        tell(
          inside(release.origin, "namespace"),
          `Flux deploys this release to \`${real.releaseNamespace}\`, not to \`${release.namespace}\``,
          {
            ...certainty,
            related,
            help: `give \`namespace: ${real.releaseNamespace}\``,
            ...keyUnless(release, "namespace"),
          },
        );
    }
  },
};

export const releaseChart: Rule = {
  code: "FT616",
  severity: "error",
  asks: "reality",
  title: "a release has another chart or version than Flux's",
  why: "The first swap would change or downgrade what runs, and Flux would change it back.",
  wrong:
    "helmReleases: { web: { chart: web, repo: https://x.org, version: 1.0.0, flux: shop/web } }   # Flux: 1.2.0",
  right: "helmReleases: { web: { chart: web, repo: https://x.org, version: 1.2.0, flux: shop/web } }",
  check: (world, tell) => {
    for (const { release, real } of ownedReleases(world)) {
      const { chart } = real;
      if (chart === undefined) continue;
      const related = seenAt(world, real.object, "the HelmRelease");
      const certainty = certaintyOf(real.object);
      const name = chartName(world, release);
      const wanted = chart.folder ?? chart.name;
      if (name !== wanted && name !== chart.name) {
        const message = `Flux deploys the chart \`${wanted}\`, not \`${name}\``;
        tell(inside(release.origin, "chart"), message, { ...certainty, related });
      } else if (differ(release.version, chart.version))
        tell(
          inside(release.origin, "version"),
          `Flux deploys version \`${chart.version ?? ""}\` of the chart, not \`${release.version ?? ""}\``,
          { ...certainty, related, help: `write \`version: ${chart.version ?? ""}\`, or change both` },
        );
    }
  },
};

interface Owned {
  readonly release: Release;
  readonly real: HelmRelease;
}

/** Releases of the inventory with the HelmRelease that they name. */
export function ownedReleases({ dashboard, reality }: World): readonly Owned[] {
  if (reality === undefined) return [];
  return releasesOf(dashboard).flatMap((release): Owned[] => {
    const real = release.owner && findRelease(reality, release.owner);
    return real === undefined ? [] : [{ release, real }];
  });
}

/** Where the key is not written, the entry's own key stands for it. */
function keyUnless(release: Release, key: string): { target?: "key" } {
  return release.origin.source.keysOf(release.origin.path).includes(key) ? {} : { target: "key" };
}

/** A folder of the repository, or the chart's bare name. */
function chartName(world: World, { chart }: Release): string {
  if (chart.kind === "folder") return inRepository(world, chart.path);
  return (chart.kind === "oci" ? chart.url : chart.name).replace(/\/+$/, "").replace(/^.*\//, "");
}

const exact = /^v?\d+\.\d+\.\d+([-+].*)?$/;

/** True for two versions that are no ranges and not the same. */
function differ(one: string | undefined, other: string | undefined): boolean {
  if (one === undefined || other === undefined || !exact.test(one) || !exact.test(other)) return false;
  return one.replace(/^v/, "") !== other.replace(/^v/, "");
}
