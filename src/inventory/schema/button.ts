import * as z from "zod";
import { action, actionNames } from "../../actions/index.ts";
import { path, tiltName, variableName } from "../../grammar/names.ts";
import { needless, needs, needsAreOfUse } from "./needs.ts";

const inputLabel = z
  .string()
  .optional()
  .meta({ description: "Text beside the field.", examples: ["Namespace"] });

const input = z
  .union(
    [
      z.strictObject({
        text: z
          .string()
          .meta({ description: "A text field, with this text in it at first.", examples: ["1"] }),
        label: inputLabel,
        placeholder: z
          .string()
          .optional()
          .meta({ description: "Hint in the empty field.", examples: ["10m"] }),
      }),
      z.strictObject({
        bool: z.boolean().meta({ description: "A check box, ticked at first or not.", examples: [false] }),
        label: inputLabel,
        true: z
          .string()
          .default("true")
          .meta({ description: "What the variable holds when it is ticked.", examples: ["--wide"] }),
        false: z
          .string()
          .default("false")
          .meta({ description: "What the variable holds when it is not.", examples: [""] }),
      }),
      z.strictObject({
        choice: z
          .array(z.string())
          .min(1, "a choice has at least one value")
          .meta({
            description: "A list to choose from; the first is chosen at first.",
            examples: [["all", "media"]],
          }),
        label: inputLabel,
      }),
      z.strictObject({
        hidden: z.string().meta({ description: "A value that is handed over unseen.", examples: ["media"] }),
      }),
      z.string().meta({ description: "Short for `{ text: … }`." }),
      z.boolean().meta({ description: "Short for `{ bool: … }`." }),
      z
        .array(z.string())
        .min(1, "a choice has at least one value")
        .meta({ description: "Short for `{ choice: … }`." }),
    ],
    { error: "an input is one of `{ text }`, `{ bool }`, `{ choice }` and `{ hidden }`" },
  )
  .meta({
    id: "input",
    description: "What Tilt asks for; a text, `true` or `false`, or a list is short for its long form.",
    examples: [{ choice: ["all", "media"], label: "Namespace" }],
  });

export const environment = z.record(variableName, z.string()).meta({
  id: "environment",
  description: "Environment variables of the command.",
  examples: [{ LOG_LEVEL: "debug" }],
});

/** One suppressed rule, wherever it stands. */
export const allowance = z.strictObject({
  rule: z
    .string()
    .regex(/^FT[0-9]{3}$/, "a rule is `FT` and three digits")
    .meta({ description: "Code of the rule.", examples: ["FT305"] }),
  to: z
    .enum(["off", "warning"])
    .default("off")
    .meta({ description: "Say nothing, or say it as a warning.", examples: ["warning"] }),
  reason: z
    .string()
    .min(1, "a reason is needed")
    .meta({ description: "Why it does not hold here.", examples: ["never used at the same time"] }),
});

export const allow = z
  .array(allowance)
  .optional()
  .meta({
    id: "allow",
    description: "Rules that do not hold for this entry, each with a reason.",
    examples: [[{ rule: "FT305", reason: "never used at the same time" }]],
  });

export const description = z
  .string()
  .optional()
  .meta({
    description: "What a reader should know; becomes a comment in the Tiltfile.",
    examples: ["Prometheus and what draws it"],
  });

const longButton = z
  .strictObject({
    name: tiltName.optional().meta({
      description: "Full name in Tilt; `<resource>:<key>` unless told, in the nav bar the key.",
      examples: ["btn-grafana-password"],
    }),
    text: z
      .string()
      .min(1)
      .optional()
      .meta({ description: "Text of the button.", examples: ["Get Password"] }),
    description,
    icon: z
      .string()
      .regex(/^[a-z0-9_]+$/, "an icon is the name of a Material Icon, such as `restart_alt`")
      .optional()
      .meta({ description: "Name of a Material Icon.", examples: ["restart_alt"] }),
    svg: path
      .optional()
      .meta({ description: "An SVG file as icon, instead of `icon`.", examples: ["./docs/kometa.svg"] }),
    do: action.meta({
      description: `What it does: one of ${actionNames.join(", ")}.`,
      examples: ["restart"],
    }),
    inputs: z
      .record(variableName, input)
      .optional()
      .meta({
        description: "What Tilt asks for; each answer is an environment variable of the command.",
        examples: [{ NAMESPACE: { choice: ["all", "media"] } }],
      }),
    confirm: z
      .boolean()
      .optional()
      .meta({
        description: "Ask for a second click; destructive actions ask unless told not to.",
        examples: [true],
      }),
    env: environment.optional(),
    needs,
    dir: path.optional().meta({
      description: "Working directory; the inventory file's folder unless told.",
      examples: ["./scripts"],
    }),
    disabled: z
      .boolean()
      .optional()
      .meta({ description: "Shown, but not to be pressed.", examples: [true] }),
    allow,
  })
  .refine((value) => needsAreOfUse(value.needs, [value.do]), {
    error: needless,
    path: ["needs"],
  });

/** A button; its short form is the bare name of an action. */
export const button = z
  .union([z.enum(["restart", "scale", "logs", "reconcile", "suspend", "resume"]), longButton], {
    error: "a button is `{ do: … }`, or the bare name of an action such as `restart`",
  })
  .meta({
    id: "button",
    description: "A button; the bare name of an action is short for `{ do: <name> }`.",
    examples: [{ text: "Restart", icon: "restart_alt", do: "restart" }],
  });

export const buttons = z
  .record(tiltName, button)
  .optional()
  .meta({ id: "buttons", description: "Buttons, by key.", examples: [{ restart: { do: "restart" } }] });

export const buttonSet = z
  .strictObject({
    description,
    params: z
      .array(z.string().regex(/^[A-Za-z][A-Za-z0-9_]*$/, "a parameter is letters, digits and `_`"))
      .default([])
      .meta({
        description: "Parameters; `{name}` in the set's texts stands for the value given.",
        examples: [["container"]],
      }),
    buttons: z
      // Held against `button` where the set is used: `{name}` may stand for what the grammar wants.
      .record(tiltName, z.unknown().meta({ description: "A button, with `{name}` where a parameter goes." }))
      .meta({
        description: "Buttons, by key.",
        examples: [{ run: { do: { exec: { container: "{container}", command: ["true"] } } } }],
      }),
  })
  .meta({
    id: "buttonSet",
    description: "Buttons declared once and used by many, with parameters.",
    examples: [{ params: ["container"], buttons: { logs: { do: { logs: { container: "{container}" } } } } }],
  });

export const buttonsFrom = z
  .array(
    z.union(
      [
        z.string().meta({ description: "Name of a set without parameters." }),
        z.strictObject({
          set: z.string().meta({ description: "Name of the set.", examples: ["kometa"] }),
          params: z
            .record(z.string(), z.string())
            .default({})
            .meta({ description: "Values of its parameters.", examples: [{ container: "app" }] }),
        }),
      ],
      { error: "a button set is used by its name, or as `{ set, params }`" },
    ),
  )
  .optional()
  .meta({
    id: "buttonsFrom",
    description: "Button sets that the entry takes over.",
    examples: [[{ set: "kometa", params: { container: "app" } }]],
  });

export type WrittenButton = z.output<typeof button>;
export type WrittenInput = z.output<typeof input>;
