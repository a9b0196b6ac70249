import type { CommandLine, Dashboard, Resource } from "../../dashboard/model.ts";

/** Programs that generated Tiltfiles run. */
export type Program = "kubectl" | "kustomize" | "helm" | "flux" | "python3" | "docker";

/** What each program is needed for, in words; those that nothing needs are not there. */
export function neededFor(dashboard: Dashboard): ReadonlyMap<Program, string> {
  const resources = dashboard.tiltfiles.flatMap((file) => file.sections.flatMap((one) => one.resources));
  const releases = resources.filter((one) => one.kind === "release");
  const reasons: readonly (readonly [Program, string, number])[] = [
    ["kubectl", "what is in the cluster", resources.filter((one) => one.kind !== "task").length],
    [
      "kustomize",
      "the manifests of a kustomization",
      resources.filter((one) => one.kind === "manifests" && one.kustomize !== undefined).length,
    ],
    ["helm", "the Helm releases", releases.length],
    // The extension helm_resource deploys through scripts in Python.
    ["python3", "the releases that Tilt deploys", releases.filter((one) => one.owner === undefined).length],
    ["docker", "the images", dashboard.images.filter((image) => image.build === "docker").length],
  ];
  const needs = new Map<Program, string>();
  for (const [program, reason, count] of reasons) if (count > 0) needs.set(program, reason);
  for (const { argv, shell } of commandsOf(dashboard))
    for (const program of ["kubectl", "flux", "helm", "docker", "kustomize"] as const)
      if (!needs.has(program) && (argv[0] === program || mentions(shell, program)))
        needs.set(program, "buttons and tasks");
  return needs;
}

function mentions(shell: string | undefined, program: string): boolean {
  return shell !== undefined && new RegExp(`(^|[\\s;&|(])${program}\\s`).test(shell);
}

function commandsOf(dashboard: Dashboard): readonly CommandLine[] {
  return dashboard.tiltfiles.flatMap(({ sections }) =>
    sections.flatMap(({ navButtons, resources }) => [
      ...navButtons.map((button) => button.command),
      ...resources.flatMap(commandsOfResource),
    ]),
  );
}

function commandsOfResource(resource: Resource): readonly CommandLine[] {
  if (resource.kind === "secret") return [];
  const shown = resource.kind === "manifests" ? resource.resources : [resource];
  const pressed = shown.flatMap((one) => one.buttons.map((button) => button.command));
  if (resource.kind !== "task") return pressed;
  return [...pressed, resource.run, resource.serve].filter((command) => command !== undefined);
}
