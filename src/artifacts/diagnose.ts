import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { report } from "../diagnostics/kind.ts";
import type { Comparison } from "./compare.ts";
import { recordPath } from "./folder.ts";
import { clash, edited, foreign, missing, orphaned, recordUnusable, stale } from "./kinds.ts";
import type { EntryStatus } from "./shared/entry-status.ts";
import { isLink, type Status } from "./status.ts";

const generate = "run `fluxtilt generate`";
const force = "`fluxtilt generate --force`";

function orphanHelp(status: Status): string {
  const keep = `to keep it as your own, take its header away`;
  if (status.unsure === true) return `remove it with ${force}; ${keep}`;
  if (status.touched !== true) return `${generate}, which removes it`;
  return `remove it with ${force}; to keep it as your own, take it out of \`${recordPath}\``;
}

/**
 * Tells how one output stands and the command that mends it; nothing when it is current. Of a shared file
 * each entry is told that generating would lose, or else the file.
 */
export function diagnoseStatus(status: Status): readonly Diagnostic[] {
  const entries = (status.entries ?? []).flatMap((entry) => diagnoseEntry(status.path, entry) ?? []);
  return entries.length > 0 ? entries : [diagnoseFile(status)].filter((one) => one !== undefined);
}

function diagnoseEntry(path: string, { name, state, span }: EntryStatus): Diagnostic | undefined {
  switch (state) {
    case "edited":
      return report(edited, `\`${name}\` in \`${path}\` was edited by hand`, {
        span,
        help: `move the edit to the inventory or to an entry of another name, then run ${force}`,
      });
    case "leftEdited":
      return report(orphaned, `\`${name}\` in \`${path}\` is no longer generated, and was edited by hand`, {
        span,
        help: `remove it with ${force}; to keep it as your own, take it out of \`${recordPath}\``,
      });
    case "foreign":
      return report(foreign, `\`${name}\` is in \`${path}\`, and fluxtilt did not write it`, {
        span,
        help: `give it another name, or replace it with ${force}`,
      });
    case "stale":
    case "missing":
    case "left":
      return undefined;
  }
}

function diagnoseFile(status: Status): Diagnostic | undefined {
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
      if (status.after !== undefined)
        return report(orphaned, `entries of ours in ${name} are no longer generated`, {
          help: `${generate}, which takes them out and leaves all else`,
        });
      const how = status.touched === true ? ", and was edited by hand" : "";
      return report(orphaned, `${name} is no longer generated${how}`, { help: orphanHelp(status) });
    }
    case "foreign":
      if (isLink(status)) {
        return report(foreign, `${name} is a link, and fluxtilt writes through none`, {
          help: "remove the link, or choose the path that it leads to",
        });
      }
      return report(foreign, `${name} is there, and fluxtilt did not write it`, {
        help: `move it away, or replace it with ${force}`,
      });
    case "unreadable":
      return status.problem;
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
 * Everything that `check` tells: what is wrong with each output that is not current. The record is told
 * only when nothing else is wrong, or when it cannot be read: generating the others mends it too.
 */
export function diagnose(comparison: Comparison): readonly Diagnostic[] {
  if (comparison.diagnostics.length > 0) return comparison.diagnostics;
  const blocked = diagnoseRecord(comparison);
  if (blocked !== undefined) return [blocked];
  const found = comparison.statuses.flatMap(diagnoseStatus);
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
  return diagnoseStatus(recordStatus);
}
