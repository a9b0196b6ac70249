import { complaint, oneLine, type Complaint } from "./complaint.ts";

/** Values that a chart's schema refuses: helm 3.18 and later, and helm 4, name the place as a JSON pointer. */
const byPointer = /^(\s*)- at '([^']*)': (.*)$/;
/** Earlier ones name it with dots. */
const byDots = /^(\s*)- (\(root\)|[\w.-]+): (.*)$/;

/**
 * Reads the list below "values don't meet the specifications of the schema(s)". Its order is not the same
 * in each run, so it is sorted. `name` is the chart's; another one in the list is a dependency's.
 */
export function readSchemaErrors(text: string, name: string): readonly Complaint[] {
  const found: { message: string; at: string[] }[] = [];
  let below: string[] = [];
  for (const line of text.split("\n")) {
    const [, chart] = /^(\S+):$/.exec(line) ?? [];
    if (chart !== undefined) below = chart === name ? [] : [chart];
    const [, indent = "", place, said = ""] = byPointer.exec(line) ?? byDots.exec(line) ?? [];
    if (place === undefined) continue;
    const last = found.at(-1);
    // A condition that failed as a whole says in the lines below why.
    if (indent !== "" && last !== undefined) {
      if (/^(validation failed|allOf failed)$/.test(last.message)) found.pop();
      else {
        last.message += `; \`${place}\`: ${said}`;
        continue;
      }
    }
    found.push({ message: oneLine(said), at: [...below, ...stepsOf(place)] });
  }
  return found
    .map(({ message, at }) => {
      const [, extra] =
        /^additional propert(?:y|ies) ['"]?([\w.-]+)['"]? (?:is )?not allowed/i.exec(message) ?? [];
      const way = extra === undefined ? at : [...at, extra];
      // What is missing may be given elsewhere, what is there is wrong in any case.
      const needsValues = /\bmissing propert|\bis required$/.test(message);
      const told = at.length === 0 ? message : `\`${at.join(".")}\`: ${message}`;
      return complaint(told, { about: "values", at: way, isKey: extra !== undefined, needsValues });
    })
    .sort((a, b) => (a.message < b.message ? -1 : a.message > b.message ? 1 : 0));
}

function stepsOf(place: string): string[] {
  if (place === "(root)" || place === "") return [];
  if (!place.startsWith("/")) return place.split(".");
  const steps = place.slice(1).split("/");
  return steps.map((step) => decodeURIComponent(step).replaceAll("~1", "/").replaceAll("~0", "~"));
}
