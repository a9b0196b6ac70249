import type { Kind } from "../diagnostics/kind.ts";

export const stale: Kind = {
  code: "FT501",
  severity: "error",
  title: "a generated file is stale",
  why: "Tilt runs what the file says, so the dashboard shows the cluster as the inventory described it before.",
  wrong: "cluster.config.yaml names a new workload; the committed Tiltfile does not attach to it",
  right: "fluxtilt generate",
};

export const missing: Kind = {
  code: "FT502",
  severity: "error",
  title: "a generated file is missing",
  why: "A Tiltfile that includes it does not load, and a clone without it has no dashboard.",
  wrong: "infrastructure/Tiltfile is in the inventory and not in the folder",
  right: "fluxtilt generate",
};

export const edited: Kind = {
  code: "FT503",
  severity: "error",
  title: "a generated file was edited by hand",
  why: "The next generation would lose the edit, and until then the file says what the inventory does not.",
  wrong: "a port changed in Tiltfile",
  right: "the port changed in cluster.config.yaml, then fluxtilt generate --force",
};

export const orphaned: Kind = {
  code: "FT504",
  severity: "error",
  title: "a generated file belongs to nothing any more",
  why: "Whoever loads it sees resources that the inventory has dropped, and nothing keeps it right.",
  wrong: "applications/old/Tiltfile, whose group left the inventory",
  right: "fluxtilt generate",
};

export const foreign: Kind = {
  code: "FT505",
  severity: "error",
  title: "a file of somebody else stands where a file is generated",
  why: "What a person wrote is never overwritten unasked.",
  wrong: "a hand-written Tiltfile beside the first cluster.config.yaml",
  right: "the file renamed to local.Tiltfile and listed under tiltfiles, or fluxtilt generate --force",
};

export const leaves: Kind = {
  code: "FT506",
  severity: "error",
  title: "an output path leaves the repository",
  why: "An inventory must not be able to write anywhere but below its own folder.",
  wrong: "tiltfile: ../Tiltfile",
  right: "tiltfile: infrastructure/Tiltfile",
};

export const recordUnusable: Kind = {
  code: "FT507",
  severity: "error",
  title: "the record of generated files cannot be used",
  why: "Without it a file that we wrote and one that a person edited look alike.",
  wrong: ".fluxtilt/manifest.json with merge markers in it",
  right: "fluxtilt generate",
};

export const clash: Kind = {
  code: "FT508",
  severity: "error",
  title: "an output path clashes with another or with a folder",
  why: "Only one of the two could be on the disk, on some machines or on all.",
  wrong: "tiltfile: apps/Tiltfile and tiltfile: Apps/Tiltfile",
  right: "tiltfile: apps/Tiltfile for both groups",
};

export const locked: Kind = {
  code: "FT509",
  severity: "error",
  title: "another run is writing",
  why: "Two runs that write the same files at once would mix them.",
  wrong: "fluxtilt generate while fluxtilt watch is writing",
  right: "fluxtilt generate when the other run has ended",
};

export const unreadable: Kind = {
  code: "FT510",
  severity: "error",
  title: "a file that is shared with people cannot be read",
  why: "What is ours is put between what people wrote; where that is not JSON, something of theirs could be lost.",
  wrong: '.mcp.json with `"mcpServers": { "own": { "command": "own" `, and no more',
  right: ".mcp.json mended by hand, then fluxtilt generate",
};

export const changedMeanwhile: Kind = {
  code: "FT511",
  severity: "error",
  title: "a file changed while it was about to be written",
  why: "Whoever saved it in that moment would lose it. Everything is as it was before the run.",
  wrong: "cluster.config.yaml saved in an editor while fluxtilt discover asks whether to write it",
  right: "fluxtilt discover once more: it adds to what is there now",
};

/** Every kind that this stage reports, in the order of their codes. */
export const kinds: readonly Kind[] = [
  stale,
  missing,
  edited,
  orphaned,
  foreign,
  leaves,
  recordUnusable,
  clash,
  locked,
  unreadable,
  changedMeanwhile,
];
