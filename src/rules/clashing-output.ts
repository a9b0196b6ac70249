import { at, spanAt, type Origin } from "../source/origin.ts";
import type { Rule } from "./rule.ts";

export const clashingOutput: Rule = {
  code: "FT311",
  severity: "error",
  title: "a file is both generated and written by hand",
  why: "Generating would overwrite what a person wrote, or the root would include the same file twice.",
  wrong:
    "tiltfiles: [infrastructure/Tiltfile]\ngroups: { infra: { tiltfile: infrastructure/Tiltfile, namespace: infra, workloads: { web: deployment/web } } }",
  right:
    "tiltfiles: [infrastructure/local.Tiltfile]\ngroups: { infra: { tiltfile: infrastructure/Tiltfile, namespace: infra, workloads: { web: deployment/web } } }",
  check: ({ dashboard }, tell) => {
    const taken = new Map<string, { readonly what: string; readonly origin: Origin | undefined }>();
    for (const path of dashboard.inventoryFiles)
      taken.set(path, { what: "an inventory file", origin: undefined });
    if (dashboard.env !== undefined)
      taken.set(`${dashboard.env.path}.example`, {
        what: "the example of the environment file",
        origin: dashboard.env.origin,
      });
    for (const tiltfile of dashboard.tiltfiles) {
      const section = tiltfile.sections[0]?.origin;
      const origin = section === undefined ? undefined : at(section, "tiltfile");
      if (origin !== undefined && isOwn(tiltfile.path))
        tell(origin, `\`${tiltfile.path}\` is no place for a Tiltfile: fluxtilt keeps its own files there`);
      const before = taken.get(tiltfile.path);
      if (before !== undefined && origin !== undefined)
        tell(origin, `\`${tiltfile.path}\` is ${before.what}`);
      taken.set(tiltfile.path, { what: "a generated Tiltfile", origin });
    }
    for (const include of dashboard.includes) {
      const before = taken.get(include.path);
      if (before === undefined) taken.set(include.path, { what: "included already", origin: include.origin });
      else
        tell(include.origin, `\`${include.path}\` is ${before.what}`, {
          related:
            before.origin === undefined ? [] : [{ message: "named here", span: spanAt(before.origin) }],
          help: "leave it out, or give the group another `tiltfile`",
        });
    }
  },
};

/** The folder of the record and of the support files, and what is no file at all. */
function isOwn(path: string): boolean {
  return path === "." || path === ".fluxtilt" || path.startsWith(".fluxtilt/");
}
