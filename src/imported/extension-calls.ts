import type { OrderedLiteral } from "../dashboard/configuration.ts";
import { entry, type Entry, type Importing } from "./entries.ts";
import { readLiteral } from "./literal.ts";
import type { ScannedCall } from "./scan.ts";
import type { Line, Note, Tiltfiles } from "./tiltfiles.ts";

/** A function of an extension that import knows nothing of. */
export interface ExtensionFunction {
  /** Folder of the extension in its repository. */
  readonly from: string;
  readonly call: string;
}

/** Extensions whose effect is written as what it is. */
const understood = new Set([
  ...["dotenv", "helm_resource", "k8s_attach", "kubectl_build", "namespace", "restart_process"],
  ...["secret", "uibutton"],
]);

/** The functions that a Tiltfile loads from such extensions of the one repository that an inventory has. */
export function extensionFunctions(tiltfiles: Tiltfiles): readonly ExtensionFunction[] {
  const declared = tiltfiles.calls("v1alpha1.extension").map(({ named }) => named);
  const found = tiltfiles.calls("load").flatMap(({ positional: [source, ...names] }) => {
    const [, name] = typeof source === "string" ? (/^ext:\/\/(.+)$/.exec(source) ?? []) : [];
    if (name === undefined) return [];
    const own = declared.find((one) => one.get("name") === name);
    const repository = own?.get("repo_name") ?? "default";
    const from = own?.get("repo_path") ?? name;
    if (typeof from !== "string" || understood.has(from)) return [];
    if (repository !== "default" && repository !== "fluxtilt") return [];
    return names.flatMap((call) => (typeof call === "string" ? [{ from, call }] : []));
  });
  return [...new Map(found.map((one) => [one.call, one])).values()];
}

/** What is put below an extension so that it tells how its functions are called, and does nothing if told. */
export function recording(functions: readonly ExtensionFunction[]): string {
  return functions
    .map(
      ({ from, call }) => `
_fluxtilt_${call} = ${call}

def ${call}(*args, **kwargs):
    print("fluxtilt call: ${from} ${call} %d %r" % (len(args), kwargs))
    if os.getenv("FLUXTILT_SKIP", ""):
        return None
    return _fluxtilt_${call}(*args, **kwargs)
`,
    )
    .join("");
}

/** Calls as an inventory has them, and what it cannot have. */
export interface ExtensionCalls {
  readonly use: readonly Entry[];
  readonly notes: readonly Note[];
}

/**
 * The calls that a load told of. One is taken over where it stands for itself, is given nothing but literals
 * by name, and makes nothing that is imported anyway (`isIdle`).
 */
export function extensionCalls(
  { tiltfiles, variables }: Pick<Importing, "tiltfiles" | "variables">,
  said: readonly string[],
  isIdle: boolean,
): ExtensionCalls {
  const use: Entry[] = [];
  const notes: Note[] = [];
  for (const line of said) {
    const [, from, call, count, printed] = /^fluxtilt call: (\S+) (\S+) (\d+) (.*)$/.exec(line) ?? [];
    if (call === undefined) continue;
    // In a generated file it is one of those that only run where Tilt starts with that file.
    const written = tiltfiles
      .calls(call)
      .filter(({ isStatement, file }) => isStatement || !tiltfiles.isGenerated(file));
    const why = refusalOf(
      written,
      said.filter((one) => one.startsWith(`fluxtilt call: ${from} ${call} `)),
    );
    const isOpen = variables.within(line).length > 0;
    const args = !isOpen && count === "0" ? readLiteral(printed ?? "") : undefined;
    if (isIdle && why === undefined && args !== undefined)
      use.push(
        entry({
          from,
          call,
          args: (args as ReadonlyMap<string, OrderedLiteral>).size === 0 ? undefined : args,
        }),
      );
    else
      notes.push({
        at: written[0],
        text: `\`${call}\` of the extension \`${from}\`: ${isIdle ? (why ?? "it is given more than literals by name") : "what it makes in Tilt is written as such"}: it is not called`,
      });
  }
  return { use, notes };
}

/** Undefined where each call is a statement of its own, which runs once. */
function refusalOf(written: readonly (ScannedCall & Line)[], told: readonly string[]): string | undefined {
  const isPlain = written.length === told.length && written.every(({ isStatement }) => isStatement);
  return isPlain ? undefined : "something depends on it, or on what it is called for";
}
