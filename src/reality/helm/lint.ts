import { complaint, oneLine, yamlReason, type Complaint } from "./complaint.ts";
import { notYamlMessage, type Failure } from "./failure.ts";

/** `[ERROR] templates/web.yaml: what is wrong`, with the lines that go on below it. */
const entry =
  /^\[(WARNING|ERROR)\] ([^\n]*?): ([^]*?)(?=^\[(?:INFO|WARNING|ERROR)\] |^\s*$|^Error: |^\d+ chart)/gm;

/**
 * Reads what `helm lint` prints on stdout (helm pkg/cmd/lint.go). Advice is left out, and all that only
 * repeats why the chart was not rendered, as `failure` says. Lint renders in a way of its own, without
 * `import-values` and under another name: where rendering itself went well, its complaint about that says
 * nothing.
 */
export function readLint(stdout: string, failure: Failure | undefined): readonly Complaint[] {
  const told = failure?.kind === "wrong" ? failure.complaints.map(({ file }) => file) : [];
  return [...`${stdout}\n\n`.matchAll(entry)].flatMap(([, severity, file = "", text = ""]): Complaint[] => {
    if (text.includes("missing these dependencies")) return [];
    if (file === "" || file === "templates/" || told.includes(file)) return [];
    const isTemplate = file.startsWith("templates/");
    if (isTemplate && failure?.kind === "dependencies") return [];
    if (file === "values.yaml" && failure !== undefined && !text.includes("unable to parse YAML")) return [];
    const isYaml = text.startsWith("unable to parse YAML");
    const message = isYaml ? (isTemplate ? notYamlMessage(text) : yamlReason(text)) : oneLine(text);
    return [
      complaint(message, {
        severity: severity === "ERROR" ? "error" : "warning",
        file,
        needsValues: isTemplate,
      }),
    ];
  });
}
