import { objectsOf } from "../../evaluated/seen.ts";
import type { Entry } from "../../imported/entries.ts";
import type { Note, Tiltfiles } from "../../imported/tiltfiles.ts";
import { tiltExtensions } from "../../inventory/schema/extensions.ts";
import type { Run } from "../../io/process.ts";
import type { HandWritten } from "./load.ts";
import { clonedCommit } from "../tilt/private-extensions.ts";

/** `tilt.extensions`, with what a person has to know of it. */
export interface FoundExtensions {
  readonly entry: Entry | undefined;
  readonly notes: readonly Note[];
}

/** The names under which Tilt and generated Tiltfiles have the repository that `ext://name` is of. */
const names = ["default", "fluxtilt"];

/**
 * The repository of extensions that a load declares, where it is another than the inventory's own. The
 * inventory pins it: what the Tiltfile does not pin is at the commit that Tilt took.
 */
export async function extensionsOf(
  run: Run,
  signal: AbortSignal,
  { result, variables }: Pick<HandWritten, "result" | "variables">,
  tiltfiles: Tiltfiles,
): Promise<FoundExtensions> {
  const found = objectsOf(result, "extensionrepos").find(({ metadata }) => names.includes(metadata.name));
  const { url = "", ref = "" } = (found?.spec ?? {}) as { readonly url?: string; readonly ref?: string };
  const at = tiltfiles.find(url);
  const tellOnly = (text: string): FoundExtensions => ({ entry: undefined, notes: [{ at, text }] });
  if (found === undefined || (url === tiltExtensions.url && (ref === "" || ref === tiltExtensions.ref)))
    return { entry: undefined, notes: [] };
  const from = variables.within(url + ref).map((name) => `\`${name}\``);
  if (from.length > 0)
    return tellOnly(`where extensions come from is told by ${from.join(" and ")}: give \`tilt.extensions\``);
  // A folder of this machine is the user's own to write down.
  if (!/^https?:/.test(url))
    return at === undefined
      ? tellOnly("extensions come from a folder that the Tiltfile puts together: give `tilt.extensions`")
      : { entry: { url }, notes: [] };
  const isPinned = /^[0-9a-f]{40}$/.test(ref);
  const commit = isPinned ? ref : await clonedCommit(run, url, signal);
  if (commit === undefined)
    return tellOnly(`extensions come from \`${url}\`, of which Tilt has no clone: give \`tilt.extensions\``);
  const what = ref === "" ? "are not pinned" : `are those of \`${ref}\``;
  return {
    entry: { ...(url === tiltExtensions.url ? {} : { url }), ref: commit },
    notes: isPinned
      ? []
      : [
          {
            at,
            text: `extensions of \`${url}\` ${what}: written with the commit that Tilt took, \`${commit}\``,
          },
        ],
  };
}
