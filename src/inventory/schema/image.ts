import * as z from "zod";
import { path } from "../../grammar/names.ts";
import { allow, description } from "./button.ts";
import { liveUpdate } from "./live-update.ts";

/** An image that is built while something that uses it is developed. */
export const image = z
  .strictObject({
    description,
    build: z
      .enum(["docker", "kubectl"])
      .default("docker")
      .meta({ description: "Built by Docker here, or by BuildKit in the cluster.", examples: ["kubectl"] }),
    context: path.meta({ description: "Build context.", examples: ["./memex"] }),
    dockerfile: path.optional().meta({
      description: "Dockerfile; the one of the context unless told.",
      examples: ["./memex/Dockerfile"],
    }),
    target: z
      .string()
      .min(1)
      .optional()
      .meta({ description: "Stage to build.", examples: ["dev"] }),
    buildArgs: z
      .record(z.string().min(1), z.string())
      .default({})
      .meta({ description: "Build arguments.", examples: [{ NODE_ENV: "development" }] }),
    only: z
      .array(
        z
          .string()
          .min(1)
          .regex(/^[^*]*$/, "a path of `only` is one file or folder, without `*`"),
      )
      .default([])
      .meta({ description: "Only these paths of the context.", examples: [["src", "package.json"]] }),
    ignore: z
      .array(z.string().min(1))
      .default([])
      .meta({ description: "Patterns of the context to leave out.", examples: [["**/*.test.ts"]] }),
    platform: z
      .string()
      .min(1)
      .optional()
      .meta({ description: "Platform to build for.", examples: ["linux/amd64"] }),
    entrypoint: z
      .array(z.string())
      .min(1)
      .optional()
      .meta({
        description: "Command of the container; needed by the step `restart`.",
        examples: [["node", "server.js"]],
      }),
    liveUpdate: liveUpdate.optional(),
    push: z
      .boolean()
      .optional()
      .meta({ description: "Push what BuildKit built (`build: kubectl`).", examples: [true] }),
    allow,
  })
  .refine((value) => value.push === undefined || value.build === "kubectl", {
    path: ["push"],
    message: "`push` goes with `build: kubectl`: Tilt pushes what Docker builds by itself",
  })
  .meta({
    id: "image",
    description: "An image that is built while something that uses it is developed.",
    examples: [{ context: "./memex", liveUpdate: [{ sync: ["./memex/src", "/app/src"] }] }],
  });
