import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { otherPrograms } from "./programs.ts";
import { Tiltfiles } from "./tiltfiles.ts";

function placesIn(...texts: readonly string[]): readonly string[] {
  const all = new Map(texts.map((text, index) => [`${index}`, text]));
  return otherPrograms(new Tiltfiles(all, () => false)).map(({ line, why }) => `${line}: ${why}`);
}

it.each([
  ["a text", 'print("local", """\nlocal\n""", r"\\", \'local\')'],
  ["a comment", "# local\nx = 1 # sh = local"],
  ["an attribute", "a = struct(b = 1).local\nb = x.local\nc = x . local"],
  ["the name of an argument", "f(local = 1, include=2)\nf(1, kustomize=3)"],
  ["a longer name", "local_resource('a', 'true')\nlocals = 1\n_local = 2"],
  [
    "kustomize by its own",
    "k8s_yaml(kustomize('k'))\nkustomize(dir + '/k', flags=['--load-restrictor=None'])",
  ],
  [
    "helm by its own",
    "helm('chart')\nhelm(where, name='app', values=[more])\nhelm('chart', 'app', namespace=ns)",
  ],
  ["extensions that only declare", "load('ext://uibutton', 'cmd_button')\nload('ext://dotenv', 'dotenv')"],
  ["a file", "include('./a')\nload('b.star', 'b')\nsymbols = load_dynamic('c')"],
])("sees nothing to run in %s", (_, text) => {
  expect(placesIn(text)).toEqual([]);
});

it.each([
  ["local in a map", "all = {'sh': local}"],
  ["local as an argument's value", "f(run=local)"],
  ["local compared", "f(1, local == None)"],
  ["local behind a text that ends in a backslash", 'x = "\\\\"; sh = local; y = "'],
  ["a program for kustomize, behind a comparison", "kustomize('k', a == b and 'x' or './evil.sh')"],
  ["flags of kustomize that are put together", "kustomize('k', flags=flags)"],
  ["a name of a release that is put together", "helm('chart', name=name)"],
  ["arguments of helm from a map", "helm('chart', **more)"],
  ["an extension that is no longer Tilt's", "v1alpha1.extension(name='a' + 'b', repo_path='uibutton')"],
  ["another name for what declares extensions", "declare = v1alpha1.extension_repo"],
  ["a list of paths", "include(['./a'])"],
])("sees that a program may run by %s", (_, text) => {
  expect(placesIn(text)).toHaveLength(1);
});

const fixtures = fileURLToPath(new URL("../../fixtures", import.meta.url));
const generated = readdirSync(fixtures, { recursive: true, encoding: "utf8" })
  .filter((path) => /(^|\/)expected\/.*(Tiltfile|\.star)$/.test(path.replaceAll("\\", "/")))
  .map((path) => readFileSync(join(fixtures, path), "utf8"));

it("asks for nothing that fluxtilt generates, but for extensions that an inventory calls by its own", () => {
  expect(generated.length).toBeGreaterThan(50);
  const whys = generated.flatMap((text) => placesIn(text).map((place) => place.replace(/^\d+: /, "")));
  expect(new Set(whys)).toEqual(
    new Set(["the extension may run programs", "its extensions may run programs"]),
  );
});

it.each(['"def"\nlocal("x")', '# nothing\rlocal("x")', 'local\\\n("x")'])(
  "sees the call of local in %j",
  (text) => {
    expect(new Tiltfiles(new Map([["Tiltfile", text]]), () => false).calls("local")).toHaveLength(1);
  },
);
