import type { Diagnostic, Severity, Span } from "./diagnostic.ts";
import { fromTop, fullMessage } from "./format.ts";
import type { FormatContext } from "./format.ts";
import type { Kind } from "./kind.ts";

const levels: Readonly<Record<Severity, string>> = { error: "error", warning: "warning", info: "note" };

/**
 * A SARIF 2.1.0 log, for code scanning. The rules are the kinds; a result of a kind that is not among them
 * names its rule only. Files are relative to `%SRCROOT%`, the top of the repository.
 * Source: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export function formatSarif(
  diagnostics: readonly Diagnostic[],
  { kinds, version, base }: Pick<FormatContext, "kinds" | "version" | "base">,
): string {
  const indices = new Map(kinds.map((kind, index) => [kind.code, index]));
  const results = diagnostics.map((diagnostic) =>
    JSON.stringify({
      ruleId: diagnostic.code,
      ruleIndex: indices.get(diagnostic.code),
      level: levels[diagnostic.severity],
      message: { text: fullMessage(diagnostic) },
      locations: diagnostic.span === undefined ? [] : [{ physicalLocation: physical(diagnostic.span, base) }],
      relatedLocations: diagnostic.related?.map((one, index) => ({
        id: index + 1,
        message: { text: one.message },
        physicalLocation: physical(one.span, base),
      })),
    }),
  );
  const tool = { driver: { name: "fluxtilt", version, rules: kinds.map(ruleOf) } };
  // A line for each result: a log of many is made without a tree of it in memory.
  return `{
"$schema": "https://json.schemastore.org/sarif-2.1.0.json",
"version": "2.1.0",
"runs": [{
"tool": ${JSON.stringify(tool)},
"columnKind": "utf16CodeUnits",
"results": [${results.map((result) => `\n${result}`).join(",")}
]}]}
`;
}

function ruleOf(kind: Kind): object {
  const code = (text: string): string => text.replace(/^/gm, "    ");
  return {
    id: kind.code,
    shortDescription: { text: kind.title },
    fullDescription: { text: kind.why },
    help: {
      text: `${kind.why}\n\nWrong:\n\n${code(kind.wrong)}\n\nRight:\n\n${code(kind.right)}`,
    },
    helpUri: kind.source !== undefined && /^https?:\/\//.test(kind.source) ? kind.source : undefined,
    defaultConfiguration: { level: levels[kind.severity] },
  };
}

function physical({ file, start, end }: Span, base: string | undefined): object {
  return {
    artifactLocation: { uri: uriOf(fromTop(file, base)), uriBaseId: "%SRCROOT%" },
    region: {
      startLine: start.line,
      startColumn: start.column,
      endLine: end.line,
      endColumn: end.column,
    },
  };
}

/** A relative URI reference (RFC 3986): each segment percent-encoded, half surrogates replaced first. */
function uriOf(path: string): string {
  const wellFormed = path.replace(/\p{Surrogate}/gu, "\ufffd");
  return wellFormed.split("/").map(encodeURIComponent).join("/");
}
