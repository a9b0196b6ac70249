import * as z from "zod";
import { path } from "../../grammar/names.ts";

const paths = z.array(path).min(1);

const step = z.union(
  [
    z.literal("restart").meta({ description: "Start the process of the container anew." }),
    z.strictObject({
      sync: z.tuple([path, z.string().startsWith("/", "a path in the container begins with `/`")]).meta({
        description: "Copy a file or folder into the container.",
        examples: [["./src", "/app/src"]],
      }),
    }),
    z.strictObject({
      run: z
        .union([z.string().min(1), z.array(z.string()).min(1)])
        .meta({ description: "Run a command in the container, after the copies.", examples: ["npm ci"] }),
      when: paths
        .optional()
        .meta({ description: "Only when one of these changed.", examples: [["./package.json"]] }),
    }),
    z.strictObject({
      fallBackOn: paths.meta({
        description: "Build the image anew when one of these changed; comes first.",
        examples: [["./Dockerfile"]],
      }),
    }),
    z.strictObject({
      restart: z
        .strictObject({
          when: paths.meta({ description: "Only when one of these changed.", examples: [["./src"]] }),
        })
        .meta({ description: "Start the process of the container anew.", examples: [{ when: ["./src"] }] }),
    }),
  ],
  { error: "a step is `{ fallBackOn }`, `{ sync }`, `{ run }` or `restart`" },
);

export const liveUpdate = z
  .array(step)
  .min(1, "at least one step is needed")
  .check((context) => {
    const rank = (value: z.output<typeof step>): number =>
      typeof value === "string" || "restart" in value ? 3 : "run" in value ? 2 : "sync" in value ? 1 : 0;
    let last = 0;
    context.value.forEach((value, index) => {
      if (rank(value) === 3 && last === 3)
        context.issues.push({
          code: "custom",
          message: "one `restart` is enough",
          input: value,
          path: [index],
        });
      if (rank(value) < last)
        context.issues.push({
          code: "custom",
          message: "the steps come in this order: `fallBackOn`, `sync`, `run`, `restart`",
          input: value,
          path: [index],
        });
      last = Math.max(last, rank(value));
    });
  })
  .meta({
    id: "liveUpdate",
    description: "Steps that bring changes into the running container.",
    examples: [[{ sync: ["./src", "/app/src"] }, "restart"]],
  });

export type WrittenStep = z.output<typeof step>;
