import type { ButtonFacts } from "../evaluated/buttons.ts";
import type { AllFacts, Facts } from "../evaluated/facts.ts";
import { commandsOf, type TiltfileResult } from "../evaluated/seen.ts";
import { importButton } from "./button.ts";
import type { Developed } from "./developed.ts";
import { entry, some, tell, type Entry, type Importing } from "./entries.ts";
import { importEnvironment, type Known } from "./env.ts";
import { groupsOf, nonEmpty, whole, type Placed } from "./groups.ts";
import { importImages, type Images } from "./image.ts";
import type { Manifests } from "./manifest-sets.ts";
import { importObserved } from "./observed.ts";
import { importManifests } from "./parts.ts";
import { importRelease, repositoriesOf } from "./release.ts";
import { importSettings } from "./settings.ts";
import { importSecret, importService } from "./support.ts";
import { importTask } from "./task.ts";
import { importAttach, type ImportedResource } from "./workload.ts";

/** A load of a hand-written Tiltfile, as far as it is known without any value of the environment. */
export interface Loaded extends Known {
  readonly facts: AllFacts;
  readonly buttons: ReadonlyMap<string, ButtonFacts>;
  readonly result: TiltfileResult;
  readonly contexts: readonly string[];
  readonly svgs: ReadonlyMap<string, string>;
  readonly manifests: Manifests;
  readonly images: Images;
  /** What `--develop` deploys: its own importers write it. */
  readonly developed: Developed;
  /** `tilt.extensions`; undefined where the inventory's own are right. */
  readonly extensions: Entry | undefined;
  /** `tilt.triggerMode`; undefined where it is not to be said. */
  readonly triggerMode: string | undefined;
  /** `cluster.flux`, as the repository says; undefined where it says nothing, or the default is right. */
  readonly root: Entry | undefined;
}

/** The inventory whose Tiltfile is the same; what it is not, `importing.notes` tells. */
export function importInventory(importing: Importing, loaded: Loaded): Entry {
  const resources = new Map<string, Placed>();
  const secrets: Record<string, Entry> = {};
  const images = importImages(importing, [loaded.facts, ...loaded.developed.loads], loaded.images);
  const manifests = importManifests(importing, loaded.facts, loaded.manifests, images, usedBy(loaded));
  const { sets: known } = manifests;
  const observed = importObserved(importing, loaded.facts, loaded.manifests, known, loaded.developed.names);
  for (const [name, facts] of loaded.facts) {
    const secret = importSecret(facts);
    if (secret !== undefined) secrets[name] = secret;
    if (secret !== undefined || importService(facts) !== undefined) continue;
    const own = manifests.resources.get(name) ?? observed.resources.get(name);
    const one =
      facts.objects === undefined ? (own ?? importResource(importing, loaded, name, facts, images)) : own;
    if (one !== undefined) resources.set(name, { ...one, name, buttons: {}, services: [] });
  }
  for (const [name, facts] of loaded.facts) {
    const service = importService(facts);
    if (service === undefined) continue;
    const owner = resources.get(service.owner);
    if (owner === undefined)
      tell(importing, name, "*", `it forwards for \`${service.owner}\`, which is left out`);
    owner?.services.push(service.entry);
    if (facts.serve?.dir !== ".")
      tell(importing, name, "serve", "it runs in the folder of the one Tiltfile now");
  }
  const nav = placeButtons(importing, loaded, resources);
  const names = new Set([...resources.keys(), ...Object.keys(secrets)]);
  const all = [...resources.values()].map((one) => waiting(importing, one, names));
  const sets = [...manifests.sets, ...observed.sets].map((one) => waiting(importing, one, names));
  const body = entry({
    buttons: nonEmpty(nav),
    tasks: nonEmpty(
      Object.fromEntries(
        all.filter(({ kind }) => kind === "task").map((one) => [one.name, whole(one, ["tasks"])]),
      ),
    ),
    secrets: nonEmpty(secrets),
    images: nonEmpty(usedImages(importing, images, [...all, ...sets], loaded.developed)),
    groups: nonEmpty(
      groupsOf(
        all.filter(({ kind }) => kind !== "task"),
        sets,
      ),
    ),
  });
  const [context = importing.context] = loaded.contexts;
  return entry({
    version: 1,
    cluster: entry({
      name: context.replace(/^.*@(?=.)/, ""),
      contexts: loaded.contexts,
      flux: sets.some(({ entry: { flux } }) => typeof flux === "string") ? loaded.root : undefined,
    }),
    tilt: importSettings(importing, loaded),
    env: importEnvironment(importing, loaded, JSON.stringify(body)),
    ...body,
  });
}

