import type { ButtonFacts } from "../evaluated/buttons.ts";
import type { AllFacts, Facts } from "../evaluated/facts.ts";
import { commandsOf, type TiltfileResult } from "../evaluated/seen.ts";
import { importButton } from "./button.ts";
import { entry, tell, type Entry, type Importing } from "./entries.ts";
import { importEnvironment } from "./env.ts";
import { importRelease, repositoriesOf } from "./release.ts";
import { importSettings } from "./settings.ts";
import { importSecret, importService } from "./support.ts";
import { importTask } from "./task.ts";
import { importAttach, type ImportedResource } from "./workload.ts";

/** A load of a hand-written Tiltfile, as far as it is known without any value of the environment. */
export interface Loaded {
  readonly facts: AllFacts;
  readonly buttons: ReadonlyMap<string, ButtonFacts>;
  readonly result: TiltfileResult;
  readonly contexts: readonly string[];
  /** File that `dotenv` reads, and what it sets. */
  readonly envFile: string | undefined;
  readonly fromFile: readonly string[];
  /** Variables that a command reads, and that no Tiltfile names. */
  readonly read: readonly string[];
  readonly svgs: ReadonlyMap<string, string>;
}

interface Placed extends ImportedResource {
  readonly name: string;
  readonly buttons: Record<string, Entry>;
  readonly services: unknown[];
}

/** The inventory whose Tiltfile is the same; what it is not, `importing.notes` tells. */
export function importInventory(importing: Importing, loaded: Loaded): Entry {
  const resources = new Map<string, Placed>();
  const secrets: Record<string, Entry> = {};
  for (const [name, facts] of loaded.facts) {
    const secret = importSecret(facts);
    if (secret !== undefined) secrets[name] = secret;
    if (secret !== undefined || importService(facts) !== undefined) continue;
    const one = importResource(importing, loaded, name, facts);
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
  const all = [...resources.values()];
  const body = entry({
    buttons: nonEmpty(nav),
    tasks: nonEmpty(
      Object.fromEntries(
        all.filter(({ kind }) => kind === "task").map((one) => [one.name, whole(one, ["tasks"])]),
      ),
    ),
    secrets: nonEmpty(secrets),
    groups: nonEmpty(groupsOf(all.filter(({ kind }) => kind !== "task"))),
  });
  const [context = importing.context] = loaded.contexts;
  return entry({
    version: 1,
    cluster: { name: context.replace(/^.*@(?=.)/, ""), contexts: loaded.contexts },
    tilt: importSettings(importing, loaded.facts, loaded.result),
    env: importEnvironment(importing, loaded.envFile, loaded.fromFile, loaded.read, JSON.stringify(body)),
    ...body,
  });
}

function importResource(
  importing: Importing,
  { facts: all, result }: Loaded,
  name: string,
  facts: Facts,
): ImportedResource | undefined {
  if (name === "fluxtilt:generate") return undefined;
  const [program, word] = facts.apply ?? [];
  if (program === "kubectl" && word === "get") return importAttach(importing, name, facts);
  if (word === "helm-apply-helper.py") return importRelease(importing, all, name, facts);
  if (facts.apply !== undefined) {
    tell(
      importing,
      name,
      "*",
      `a deploy command of its own has no place in an inventory: \`${facts.apply.join(" ")}\``,
    );
    return undefined;
  }
  if (facts.objects !== undefined) {
    const what = facts.objects.slice(0, 3).join(", ");
    const more = facts.objects.length > 3 ? ` and ${facts.objects.length - 3} more` : "";
    tell(
      importing,
      name,
      "*",
      `Tilt deploys ${what}${more} itself: write a set under \`manifests\`, with \`flux\` where Flux has it, or \`isolate\` for a private copy`,
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

/** The entry with its buttons and forwards; labels that it would have anyway are not said. */
function whole({ entry: one, buttons, services }: Placed, labels: readonly string[]): Entry {
  const label = typeof one["label"] === "string" ? [one["label"]] : one["label"];
  return entry({
    ...one,
    label: JSON.stringify(label) === JSON.stringify(labels) ? undefined : one["label"],
    services: services.length === 0 ? undefined : services,
    buttons: nonEmpty(buttons),
  });
}

/** A group for each namespace, with what its entries have in common said once. */
function groupsOf(resources: readonly Placed[]): Record<string, Entry> {
  const namespaces = [...new Set(resources.map(({ namespace }) => namespace))];
  return Object.fromEntries(
    namespaces.map((namespace) => {
      const members = resources.filter((one) => one.namespace === namespace);
      const prefix = /^[^:]+: */.exec(members[0]?.name ?? "")?.[0] ?? "";
      const shared = members.every(({ name }) => name.startsWith(prefix) && name !== prefix) ? prefix : "";
      const labels = new Set(members.map(({ entry: one }) => JSON.stringify(one["label"])));
      const label = labels.size === 1 ? members[0]?.entry["label"] : undefined;
      const own =
        label === undefined
          ? [namespace ?? "cluster"]
          : typeof label === "string"
            ? [label]
            : (label as string[]);
      const of = (kind: Placed["kind"]): Record<string, unknown> =>
        Object.fromEntries(
          members
            .filter((one) => one.kind === kind)
            .map((one) => [one.name.slice(shared.length), short(whole(one, own))]),
        );
      return [
        namespace ?? "cluster",
        entry({
          namespace,
          label,
          prefix: shared === "" ? undefined : shared,
          workloads: nonEmpty(of("workload")),
          helmReleases: nonEmpty(of("release")),
        }),
      ];
    }),
  );
}

/** A workload with nothing but its object is its object. */
function short(one: Entry): unknown {
  const keys = Object.keys(one);
  return keys.length === 1 && keys[0] === "target" ? one["target"] : one;
}

function nonEmpty<T extends object>(record: T): T | undefined {
  return Object.keys(record).length === 0 ? undefined : record;
}
