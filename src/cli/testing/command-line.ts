import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { plainCall } from "../memory/call.ts";
import type { Memory } from "../memory/folder.ts";
import { recall } from "../memory/recall.ts";
import { runProgram } from "../program.ts";
import type { Terminal } from "../terminal.ts";

/** What a run of the command line gave back. */
export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Answered from memory; absent where there is none. */
  readonly isRecalled?: boolean;
}

export interface Where {
  /** Below the folder; the folder itself unless told. */
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** What a person types when asked. */
  readonly answer?: string | (() => Promise<string>);
  /** Columns of the terminal that both streams are; none, and they are pipes. */
  readonly columns?: number;
  /** Where answers are remembered; nowhere unless told. */
  readonly memory?: Memory;
}

/** A folder of a test's own, and the command line called in it. */
export interface Project {
  readonly root: string;
  /** Writes a file, with its folders. */
  put(path: string, content: string | Uint8Array): Promise<void>;
  read(path: string): Promise<string>;
  remove(path: string): Promise<void>;
  /** Every file below the root, sorted. */
  files(): Promise<readonly string[]>;
  /** Runs the program in this process. */
  run(argv: readonly string[], where?: Where): Promise<Ran>;
  end(): Promise<void>;
}

/** A small inventory that holds and compiles: two Tiltfiles, and the example of an environment file. */
export const inventory = `version: 1
cluster: { name: homelab, contexts: [admin@homelab] }
env:
  variables:
    NODE: { default: 192.168.1.54, description: Address of the node }
tasks:
  nodes: { label: ops, run: manual, do: { shell: 'kubectl get node "$NODE"' } }
groups:
  web:
    namespace: web
    prefix: "web:"
    tiltfile: web/Tiltfile
    workloads:
      shop:
        target: deployment/shop
        ports: ["8080:80"]
        services: ["8081:shop:http"]
        links: [{ name: Shop, url: "https://shop.example.org" }]
        buttons:
          restart: { text: "🔄 Restart", do: restart }
`;

/** Makes the folder, with the inventory in it unless told otherwise. */
export async function createProject(
  files: Readonly<Record<string, string | Uint8Array>> = {},
): Promise<Project> {
  const root = await mkdtemp(join(tmpdir(), "fluxtilt-test-"));
  const project: Project = {
    root,
    put: async (path, content) => {
      await mkdir(dirname(join(root, path)), { recursive: true });
      await writeFile(join(root, path), content);
    },
    read: (path) => readFile(join(root, path), "utf8"),
    remove: (path) => rm(join(root, path), { recursive: true }),
    files: async () =>
      (await readdir(root, { recursive: true, withFileTypes: true }))
        .filter((entry) => !entry.isDirectory())
        .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
        .sort(),
    run: (argv, where = {}) => runHere(join(root, where.cwd ?? ""), argv, where),
    end: () => rm(root, { recursive: true, force: true }),
  };
  for (const [path, content] of Object.entries({ "cluster.config.yaml": inventory, ...files }))
    await project.put(path, content);
  return project;
}

/** A copy of a project, so that a test can spoil it. */
export async function copyOf(project: Project): Promise<Project> {
  const copy = await createProject();
  await cp(project.root, copy.root, { recursive: true });
  return copy;
}

async function runHere(
  cwd: string,
  argv: readonly string[],
  { env = {}, columns, answer = "", memory }: Where,
): Promise<Ran> {
  let [stdout, stderr] = ["", ""];
  const stream = { isTerminal: columns !== undefined, columns };
  const terminal: Terminal = {
    cwd,
    env,
    stdout: { ...stream, write: (text) => void (stdout += text) },
    stderr: { ...stream, write: (text) => void (stderr += text) },
    hasKeyboard: columns !== undefined,
    ask: (question) => {
      stderr += question;
      return typeof answer === "string" ? Promise.resolve(answer) : answer();
    },
    gone: new AbortController().signal,
  };
  const call = plainCall(argv, cwd);
  const known = memory && call && (await recall(call, "0.0.0", terminal, memory));
  const code = known ?? (await runProgram(argv, "0.0.0", terminal, memory));
  const ran = { code, stdout, stderr };
  return memory === undefined ? ran : { ...ran, isRecalled: known !== undefined };
}

/** The bundle, as `npm test` builds it. */
export const bundle = join(import.meta.dirname, "../../../dist/fluxtilt.js");

/** Runs the bundle as a person would. */
export function runBundle(
  cwd: string,
  argv: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Ran> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [bundle, ...argv],
      { cwd, env: { ...process.env, ...env }, maxBuffer: Infinity },
      (error, stdout, stderr) => {
        const code = error === null ? 0 : typeof error.code === "number" ? error.code : -1;
        resolve({ code, stdout, stderr });
      },
    );
  });
}
