import * as z from "zod";
import { name, namespace } from "../grammar/kubernetes.ts";
import { permissionOn } from "../grammar/rbac.ts";
import { defineAction } from "./action.ts";
import { callOf } from "./invocation.ts";
import { kubectl } from "./workload-target.ts";

export const secret = defineAction({
  name: "secret",
  description: "Prints one value of a Secret in the logs of the resource.",
  schema: z
    .strictObject({
      name: name.meta({ description: "Name of the Secret.", examples: ["grafana"] }),
      key: z
        .string()
        .regex(/^[-._a-zA-Z0-9]+$/, "a key of a Secret is letters, digits, `-`, `_` and `.`")
        .meta({ description: "Key in its data.", examples: ["admin-password"] }),
      namespace: namespace.optional().meta({
        description: "Namespace of the Secret; the workload's unless told.",
        examples: ["monitoring"],
      }),
    })
    .meta({ examples: [{ name: "grafana", key: "admin-password" }] }),
  text: "Get Secret",
  icon: "password",
  compile: (options, context) => {
    const where = options.namespace ?? context.namespace;
    if (where === undefined)
      return { lacks: "lacks a namespace", help: "give `namespace`, or put it in a group that has one" };
    // index fails on a missing key only through base64decode's type: the key is told instead of "<no value>".
    const template = `{{with index .data "${options.key}"}}{{. | base64decode}}{{"\\n"}}{{else}}no key ${options.key} in this Secret{{"\\n"}}{{end}}`;
    return {
      argv: kubectl("get", "secret", options.name, "--namespace", where, `--output=go-template=${template}`),
      access: () => [permissionOn({ kind: "secret", name: options.name }, where, ["get"])],
      needs: { secret: { namespace: where, name: options.name, key: options.key } },
    };
  },
  recognise: ({ pipeline }) => {
    const [get = [], decode, ...more] = pipeline;
    const call = callOf(get, "kubectl", ["context", "namespace", "output"]);
    if (call === undefined || more.length > 0) return undefined;
    const [verb, kind, name] = /^secrets?\//.test(call.words[1] ?? "")
      ? [call.words[0], ...(call.words[1] ?? "").split("/")]
      : call.words;
    if (verb !== "get" || (kind !== "secret" && kind !== "secrets")) return undefined;
    const key = keyIn(call.flags.get("output") ?? "", decode);
    return key === undefined ? undefined : { name, key, namespace: call.flags.get("namespace") };
  },
});

/** The one key that `-o` asks for: decoded in the next command of the pipe, or by the template itself. */
function keyIn(output: string, decode: readonly string[] | undefined): string | undefined {
  const template = /^go-template=\{\{(?:with index )?\.?data "([^"]+)"\}\}.*base64decode/.exec(
    output.replace("index .data", "index data"),
  );
  if (decode === undefined)
    return template?.[1] ?? /^go-template=\{\{ *\.data\.([\w-]+) *\| *base64decode *\}\}$/.exec(output)?.[1];
  const [program, flag, ...others] = decode;
  if (program !== "base64" || !["-d", "-D", "--decode"].includes(flag ?? "") || others.length > 0)
    return undefined;
  const path = /^jsonpath=\{\.data(?:\.((?:\\.|[-\w])+)|\['((?:\\.|[^'])+)'\])\}$/.exec(output);
  return (path?.[1] ?? path?.[2])?.replaceAll("\\.", ".");
}
