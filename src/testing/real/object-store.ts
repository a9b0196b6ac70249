import { chmodSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parse, stringify } from "yaml";
import { onPath } from "../tilt/available.ts";
import type { Sandbox } from "../tilt/sandbox.ts";

/**
 * Objects that the sandbox's kubectl finds by `get` and changes by `patch`. The real kubectl works on the
 * files with `--local`, so templates, paths and merges are its own; all else goes on to the recorder.
 */
export class ObjectStore {
  readonly #folder: string;

  constructor(sandbox: Sandbox) {
    const real = onPath("kubectl");
    if (real === undefined) throw new Error("kubectl is not on PATH");
    this.#folder = join(sandbox.root, "objects");
    mkdirSync(this.#folder);
    const kubectl = join(sandbox.tools.bin, "kubectl");
    const recorder = join(sandbox.tools.bin, "kubectl-recorder");
    renameSync(kubectl, recorder);
    writeFileSync(kubectl, script(this.#folder, real, recorder));
    chmodSync(kubectl, 0o755);
  }

  /** Puts an object there; `kind` is as the caller of kubectl writes it. */
  put(kind: string, namespace: string, name: string, object: object): void {
    const path = this.#path(kind, namespace, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, stringify({ metadata: { name, namespace }, ...object }));
  }

  /** Forgets all objects. */
  clear(): void {
    rmSync(this.#folder, { recursive: true });
    mkdirSync(this.#folder);
  }

  /** What was handed to the last `kubectl apply`. */
  applied(): string {
    return readFileSync(join(this.#folder, "applied"), "utf8");
  }

  /** The object as it is now. */
  read(kind: string, namespace: string, name: string): StoredObject {
    return parse(readFileSync(this.#path(kind, namespace, name), "utf8")) as StoredObject;
  }

  #path(kind: string, namespace: string, name: string): string {
    return join(this.#folder, kind, namespace, `${name}.yaml`);
  }
}

export interface StoredObject {
  readonly metadata: { readonly annotations?: Readonly<Record<string, string>> };
  readonly spec: Readonly<Record<string, unknown>>;
}

function script(folder: string, real: string, recorder: string): string {
  return `#!/bin/sh
verb= kind= name= namespace= output= patch= input= previous=
for word in "$@"; do
  case $previous in
    --) if [ -z "$kind" ]; then kind=$word; else name=$word; fi; continue ;;
    --context) previous=; continue ;;
    --namespace) namespace=$word previous=; continue ;;
    --patch) patch=$word previous=; continue ;;
    --filename) input=$word previous=; continue ;;
  esac
  case $word in
    --context | --namespace | --patch | --filename | --) previous=$word ;;
    --output=*) output=\${word#--output=} ;;
    --*) ;;
    *) if [ -z "$verb" ]; then verb=$word; elif [ -z "$kind" ]; then kind=$word; elif [ -z "$name" ]; then name=$word; fi ;;
  esac
done
file="${folder}/$kind/$namespace/$name.yaml"
case $verb in
  get)
    if [ -f "$file" ]; then exec ${real} annotate --local --filename "$file" none- --output="$output"; fi
    if [ -n "$kind" ] && [ -d "${folder}/$kind" ]; then echo "Error from server (NotFound): $kind \\"$name\\" not found" >&2; exit 1; fi ;;
  apply) cp "$input" "${folder}/applied" ;;
  patch)
    if [ -f "$file" ]; then
      ${recorder} "$@" || exit
      ${real} patch --local --filename "$file" --type=merge --patch "$patch" --output=yaml >"$file.new" || exit
      mv "$file.new" "$file"
      exit
    fi ;;
esac
exec ${recorder} "$@"
`;
}
