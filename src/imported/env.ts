import { argumentVariable } from "../dashboard/settings.ts";
import { entry, type Entry, type Importing } from "./entries.ts";

const secretName = /PASS|TOKEN|SECRET|KEY|CREDENTIAL|AUTH/i;

/** What is known of the environment of a load. */
export interface Known {
  /** File that `dotenv` reads, and what it sets. */
  readonly envFile: string | undefined;
  readonly fromFile: readonly string[];
  /** Variables that a command reads, and that no Tiltfile names. */
  readonly read: readonly string[];
  /** `tilt.args`, by name: an argument has a variable of its own. */
  readonly args: Readonly<Record<string, Entry>>;
}

/**
 * `env:` of the inventory: the variables of the file that `dotenv` read, and those that commands read; `read`
 * are those of them that no Tiltfile names. No value is known here; a default is one only where it stands in
 * the Tiltfile.
 */
export function importEnvironment(
  { tiltfiles, variables }: Importing,
  { envFile: file, fromFile, read, args }: Known,
  written: string,
): Entry | undefined {
  const reads = tiltfiles.calls("os.getenv", "os.environ.get");
  const taken = new Set(Object.entries(args).map(([name, { env }]) => env ?? argumentVariable(name)));
  const known = variables.names.filter(
    (name) => !taken.has(name) && (fromFile.includes(name) || new RegExp(`\\$\\{?${name}\\b`).test(written)),
  );
  const used = [...new Set([...known, ...read])].sort();
  if (used.length === 0 && file === undefined) return undefined;
  const declared = used.map((name) => {
    const [, fallback] = reads.find(({ positional: [first] }) => first === name)?.positional ?? [];
    const isSecret = secretName.test(name);
    return [
      name,
      entry({
        default: typeof fallback === "string" && fallback !== "" && !isSecret ? fallback : undefined,
        secret: isSecret ? true : undefined,
      }),
    ] as const;
  });
  return entry({
    file: file === undefined || file === ".env" ? undefined : `./${file}`,
    variables: Object.fromEntries(declared),
  });
}
