import { resolve } from "node:path";
import { nodeFiles } from "../io/node-files.ts";
import type { Session } from "./session.ts";
import { unusable } from "./unusable.ts";

/** How deep a command looks beyond the inventory itself. */
export interface Depth {
  /** Ask the repository too. */
  readonly repo: boolean;
  /** Ask helm of the charts that are here. */
  readonly helm: boolean;
  /** Its top, absolute; found from the inventory unless told. */
  readonly top?: string | undefined;
  /** Ask the cluster; with the repository, both are one. */
  readonly cluster?: boolean | undefined;
}

/** The inventory alone. */
export const shallow: Depth = { repo: false, helm: false };

/** True where the same question has the same answer while the disk stays as it is. */
export function isRepeatable({ helm, cluster }: Depth): boolean {
  return !helm && cluster !== true;
}

/** The option of every command that follows Flux through the repository. */
export const repoOption = {
  flags: "--repo [path]",
  description: "ask the repository's Flux graph too; its top is found from cluster.flux.path unless told",
};

/** The options of every command that can look beyond the inventory. */
export const depthOptions = [
  repoOption,
  {
    flags: "--cluster",
    description: "ask the cluster of cluster.contexts through kubectl; nothing is changed there",
  },
  {
    flags: "--helm",
    description:
      "lint and render the charts that are here with helm; with --repo those of Flux's releases too",
  },
  { flags: "--verbose", description: "name each part that cannot be seen from here" },
];

/** The depth that the options ask for; undefined, and told, where they cannot be followed. */
export async function depthOf(
  session: Session,
  { repo, helm: wantsHelm, cluster }: Readonly<Record<string, unknown>>,
): Promise<Depth | undefined> {
  const helm = wantsHelm === true;
  if (repo === undefined && !helm && cluster !== true) return shallow;
  const shared = { helm, cluster: cluster === true };
  if (typeof repo !== "string") return { ...shared, repo: repo === true };
  const top = resolve(session.cwd, repo);
  if ((await nodeFiles(top).kind(".")) === "directory") return { ...shared, repo: true, top };
  unusable(session, `there is no folder \`${repo}\``, "--repo takes the top of the repository");
  return undefined;
}
