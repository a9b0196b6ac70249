import { posix } from "node:path";
import type { Development } from "./development.ts";
import { knownImages, putSet } from "./developed-set.ts";
import { entry, some, tell, type Importing } from "./entries.ts";
import type { Groups } from "./groups-edit.ts";

/** A private copy of what Flux owns: what `deploy_copy` is told, and what is watched in its stead without. */
export function developedCopy(
  importing: Importing,
  groups: Groups,
  { name, plain, facts, folder }: Development,
): boolean {
  const call = importing.tiltfiles.calls("deploy_copy").find(({ named }) => named.get("name") === name);
  const isolate = call?.named.get("namespace");
  if (call === undefined || typeof isolate !== "string") return false;
  const from = (path: string): string => `./${posix.join(folder, path)}`;
  const [kustomize] = textsIn(call.written, /\bkustomize\((?<text>"(?:[^"\\]|\\.)*")\)/g);
  const files = textsIn(call.written, /\bread_yaml_stream\((?<text>"(?:[^"\\]|\\.)*")\)/g);
  const hosts = /\bhosts = \{(?<pairs>[^}]*)\}/.exec(call.written)?.groups?.["pairs"];
  const members = [...plain].filter(
    ([one, { apply }]) => apply?.[0] === "kubectl" && facts.get(one)?.objects !== undefined,
  );
  const claimed = new Map(
    importing.tiltfiles.calls("k8s_resource").flatMap(({ named, positional: [workload] }) => {
      const [full, objects = []] = [named.get("new_name"), named.get("objects")];
      if (typeof full !== "string" || typeof objects !== "object") return [];
      const own = objects.map((one) => one.replace(new RegExp(`:${isolate}$`), ""));
      return [[full, { objects: own, hasTarget: workload !== undefined }] as const];
    }),
  );
  const waitsFor = call.named.get("resource_deps") ?? [];
  const labels = call.named.get("labels");
  tell(
    importing,
    name,
    "flux",
    `who owns what is copied is in no Tiltfile: written as \`flux: ${isolate}\`; name the Kustomization`,
  );
  putSet(importing, groups, name, {
    members,
    claimed,
    set: entry({
      kustomize: kustomize === undefined ? undefined : from(kustomize),
      files: files.length === 0 ? undefined : files.map(from),
      flux: isolate,
      isolate,
      images: some(
        knownImages(
          groups,
          members.flatMap(([one]) => facts.get(one) ?? []),
        ),
      ),
      hosts: hosts === undefined ? undefined : (JSON.parse(`{${hosts.replace(/,\s*$/, "")}}`) as unknown),
      label: typeof labels === "object" && labels.length === 1 ? labels[0] : labels,
      dependsOn: some([waitsFor].flat().filter((one) => one !== `namespace:${isolate}`)),
    }),
  });
  return true;
}

/** Texts that stand in a call as it is written: those of generated Tiltfiles are JSON's. */
function textsIn(written: string, pattern: RegExp): readonly string[] {
  return [...written.matchAll(pattern)].map(({ groups }) => JSON.parse(groups?.["text"] ?? '""') as string);
}
