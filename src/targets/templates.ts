import Handlebars from "handlebars/runtime";
import tiltfile from "../../templates/tiltfile.hbs";
import envExample from "../../templates/env.hbs";
import { commentLines, Printed } from "./tiltfile/print.ts";

/** What the template of a Tiltfile is given: order and structure are decided, only the layout is left. */
export interface TiltfileView {
  readonly header: string;
  readonly blocks: readonly { readonly heading: string; readonly code: Printed }[];
}

export interface EnvView {
  readonly header: string;
  readonly variables: readonly {
    readonly description: string;
    readonly name: string;
    readonly value: string;
  }[];
}

/**
 * Handlebars renders a misspelt name given to a helper as nothing, also when strict: every helper
 * refuses what is not there. No value reaches a template but through one of them.
 */
const handlebars = Handlebars.create();
const helpers = {
  comment: (text: unknown) => commentLines(asText(text, "comment")).join("\n"),
  banner: (text: unknown) => {
    const lines = commentLines(asText(text, "banner"));
    const rule = `# ${"-".repeat(76)}`;
    return [rule, ...lines, rule].join("\n");
  },
  starlark: (code: unknown) => {
    if (!(code instanceof Printed)) throw new Error("the helper starlark takes what was printed");
    return code.text;
  },
  variable: (name: unknown, value: unknown) => `${asText(name, "variable")}=${asText(value, "variable")}`,
};
for (const [name, helper] of Object.entries(helpers)) handlebars.registerHelper(name, helper);

function asText(value: unknown, helper: string): string {
  if (typeof value !== "string") throw new Error(`the helper ${helper} takes a text, not ${typeof value}`);
  return value;
}

function render(spec: unknown, view: object): string {
  const text = handlebars.template(spec as Parameters<typeof handlebars.template>[0])(view);
  return `${text.trimEnd()}\n`;
}

export function tiltfileTemplate(view: TiltfileView): string {
  return render(tiltfile, view);
}

export function envTemplate(view: EnvView): string {
  return render(envExample, view);
}
