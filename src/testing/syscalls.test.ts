import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import fastGlob from "fast-glob";
import { afterAll, beforeAll, expect, it } from "vitest";
import { callsOf, changing, fault, faultAt, run, type Call, type Ended } from "./syscalls.ts";
import { describeStrace } from "./tilt/available.ts";

const before = `version: 1
cluster: { name: lab, contexts: [lab] }
env: { variables: { A: { default: a } } }
groups:
  web: { namespace: web, tiltfile: web/Tiltfile, workloads: { site: { target: deployment/site, services: ["8081:site:80"] } } }
  db: { namespace: db, tiltfile: db/Tiltfile, workloads: { db: statefulset/db } }
tasks: { hello: 'echo "$A"' }
`;
/** One file changes, one is new in new folders, one goes, one stays, a support file is not used any more. */
const after = before
  .replace(
    /^ {2}db:.*$/m,
    "  new: { namespace: new, tiltfile: new/deep/Tiltfile, workloads: { n: deployment/n } }",
  )
  .replace(', services: ["8081:site:80"]', "")
  .replace("default: a", "default: b");

/** A Flux repository with an inventory of two files. */
const repository = {
  ".git/HEAD": "",
  "cluster.config.yaml": `version: 1
cluster: { name: lab, contexts: [lab], flux: { path: lab } }
fragments: [part.yaml]
groups: { web: { namespace: web, flux: site, workloads: { one: deployment/one } } }
`,
  "part.yaml": "tasks: { hello: { run: manual, do: { argv: [hello] } } }\n",
  "lab/site.yaml": `apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: { name: site, namespace: flux-system }
spec: { path: ./site, sourceRef: { kind: GitRepository, name: flux-system } }
`,
  "site/kustomization.yaml": "resources: [one.yaml]\n",
  "site/one.yaml": "{ apiVersion: apps/v1, kind: Deployment, metadata: { name: one, namespace: web } }\n",
};

let box = "";
let calls: readonly Call[] = [];
let old: Tree = {};
let wanted: Tree = {};

type Tree = Readonly<Record<string, string>>;

/** Every file below a folder with its text, and whether it may be run. */
function treeOf(folder: string): Tree {
  const paths = fastGlob.sync("**", { cwd: folder, dot: true, ignore: [".git/**"] }).sort();
  return Object.fromEntries(
    paths.map((path) => {
      const mode = (statSync(join(folder, path)).mode & 0o111) === 0 ? "" : "*";
      return [path + mode, readFileSync(join(folder, path), "utf8")];
    }),
  );
}

/** What a run may leave for the next one to tidy. */
function settled(tree: Tree): Tree {
  return Object.fromEntries(
    Object.entries(tree).filter(([path]) => !/^\.fluxtilt\/(lock|journal)|\.fluxtilt-/.test(path)),
  );
}

/** What each failure is told as. */
const codes: Readonly<Record<string, string>> = {
  ENOSPC: "FT922",
  EDQUOT: "FT922",
  EROFS: "FT921",
  EMFILE: "FT924",
  ENFILE: "FT924",
  EIO: "FT925",
  EINTR: "FT925",
};

/** What a disk, a full table of open files or a network disk may answer to a call. */
const answersOf: Readonly<Record<string, readonly string[]>> = {
  openat: ["EIO", "EDQUOT", "EMFILE", "ENFILE", "EROFS"],
  write: ["EIO", "EDQUOT", "EINTR"],
  fsync: ["EIO", "EDQUOT", "EINTR"],
  close: ["EIO", "EDQUOT", "EINTR"],
  mkdir: ["EIO", "EDQUOT", "EROFS"],
  rename: ["EIO", "EDQUOT", "EROFS"],
  unlink: ["EIO", "EROFS"],
};

/**
 * Holds what a run left, and what the next one makes of it. A run that was not killed either ended well, or says
 * what failed.
 */
async function expectWhole(folder: string, ended: Ended, where: string, code?: string): Promise<void> {
  const left = treeOf(folder);
  for (const [path, text] of Object.entries(settled(left)))
    expect([old[path], wanted[path]], `${where}: ${path}`).toContain(text);
  for (const path of Object.keys(old).filter((one) => Object.hasOwn(wanted, one)))
    expect(Object.keys(left), `${where}: ${path} is lost`).toContain(path);
  if (code !== undefined) {
    expect([0, 3], where).toContain(ended.code);
    if (ended.code === 3) expect(ended.stderr, where).toContain(`error[${code}]: `);
    else expect(settled(left), where).toEqual(wanted);
  }
  const next = await run(folder, ["generate"]);
  expect([next.code, next.stderr.includes("error")], where).toEqual([0, false]);
  expect(treeOf(folder), where).toEqual(wanted);
  rmSync(folder, { recursive: true });
}

let copies = 0;
function copy(): string {
  const folder = join(box, `copy-${copies++}`);
  cpSync(join(box, "before"), folder, { recursive: true });
  return folder;
}

