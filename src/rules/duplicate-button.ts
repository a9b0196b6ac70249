import { spanAt, type Origin } from "../source/origin.ts";
import { buttonsOf, inTextOrder, perDashboard, resourceNames, sharedBy } from "./parts.ts";
import type { Rule } from "./rule.ts";

export const duplicateButton: Rule = {
  code: "FT302",
  severity: "error",
  title: "two buttons have one name",
  why: 'Tilt loads neither file: `uibuttons "b" already registered`. Names that Tilt gives its own buttons break those instead, in silence.',
  wrong: "buttons: { a: { name: sync, do: { shell: a } }, b: { name: sync, do: { shell: b } } }",
  right: "buttons: { a: { do: { shell: a } }, b: { do: { shell: b } } }",
  source: "tilt internal/tiltfile/v1alpha1/plugin.go; internal/controllers/apis/uibutton",
  check: ({ dashboard }, tell) => {
    const buttons = buttonsOf(dashboard).map(({ button }) => button);
    for (const { name, origin } of buttons) {
      const resource = ownedByTilt(name);
      if (resource !== undefined && namesOf(dashboard).has(resource))
        tell(origin, `\`${name}\` is the name of a button of Tilt's own`, {
          target: "key",
          help: "give it another `name`",
        });
    }
    for (const [name, places] of sharedBy(buttons, (button) => button.name)) {
      const [first, ...others] = inTextOrder(dashboard, places);
      if (first === undefined) continue;
      for (const { origin } of others)
        tell(origin, `the name \`${name}\` is taken by another button`, {
          target: "key",
          ...(isSame(first.origin, origin)
            ? {
                help: "a set that several entries take over gives its buttons no `name`: each has its entry's",
              }
            : {
                related: [{ message: "first declared here", span: spanAt(first.origin, "key") }],
                help: "give one of them another `name`",
              }),
        });
    }
  },
};

/** The resource to which Tilt gives a button of this name. */
function ownedByTilt(name: string): string | undefined {
  if (name.endsWith("-stopbuild")) return name.slice(0, -"-stopbuild".length);
  if (!name.startsWith("toggle-") || !name.endsWith("-disable")) return undefined;
  return name.slice("toggle-".length, -"-disable".length);
}

/** Made where a button is called as one of Tilt's own, which is in hardly any inventory. */
const namesOf = perDashboard((dashboard) => new Set(resourceNames(dashboard).map(({ name }) => name)));

/** A button of a set is written once, and stands on each entry that takes the set over. */
function isSame(one: Origin, other: Origin): boolean {
  return one.source === other.source && JSON.stringify(one.path) === JSON.stringify(other.path);
}
