import { expect, it } from "vitest";
import { ignoreRules, isIgnored } from "./ignore.ts";

it("leaves out all that source-controller does where nobody says otherwise", () => {
  const usual =
    "a.jpg a.jpeg a.gif a.png a.wmv a.flv a.tar.gz a.zip .github/a .circleci/a .travis.yml .gitlab-ci.yml appveyor.yml " +
    ".drone.yml cloudbuild.yaml codeship-services.yml codeship-steps.yml .goreleaser.yml .sops.yaml .flux.yaml .git/a .gitignore " +
    ".gitmodules .gitattributes";
  for (const name of usual.split(" ")) {
    expect(isIgnored(name, []), name).toBe(true);
    expect(isIgnored(`deep/er/${name}`, []), name).toBe(true);
    expect(isIgnored(`${name.replaceAll(".", "-")}.yaml`, []), name).toBe(false);
  }
});

it.each([
  [".github/workflows/x.yaml", true],
  ["a/.git/config", true],
  ["a/photo.png", true],
  ["a/.sops.yaml", true],
  ["cloudbuild.yaml", true],
  ["a/deployment.yaml", false],
])("without rules, %s is left out: %s", (path, expected) => {
  expect(isIgnored(path, [])).toBe(expected);
});

it.each([
  ["docs/a.yaml", true],
  ["kubernetes/docs/a.yaml", true],
  ["kubernetes/app.yaml", false],
  ["kubernetes/clusters/one/secrets/a.yaml", true],
  ["kubernetes/clusters/one/secrets/kept.yaml", false],
  ["photo.png", true],
  ["kubernetes/photo.png", false],
])("with rules of the top, %s is left out: %s", (path, expected) => {
  const rules = ignoreRules(
    "# all but one folder\n/*\n!/kubernetes\n/kubernetes/clusters/**/secrets/\n!/kubernetes/clusters/**/secrets/kept.yaml\ndocs/\n",
    "",
  );
  expect(isIgnored(path, rules)).toBe(expected);
});

it("keeps the rules of a folder in that folder", () => {
  const rules = ignoreRules("un*.yaml\n!unless.yaml\n[ab].yml\n", "apps");
  expect(isIgnored("apps/deep/unseen.yaml", rules)).toBe(true);
  expect(isIgnored("apps/unless.yaml", rules)).toBe(false);
  expect(isIgnored("other/unseen.yaml", rules)).toBe(false);
  expect(isIgnored("apps/a.yml", rules)).toBe(true);
});
