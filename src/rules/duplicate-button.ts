import { spanAt, type Origin } from "../source/origin.ts";
import { buttonsOf, resourceNames } from "./parts.ts";
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
    const first = new Map<string, Origin>();
    for (const { button } of buttonsOf(dashboard)) {
      const before = first.get(button.name);
      if (before !== undefined)
        tell(button.origin, `the name \`${button.name}\` is taken by another button`, {
          target: "key",
          related: [{ message: "first declared here", span: spanAt(before, "key") }],
          help: "give one of them another `name`",
        });
      else first.set(button.name, button.origin);
      if (own.has(button.name))
        tell(button.origin, `\`${button.name}\` is the name of a button of Tilt's own`, {
          target: "key",
          help: "give it another `name`",
        });
    }
  },
};
