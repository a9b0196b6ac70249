/** One thing that helm says is wrong with a chart or its values. */
export interface Complaint {
  readonly severity: "error" | "warning";
  /** Without its place: lower case where helm has it so, on one line. */
  readonly message: string;
  /** From the chart's folder: `templates/deployment.yaml`. */
  readonly file: string | undefined;
  /** From 1; undefined where helm names the file alone. */
  readonly line: number | undefined;
  readonly column: number | undefined;
  /** What it is about: the chart itself, or what was given to it. */
  readonly about: "chart" | "values";
  /** The way to the value in question, from the top of the values. */
  readonly at: readonly string[] | undefined;
  /** True where its key is wrong, whatever the value. */
  readonly isKey: boolean;
  /** The values file that could not be read, as helm was given it. */
  readonly given: string | undefined;
  /** True where other values could make it go away. */
  readonly needsValues: boolean;
}

/** A complaint that names no place, with what differs. */
export function complaint(message: string, more: Partial<Complaint> = {}): Complaint {
  return {
    severity: "error",
    message: oneLine(message),
    file: undefined,
    line: undefined,
    column: undefined,
    about: "chart",
    at: undefined,
    isKey: false,
    given: undefined,
    needsValues: false,
    ...more,
  };
}

/** A text on one line; helm breaks its own. */
export function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

/** The reason why a text is no YAML, without the layers of wrapping and the line, which counts from elsewhere. */
export function yamlReason(text: string): string {
  return oneLine(text)
    .replace(/cannot unmarshal yaml document: |error converting YAML to JSON: |unable to parse YAML:? /g, "")
    .replace(/yaml: (line \d+: )?/, "");
}

/** A path that begins with the chart's name, from the chart's folder. */
export function inChart(path: string): string {
  return path.slice(path.indexOf("/") + 1);
}
