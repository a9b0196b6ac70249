import { spanAt, type Origin } from "../source/origin.ts";
import { buttonsOf, groupedBy, inTextOrder, resourceNames } from "./parts.ts";
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
    const own = new Set(
      resourceNames(dashboard).flatMap(({ name }) => [`${name}-stopbuild`, `toggle-${name}-disable`]),
    );
    const placed = buttonsOf(dashboard).map(({ button: { name, origin } }) => ({ name, origin }));
    for (const [name, places] of groupedBy(placed, (place) => place.name)) {
      if (own.has(name))
        for (const { origin } of places)
          tell(origin, `\`${name}\` is the name of a button of Tilt's own`, {
            target: "key",
            help: "give it another `name`",
          });
      if (places.length < 2) continue;
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

/** A button of a set is written once, and stands on each entry that takes the set over. */
function isSame(one: Origin, other: Origin): boolean {
  return one.source === other.source && JSON.stringify(one.path) === JSON.stringify(other.path);
}
