import { posix } from "node:path";
import type { Guesses } from "../diagnostics/nearest.ts";
import type { FileUse } from "../dashboard/model.ts";
import type { LostStep, Rule } from "./rule.ts";

export const missingFile: Rule = {
  code: "FT401",
  severity: "error",
  title: "a file or folder is not there",
  why: "Tilt loads the file and fails later, when the button is pressed or the task runs; an included Tiltfile that is gone stops everything. A name in other case counts as gone: most disks of others know upper from lower.",
  wrong: "do: { script: [./scripts/deploy.sh] }         # the file is called deploy-stack.sh",
  right: "do: { script: [./scripts/deploy-stack.sh] }",
  check: ({ dashboard, found, lost }, tell) => {
    if (found === undefined) return;
    const gone = new GonePlaces();
    for (const use of dashboard.files) {
      const there = found(use);
      if (there === undefined) {
        // Of a build context that is none, its own Dockerfile is not told as well.
        if (gone.implies(use)) continue;
        gone.add(use);
        tell(use.origin, `the ${use.role} \`${use.path}\` is not there`, {
          near: (guesses) => meant(lost?.(use), use.path, guesses),
        });
      } else if (use.kind !== "any" && there !== use.kind) {
        gone.add(use);
        tell(use.origin, `the ${use.role} \`${use.path}\` is a ${there}, not a ${use.kind}`);
      }
    }
  },
};

/** What is gone, by the place of the inventory that names it. */
class GonePlaces {
  private readonly paths = new Map<FileUse["origin"]["source"], Map<string, Set<string>>>();

  add({ origin, path }: FileUse): void {
    const places = this.paths.get(origin.source) ?? new Map<string, Set<string>>();
    const place = JSON.stringify(origin.path);
    this.paths.set(origin.source, places.set(place, (places.get(place) ?? new Set()).add(path)));
  }

  /** True for a file in a folder that one and the same place names. */
  implies({ origin, path }: FileUse): boolean {
    const gone = this.paths.get(origin.source)?.get(JSON.stringify(origin.path));
    if (gone === undefined) return false;
    for (let at = path.indexOf("/"); at >= 0; at = path.indexOf("/", at + 1))
      if (gone.has(path.slice(0, at))) return true;
    return false;
  }
}

/** The file that a path most likely means, or the folder at which it goes astray. */
function meant(step: LostStep | undefined, path: string, guesses: Guesses): string | undefined {
  if (step === undefined) return undefined;
  if (step.beside.includes(step.name))
    return `\`${posix.join(step.folder, step.name)}\` is a file, not a folder`;
  // Asked in any case: it counts the names that both look at.
  const near = guesses.nearest(step.name, step.beside);
  const name = longer(step) ?? near;
  const isWhole = posix.normalize(path) === posix.join(step.folder, step.name);
  if (name !== undefined) return `did you mean \`${posix.join(step.folder, name)}${isWhole ? "" : "/…"}\`?`;
  return isWhole ? undefined : `there is no folder \`${posix.join(step.folder, step.name)}\``;
}

/** The only file of the same kind whose name goes on where this one ends, or the other way round. */
function longer({ name, beside }: LostStep): string | undefined {
  const { name: stem, ext } = posix.parse(name);
  const goesOn = (long: string, short: string): boolean =>
    long.startsWith(short) && /^[-._]/.test(long.slice(short.length));
  const [only, second] = beside.filter((one) => {
    if (
      !one.endsWith(ext) ||
      !(one.startsWith(stem) || stem.startsWith(one.slice(0, -ext.length || one.length)))
    )
      return false;
    const other = posix.parse(one);
    return other.ext === ext && (goesOn(other.name, stem) || goesOn(stem, other.name));
  });
  return second === undefined ? only : undefined;
}