/** The resources that others wait for, or that buttons stand on. */
function usedBy({ facts, buttons }: Loaded): ReadonlySet<string> {
  return new Set([
    ...[...facts.values()].flatMap(({ dependsOn }) => dependsOn),
    ...[...buttons.values()].map(({ place }) => place.replace(/^\w+ /, "")),
  ]);
}

/** The images that something of the inventory deploys; what is only watched is built elsewhere. */
function usedImages(
  { notes, tiltfiles }: Importing,
  images: ReadonlyMap<string, Entry>,
  entries: readonly { readonly entry: Entry }[],
  { loads }: Developed,
): Readonly<Record<string, Entry>> {
  const used = new Set([
    ...entries.flatMap(({ entry: { images: refs = [] } }) =>
      Array.isArray(refs) ? (refs as string[]) : Object.keys(refs as object),
    ),
    ...loads.flatMap((load) => [...load.values()].flatMap((one) => (one.images ?? []).map(({ ref }) => ref))),
  ]);
  const unused = [...images.keys()].filter((ref) => !used.has(ref));
  for (const ref of unused)
    notes.push({
      at: tiltfiles.find(ref),
      text: `the image \`${ref}\` is left out: what it is built for is not deployed by this inventory`,
    });
  return Object.fromEntries([...images].filter(([ref]) => used.has(ref)));
}

/** Nothing can wait for what is left out. */
function waiting<T extends { readonly name: string; readonly entry: Entry }>(
  importing: Importing,
  one: T,
  names: ReadonlySet<string>,
): T {
  const wanted = (one.entry["dependsOn"] ?? []) as readonly string[];
  const gone = wanted.filter((name) => !names.has(name));
  if (gone.length === 0) return one;
  const words = gone.map((name) => `\`${name}\``).join(" and ");
  tell(
    importing,
    one.name,
    "dependsOn",
    `it waits for ${words}, which the inventory has not: it no longer does`,
  );
  const dependsOn = some(wanted.filter((name) => names.has(name)));
  return { ...one, entry: entry({ ...one.entry, dependsOn }) };
}

function importResource(
  importing: Importing,
  { facts: all, result }: Loaded,
  name: string,
  facts: Facts,
  images: ReadonlyMap<string, Entry>,
): ImportedResource | undefined {
  if (name === "fluxtilt:generate") return undefined;
  const [program, word] = facts.apply ?? [];
  if (program === "kubectl" && word === "get") return importAttach(importing, name, facts);
  if (word === "helm-apply-helper.py") return importRelease(importing, all, name, facts, images);
  if (facts.apply !== undefined) {
    tell(
      importing,
      name,
      "*",
      `a deploy command of its own has no place in an inventory, which deploys charts and manifests: \`${facts.apply.join(" ")}\``,
    );
    return undefined;
  }
  if ([...repositoriesOf(all).values()].some(({ resource }) => resource === name)) {
    tell(
      importing,
      name,
      "*",
      "a Helm repository is part of each release that needs it, and a resource `helm-repo:…` in Tilt",
    );
    return undefined;
  }
  return importTask(importing, name, facts, commandsOf(result, name));
}

function placeButtons(
  importing: Importing,
  { buttons, svgs }: Loaded,
  resources: ReadonlyMap<string, Placed>,
): Record<string, Entry> {
  const nav: Record<string, Entry> = {};
  const { tiltfiles } = importing;
  const ordered = [...buttons].sort(([a], [b]) =>
    tiltfiles.rank(a) < tiltfiles.rank(b) ? -1 : tiltfiles.rank(a) > tiltfiles.rank(b) ? 1 : 0,
  );
  for (const [name, facts] of ordered) {
    const [kind, ...id] = facts.place.split(" ");
    const owner = id.join(" ");
    if (facts.place === "Global nav") {
      const { key, entry: one } = importButton(
        importing,
        name,
        facts,
        undefined,
        { fluxNamespace: "flux-system" },
        svgs,
      );
      nav[key] = one;
      continue;
    }
    const on = kind === "Resource" ? resources.get(owner) : undefined;
    if (on === undefined) {
      tell(
        importing,
        name,
        "*",
        `it stands on \`${owner}\`, which is no resource of the inventory, and is left out`,
      );
      continue;
    }
    const { key, entry: one } = importButton(importing, name, facts, owner, on.action, svgs);
    on.buttons[key] = one;
  }
  return nav;
}
