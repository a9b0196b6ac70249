import type {
  Attach,
  BootstrapSecret,
  Button,
  CommandLine,
  Dashboard,
  ManifestResource,
  Release,
  Resource,
} from "../../dashboard/model.ts";
import { needsNamespace } from "../../dashboard/workloads.ts";
import type { Target } from "../../grammar/kubernetes.ts";
import { permissionOn, type Permission } from "../../grammar/rbac.ts";
import { liveUpdating, podForward, serviceForward, watching, watchingObject } from "./watching.ts";

/** A permission, and the entry that needs it. */
export interface Grant extends Permission {
  readonly by: string;
}

/** What the account may, and what is part of the dashboard that it may not. */
export interface Grants {
  readonly grants: readonly Grant[];
  /** One line each. */
  readonly uncovered: readonly string[];
}

/** Everything that the dashboard asks of the API server while Flux owns what it shows. */
export function grantsOf(dashboard: Dashboard): Grants {
  const sections = dashboard.tiltfiles.flatMap((tiltfile) => tiltfile.sections);
  const resources = sections.flatMap((section) => section.resources);
  return {
    grants: [
      ...sections.flatMap((section) => section.navButtons.flatMap(ofButton)),
      ...resources.flatMap(ofResource),
    ],
    uncovered: [...commandsWithoutNeeds(dashboard), ...resources.flatMap(whatDeploys)],
  };
}

function ofResource(resource: Resource): readonly Grant[] {
  switch (resource.kind) {
    case "task":
      return [...ofCommand(resource.name, resource.run), ...ofCommand(resource.name, resource.serve)].concat(
        resource.buttons.flatMap(ofButton),
      );
    case "secret":
      return by(resource.name, ofSecret(resource));
    case "attach":
      return [
        ...ofShown(resource, [resource.target], resource.namespace),
        ...(resource.liveUpdate === undefined
          ? []
          : by(resource.name, [liveUpdating(resource.namespace ?? "")])),
      ];
    case "release":
      return ofShown(
        resource,
        resource.owner === undefined ? [] : resource.observed.map((one) => one.target),
        resource.namespace,
      );
    case "manifests":
      // One of nobody's is only ever a copy.
      return resource.owner === undefined ? [] : resource.resources.flatMap(ofPart);
  }
}

function ofPart(part: ManifestResource): readonly Grant[] {
  if (part.target !== undefined) return ofShown(part, [part.target], part.namespace);
  const objects = part.objects.map((object) => {
    const [name = "", kind = "", namespace] = object.split(":");
    return { target: { kind: kind.toLowerCase(), name }, namespace };
  });
  const namespace =
    objects.map((one) => one.namespace).find((one) => one !== undefined && one !== "") ?? part.namespace;
  const found = objects.map(({ target }) => target);
  return ofShown(part, found, namespace, watchingObject);
}

function ofShown(
  shown: Attach | Release | ManifestResource,
  targets: readonly Target[],
  namespace: string | undefined,
  watched = watching,
): readonly Grant[] {
  const forwards = shown.forwards.length === 0 || namespace === undefined ? [] : [podForward(namespace)];
  return [
    ...by(shown.name, [
      ...targets.flatMap((target) => watched(target, needsNamespace(target) ? namespace : undefined)),
      ...forwards,
    ]),
    ...shown.services.flatMap((one) => by(one.name, serviceForward(one.service, one.namespace))),
    ...shown.buttons.flatMap(ofButton),
  ];
}

/** bootstrap-secret.sh looks for the namespace, and applies the Secret on the server's side. */
function ofSecret({ namespace, secretName, createNamespace }: BootstrapSecret): readonly Permission[] {
  const found = { kind: "namespace", name: namespace };
  const made = permissionOn({ kind: "secret", name: secretName }, namespace, ["create", "patch"]);
  // Not there yet, it has no Role that could say so.
  if (!createNamespace) return [permissionOn(found, namespace, ["get"]), made];
  const unnamed = "what is created has no name yet";
  return [
    permissionOn(found, undefined, ["get"]),
    { apiGroup: "", resource: "namespaces", verbs: ["create"], unnamed },
    made,
  ];
}

function ofButton({ name, command }: Button): readonly Grant[] {
  return ofCommand(name, command);
}

function ofCommand(name: string, command: CommandLine | undefined): readonly Grant[] {
  return by(name, command?.access?.() ?? []);
}

function by(name: string, permissions: readonly Permission[]): readonly Grant[] {
  return permissions.map((one) => ({ ...one, by: name }));
}

function commandsWithoutNeeds(dashboard: Dashboard): readonly string[] {
  const told = (name: string, command: CommandLine | undefined): readonly string[] =>
    command !== undefined && command.access === undefined
      ? [`${name} runs a command of its own, and no \`needs\` tells what it asks`]
      : [];
  const ofButtons = (buttons: readonly Button[]): readonly string[] =>
    buttons.flatMap((one) => told(one.name, one.command));
  return dashboard.tiltfiles.flatMap(({ sections }) =>
    sections.flatMap(({ navButtons, resources }) => [
      ...ofButtons(navButtons),
      ...resources.flatMap((resource) => {
        if (resource.kind === "secret") return [];
        if (resource.kind === "manifests") return resource.resources.flatMap((one) => ofButtons(one.buttons));
        const own =
          resource.kind === "task"
            ? [...told(resource.name, resource.run), ...told(resource.name, resource.serve)]
            : [];
        return [...own, ...ofButtons(resource.buttons)];
      }),
    ]),
  );
}

/** Deploying writes whatever a chart or a folder holds: that is another account's work. */
function whatDeploys(resource: Resource): readonly string[] {
  if (resource.kind !== "release" && resource.kind !== "manifests") return [];
  return resource.owner === undefined
    ? [`${resource.name} is deployed by Tilt, which writes whatever it holds`]
    : [`${resource.name} can be watched, not developed: that writes whatever it holds`];
}
