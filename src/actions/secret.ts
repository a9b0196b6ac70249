import * as z from "zod";
import { name, namespace } from "../grammar/kubernetes.ts";
import { defineAction } from "./action.ts";
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
      needs: { secret: { namespace: where, name: options.name, key: options.key } },
    };
  },
});
