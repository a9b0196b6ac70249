import { secondsOf } from "../grammar/names.ts";
import { at } from "../source/origin.ts";
import { resourcesOf } from "./parts.ts";
import type { Rule } from "./rule.ts";

/** Seconds that Tilt gives a deploy where nothing else is said (`update_settings`). */
const tiltsOwn = 30;

export const helmPatience: Rule = {
  code: "FT363",
  severity: "warning",
  title: "Helm may wait longer than Tilt does",
  why: "Tilt ends a deploy after `k8sUpsertTimeoutSecs`, 30 seconds unless told, and Helm with it: the release stays pending, and the next upgrade is refused.",
  wrong: "helmReleases: { web: { chart: ./chart, flux: false, timeout: 10m } }",
  right: "helmReleases: { web: { chart: ./chart, flux: false, timeout: 20s } }",
  source: "https://github.com/tilt-dev/tilt-extensions/issues/466",
  check: ({ dashboard }, tell) => {
    const patience = dashboard.tilt.settings.k8sUpsertTimeoutSecs ?? tiltsOwn;
    for (const resource of resourcesOf(dashboard)) {
      if (resource.kind !== "release" || resource.timeout === undefined) continue;
      const wanted = secondsOf(resource.timeout);
      if (wanted <= patience) continue;
      tell(
        at(resource.origin, "timeout"),
        `Helm may wait ${resource.timeout}, and Tilt ends it after ${patience} s`,
        { help: `say \`tilt: { settings: { k8sUpsertTimeoutSecs: ${Math.ceil(wanted)} } }\`, or wait less` },
      );
    }
  },
};
