import type { Origin } from "../source/origin.ts";
import { buttonsOf, inTextOrder, shownOf } from "./parts.ts";
import type { Rule } from "./rule.ts";

/** From here on the buttons of one place no longer fit beside each other on a usual screen. */
const most = 6;

export const crowdedButtons: Rule = {
  code: "FT360",
  severity: "warning",
  title: "one place has more buttons than Tilt's page shows well",
  why: "Tilt puts all buttons of a place into one row: more than six push each other, and what stands beside them, out of sight.",
  wrong: "buttons: { a: logs, b: logs, c: logs, d: logs, e: logs, f: logs, g: logs }",
  right: "buttons: { a: logs, b: logs, c: logs, d: logs, e: logs, f: logs }",
  source: "https://github.com/tilt-dev/tilt/issues/6646",
  check: ({ dashboard }, tell) => {
    const tellCrowd = (origin: Origin, where: string, count: number): void => {
      tell(origin, `${where} has ${count} buttons, and ${most} fit in a row`, {
        target: "key",
        help: "ask with an input of kind `choice` instead of a button each, or move some to another resource",
      });
    };
    const inNavBar = buttonsOf(dashboard).flatMap(({ button, resource }) =>
      resource === undefined ? [button] : [],
    );
    // The nav bar has no entry of its own: the first button that no longer fits stands for it.
    const tooMany = inNavBar.length > most ? inTextOrder(dashboard, inNavBar)[most] : undefined;
    if (tooMany !== undefined) tellCrowd(tooMany.origin, "the nav bar", inNavBar.length);
    for (const one of shownOf(dashboard))
      if ("buttons" in one && one.buttons.length > most)
        tellCrowd(one.origin, `\`${one.name}\``, one.buttons.length);
  },
};
