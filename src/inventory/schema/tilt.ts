import * as z from "zod";
import { address } from "../../grammar/address.ts";
import { imagePath, registry } from "../../grammar/image.ts";
import { count, duration, path, variableName } from "../../grammar/names.ts";
import { tiltExtensions } from "./extensions.ts";
import { description } from "./button.ts";

/** A literal of Starlark, as the inventory can write one. */
const literal: z.ZodType<Literal> = z
  .lazy(() =>
    z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(literal), z.record(z.string(), literal)]),
  )
  .meta({ id: "literal", description: "A literal of Starlark.", examples: ["monitoring"] });
export type Literal = string | number | boolean | null | Literal[] | { [key: string]: Literal };

/** go.starlark.net/doc/spec.md, "Lexical elements": keywords, and tokens reserved for later. */
const reservedWords = new Set(
  (
    "and break continue def elif else for if in lambda load not or pass return while " +
    "as assert async await class del except finally from global import is nonlocal raise try with yield"
  ).split(" "),
);

const word = z.string().refine((text) => !reservedWords.has(text), "this is a reserved word of Starlark");
const identifier = word.regex(/^[A-Za-z_][A-Za-z0-9_]*$/, "a name in Starlark is letters, digits and `_`");

const use = z.strictObject({
  from: z
    .string()
    .regex(/^[A-Za-z0-9][-A-Za-z0-9_/]*$/, "an extension is the name of its folder")
    .meta({ description: "The extension's folder.", examples: ["coreos_prometheus"] }),
  call: word
    .regex(
      /^[A-Za-z][A-Za-z0-9_]*$/,
      "a function of an extension is letters, digits and `_`, and begins with a letter",
    )
    .meta({ description: "Its function to call.", examples: ["setup_monitoring"] }),
  args: z
    .record(identifier, literal)
    .default({})
    .meta({ description: "Named arguments, as literals.", examples: [{ namespace: "monitoring" }] }),
  description,
});

const argument = z
  .union(
    [
      z.strictObject({
        string: z.string().meta({ description: "A text, with this default.", examples: ["all"] }),
        description,
        env: variableName.optional().meta({
          description: "Variable that hands it to commands; the name in capitals unless told.",
          examples: ["SCOPE"],
        }),
      }),
      z.strictObject({
        bool: z.boolean().meta({ description: "A switch, with this default.", examples: [false] }),
        description,
        env: variableName.optional().meta({
          description: "Variable that hands it to commands (`true` or `false`).",
          examples: ["VERBOSE"],
        }),
      }),
      z.strictObject({
        list: z
          .array(z.string())
          .meta({ description: "A list of texts, with this default.", examples: [[]] }),
        description,
        env: variableName
          .optional()
          .meta({ description: "Variable that hands it to commands, joined by commas.", examples: ["APPS"] }),
      }),
    ],
    { error: "an argument is `{ string }`, `{ bool }` or `{ list }`, with its default" },
  )
  .meta({
    id: "argument",
    description: "An argument after `tilt up --`, with its default.",
    examples: [{ bool: false, description: "Say more" }],
  });

/** Arguments that every generated Tiltfile defines by itself. */
export const ownArguments = ["resources", "develop"] as const;

