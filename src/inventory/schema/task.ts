import * as z from "zod";
import { action } from "../../actions/index.ts";
import { count, path, tiltName } from "../../grammar/names.ts";
import { portNumber } from "../../grammar/port.ts";
import { environment } from "./button.ts";
import { needless, needs, needsAreOfUse } from "./needs.ts";
import { common } from "./resource.ts";

const seconds = (what: string, example: number): z.ZodOptional<z.ZodInt> =>
  count
    .min(0)
    .optional()
    .meta({ description: what, examples: [example] });

const probe = z
  .strictObject({
    http: z
      .strictObject({
        port: portNumber.meta({ description: "Port to ask.", examples: [3000] }),
        path: z
          .string()
          .startsWith("/", "a path begins with `/`")
          .default("/")
          .meta({ description: "Path to ask for.", examples: ["/healthz"] }),
        host: z
          .string()
          .min(1)
          .optional()
          .meta({ description: "Host to ask; localhost unless told.", examples: ["127.0.0.1"] }),
        scheme: z
          .enum(["http", "https"])
          .default("http")
          .meta({ description: "How to ask.", examples: ["https"] }),
      })
      .optional()
      .meta({
        description: "Ready when this answers with a status below 400.",
        examples: [{ port: 3000, path: "/" }],
      }),
    tcp: z
      .strictObject({
        port: portNumber.meta({ description: "Port to reach.", examples: [5432] }),
        host: z
          .string()
          .min(1)
          .optional()
          .meta({ description: "Host to reach; localhost unless told.", examples: ["127.0.0.1"] }),
      })
      .optional()
      .meta({ description: "Ready when this port takes a connection.", examples: [{ port: 5432 }] }),
    exec: z
      .array(z.string())
      .min(1)
      .optional()
      .meta({ description: "Ready when this command ends well.", examples: [["test", "-f", "ready"]] }),
    initialDelaySecs: seconds("Seconds before the first look.", 2),
    periodSecs: seconds("Seconds between looks.", 10),
    timeoutSecs: seconds("Seconds that a look may take.", 1),
    successThreshold: seconds("Looks in a row that must succeed.", 1),
    failureThreshold: seconds("Looks in a row that must fail.", 3),
  })
  .refine(
    (value) => [value.http, value.tcp, value.exec].filter((way) => way !== undefined).length === 1,
    "a probe is one of `http`, `tcp` and `exec`",
  )
  .meta({ oneOf: ["http", "tcp", "exec"].map((key) => ({ required: [key] })) });

const longTask = z
  .strictObject({
    ...common,
    do: action
      .optional()
      .meta({ description: "What it runs to its end.", examples: [{ shell: "kubectl get nodes -o wide" }] }),
    serve: action
      .optional()
      .meta({ description: "What it keeps running.", examples: [{ argv: ["npx", "serve", "docs"] }] }),
    run: z
      .enum(["once", "manual", "change"])
      .optional()
      .meta({
        description:
          "`once` at start, `manual` when a person says so, `change` when a watched file changes. `change` where `watch` is given, else `once`.",
        examples: ["manual"],
      }),
    watch: z
      .array(path)
      .default([])
      .meta({ description: "Files and folders whose change runs it again.", examples: [["docs"]] }),
    ignore: z
      .array(z.string().min(1))
      .default([])
      .meta({ description: "Patterns of `watch` to leave out.", examples: [["**/*.tmp"]] }),
    env: environment.optional(),
    needs,
    dir: path.optional().meta({
      description: "Working directory; the inventory file's folder unless told.",
      examples: ["./docs"],
    }),
    probe: probe.optional().meta({
      description: "How Tilt knows that what is served is ready.",
      examples: [{ http: { port: 3000 } }],
    }),
    ports: z
      .array(portNumber)
      .default([])
      .meta({
        description: "Ports of this machine that `serve` listens at; each becomes a link.",
        examples: [[3000]],
      }),
    autoInit: z
      .boolean()
      .optional()
      .meta({ description: "Started with Tilt; not for `run: manual` unless told.", examples: [false] }),
    parallel: z
      .boolean()
      .default(false)
      .meta({ description: "May run beside other updates.", examples: [true] }),
  })
  .refine((value) => value.do !== undefined || value.serve !== undefined, "a task needs `do` or `serve`")
  .refine((value) => needsAreOfUse(value.needs, [value.do, value.serve]), {
    error: needless,
    path: ["needs"],
  })
  .refine((value) => value.run !== "change" || value.watch.length > 0, {
    error: "`run: change` needs `watch`: the files whose change runs it",
    path: ["run"],
  })
  .refine((value) => value.probe === undefined || value.serve !== undefined, {
    error: "a probe looks at what `serve` keeps running, and there is no `serve`",
    path: ["probe"],
  })
  .meta({ anyOf: [{ required: ["do"] }, { required: ["serve"] }] });

/** A command on this machine; its short form is a text of `sh`. */
export const task = z
  .union([z.string().min(1), longTask], { error: "a task is a text of `sh`, or `{ do, … }`" })
  .meta({
    id: "task",
    description: "A command on this machine; a text is short for `{ do: { shell: … } }`.",
    examples: [{ run: "manual", do: { argv: ["kubectl", "get", "nodes"] } }],
  });

export const tasks = z
  .record(tiltName, task)
  .optional()
  .meta({
    id: "tasks",
    description: "Commands on this machine, by key.",
    examples: [{ "cluster-status": { do: { shell: "kubectl get nodes" } } }],
  });
