import { constants } from "node:os";
import { resolve } from "node:path";
import { report, type Kind } from "../diagnostics/kind.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { diskFull, limitReached, noRight, systemFails, wrongPlace } from "./kinds.ts";
import { wayFrom } from "./paths.ts";

/** What is known of a failure outside. */
export interface OutsideDetails {
  /** What `fluxtilt explain` tells of it: chosen by what a person does about it. */
  readonly kind: Kind;
  /** The operating system's name of the failure (`EACCES`), where it was the system's. */
  readonly code?: string | undefined;
  /** The file or program it happened to, as the caller named it. */
  readonly path: string;
  /** The folder that the path counts from, where it is one below a folder. */
  readonly root?: string | undefined;
  /** What was tried, as a verb phrase: `write`, `start`. */
  readonly attempt: string;
  /** What went wrong, in words. */
  readonly reason: string;
  /** What mends it. */
  readonly help: string;
  readonly cause?: unknown;
}

/**
 * Something outside failed: a disk, a permission, a program that is missing. Neither the inventory nor
 * fluxtilt is wrong, so the command line ends with exit code 3 and shows no stack.
 * `message` stands alone; `help` says what mends it.
 */
export class OutsideError extends Error {
  override readonly name = "OutsideError";
  readonly exitCode = 3;
  readonly kind: Kind;
  /** The system's name of the failure; the kind's code where it was not the system's. */
  readonly code: string;
  readonly help: string;
  readonly #details: OutsideDetails;

  constructor(details: OutsideDetails) {
    super(messageOf(details), { cause: details.cause });
    this.kind = details.kind;
    this.code = details.code ?? details.kind.code;
    this.help = details.help;
    this.#details = details;
  }

  /** The failure as it is told in a folder: a person there would type the path so. */
  toldIn(cwd: string): Diagnostic {
    const { path, root } = this.#details;
    const seen = root === undefined ? path : wayFrom(cwd, resolve(root, path)) || ".";
    return report(this.kind, messageOf({ ...this.#details, path: seen }), { help: this.help });
  }

  /** The same failure with the folder that its path counts from. */
  below(root: string): OutsideError {
    return new OutsideError({ root, ...this.#details });
  }
}

function messageOf({ attempt, path, reason }: OutsideDetails): string {
  return `cannot ${attempt} \`${path}\`: ${reason}`;
}

type Words = Pick<OutsideDetails, "kind" | "reason" | "help">;

const permission: Words = {
  kind: noRight,
  reason: "permission is denied",
  help: "check who owns it and its folder, and give your user the right to it",
};
const descriptors: Words = {
  kind: limitReached,
  reason: "too many files are open",
  help: "close other programs or raise the limit with `ulimit -n`",
};
const badName: Words = {
  kind: wrongPlace,
  reason: "its name is not possible here",
  help: "use another name",
};
const noMemory: Words = {
  kind: limitReached,
  reason: "memory is used up",
  help: "end other programs and run the command again",
};

const words: Readonly<Record<string, Words>> = {
  EACCES: permission,
  EPERM: permission,
  ENOSPC: { kind: diskFull, reason: "the disk is full", help: "free some space and run the command again" },
  EDQUOT: {
    kind: diskFull,
    reason: "the disk quota is used up",
    help: "free some space and run the command again",
  },
  EROFS: {
    kind: noRight,
    reason: "the file system is read-only",
    help: "run the command on a copy that can be written",
  },
  ENOTDIR: {
    kind: wrongPlace,
    reason: "a part of its path is a file, not a folder",
    help: "rename or remove the file that stands where the folder should be",
  },
  EISDIR: { kind: wrongPlace, reason: "it is a folder, not a file", help: "rename or remove the folder" },
  ENOTEMPTY: { kind: wrongPlace, reason: "the folder is not empty", help: "empty the folder first" },
  EEXIST: { kind: wrongPlace, reason: "it exists already", help: "move it away and run the command again" },
  ENOENT: {
    kind: wrongPlace,
    reason: "it does not exist",
    help: "check the path, or whether something else removed it",
  },
  ELOOP: {
    kind: wrongPlace,
    reason: "its symbolic links lead in a circle",
    help: "remove the link that leads back",
  },
  EMFILE: descriptors,
  ENFILE: descriptors,
  ENAMETOOLONG: { kind: wrongPlace, reason: "its name is too long", help: "use a shorter name" },
  EBUSY: {
    kind: systemFails,
    reason: "it is in use",
    help: "end the program that uses it and run the command again",
  },
  EXDEV: { kind: wrongPlace, reason: "it is on another disk", help: "keep the folder on one disk" },
  EIO: { kind: systemFails, reason: "the disk reports an error", help: "check the disk" },
  EINVAL: badName,
  ERR_INVALID_ARG_VALUE: badName,
  E2BIG: {
    kind: limitReached,
    reason: "its arguments are too long",
    help: "pass less, or pass it as input",
  },
  EAGAIN: {
    kind: limitReached,
    reason: "too many processes are running",
    help: "end some of them or raise the limit",
  },
  ENOMEM: noMemory,
  ERR_MEMORY_ALLOCATION_FAILED: noMemory,
};

/** The failure's name as Node reports it (`EACCES`), or undefined when it is not one of the system's. */
export function errorCode(error: unknown): string | undefined {
  // The one failure of the system that Node gives no name.
  if (error instanceof RangeError && error.message === "Array buffer allocation failed") return "ENOMEM";
  if (!(error instanceof Error) || !("code" in error) || typeof error.code !== "string") return undefined;
  return error.code.startsWith("Unknown system error") && "errno" in error
    ? nameOf(-Number(error.errno))
    : error.code;
}

/** The name of a failure that Node passes on by its number alone, as it does a quota that is used up. */
function nameOf(errno: number): string {
  const [name = `ERRNO_${errno}`] =
    Object.entries(constants.errno).find(([, number]) => number === errno) ?? [];
  return name;
}

/**
 * Puts a failure of the operating system in words. An error that does not come from the system (a bug,
 * an abort) is given back as it is.
 */
export function outside(error: unknown, attempt: string, path: string): unknown {
  if (error instanceof OutsideError) return error;
  const code = errorCode(error);
  if (code === undefined || !/^E[A-Z0-9_]+$/.test(code)) return error;
  const said = words[code] ?? {
    kind: systemFails,
    reason: `the system says \`${code}\``,
    help: "mend what the system names and run the command again",
  };
  return new OutsideError({ code, path, attempt, ...said, cause: error });
}

/** Does something outside, and puts its failure in words. */
export async function inWords<T>(attempt: string, path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw outside(error, attempt, path);
  }
}