export const tilt = z.strictObject({
  constraint: z
    .string()
    .min(1)
    .default(">=0.36.0")
    .meta({
      description: "Versions of Tilt that may load the files, as full semantic versions.",
      examples: [">=0.36.0"],
    }),
  extensions: z
    .strictObject({
      url: address(/^https?$|^file$/, "a repository of extensions is `https://…`")
        .regex(/^(https?:\/|file:\/\/)\//, "a folder of extensions is `file:///…`, with its whole path")
        .default(tiltExtensions.url)
        .meta({
          description:
            "Repository of the extensions. On a host of your own let the address end in `.git`, or Tilt asks the host for it.",
          examples: [tiltExtensions.url],
        }),
      ref: z
        .string()
        .regex(/^[0-9a-f]{40}$/, "extensions are pinned by a whole commit of 40 hexadecimal digits")
        .default(tiltExtensions.ref)
        .meta({ description: "Commit that they are pinned to.", examples: [tiltExtensions.ref] }),
      use: z
        .array(use)
        .default([])
        .meta({
          description: "Other extensions to call, with literal arguments.",
          examples: [[{ from: "coreos_prometheus", call: "setup_monitoring" }]],
        }),
    })
    .optional()
    .meta({ description: "Where extensions come from.", examples: [{ ref: tiltExtensions.ref }] }),
  settings: z
    .strictObject({
      maxParallelUpdates: count
        .min(1)
        .optional()
        .meta({ description: "Updates that run side by side.", examples: [3] }),
      k8sUpsertTimeoutSecs: count
        .min(1)
        .optional()
        .meta({ description: "Seconds that an apply may take.", examples: [300] }),
      k8sServerSideApply: z
        .enum(["true", "false", "auto"])
        .optional()
        .meta({ description: "Whether Tilt applies on the server.", examples: ["auto"] }),
      suppressUnusedImageWarnings: z
        .array(z.string().min(1))
        .optional()
        .meta({ description: "Images that nothing need use.", examples: [["registry.talos00/memex"]] }),
    })
    .optional()
    .meta({
      description: "Tilt's `update_settings`.",
      examples: [{ maxParallelUpdates: 3, k8sUpsertTimeoutSecs: 300 }],
    }),
  ci: z
    .strictObject({
      timeout: duration
        .optional()
        .meta({ description: "How long `tilt ci` may take, such as `5m`.", examples: ["30m"] }),
      gracePeriod: duration.optional().meta({
        description: "How long a failing pod may take to recover, such as `5m`.",
        examples: ["10s"],
      }),
      readinessTimeout: duration
        .optional()
        .meta({ description: "How long resources may take to be ready, such as `5m`.", examples: ["5m"] }),
    })
    .optional()
    .meta({ description: "Tilt's `ci_settings`.", examples: [{ timeout: "30m" }] }),
  defaultRegistry: z
    .union(
      [
        registry,
        z.strictObject({
          host: registry.meta({
            description: "Registry as seen from this machine.",
            examples: ["localhost:5000"],
          }),
          hostFromCluster: registry
            .optional()
            .meta({ description: "Registry as seen from the cluster.", examples: ["registry:5000"] }),
          singleName: imagePath
            .optional()
            .meta({ description: "One repository for all images.", examples: ["dev"] }),
        }),
      ],
      { error: "a registry is a host, or `{ host, hostFromCluster }`" },
    )
    .optional()
    .meta({ description: "Registry that built images are pushed to.", examples: ["registry.talos00"] }),
  triggerMode: z
    .enum(["auto", "manual"])
    .optional()
    .meta({
      description: "Whether changes of files deploy by themselves, where nothing else is said.",
      examples: ["manual"],
    }),
  watchFiles: z
    .array(path)
    .default([])
    .meta({
      description: "More files whose change loads the Tiltfile again.",
      examples: [["./versions.yaml"]],
    }),
  watchIgnore: z
    .array(z.string().min(1))
    .default([])
    .meta({ description: "Patterns of files that Tilt does not watch.", examples: [["**/*.tmp"]] }),
  args: z
    .record(
      z
        .string()
        .regex(/^[a-z][-a-z0-9_]*$/, "an argument is lower-case letters, digits, `-` and `_`")
        .refine(
          (value) => !(ownArguments as readonly string[]).includes(value),
          `\`${ownArguments.join("` and `")}\` are there already`,
        ),
      argument,
    )
    .default({})
    .meta({
      description: "Arguments after `tilt up --`.",
      examples: [{ verbose: { bool: false, description: "Say more" } }],
    }),
  fluxtilt: z
    .array(z.string().min(1))
    .min(1)
    .default(["npx", "fluxtilt"])
    .meta({
      description: "How Tilt calls fluxtilt, from the folder of the inventory.",
      examples: [["npx", "--no-install", "fluxtilt"]],
    }),
  regenerate: z
    .union([z.literal(false), z.array(z.string().min(1)).min(1)], {
      error: "`regenerate` is a command as a list, or `false`",
    })
    .optional()
    .meta({
      description:
        "Command that Tilt runs when the inventory changes: `generate` of `fluxtilt` unless told, `false` for none.",
      examples: [["npm", "run", "generate"]],
    }),
  banner: z
    .boolean()
    .default(true)
    .meta({ description: "Print a line about the dashboard when Tilt loads it.", examples: [false] }),
});
