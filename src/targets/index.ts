import type { Dashboard } from "../dashboard/model.ts";
import { accessTarget } from "./access/target.ts";
import type { Artifact } from "./artifact.ts";
import { clientsTarget } from "./clients/target.ts";
import { envTarget } from "./env/target.ts";
import { mcpTarget } from "./mcp/target.ts";
import { tiltfileTarget } from "./tiltfile/target.ts";

/** Every view of the dashboard that becomes files. */
const targets: readonly ((dashboard: Dashboard) => readonly Artifact[])[] = [
  clientsTarget,
  accessTarget,
  envTarget,
  mcpTarget,
  tiltfileTarget,
];

/** All files that the dashboard stands for, in memory; nothing is written here. */
export function emit(dashboard: Dashboard): readonly Artifact[] {
  return targets.flatMap((target) => target(dashboard));
}
