import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fastGlob from "fast-glob";
import { afterAll, beforeAll, expect, it } from "vitest";
import { callsOf, fault, run, type Call } from "./syscalls.ts";
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
  });
  afterAll(() => {
    rmSync(box, { recursive: true, force: true });
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
        const left = treeOf(folder);
        for (const [path, text] of Object.entries(settled(left)))
          expect([old[path], wanted[path]], `${where}: ${path}`).toContain(text);
        for (const path of Object.keys(old).filter((one) => Object.hasOwn(wanted, one)))
          expect(Object.keys(left), `${where}: ${path} is lost`).toContain(path);
        if (what !== "SIGKILL") {
          // It either ended well, or says what failed.
          expect([0, 3], where).toContain(ended.code);
          const told = what === "ENOSPC" ? "error[FT922]: " : "error[FT921]: ";
          if (ended.code === 3) expect(ended.stderr, where).toContain(told);
          else expect(settled(left), where).toEqual(wanted);
        }
        const next = await run(folder, ["generate"]);
        expect([next.code, next.stderr.includes("error")], where).toEqual([0, false]);
        expect(treeOf(folder), where).toEqual(wanted);
        rmSync(folder, { recursive: true });
      }
    },
  );
});
