import { kinds as artifactKinds } from "../artifacts/kinds.ts";
import { dashboardKinds } from "../dashboard/kinds.ts";
import type { Kind } from "../diagnostics/kind.ts";
import { evaluatedKinds } from "../evaluated/kinds.ts";
import { probeKinds } from "./mcp/kinds.ts";
import { shapeKinds } from "../inventory/issue-kinds.ts";
import { editKinds } from "../inventory/edit/kinds.ts";
import { inventoryKinds } from "../inventory/kinds.ts";
import { driftKinds } from "../proposal/kinds.ts";
import { allowanceKinds, rules } from "../rules/index.ts";
import { outsideKinds } from "../io/kinds.ts";
import { bugKinds } from "./failure.ts";
import { mintKinds } from "./kubeconfig/kinds.ts";
import { tiltKinds } from "./tilt/kinds.ts";
import { renderKinds } from "./render/kinds.ts";
import { callKinds } from "./unusable.ts";
import { clusterKinds } from "../reality/cluster/kinds.ts";
import { sourceKinds } from "../source/kinds.ts";

/** Every kind of problem that fluxtilt tells, by code. */
export const explained: readonly Kind[] = [
  ...sourceKinds,
  ...shapeKinds,
  ...inventoryKinds,
  ...dashboardKinds,
  ...rules,
  ...allowanceKinds,
  ...artifactKinds,
  ...renderKinds,
  ...probeKinds,
  ...driftKinds,
  ...editKinds,
  ...clusterKinds,
  ...mintKinds,
  ...outsideKinds,
  ...tiltKinds,
  ...callKinds,
  ...bugKinds,
  ...evaluatedKinds,
].sort((a, b) => (a.code < b.code ? -1 : 1));
