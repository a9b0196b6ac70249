import type * as z from "zod";
import { name, namespace, namespacedName, target } from "../grammar/kubernetes.ts";
import { link } from "../grammar/link.ts";
import { duration, label, path, tiltName, variableName } from "../grammar/names.ts";
import { forward, portNumber, service } from "../grammar/port.ts";
import type { Node } from "./json-schema-node.ts";

/** One form of the grammar: what the reference calls it, and its checks as a pattern where zod has no words. */
interface Form extends Pick<Node, "pattern" | "patternErrorMessage"> {
  readonly schema: z.ZodType;
  readonly word: string;
}

const control = "\\u0000-\\u001f\\u007f-\\u009f";
const space = "\\s\\ufeff";
const host = "[A-Za-z0-9]([-A-Za-z0-9]*[A-Za-z0-9])?(\\.[A-Za-z0-9]([-A-Za-z0-9]*[A-Za-z0-9])?)*";

/**
 * The forms that texts and numbers take. A pattern here takes what the grammar's own checks take; where
 * they know more than a pattern can (the parts of a URL), it takes more.
 */
const forms: readonly Form[] = [
  {
    schema: tiltName,
    word: "name",
    pattern: `^(?!(?:\\.|\\.\\.|\\(Tiltfile\\)|uncategorized)$)(?![${space}])[^/%${control}]{1,200}(?<![${space}])$`,
    patternErrorMessage:
      "a name has 1 to 200 characters, no `/`, `%` or control characters, no space at its ends, and is not one of Tilt's own",
  },
  {
    schema: path,
    word: "path",
    pattern: `^(?![/~]|[A-Za-z]:)[^\\\\${control}]+$`,
    patternErrorMessage: "a path is written with `/`, relative to the inventory file that holds it",
  },
  {
    schema: link.options[0],
    word: "URL or host",
    pattern: `^(https?:\\/\\/[^${space}${control}]+|${host}(:[0-9]{1,5})?(\\/\\S*)?)$`,
    patternErrorMessage:
      "a link is `http://…`, `https://…`, or a host such as `grafana.example.org/login` or `grafana`",
  },
  { schema: namespace, word: "namespace" },
  { schema: name, word: "Kubernetes name" },
  { schema: target, word: "`kind/name`" },
  { schema: namespacedName, word: "`[namespace/]name`" },
  { schema: label, word: "label" },
  { schema: variableName, word: "variable" },
  { schema: duration, word: "duration" },
  { schema: portNumber, word: "port" },
  { schema: forward.options[1], word: "`local:pod`" },
  { schema: service.options[0], word: "`local:service:port`" },
];

/** What the schema of a text or number adds to its node: the pattern of its checks, their words, its name. */
export function textKeywords(schema: z.core.$ZodType): Partial<Node> {
  const form = forms.find((one) => descends(schema, one.schema));
  if (form === undefined) return messageOf(schema);
  const { word, pattern, patternErrorMessage } = form;
  return { word, ...(pattern === undefined ? messageOf(schema) : { pattern, patternErrorMessage }) };
}

function descends(schema: z.core.$ZodType, from: z.core.$ZodType): boolean {
  for (let one: z.core.$ZodType | undefined = schema; one !== undefined; one = one._zod.parent)
    if (one === from) return true;
  return false;
}

/** The message of the only pattern among the checks. */
function messageOf(schema: z.core.$ZodType): Partial<Node> {
  const messages = (schema._zod.def.checks ?? []).flatMap(({ _zod: { def } }) => {
    if (def.check !== "string_format") return [];
    const told = def.error?.({} as Parameters<typeof def.error>[0]);
    return [typeof told === "string" ? told : told?.message];
  });
  const [only] = messages;
  return messages.length === 1 && only !== undefined ? { patternErrorMessage: only } : {};
}
