import { entry, type Entry, type Importing } from "./entries.ts";

const secretName = /PASS|TOKEN|SECRET|KEY|CREDENTIAL|AUTH/i;

/**
 * `env:` of the inventory: the variables of the file that `dotenv` read, and those that commands read; `read`
 * are those of them that no Tiltfile names. No value is known here; a default is one only where it stands in
 * the Tiltfile.
 */
export function importEnvironment(
  { tiltfiles, variables }: Importing,
  file: string | undefined,
  fromFile: readonly string[],
  read: readonly string[],
  written: string,
): Entry | undefined {
  const reads = tiltfiles.calls("os.getenv", "os.environ.get");
  const known = variables.names.filter(
    (name) => fromFile.includes(name) || new RegExp(`\\$\\{?${name}\\b`).test(written),
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
