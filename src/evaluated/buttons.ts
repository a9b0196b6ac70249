import { posix } from "node:path";
import type { Button, Dashboard, Input } from "../dashboard/model.ts";
import { resourcesOf } from "../rules/parts.ts";
import type { Origin } from "../source/origin.ts";
import { words, type Loading } from "./wanted/common.ts";

/** A button and where it stands: `resource` is undefined in the nav bar. */
export interface PlacedButton {
  readonly button: Button;
  readonly resource: string | undefined;
}

/** What a button is, in Tilt and in the dashboard alike. Paths are relative to the project. */
export interface ButtonFacts {
  /** Kind and name of what it stands on, as Tilt writes them. */
  readonly place: string;
  readonly text: string;
  readonly icon: string;
  readonly svg: string;
  readonly confirm: boolean;
  readonly disabled: boolean;
  readonly inputs: readonly InputFacts[];
  readonly argv: readonly string[];
  readonly dir: string;
  readonly env: readonly string[];
}

/** An input without the place where it was written. */
export type InputFacts =
  | {
      readonly kind: "text";
      readonly name: string;
      readonly label: string;
      readonly default: string;
      readonly placeholder: string;
    }
  | {
      readonly kind: "bool";
      readonly name: string;
      readonly label: string;
      readonly default: boolean;
      readonly true: string;
      readonly false: string;
    }
  | {
      readonly kind: "choice";
      readonly name: string;
      readonly label: string;
      readonly choices: readonly string[];
    }
  | { readonly kind: "hidden"; readonly name: string; readonly label: string; readonly value: string };

/** The buttons that Tilt is to show while the entries of `develop` are developed. */
export function placedButtons(
  dashboard: Dashboard,
  develop: readonly string[] = [],
): readonly PlacedButton[] {
  return dashboard.tiltfiles.flatMap(({ path }) => buttonsIn(dashboard, path, develop));
}

/** Those of one file alone. */
function buttonsIn(dashboard: Dashboard, path: string, develop: readonly string[]): readonly PlacedButton[] {
  const sections = dashboard.tiltfiles.filter((one) => one.path === path).flatMap((one) => one.sections);
  const nav = sections.flatMap((section) => section.navButtons);
  return [
    ...nav.map((button) => ({ button, resource: undefined })),
    ...resourcesOf(dashboard).flatMap((resource): PlacedButton[] => {
      if (resource.kind === "secret" || resource.tiltfile !== path) return [];
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

/** What one button is to be, with its place in the inventory. */
export interface WantedButton {
  readonly facts: ButtonFacts;
  readonly origin: Origin;
}

/** The buttons that a load is to have, by full name. `read` gives the text of a file of the project. */
export function wantedButtons(
  { dashboard, file, develop, context }: Loading,
  read: (path: string) => string,
): ReadonlyMap<string, WantedButton> {
  const placed =
    file === dashboard.tiltfiles[0]?.path
      ? placedButtons(dashboard, develop)
      : buttonsIn(dashboard, file, develop);
  return new Map(
    placed.map(({ button, resource }) => [
      button.name,
      {
        origin: button.origin,
        facts: {
          place: resource === undefined ? "Global nav" : `Resource ${resource}`,
          text: button.text,
          icon: button.icon ?? "",
          svg: button.svg === undefined ? "" : read(button.svg),
          confirm: button.confirm,
          disabled: button.disabled,
          inputs: button.inputs.map(withoutOrigin),
          argv: words(button.command.argv, context),
          dir: button.command.dir,
          env: button.command.env.map(([name, value]) => `${name}=${value}`),
        },
      },
    ]),
  );
}

function withoutOrigin(input: Input): InputFacts {
  const { name } = input;
  switch (input.kind) {
    case "text":
      return {
        kind: "text",
        name,
        label: input.label,
        default: input.default,
        placeholder: input.placeholder,
      };
    case "bool":
      return {
        kind: "bool",
        name,
        label: input.label,
        default: input.default,
        true: input.true,
        false: input.false,
      };
    case "choice":
      return { kind: "choice", name, label: input.label, choices: input.choices };
    case "hidden":
      return { kind: "hidden", name, label: "", value: input.value };
  }
}

/** An object of Tilt's API, as `tilt get` and the result of a Tiltfile have it alike. */
export interface ApiObject {
  readonly metadata: {
    readonly name: string;
    readonly annotations?: Readonly<Record<string, string>> | undefined;
  };
  readonly spec?: Readonly<Record<string, unknown>> | undefined;
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

/** The buttons among Tilt's objects, without Tilt's own; `project` is the absolute folder of the project. */
export function seenButtons(
  buttons: readonly ApiObject[],
  commands: readonly ApiObject[],
  project: string,
): ReadonlyMap<string, ButtonFacts> {
  const byName = new Map(commands.map((one) => [one.metadata.name, one]));
  return new Map(
    buttons
      .filter((one) => one.metadata.annotations?.["tilt.dev/uibutton-type"] === undefined)
      .map((one) => [one.metadata.name, seenButton(one, byName.get(`btn-${one.metadata.name}`), project)]),
  );
}

function seenButton(button: ApiObject, command: ApiObject | undefined, project: string): ButtonFacts {
  const spec = button.spec ?? {};
  const { componentType = "", componentID = "" } = (spec["location"] ?? {}) as Record<string, string>;
  const dir = (command?.spec?.["dir"] ?? "") as string;
  return {
    place: `${componentType} ${componentID}`,
    text: (spec["text"] ?? "") as string,
    icon: (spec["iconName"] ?? "") as string,
    svg: (spec["iconSVG"] ?? "") as string,
    confirm: (spec["requiresConfirmation"] ?? false) as boolean,
    disabled: (spec["disabled"] ?? false) as boolean,
    inputs: ((spec["inputs"] ?? []) as readonly InputSpec[]).map(seenInput),
    argv: (command?.spec?.["args"] ?? []) as string[],
    dir: dir.startsWith("/") ? posix.relative(project, dir) || "." : dir,
    env: (command?.spec?.["env"] ?? []) as string[],
  };
}

function seenInput({ name, label = "", text, bool, choice, hidden }: InputSpec): InputFacts {
  if (text !== undefined)
    return {
      kind: "text",
      name,
      label,
      default: text.defaultValue ?? "",
      placeholder: text.placeholder ?? "",
    };
  if (bool !== undefined)
    return {
      kind: "bool",
      name,
      label,
      default: bool.defaultValue ?? false,
      true: bool.trueString ?? "",
      false: bool.falseString ?? "",
    };
  if (choice !== undefined) return { kind: "choice", name, label, choices: choice.choices };
  return { kind: "hidden", name, label, value: hidden?.value ?? "" };
}
