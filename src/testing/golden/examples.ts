import type { Kind } from "../../diagnostics/kind.ts";
import { memoryFiles } from "../memory-files.ts";
import { compile } from "./compile.ts";

const head = "version: 1\ncluster: { name: lab, contexts: [admin@lab], domain: lab.example }\n";

/** Where the example of a kind stands in an inventory: the text before it, by the place's name. */
const places = {
  root: "",
  workloads: "groups:\n  web:\n    namespace: web\n    workloads:\n      prometheus: deployment/prometheus\n",
  workload:
    "groups:\n  web:\n    namespace: web\n    flux: web\n    workloads:\n      web: deployment/web\n" +
    "      db: deployment/db\n      prometheus: deployment/prometheus\n      site:\n        target: deployment/site\n",
  prefixed:
    'groups:\n  web:\n    namespace: web\n    prefix: "site:"\n    workloads:\n      web: deployment/web\n' +
    "      site:\n        target: deployment/site\n",
  group: "groups:\n  web:\n    namespace: web\n    flux: web\n",
  unowned: "groups:\n  web:\n    namespace: web\n",
  releases: "groups:\n  web:\n    namespace: web\n    helmReleases:\n",
  release:
    "groups:\n  web:\n    namespace: web\n    helmReleases:\n      web:\n        chart: ./chart\n        flux: false\n",
  sets: "groups:\n  web:\n    namespace: web\n    manifests:\n",
  set: "groups:\n  web:\n    namespace: web\n    flux: web\n    manifests:\n      tools:\n        kustomize: ./tools\n",
  button:
    "groups:\n  web:\n    namespace: web\n    flux: web\n    workloads:\n      web:\n" +
    "        target: deployment/web\n        buttons:\n          b:\n",
  variables: "env:\n  variables:\n",
  extensions: "tilt:\n  extensions:\n",
} as const;

interface Example {
  readonly place: keyof typeof places;
  /** More of the inventory, at its root. */
  readonly more?: string;
  readonly withoutDomain?: true;
  /** More files. */
  readonly files?: Readonly<Record<string, string>>;
}

const restartable = "buttonSets:\n  restartable: { buttons: { restart: restart } }\n";
const kometa =
  'buttonSets:\n  kometa: { params: [container], buttons: { run: { do: { exec: { container: "{container}", command: [run] } } } } }\n';
const ports = (one: number, other: number): string =>
  `groups:\n  monitoring: { namespace: web, workloads: { a: { target: deployment/a, ports: [${one}] }, b: { target: deployment/b, ports: [${other}] } } }\n`;

/** By code; a kind without a row stands at the root. */
const examples: Readonly<Record<string, Example>> = {
  FT101: { place: "workloads" },
  FT102: { place: "workloads" },
  FT103: { place: "workload" },
  FT104: { place: "workload" },
  FT105: { place: "workload" },
  FT106: { place: "group" },
  FT201: { place: "workloads" },
  FT202: { place: "prefixed", more: "tasks: { web: echo }\n" },
  FT204: { place: "workload", more: restartable },
  FT205: { place: "workload", more: kometa },
  FT206: { place: "workload", withoutDomain: true },
  FT207: { place: "release" },
  FT209: { place: "unowned" },
  FT210: { place: "releases" },
  FT211: { place: "releases" },
  FT212: { place: "release", more: "images:\n  registry.local/web: { context: . }\n" },
  FT214: { place: "sets" },
  FT215: { place: "set" },
  FT216: { place: "button" },
  FT217: { place: "unowned" },
  FT219: {
    place: "root",
    more: "fragments: [apps/tilt.yaml]\n",
    files: { "apps/tilt.yaml": "buttonSets: { usual: { buttons: { logs: logs } } }\n" },
  },
  FT220: { place: "set" },
  FT301: { place: "root" },
  FT304: { place: "unowned" },
  FT305: { place: "unowned" },
  FT307: { place: "variables" },
  FT308: { place: "variables" },
  FT309: { place: "extensions" },
  FT360: { place: "workload" },
  FT363: { place: "unowned" },
  FT390: { place: "root", more: ports(8080, 8081) },
  FT391: { place: "root", more: ports(8080, 8080) },
  FT392: { place: "root", more: ports(8080, 8080) },
  FT401: { place: "button" },
  FT403: { place: "button", files: { "icons/deploy.png": "PNG", "icons/deploy.svg": "<svg/>" } },
};

const files = {
  "applications/one/tilt.yaml": "tasks: {}\n",
  "scripts/deploy-stack.sh": "#!/bin/sh\n",
  "infrastructure/Tiltfile": "",
  "infrastructure/local.Tiltfile": "",
};

/**
 * True for a kind whose examples are inventories: FT0xx speak of bytes, FT5xx of what is on disk, FT6xx of
 * a repository; FT344 is git's answer, FT402 a bit of the file.
 */
export function hasExamples({ code }: Kind): boolean {
  return /^FT[1-4]/.test(code) && code !== "FT344" && code !== "FT402";
}

/** The files of a repository whose inventory holds the wrong or the right example of a kind. */
export function exampleOf(kind: Kind, which: "wrong" | "right"): Readonly<Record<string, string>> {
  const { place, more = "", withoutDomain, files: others = {} } = examples[kind.code] ?? { place: "root" };
  const before = places[place];
  // One level below the last line of what stands before it, or beside it where that line has a value.
  const last = before.trimEnd().split("\n").at(-1) ?? "";
  const indent = before === "" ? "" : `${/^ */.exec(last)?.[0] ?? ""}${last.endsWith(":") ? "  " : ""}`;
  const text = kind[which]
    .split("\n")
    .map((line) => `${indent}${line}\n`)
    .join("");
  const start = withoutDomain === true ? head.replace(", domain: lab.example", "") : head;
  return { ...files, ...others, "cluster.config.yaml": `${start}${more}${before}${text}` };
}

/** The codes of all that is told of an inventory. */
export async function toldCodes(repository: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const { project } = await compile(memoryFiles(repository));
  return project.diagnostics.map(({ code }) => code);
}
