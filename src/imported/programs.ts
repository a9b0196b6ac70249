import { tiltExtensions } from "../inventory/schema/extensions.ts";
import type { ScannedCall } from "./scan.ts";
import type { Line, Tiltfiles } from "./tiltfiles.ts";

/** A place in a Tiltfile at which a load may run a program. */
export interface Place extends Line {
  readonly written: string;
  /** In words, why it may. */
  readonly why: string;
}

/**
 * Extensions of Tilt's own repository that call nothing while a file is loaded by which a program runs: none of
 * them has a word of `local`, `kustomize`, `helm` or of what loads, at the commit in `tiltExtensions`.
 */
const quiet = new Set([
  ...["cancel", "color", "docker_build_sub", "dotenv", "file_sync_only", "global_vars", "hello_world"],
  ...["helm_resource", "honeycomb", "jest_test_runner", "k8s_attach", "kim", "kubectl_build"],
  ...["list_port_forwards", "logger", "namespace", "nerdctl", "nix", "nix_flake", "pack", "podman"],
  ...["print_tiltfile_dir", "pulumi", "restart_process", "snyk", "uibutton"],
]);

/** Flags of `kustomize build` that have it run nothing. */
const idleFlags = /^--(load[-_]restrictor|reorder)=\w+$/;

/**
 * Where a load may run programs beside the calls of `local`, as far as it can be seen without a load: under
 * another name, by an argument that says what is run, or in a text that nobody has looked at.
 */
export function otherPrograms(tiltfiles: Tiltfiles): readonly Place[] {
  return [
    ...tiltfiles
      .mentions()
      .map(({ file, line, written, name }) => ({ file, line, written, why: mentioned(name) })),
    ...told(tiltfiles, ["kustomize"], kustomizes),
    ...told(tiltfiles, ["helm"], renders),
    ...told(tiltfiles, ["load", "include", "load_dynamic"], (call) => loads(call, tiltfiles)),
    ...told(tiltfiles, ["v1alpha1.extension"], declaresExtension),
    ...told(tiltfiles, ["v1alpha1.extension_repo"], declaresRepository),
  ];
}

function told(
  tiltfiles: Tiltfiles,
  names: readonly string[],
  whyOf: (call: ScannedCall) => string | undefined,
): readonly Place[] {
  return tiltfiles.calls(...names).flatMap((call) => {
    const { file, line, written } = call;
    const why = whyOf(call);
    return why === undefined ? [] : [{ file, line, written, why }];
  });
}

function mentioned(name: string): string {
  if (name === "local") return "`local` may run commands from here under another name";
  return `\`${name}\` may be called from here under another name`;
}

/** `kustomize(paths, kustomize_bin, flags)`: the second is the program, and some flags name others. */
function kustomizes({ positional, named, isSpread }: ScannedCall): string | undefined {
  if (named.has("kustomize_bin") || positional.length > 1 || isSpread)
    return "it may say which program stands for kustomize";
  const flags = named.has("flags") ? named.get("flags") : [];
  const isIdle = typeof flags === "object" && flags.every((flag) => idleFlags.test(flag));
  return isIdle ? undefined : "its flags may have kustomize run programs";
}

/**
 * `helm(paths, name, …)` hands the name to helm as a word of its own: one with a dash is a flag, and helm 3 runs
 * what `--post-renderer` names.
 */
function renders({ positional: [, second], positional, named, isSpread }: ScannedCall): string | undefined {
  const hasName = positional.length > 1 || named.has("name");
  if (!hasName && !isSpread) return undefined;
  const name = positional.length > 1 ? second : named.get("name");
  const isPlain = typeof name === "string" && !name.startsWith("-") && !isSpread;
  return isPlain ? undefined : "its name may be a flag by which helm runs a program";
}

/** The path that a call loads; undefined where it is put together. */
export function loadedPath({ name, positional: [first], named, isSpread }: ScannedCall): string | undefined {
  const path = name === "load" ? first : (first ?? named.get("path"));
  return typeof path === "string" && !isSpread ? path : undefined;
}

function loads(call: ScannedCall, tiltfiles: Tiltfiles): string | undefined {
  const path = loadedPath(call);
  if (path === undefined) return "what it loads is put together, and was not looked at";
  const [, extension] = /^ext:\/\/(.*)$/s.exec(path) ?? [];
  // What is declared was looked at where it is.
  const isDeclared = tiltfiles
    .calls("v1alpha1.extension")
    .some(({ named }) => named.get("name") === extension);
  return extension === undefined || isDeclared || quiet.has(extension) ? undefined : unknownExtension;
}

const unknownExtension = "the extension may run programs";

function declaresExtension({ positional, named, isSpread }: ScannedCall): string | undefined {
  const [name, path] = [named.get("name"), named.get("repo_path")];
  const isPlain = positional.length === 0 && !isSpread && typeof name === "string";
  return isPlain && typeof path === "string" && quiet.has(path) ? undefined : unknownExtension;
}

/** Of another repository any extension may be anything, also one that is called as one of Tilt's own. */
function declaresRepository({ positional, named, isSpread }: ScannedCall): string | undefined {
  const isOwn = positional.length <= 1 && !isSpread && named.get("url") === tiltExtensions.url;
  return isOwn && !named.has("git_subpath") ? undefined : "its extensions may run programs";
}
