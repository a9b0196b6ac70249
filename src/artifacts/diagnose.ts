import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { report } from "../diagnostics/kind.ts";
import type { Comparison, Status } from "./compare.ts";
import { recordPath } from "./folder.ts";
import { clash, edited, foreign, missing, orphaned, recordUnusable, stale } from "./kinds.ts";

const generate = "run `fluxtilt generate`";
const force = "`fluxtilt generate --force`";

function orphanHelp(status: Status): string {
  const keep = `to keep it as your own, take its header away`;
  if (status.unsure === true) return `remove it with ${force}; ${keep}`;
  if (status.touched !== true) return `${generate}, which removes it`;
  return `remove it with ${force}; to keep it as your own, take it out of \`${recordPath}\``;
}

/** Tells how one output stands and the command that mends it; undefined when it is current. */
export function diagnoseStatus(status: Status): Diagnostic | undefined {
  const name = `\`${status.path}\``;
  switch (status.state) {
    case "current":
      return undefined;
    case "stale":
      if (status.modeOnly === true) {
        return report(stale, `${name} is stale: it is not executable`, { help: generate });
      }
      return report(stale, `${name} is stale: the inventory says something else`, { help: generate });
    case "missing":
      return report(missing, `${name} is missing`, { help: generate });
    case "edited":
      return report(edited, `${name} was edited by hand`, {
        help: `move the edit to the inventory, then run ${force}`,
      });
    case "orphaned": {
      const how = status.touched === true ? ", and was edited by hand" : "";
      return report(orphaned, `${name} is no longer generated${how}`, { help: orphanHelp(status) });
    }
    case "foreign":
      if (status.before === undefined) {
        return report(foreign, `${name} is a link, and fluxtilt writes through none`, {
          help: "remove the link, or choose the path that it leads to",
        });
      }
      return report(foreign, `${name} is there, and fluxtilt did not write it`, {
        help: `move it away, or replace it with ${force}`,
      });
  }
}

/** Tells that nothing can be written because of the record, whatever is forced. */
export function diagnoseRecord(comparison: Comparison): Diagnostic | undefined {
  const { record, recordStatus } = comparison;
  if (record.state === "newer") {
    return report(
      recordUnusable,
      `\`${recordPath}\` has version ${record.version}, and this fluxtilt knows version 1`,
      { help: "use the version of fluxtilt that wrote it" },
    );
  }
  if (recordStatus.state === "foreign") {
    return report(clash, `\`${recordPath}\` is not a regular file`, { help: "remove it" });
  }
  return undefined;
}

/** The journal of a run that was killed cannot be read, so what it was doing is not known. */
export function journalDamaged(path: string): Diagnostic {
  return report(recordUnusable, `\`${path}\`, left by a run that was killed, cannot be read`, {
    help: `remove \`${path}\` and what is left of that run (\`.*.fluxtilt-*\`), then ${generate}`,
  });
}

/**
 * Everything that `check` tells: one diagnostic for each output that is not current. The record is told
 * only when nothing else is wrong, or when it cannot be read: generating the others mends it too.
 */
export function diagnose(comparison: Comparison): readonly Diagnostic[] {
  if (comparison.diagnostics.length > 0) return comparison.diagnostics;
  const blocked = diagnoseRecord(comparison);
  if (blocked !== undefined) return [blocked];
  const found = comparison.statuses.flatMap((status) => diagnoseStatus(status) ?? []);
  const { record, recordStatus } = comparison;
  if (record.state === "damaged") {
    return [
      report(recordUnusable, `\`${recordPath}\` cannot be used: ${record.reason}`, {
        help: `${generate}, which makes it anew`,
      }),
      ...found,
    ];
  }
  if (found.length > 0) return found;
  const alone = diagnoseStatus(recordStatus);
  return alone === undefined ? [] : [alone];
}
