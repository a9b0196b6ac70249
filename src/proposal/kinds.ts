import type { Kind } from "../diagnostics/kind.ts";

export const unlisted: Kind = {
  code: "FT811",
  severity: "error",
  title: "a workload is there, and the inventory does not name it",
  why: "Nobody sees it on the dashboard: its logs, its state and its buttons are missing, and nobody has said that they should be.",
  wrong: "groups: { media: { … } }         # the repository has deployment/jellyfin in `media` too",
  right: "ignore: [deployment/media/jellyfin]         # or an entry, which `fluxtilt discover` writes",
};

export const unusedIgnore: Kind = {
  code: "FT812",
  severity: "warning",
  title: "what is ignored is not there",
  why: "A pattern that means nothing today may hide something new tomorrow.",
  wrong: "ignore: [kube-sytem/*]",
  right: "ignore: [kube-system/*]",
};

/** What only `drift` tells. */
export const driftKinds: readonly Kind[] = [unlisted, unusedIgnore];
