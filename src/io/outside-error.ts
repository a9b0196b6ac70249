/** What is known of a failure outside. */
export interface OutsideDetails {
  /** The operating system's name of the failure (`EACCES`), or a name of ours. */
  readonly code: string;
  /** The file or program it happened to, as the caller named it. */
  readonly path: string;
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
  readonly code: string;
  readonly path: string;
  readonly attempt: string;
  readonly help: string;

  constructor(details: OutsideDetails) {
    super(`cannot ${details.attempt} \`${details.path}\`: ${details.reason}`, { cause: details.cause });
    this.code = details.code;
    this.path = details.path;
    this.attempt = details.attempt;
    this.help = details.help;
  }
}

interface Words {
  readonly reason: string;
  readonly help: string;
}

const permission: Words = {
  reason: "permission is denied",
  help: "check who owns it and its folder, and give your user the right to it",
};
const descriptors: Words = {
  reason: "too many files are open",
  help: "close other programs or raise the limit with `ulimit -n`",
};

const words: Readonly<Record<string, Words>> = {
  EACCES: permission,
  EPERM: permission,
  ENOSPC: { reason: "the disk is full", help: "free some space and run the command again" },
  EDQUOT: { reason: "the disk quota is used up", help: "free some space and run the command again" },
  EROFS: { reason: "the file system is read-only", help: "run the command on a copy that can be written" },
  ENOTDIR: {
    reason: "a part of its path is a file, not a folder",
    help: "rename or remove the file that stands where the folder should be",
  },
  EISDIR: { reason: "it is a folder, not a file", help: "rename or remove the folder" },
  ENOTEMPTY: { reason: "the folder is not empty", help: "empty the folder first" },
  EEXIST: { reason: "it exists already", help: "move it away and run the command again" },
  ENOENT: { reason: "it does not exist", help: "check the path, or whether something else removed it" },
  ELOOP: { reason: "its symbolic links lead in a circle", help: "remove the link that leads back" },
  EMFILE: descriptors,
  ENFILE: descriptors,
  ENAMETOOLONG: { reason: "its name is too long", help: "use a shorter name" },
  EBUSY: { reason: "it is in use", help: "end the program that uses it and run the command again" },
  EXDEV: { reason: "it is on another disk", help: "keep the folder on one disk" },
  EIO: { reason: "the disk reports an error", help: "check the disk" },
  EINVAL: { reason: "its name is not possible here", help: "use another name" },
  ERR_INVALID_ARG_VALUE: { reason: "its name is not possible here", help: "use another name" },
  E2BIG: { reason: "its arguments are too long", help: "pass less, or pass it as input" },
  EAGAIN: { reason: "too many processes are running", help: "end some of them or raise the limit" },
  ENOMEM: { reason: "memory is used up", help: "end other programs and run the command again" },
};

/** The failure's name as Node reports it (`EACCES`), or undefined when it is not one of the system's. */
export function errorCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !("code" in error)) return undefined;
  return typeof error.code === "string" ? error.code : undefined;
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
    reason: `the system says \`${code}\``,
    help: "mend what the system names and run the command again",
  };
  return new OutsideError({ code, path, attempt, ...said, cause: error });
}
