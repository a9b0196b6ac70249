import { complaint, inChart, oneLine, yamlReason, type Complaint } from "./complaint.ts";
import { readSchemaErrors } from "./schema.ts";

/** Why a chart was not rendered. */
export type Failure =
  | { readonly kind: "wrong"; readonly complaints: readonly Complaint[] }
  /** Charts that it needs and that are not in its folder. */
  | { readonly kind: "dependencies"; readonly names: readonly string[] }
  /** Nothing that the repository alone could settle. */
  | { readonly kind: "unknown"; readonly reason: string };

/**
 * Reads what `helm template` says on stderr when it fails: the words of helm 3 and of helm 4
 * (helm pkg/engine/engine.go, pkg/action/install.go, pkg/chart/common/util/jsonschema.go). `name` is the
 * chart's own name.
 */
export function readFailure(stderr: string, name: string): Failure {
  // Warnings come before it, a hint after it.
  const begin = /^Error: /m.exec(stderr);
  const text = (begin === null ? stderr : stderr.slice(begin.index + begin[0].length))
    .replace(/\n+Use --debug flag to render out invalid YAML\s*$/, "")
    .trim();
  const [, missing] = /missing in charts\/ directory: (.+)/.exec(text) ?? [];
  if (missing !== undefined) return { kind: "dependencies", names: missing.trim().split(/,\s*/) };
  const [, wanted] = /chart requires kubeVersion: (.+?) which is incompatible/.exec(text) ?? [];
  if (wanted !== undefined)
    return { kind: "unknown", reason: `it wants Kubernetes \`${wanted}\`, and the cluster's is not known` };
  const [, address] = /failing loading "(https?:[^"]+)"/.exec(text) ?? [];
  if (address !== undefined)
    return { kind: "unknown", reason: `its schema is read from \`${address}\`, and nothing is fetched` };
  return { kind: "wrong", complaints: complaintsOf(text, name) };
}

function complaintsOf(text: string, name: string): readonly Complaint[] {
  if (text.startsWith("values don't meet the specifications")) {
    const found = readSchemaErrors(text, name);
    if (found.length > 0) return found;
  }
  const [, given, notYaml = ""] =
    /^failed to parse (.+?): ((?:cannot unmarshal|error converting|yaml:)[^]*)$/.exec(text) ?? [];
  if (given !== undefined) return [complaint(yamlReason(notYaml), { about: "values", given })];
  const [, file, why = ""] = /^cannot load (\S+): ([^]*)$/.exec(text) ?? [];
  if (file !== undefined) return [complaint(yamlReason(why), { file })];
  if (/^validation: chart\.metadata|^Chart\.yaml file is missing/.test(text))
    return [complaint(text.replace(/^validation: /, ""), { file: "Chart.yaml" })];
  const [, template, reason = ""] = /^YAML parse error on (\S+?): ([^]*)$/.exec(text) ?? [];
  if (template !== undefined)
    return [complaint(notYamlMessage(reason), { file: inChart(template), needsValues: true })];
  return [readTemplateError(text)];
}

/** What a template makes is no YAML; helm counts the line in what it made. */
export function notYamlMessage(reason: string): string {
  const [, line] = /line (\d+)/.exec(reason) ?? [];
  const where = line === undefined ? "" : `, at line ${line} of it`;
  return `what it renders is no YAML${where}: ${yamlReason(reason)}`;
}

/** `web/templates/a.yaml:10:39`; what `tpl` reads has no file. */
const place = /(?:^|[\s(])([^\s:()]+\/[^\s:()]+):(\d+)(?::(\d+))?(?=[\s:)]|$)/gm;

/** Reads an error of Go's templates. The innermost place is where it went wrong, the others how it came there. */
export function readTemplateError(text: string): Complaint {
  const places = [...text.matchAll(place)];
  const [, path, line, column] = places.at(-1) ?? [];
  const isParse = /parse error (at|in) \(/.test(text);
  const where =
    path === undefined
      ? {}
      : {
          file: inChart(path),
          line: Number(line),
          // Go counts columns of an expression from 0.
          column: column === undefined ? undefined : Number(column) + 1,
        };
  return complaint(reasonOf(text), { ...where, needsValues: !isParse && path !== undefined });
}

function reasonOf(text: string): string {
  // helm's own `required` and `fail`, and errors of the parser.
  const [, plain] = /(?:execution|parse) error (?:at|in) \([^)]*\): ([^]*)$/.exec(text) ?? [];
  if (plain !== undefined) return plain;
  const [, absent] = /(no template "[^"]*") associated with template/.exec(text) ?? [];
  if (absent !== undefined) return absent;
  const executed = [...text.matchAll(/ at <([^]*?)>:\s+/g)].at(-1);
  if (executed === undefined) return text;
  const said = text.slice(executed.index + executed[0].length);
  return `\`${oneLine(executed[1] ?? "")}\`: ${said}`;
}
