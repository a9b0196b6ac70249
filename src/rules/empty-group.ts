import { at, spanAt } from "../source/origin.ts";
import { valueAt } from "../source/scalar-text.ts";
import type { Rule } from "./rule.ts";

export const emptyGroup: Rule = {
  code: "FT332",
  severity: "warning",
  title: "a group has no entries",
  why: "It makes nothing in Tilt: what stood in it was taken out or misplaced, and the rest was forgotten.",
  wrong: "groups:\n  web: { namespace: web, label: apps }",
  right: "groups:\n  web: { namespace: web, label: apps, workloads: { site: deployment/site } }",
  check: ({ dashboard, isPartial }, tell) => {
    if (isPartial === true) return;
    for (const { sections } of dashboard.tiltfiles)
      for (const { origin, resources } of sections)
        if (origin.path[0] === "groups" && resources.length === 0)
          tell(origin, `the group \`${String(origin.path.at(-1))}\` has no entries`, {
            target: "key",
            help: "add a workload, a release, manifests or a task, or take the group out",
          });
  },
};

export const unusedLabel: Rule = {
  code: "FT336",
  severity: "warning",
  title: "a group's label is on none of its entries",
  why: "Every entry says a label of its own, so that the group's changes nothing.",
  wrong:
    "groups:\n  web: { namespace: web, label: apps, workloads: { site: { target: deployment/site, label: sites } } }",
  right: "groups:\n  web: { namespace: web, label: sites, workloads: { site: deployment/site } }",
  check: ({ dashboard, isPartial }, tell) => {
    if (isPartial === true) return;
    for (const { sections } of dashboard.tiltfiles)
      for (const { origin, resources } of sections) {
        const place = at(origin, "label");
        const label = valueAt(place);
        if (origin.path[0] !== "groups" || label === undefined || resources.length === 0) continue;
        // Also where one says the group's own label once more.
        const takes = resources.some(
          (resource) =>
            valueAt(at(resource.origin, "label")) === undefined &&
            (resource.kind !== "manifests" ||
              resource.resources.some((one) => valueAt(at(one.origin, "label")) === undefined)),
        );
        if (!takes)
          tell(place, "no entry of the group takes its label", { span: spanAt(place), help: "take it out" });
      }
  },
};
