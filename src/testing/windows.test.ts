import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { runProgram } from "../cli/program.ts";
import { copiedSets } from "./flux-lab.ts";
import { isSupport } from "./golden/compile.ts";
import { WindowsDisk } from "./windows-disk.ts";

const machine = vi.hoisted(() => ({ disk: undefined as WindowsDisk | undefined }));

/** The one door to the disk, and the rules of the host for paths: all else is as it is. */
vi.mock("../io/node-files.ts", () => ({
  nodeFiles: (root: string) => machine.disk?.files(root),
}));
vi.mock("node:path", async (original) => {
  const { posix, win32 } = await original<{ posix: object; win32: object }>();
  return { ...win32, posix, win32, default: win32 };
});

const fixtures = fileURLToPath(new URL("../../fixtures", import.meta.url));
const root = "D:\\Büro ☂ dir\\repo";

const platform = process.platform;
beforeAll(() => {
  Object.defineProperty(process, "platform", { value: "win32" });
});
afterAll(() => {
  Object.defineProperty(process, "platform", { value: platform });
});

let disk: WindowsDisk;
beforeEach(() => {
  machine.disk = disk = new WindowsDisk();
});

/** Runs the command line in a folder of the disk. */
async function run(
  line: string | readonly string[],
  cwd = root,
): Promise<{ code: number; stdout: string; stderr: string }> {
  let [stdout, stderr] = ["", ""];
  const stream = { isTerminal: false, columns: undefined };
  const code = await runProgram(typeof line === "string" ? line.split(" ") : line, "0.0.0", {
    cwd,
    env: {},
    stdout: { ...stream, write: (text) => void (stdout += text) },
    stderr: { ...stream, write: (text) => void (stderr += text) },
    hasKeyboard: false,
    gone: new AbortController().signal,
  });
  return { code, stdout, stderr };
}

/** Every file below a folder of the fixtures, by its path. */
function filesIn(folder: string): Map<string, Uint8Array> {
  const entries = readdirSync(`${fixtures}/${folder}`, { recursive: true, withFileTypes: true });
  return new Map(
    entries
      .filter((entry) => entry.isFile())
      .map((entry) => `${entry.parentPath}/${entry.name}`)
      .map((path) => [path.slice(`${fixtures}/${folder}/`.length), readFileSync(path)]),
  );
}

/** As git checks a text out on Windows, and as some editors there save it. */
function asWindows(text: string): string {
  return `\ufeff${text.replaceAll("\n", "\r\n")}`;
}

/** Puts the files of a case on the disk, those of YAML in the way of Windows; answers its goldens. */
function putCase(folder: string): ReadonlyMap<string, string> {
  const goldens = new Map<string, string>();
  for (const [path, bytes] of filesIn(folder)) {
    const text = Buffer.from(bytes).toString("utf8");
    if (path.startsWith("expected")) goldens.set(path, text);
    else disk.put(`${root}\\${path}`, /\.ya?ml$/.test(path) ? asWindows(text) : bytes);
  }
  return goldens;
}

const casesOf = (kind: string): string[] =>
  readdirSync(`${fixtures}/${kind}`).map((name) => `${kind}/${name}`);
const saysOf = (goldens: ReadonlyMap<string, string>): string => goldens.get("expected.txt") ?? "";

describe.each([...casesOf("ok"), "projects/media", "projects/real"])("%s", (folder) => {
  it("becomes the same bytes, and stays current as git checks it out", async () => {
    const goldens = putCase(folder);
    const { code, stderr } = await run("generate");
    expect([code, stderr.startsWith(saysOf(goldens))], stderr).toEqual([0, true]);
    const made = disk.texts(root);
    const outputs = [...goldens].filter(([path]) => path.startsWith("expected/"));
    for (const [path, text] of outputs)
      if (!path.endsWith("support-files.txt"))
        expect(made.get(path.slice("expected/".length)), path).toBe(text);
    for (const [path, text] of made)
      if (isSupport(path) || goldens.has(`expected/${path}`))
        disk.put(`${root}\\${path}`, text.replaceAll("\n", "\r\n"));
    expect(await run("check")).toMatchObject({ code: 0 });
    expect((await run("generate")).stderr).toMatch(/nothing to write: \d+ files are current\n$/);
  });
});

describe.each(casesOf("err"))("%s", (folder) => {
  it("is told in the same words", async () => {
    const said = saysOf(putCase(folder));
    const { stderr } = await run("validate");
    // Windows keeps no bit that says that a file may be run, so nobody can miss it.
    if (said.includes("FT402")) expect(stderr).not.toContain("FT402");
    else expect(stderr).toBe(said);
  });
});