describeStrace("a run of which a system call fails", () => {
  beforeAll(async () => {
    box = mkdtempSync(join(tmpdir(), "fluxtilt-calls-"));
    const start = join(box, "before");
    mkdirSync(join(start, ".git"), { recursive: true });
    writeFileSync(join(start, ".gitignore"), ".env\n");
    writeFileSync(join(start, "cluster.config.yaml"), before);
    expect((await run(start, ["generate"])).code).toBe(0);
    writeFileSync(join(start, "cluster.config.yaml"), after);
    old = treeOf(start);
    const traced = copy();
    calls = await callsOf(traced, ["generate"]);
    wanted = treeOf(traced);
    expect(Object.keys(wanted)).toContain("new/deep/Tiltfile");
    expect(Object.keys(wanted)).not.toContain("db/Tiltfile");
    for (const [path, text] of Object.entries(repository)) {
      mkdirSync(join(box, "flux", dirname(path)), { recursive: true });
      writeFileSync(join(box, "flux", path), text);
    }
    const root = join(box, "flux");
    expect((await run(root, ["validate", "--repo"])).code).toBe(0);
  });
  afterAll(() => {
    rmSync(box, { recursive: true, force: true });
  });

  it.each(["check", "generate"])("ends `%s` at once where a disk is slow", async (command) => {
    const folder = copy();
    const head = before.split("tasks:")[0] ?? "";
    writeFileSync(join(folder, "cluster.config.yaml"), `${head}fragments: ["parts/*.yaml"]\n`);
    mkdirSync(join(folder, "parts"));
    const parts = Array.from({ length: 100 }, (_, index) => `parts/${index}.yaml`);
    for (const [index, path] of parts.entries())
      writeFileSync(join(folder, path), `tasks: { task-${index}: "true" }\n`);
    const there = treeOf(folder);
    const log = `${folder}.strace`;
    const { code, stderr } = await run(
      folder,
      [command],
      [
        ...["-o", log, ...parts.flatMap((path) => ["-P", join(folder, path)]), "-e", "trace=openat,statx"],
        ...["-e", "inject=statx:delay_enter=30000", "-e", "inject=openat:signal=INT:when=3"],
      ],
    );
    expect([code, stderr]).toEqual([130, ""]);
    // What was asked at the same time is still answered.
    expect(readFileSync(log, "utf8").match(/ openat\(/g)?.length).toBeLessThan(40);
    expect(treeOf(folder)).toEqual(there);
  });

  it("tells that no watches are left", async () => {
    const { code, stderr } = await run(
      copy(),
      ["watch"],
      ["-o", "/dev/null", "-e", "trace=inotify_add_watch", "-e", "inject=inotify_add_watch:error=ENOSPC"],
    );
    expect(stderr).toMatch(/^error\[FT924\]: cannot watch `.*`: the system has no file watches left\n/);
    expect(code).toBe(3);
  });

  it("makes many that change the disk", () => {
    expect(calls.length).toBeGreaterThan(60);
    expect(calls.map(({ name }) => name)).toEqual(
      expect.arrayContaining(["openat", "write", "fsync", "fchmod", "mkdir", "rename", "unlink"]),
    );
  });

  it.each(["SIGKILL", "ENOSPC", "EROFS"] as const)(
    "leaves each file wholly old or wholly new, and the next run no litter: %s",
    { timeout: 600_000 },
    async (what) => {
      for (const call of calls) {
        // Threads wake each other by writing: Node itself ends where that fails.
        if (what !== "SIGKILL" && call.name === "write") continue;
        // A full disk takes no more, and lets go of what it has.
        if (what === "ENOSPC" && !["openat", "mkdir", "fsync"].includes(call.name)) continue;
        const where = `${what} at ${call.line}`;
        const folder = copy();
        const ended = await run(folder, ["generate"], fault(call, what));
        await expectWhole(folder, ended, where, codes[what]);
      }
    },
  );

  it(
    "leaves each file wholly old or wholly new whatever the disk answers, a write or a close too",
    {
      timeout: 600_000,
    },
    async () => {
      const all = await callsOf(copy(), ["generate"], [...changing, "close"]);
      expect(all.map(({ name }) => name)).toEqual(expect.arrayContaining(["close", "write"]));
      for (const [index, call] of all.entries()) {
        const answers = answersOf[call.name] ?? ["EIO"];
        const answer = answers[index % answers.length] ?? "EIO";
        const folder = copy();
        const ended = await run(folder, ["generate"], faultAt(folder, call, answer));
        await expectWhole(folder, ended, `${answer} at ${call.line}`, codes[answer]);
      }
    },
  );

  it.each([
    ["openat", "EIO", "FT925"],
    ["openat", "EMFILE", "FT924"],
    ["openat", "EACCES", "FT921"],
    ["pread64", "EIO", "FT925"],
  ])("ends where what it reads cannot be read: %s, %s", { timeout: 60_000 }, async (name, error, code) => {
    const root = join(box, "flux");
    for (const path of [
      "cluster.config.yaml",
      "part.yaml",
      "lab/site.yaml",
      "site/kustomization.yaml",
      "site/one.yaml",
    ]) {
      const call = { name, path, nth: 1, nthThere: 1, line: "" };
      // From memory, a file that could not be read once is read again.
      for (const args of [
        ["validate", "--repo", "--no-cache"],
        ["drift", "--repo", "--no-cache"],
        ["discover", "--repo"],
      ]) {
        const ended = await run(root, args, faultAt(root, call, error));
        expect(ended, `${args.join(" ")}: ${path}`).toMatchObject({
          code: 3,
          stdout: "",
          stderr: expect.stringMatching(
            new RegExp(`^error\\[${code}\\]: cannot read \`${path}\`: .*\n {2}= help: .*\n`),
          ) as string,
        });
        expect(ended.stderr).not.toContain(" at ");
      }
    }
  });
});
