import type { Kind } from "../diagnostics/kind.ts";

export const noRight: Kind = {
  code: "FT921",
  severity: "error",
  title: "something may not be read or written",
  why: "A run has the rights of the user who starts it, and changes none. Nothing is written by half: what was there before stays.",
  wrong: "fluxtilt generate, in a folder that a container made as root",
  right: "the folder given to your user, with chown, and then fluxtilt generate",
};

export const diskFull: Kind = {
  code: "FT922",
  severity: "error",
  title: "the disk is full",
  why: "New files are written beside the old ones first, so that each is wholly old or wholly new: where these do not fit, the old ones stay.",
  wrong: "fluxtilt generate, on a disk or a quota without room",
  right: "some room made, and then fluxtilt generate",
};

export const wrongPlace: Kind = {
  code: "FT923",
  severity: "error",
  title: "a path leads to nothing, or to something else than what is needed",
  why: "Nothing is moved or removed to make way, and no link is followed out of the repository.",
  wrong: "a file `web`, where the folder of `web/Tiltfile` should be",
  right: "the file renamed, or `tiltfile: site/Tiltfile`",
};

export const limitReached: Kind = {
  code: "FT924",
  severity: "error",
  title: "a limit of the system is reached",
  why: "The system has no more memory, open files, processes or file watches to give. What was there before stays.",
  wrong: "fluxtilt watch, where editors and other programs have all of the system's file watches",
  right: "the limit raised (`sysctl fs.inotify.max_user_watches`, `ulimit -n`), or other programs ended",
};

export const systemFails: Kind = {
  code: "FT925",
  severity: "error",
  title: "the system refuses, for a reason of its own",
  why: "A disk with errors, a file that another program holds: the message has the system's own reason.",
  wrong: "fluxtilt generate, on a network disk that has gone away",
  right: "the disk mounted again, and then fluxtilt generate",
};

export const hugeFile: Kind = {
  code: "FT926",
  severity: "error",
  title: "a file is larger than can be read",
  why: "It is read as a whole, and a text of it takes as much memory again. What is compiled, compared or put into a ConfigMap is never that large: most likely another file has come in its place.",
  wrong: "a file of 600 MB called Tiltfile",
  right: "the file renamed, or taken away",
};

export const noProgram: Kind = {
  code: "FT941",
  severity: "error",
  title: "a program is missing, or is none that can be used",
  why: "Tiltfiles are loaded by your own Tilt, charts are rendered by your own helm, kustomizations are built by your own kubectl. None of them is brought along.",
  wrong: "fluxtilt verify, on a machine without Tilt",
  right: "Tilt installed, and its folder on PATH",
};

export const noEnd: Kind = {
  code: "FT942",
  severity: "error",
  title: "a program did not end in time",
  why: "A program that waits for something that never comes would hold up a pipeline for ever. It is ended, with all that it started.",
  wrong: "a Tiltfile whose `local('sleep infinity')` Tilt waits for",
  right: "a Tiltfile that loads within minutes",
};

export const brokenOutput: Kind = {
  code: "FT943",
  severity: "error",
  title: "the answer of a program broke off, or is no answer",
  why: "Half an answer would make what is there look gone, so none is used.",
  wrong: "a chart that renders to more than 64 MB, or a helm that the system ends because memory is used up",
  right: "a program that says all of it, when it is run by hand",
};

/** Every kind that ends what is asked of the disk or of a program, in the order of their codes. */
export const outsideKinds: readonly Kind[] = [
  noRight,
  diskFull,
  wrongPlace,
  limitReached,
  systemFails,
  hugeFile,
  noProgram,
  noEnd,
  brokenOutput,
];
