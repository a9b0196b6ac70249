import type { Kind } from "../../diagnostics/kind.ts";

export const notEditable: Kind = {
  code: "FT819",
  severity: "error",
  title: "an entry cannot be added where it belongs",
  why: "Behind an alias or a merge stands text that other places share: an addition there would change them too.",
  wrong: "workloads: *shared",
  right: "workloads: { grafana: deployment/grafana }",
};

/** What may be in the way of an edit. */
export const editKinds: readonly Kind[] = [notEditable];
