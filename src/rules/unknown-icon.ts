import icons from "../../schemas/material-icons.json" with { type: "json" };
import { at } from "../source/origin.ts";
import { valueAt } from "../source/scalar-text.ts";
import { buttonsOf } from "./parts.ts";
import type { Rule } from "./rule.ts";

const names: ReadonlySet<string> = new Set(icons.names);

export const unknownIcon: Rule = {
  code: "FT350",
  severity: "warning",
  title: "there is no icon of that name",
  why: "Tilt's page shows the name itself, as text, beside the button's own.",
  wrong: "buttons: { sync: { icon: synch, do: { argv: [flux, check] } } }",
  right: "buttons: { sync: { icon: sync, do: { argv: [flux, check] } } }",
  source: "tilt web/public/index.html: the font is Material Icons, not Material Symbols",
  check: ({ dashboard }, tell) => {
    for (const { button } of buttonsOf(dashboard)) {
      if (button.icon === undefined || names.has(button.icon)) continue;
      const origin = at(button.origin, "icon");
      if (valueAt(origin) === undefined) continue;
      tell(origin, `there is no Material Icon \`${button.icon}\``, {
        near: (guesses) => guesses.didYouMean(button.icon ?? "", names),
        help: "see https://fonts.google.com/icons?icon.set=Material+Icons",
      });
    }
  },
};
