import type { Button } from "../dashboard/model.ts";
import type { Origin } from "../source/origin.ts";
import { buttonsOf, groupedBy, inTextOrder, shownOf } from "./parts.ts";
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
    const entries = new Map(shownOf(dashboard).map((one) => [one.name, one.origin] as const));
    for (const [resource, placed] of groupedBy(buttonsOf(dashboard), (one) => one.resource)) {
      const buttons = placed.map(({ button }) => button);
      if (buttons.length <= most) continue;
      const origin =
        resource === undefined ? firstTooMany(inTextOrder(dashboard, buttons)) : entries.get(resource);
      if (origin === undefined) continue;
      const where = resource === undefined ? "the nav bar" : `\`${resource}\``;
      tell(origin, `${where} has ${buttons.length} buttons, and ${most} fit in a row`, {
        target: "key",
        help: "ask with an input of kind `choice` instead of a button each, or move some to another resource",
      });
    }
  },
};

/** The nav bar has no entry of its own: the first button that no longer fits stands for it. */
function firstTooMany(buttons: readonly Button[]): Origin | undefined {
  return buttons[most]?.origin;
}