describe("the Flux repository", () => {
  beforeEach(() => {
    putCase("projects/flux-lab");
    for (const [path, text] of copiedSets) disk.put(`${root}\\${path}`, asWindows(text));
  });

  it("is followed as on Unix", async () => {
    expect(await run("validate --repo")).toMatchObject({ code: 0 });
    const wanted = readFileSync(`${fixtures}/projects/flux-lab/mistakes.expected.txt`, "utf8");
    expect((await run("-c mistakes.config.yaml validate --repo")).stderr).toBe(wanted);
    // Its top as somebody there would name it, also from another folder.
    for (const top of ["..\\..", "..\\..\\..\\REPO", root.toUpperCase()]) {
      const argv = ["-c", "..\\..\\mistakes.config.yaml", "validate", "--repo", top, "--format", "json"];
      const { stdout } = await run(argv, `${root}\\apps\\shop`);
      expect(stdout).toBe((await run("-c mistakes.config.yaml validate --repo --format json")).stdout);
    }
  });

  it.each([
    ["tools.yaml", "Tools.yaml"],
    ["tools.yaml", ".\\\\tools.yaml"],
    ["tools.yaml", "../HOME/tools.yaml"],
  ])("lacks what Flux would not find: %s as %s", async (right, wrong) => {
    const list = `${root}\\clusters\\home\\kustomization.yaml`;
    disk.put(list, (disk.texts(root).get("clusters/home/kustomization.yaml") ?? "").replace(right, wrong));
    const { stderr } = await run("validate --repo --verbose");
    expect(stderr).toMatch(/cannot be seen from here[^]*tools\.yaml` is neither a file nor a folder/i);
  });

  it("is not read beyond the drive that it is on", async () => {
    disk.put("E:\\elsewhere\\tools.yaml", disk.texts(root).get("clusters/home/tools.yaml") ?? "");
    disk.link(`${root}\\clusters\\linked`, "E:\\elsewhere");
    disk.put(`${root}\\clusters\\home\\kustomization.yaml`, "resources: [../linked/tools.yaml]\n");
    expect((await run("validate --repo --verbose")).stderr).toMatch(
      /linked\/tools\.yaml` is neither a file nor a folder/,
    );
  });
});

describe("an inventory", () => {
  const head = "version: 1\ncluster: { name: lab, contexts: [lab] }\n";
  const told = async (inventory: string): Promise<string> => {
    disk.put(`${root}\\cluster.config.yaml`, asWindows(head + inventory));
    return (await run("validate")).stderr;
  };

  it("names files as they are called, since other disks know upper from lower case", async () => {
    disk.put(`${root}\\Scripts\\deploy.sh`, "");
    disk.put(`${root}\\parts\\tilt.yaml`, "tasks: { part: 'true' }\n");
    expect(await told("tasks: { t: { do: { script: [scripts/Deploy.sh] } } }")).toMatch(
      /^error\[FT401\]: the script `scripts\/Deploy.sh` is not there\n[^]*help: did you mean `Scripts\/…`\?/,
    );
    expect(await told("tasks: { t: { do: { script: [Scripts/Deploy.sh] } } }")).toContain(
      "did you mean `Scripts/deploy.sh`?",
    );
    expect(await told("fragments: [Parts/tilt.yaml]")).toContain(
      "error[FT110]: `Parts/tilt.yaml` matches no file",
    );
    expect(await told("fragments: ['*/tilt.yaml']")).not.toContain("error");
  });

  it("writes paths with `/`, and none that a drive begins", async () => {
    disk.put(`${root}\\parts\\tilt.yaml`, "tasks: { part: 'true' }\n");
    disk.put("C:\\x.sh", "");
    for (const path of ["parts\\tilt.yaml", "parts\\*.yaml", "C:/x.sh", "C:x.sh", "\\\\server\\share"])
      for (const inventory of [`fragments: ['${path}']`, `tasks: { t: { do: { script: ['${path}'] } } }`])
        expect(await told(inventory)).toMatch(
          /^error\[FT105\]: a path is (written with `\/`|relative to the)/,
        );
  });

  it("leads to nothing on another drive", async () => {
    disk.put("E:\\elsewhere\\tilt.yaml", "tasks: { part: 'true' }\n");
    disk.link(`${root}\\linked`, "E:\\elsewhere");
    expect(await told("fragments: [linked/tilt.yaml]")).toContain("error[FT207]: ");
    disk.put(
      `${root}\\cluster.config.yaml`,
      `${head}groups: { g: { namespace: g, tiltfile: linked/Tiltfile, workloads: { w: deployment/w } } }`,
    );
    expect((await run("generate")).stderr).toContain("the link `linked` leads out of it");
  });

  it("gives one file one output, through whatever link", async () => {
    disk.put(`${root}\\real\\keep`, "");
    disk.link(`${root}\\link`, `${root}\\Real`);
    const group = (name: string, folder: string): string =>
      `  ${name}: { namespace: ${name}, tiltfile: ${folder}/Tiltfile, workloads: { w-${name}: deployment/w } }\n`;
    disk.put(`${root}\\cluster.config.yaml`, `${head}groups:\n${group("a", "real")}${group("b", "link")}`);
    expect((await run("generate")).stderr).toContain("are one file on some disks");
  });

  it("is found from a folder below, and told with `/`", async () => {
    disk.put(`${root}\\cluster.config.yaml`, `${head}tasks: { a: 'true' }`);
    disk.put(`${root}\\apps\\deep\\x`, "");
    expect((await run("generate", `${root}\\Apps\\deep`)).stderr).toContain("wrote ../../Tiltfile\n");
    expect((await run("-c ..\\gone.yaml check")).stderr).toContain(
      "there is no inventory file `../gone.yaml`",
    );
    expect((await run(["-c", `${root}\\cluster.config.yaml`, "check"], "C:\\")).code).toBe(0);
  });
});
