import { depthOptions, repoOption } from "../depth.ts";
import { mcp } from "./mcp.ts";
import type { CommandGroup, CommandSpec } from "./spec.ts";

const force = {
  flags: "--force",
  description: "replace files that were edited by hand or are not fluxtilt's",
};

const timings = {
  flags: "--timings",
  description: "tell on stderr how long each stage and each rule took",
};

const noCache = {
  flags: "--no-cache",
  description: "work all of it out, also where the last run found nothing wrong and nothing has changed",
};

/** Every command, in the order that the help tells them. */
export const commands: readonly (CommandSpec | CommandGroup)[] = [
  {
    name: "init",
    description: "write a first inventory, with comments, for the current kube context",
    more: "The file goes into this folder, or where --config says; one that is there is left as it is.",
    here: true,
    run: async (session) => (await import("./init.ts")).init(session),
  },
  {
    name: "discover",
    description: "add to the inventory what is there and not in it, or make one of what is there",
    options: [
      { flags: "--repo [path]", description: "look into the Flux repository; its top is found unless told" },
      {
        flags: "--cluster",
        description: "look into the running cluster through kubectl; with --repo, into both",
      },
      { flags: "--write", description: "write without asking" },
      { flags: "--root <path>", description: "for a new inventory, the folder that Flux begins at" },
      {
        flags: "--context <name>",
        description: "for a new inventory, the kube context; the current one unless told",
      },
      { flags: "--verbose", description: "name each part that cannot be seen from here" },
    ],
    more:
      "Only adds: entries, comments and order stay, and what is gone is told, not taken out. Shows a diff and asks\n" +
      "on a terminal; elsewhere nothing is written without --write. What is only likely becomes a comment.",
    hasResult: true,
    run: async (session, options) => (await import("./discover.ts")).discover(session, options),
  },
  {
    name: "generate",
    description: "write the Tiltfiles and all else that the inventory stands for",
    options: [force, noCache],
    more: "All files are written, or none. What was edited by hand is refused, with the edit shown.",
    run: async (session, options) =>
      (await import("./generate.ts")).generate(session, { force: options["force"] === true }),
  },
  {
    name: "watch",
    description: "generate again whenever the inventory changes; Ctrl-C ends it",
    options: [force],
    more: "A bad edit is told and nothing is written; it goes on with the next one.",
    run: async (session, options) =>
      (await import("./watch.ts")).watch(session, { force: options["force"] === true }),
  },
  {
    name: "check",
    description: "tell which files are stale, missing, edited by hand or left over; writes nothing",
    more: "Exit code 1 when any is, with a short diff and the command that mends it.",
    options: [...depthOptions, timings, noCache],
    run: async (session, options) => (await import("./check.ts")).check(session, options),
  },
  {
    name: "validate",
    description: "hold the inventory against the language and the rules; writes nothing",
    options: [...depthOptions, timings, noCache],
    more:
      "Only --cluster asks a cluster, and no value of a Secret is read there; what cannot be known is not told.\n" +
      "Exit code 3 when the cluster cannot be asked.",
    run: async (session, options) => (await import("./validate.ts")).validate(session, options),
  },
  {
    name: "drift",
    description: "tell where the inventory and what is there differ, both ways; writes nothing",
    options: [
      {
        flags: "--repo [path]",
        description: "compare with the Flux repository; its top is found unless told",
      },
      {
        flags: "--cluster",
        description: "compare with the running cluster through kubectl; with --repo, with both",
      },
      { flags: "--verbose", description: "name each part that cannot be seen from here" },
      noCache,
    ],
    more: "Exit code 1 when they differ. What belongs on no dashboard goes under `ignore:` in the inventory.",
    run: async (session, options) => (await import("./drift.ts")).drift(session, options),
  },
  {
    name: "diff",
    description: "show whole what generate would change; writes nothing",
    more: "Exit code 1 when something differs, 0 when nothing does, as `git diff --exit-code`.",
    hasResult: true,
    run: async (session) => (await import("./diff.ts")).diff(session),
  },
  {
    name: "doctor",
    description: "look at what `tilt up` needs: programs, kube context, extensions, ports, what is suspended",
    more:
      "Exit code 1 when something is to be mended, 3 when something outside failed, so that it cannot be told.\n" +
      "With --format json one document: `findings`, each with `check`, `standing`, `message` and `help`.",
    hasResult: true,
    run: async (session) => (await import("./doctor.ts")).doctor(session),
  },
  {
    name: "verify",
    description: "load every generated Tiltfile with your Tilt, and hold it against the inventory",
    more:
      "Each file is loaded alone and together, as it is and with each --develop, buttons too; nothing starts.\n" +
      "Exit code 1 when Tilt has something else, 3 when Tilt, its extensions or the kube context are missing.",
    run: async (session) => (await import("./verify.ts")).verify(session),
  },
  {
    name: "import",
    description: "make an inventory of a hand-written Tiltfile, by what your Tilt makes of it",
    arguments: [{ name: "<tiltfile>", description: "the file that tilt up loads" }],
    options: [
      { flags: "--write", description: "write cluster.config.yaml beside it, or add to it, without asking" },
      {
        flags: "--run-local",
        description: "let it run what it runs while it loads, without asking",
      },
    ],
    more:
      "Nothing starts: the file is only loaded. What an inventory cannot say is told with its place, and the\n" +
      "new Tiltfile is held against the old one; exit code 1 when Tilt takes them for different. An inventory\n" +
      "that is there gets what it lacks, shown as a diff; on a terminal it is asked for.",
    here: true,
    hasResult: true,
    run: async (session, options, [file = ""]) =>
      (await import("./import.ts")).importTiltfile(session, file, {
        write: options["write"] === true,
        runLocal: options["runLocal"] === true,
      }),
  },
  {
    name: "list",
    description: "list what the dashboard shows",
    arguments: [
      { name: "[what]", description: "one part of it", choices: ["resources", "ports", "links", "buttons"] },
    ],
    options: [{ flags: "--json", description: "as JSON, for programs; keys are added, never changed" }],
    more: "A narrow terminal goes without some columns; a pipe gets all of them, and nothing is cut.",
    hasResult: true,
    run: async (session, options, [what]) =>
      (await import("./list.ts")).list(session, { what, json: options["json"] === true }),
  },
  {
    name: "render",
    description: "print what Flux would apply of a set of manifests from the working tree",
    arguments: [{ name: "<name>", description: "full name of the set, as `--develop` takes it" }],
    options: [
      { flags: "--cluster [context]", description: "with the spec and the values that the cluster has" },
      repoOption,
    ],
    more:
      "Exit code 1 when it cannot be told exactly; then nothing is printed but the reason.\n" +
      "With --cluster values of Secrets may be part of the output, as they are of what Flux applies.",
    hasResult: true,
    run: async (session, options, [name = ""]) =>
      (await import("./render.ts")).render(session, options, name),
  },
  mcp,
  {
    name: "kubeconfig",
    description: "mint a short-lived kubeconfig of the dashboard's own account, which `access:` declares",
    options: [
      { flags: "--duration <time>", description: "how long its token is good, at least 10m; 1h unless told" },
      {
        flags: "--output <file>",
        description: "write it there, for its owner alone; it is printed unless told, but not to a terminal",
      },
    ],
    more: "The token is created through kubectl and the login that the context has now. Tilt takes it as KUBECONFIG.",
    hasResult: true,
    run: async (session, { duration, output }) =>
      (await import("./kubeconfig.ts")).kubeconfig(session, {
        duration: typeof duration === "string" ? duration : "1h",
        output: typeof output === "string" ? output : undefined,
      }),
  },
  {
    name: "schema",
    description: "print the JSON Schema of the inventory, for editors",
    options: [
      { flags: "--fragment", description: "of a fragment, instead of the root file" },
      { flags: "--reference", description: "the language reference instead, as Markdown" },
    ],
    more: "An inventory names it in its first line: `# yaml-language-server: $schema=<path>`.",
    here: true,
    hasResult: true,
    run: async (session, options) =>
      (await import("./schema.ts")).schema(session, {
        fragment: options["fragment"] === true,
        reference: options["reference"] === true,
      }),
  },
  {
    name: "explain",
    description: "tell what a problem's code means, why, and what mends it; lists all codes",
    arguments: [{ name: "[code]", description: "such as FT201" }],
    options: [{ flags: "--markdown", description: "all of them as one page of Markdown" }],
    more: "With --format json one document: `kinds`, each with its code, why it matters, and an example.",
    hasResult: true,
    run: async (session, options, [code]) =>
      (await import("./explain.ts")).explain(session, code, { markdown: options["markdown"] === true }),
  },
];
