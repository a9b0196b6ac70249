import { resourcesOf } from "./parts.ts";
import type { Rule } from "./rule.ts";

export const unusedImage: Rule = {
  code: "FT334",
  severity: "warning",
  title: "an image is used by nothing",
  why: "Tilt builds images only for what uses them, and warns at each load.",
  wrong: "images: { registry.local/web: { context: ./web } }",
  right:
    "images: { registry.local/web: { context: ./web } }\ngroups:\n  web:\n    namespace: web\n    flux: web\n    manifests: { web: { kustomize: ./web, images: [registry.local/web], resources: { web: deployment/web } } }",
  source: "tilt internal/tiltfile/tiltfile_state.go, unused image warnings",
  check: ({ dashboard, isPartial }, tell) => {
    if (isPartial === true) return;
    const used = new Set(dashboard.tilt.settings.suppressUnusedImageWarnings);
    for (const resource of resourcesOf(dashboard)) {
      if (resource.kind === "release" || resource.kind === "manifests")
        for (const image of resource.images) used.add(image.ref);
      if (resource.kind === "attach" && resource.liveUpdate?.image !== undefined)
        used.add(resource.liveUpdate.image);
    }
    if (used.has("*")) return;
    for (const image of dashboard.images)
      if (!used.has(image.ref))
        tell(image.origin, `nothing uses the image \`${image.ref}\``, {
          target: "key",
          help: "name it under `images` of a release or of manifests, or take it out",
        });
  },
};
