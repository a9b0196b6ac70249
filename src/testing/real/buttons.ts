import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Button, Dashboard, Input } from "../../dashboard/model.ts";
import type { TiltObject } from "../tilt/tilt-api.ts";
import type { TiltUp } from "../tilt/tilt-up.ts";
import { resourcesOf } from "./project.ts";
import { words } from "./wanted-common.ts";

/** A button and where it stands: `resource` is undefined in the nav bar. */
export interface PlacedButton {
  readonly button: Button;
  readonly resource: string | undefined;
}

/** The buttons that Tilt is to show while the entries of `develop` are developed. */
export function buttonsOf(dashboard: Dashboard, develop: readonly string[] = []): readonly PlacedButton[] {
  const nav = dashboard.tiltfiles.flatMap((one) => one.sections.flatMap((section) => section.navButtons));
  return [
    ...nav.map((button) => ({ button, resource: undefined })),
    ...resourcesOf(dashboard).flatMap((resource): PlacedButton[] => {
      if (resource.kind === "secret") return [];
      if (resource.kind !== "manifests")
        return resource.buttons.map((button) => ({ button, resource: resource.name }));
      const copy =
        resource.isolate !== undefined && (resource.owner === undefined || develop.includes(resource.name));
      return resource.resources.flatMap((one) =>
        (copy ? one.isolatedButtons : one.buttons).map((button) => ({ button, resource: one.name })),
      );
    }),
  ];
}

/** What a button is, in Tilt and in the dashboard alike. */
type ButtonFacts = Readonly<Record<string, unknown>>;

/** Lines that tell where Tilt's buttons are not the dashboard's, field by field. */
export async function buttonDifferences(
  up: TiltUp,
  wanted: readonly PlacedButton[],
  context: string,
  project: string,
): Promise<readonly string[]> {
  const commands = new Map((await up.get("cmd")).map((one) => [one.metadata.name, one]));
  const seen = new Map<string, ButtonFacts>();
  for (const object of await up.get("uibutton"))
    if (object.metadata.annotations?.["tilt.dev/uibutton-type"] === undefined)
      seen.set(object.metadata.name, seenButton(object, commands.get(`btn-${object.metadata.name}`)));
  const want = new Map(wanted.map((one) => [one.button.name, wantedButton(one, context, project)]));
  return [
    ...[...want.keys()].filter((name) => !seen.has(name)).map((name) => `${name}: Tilt has none`),
    ...[...seen.keys()].filter((name) => !want.has(name)).map((name) => `${name}: nobody asked for it`),
    ...[...want].flatMap(([name, facts]) => {
      const have = seen.get(name);
      if (have === undefined) return [];
      return Object.keys(facts).flatMap((key) => {
        const [left, right] = [JSON.stringify(facts[key]), JSON.stringify(have[key])];
        return left === right ? [] : [`${name}: ${key}: wanted ${left}, Tilt has ${right}`];
      });
    }),
  ];
}

function wantedButton({ button, resource }: PlacedButton, context: string, project: string): ButtonFacts {
  return {
    place: resource === undefined ? "Global nav" : `Resource ${resource}`,
    text: button.text,
    icon: button.icon ?? "",
    svg: button.svg === undefined ? "" : readFileSync(join(project, button.svg), "utf8"),
    confirm: button.confirm,
    disabled: button.disabled,
    inputs: button.inputs.map(wantedInput),
    argv: words(button.command.argv, context),
    dir: join(project, button.command.dir),
    env: button.command.env.map(([name, value]) => `${name}=${value}`),
  };
}

function wantedInput(input: Input): unknown {
  switch (input.kind) {
    case "text":
      return ["text", input.name, input.label, input.default, input.placeholder];
    case "bool":
      return ["bool", input.name, input.label, input.default, input.true, input.false];
    case "choice":
      return ["choice", input.name, input.label, input.choices];
    case "hidden":
      return ["hidden", input.name, "", input.value];
  }
}

interface InputSpec {
  readonly name: string;
  readonly label?: string;
  readonly text?: { readonly defaultValue?: string; readonly placeholder?: string };
  readonly bool?: {
    readonly defaultValue?: boolean;
    readonly trueString?: string;
    readonly falseString?: string;
  };
  readonly choice?: { readonly choices: readonly string[] };
  readonly hidden?: { readonly value?: string };
}

function seenButton(button: TiltObject, command: TiltObject | undefined): ButtonFacts {
  const spec = button.spec ?? {};
  const { componentType, componentID } = spec["location"] as Record<string, string>;
  return {
    place: `${componentType ?? ""} ${componentID ?? ""}`,
    text: spec["text"],
    icon: spec["iconName"] ?? "",
    svg: spec["iconSVG"] ?? "",
    confirm: spec["requiresConfirmation"] ?? false,
    disabled: spec["disabled"] ?? false,
    inputs: ((spec["inputs"] ?? []) as readonly InputSpec[]).map((one) => {
      const { name, label = "", text, bool, choice } = one;
      if (text !== undefined) return ["text", name, label, text.defaultValue ?? "", text.placeholder ?? ""];
      if (bool !== undefined)
        return [
          "bool",
          name,
          label,
          bool.defaultValue ?? false,
          bool.trueString ?? "",
          bool.falseString ?? "",
        ];
      if (choice !== undefined) return ["choice", name, label, choice.choices];
      return ["hidden", name, label, one.hidden?.value ?? ""];
    }),
    argv: command?.spec?.["args"],
    dir: command?.spec?.["dir"],
    env: command?.spec?.["env"] ?? [],
  };
}
