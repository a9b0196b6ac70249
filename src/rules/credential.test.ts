import { expect, it } from "vitest";
import { compile } from "../testing/golden/compile.ts";
import { memoryFiles } from "../testing/memory-files.ts";

/** Parts, so that no tool takes this file for a leak. */
const tokens: readonly (readonly [what: string, ...parts: string[]])[] = [
  ["an AWS access key", "AKIA", "Z7QXW2T5RBN4KUVC"],
  ["a GitHub token", "ghp", "_16C7e42F292c6912E7710c838347Ae178B4a"],
  ["a GitHub token", "github", "_pat_11ABCDEFG0aBcDeFgHiJkL_", "aB1".repeat(19), "zz"],
  ["a GitLab token", "glpat", "-Zx9Kq2VbN7mT4sWc1RyL"],
  ["a Slack token", "xoxb", "-2514671839-abcDEFghiJKL"],
  ["a Slack webhook", "https://hooks.", "slack.com/services/T0AB1CD2E/B0FG3HI4J/kL5mN6oP7qR8sT9u"],
  ["a Telegram bot token", "123456789", ":AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsawq"],
  ["a 1Password service account token", "ops", "_eyJ", "aB3".repeat(40)],
  ["a 1Password secret key", "A3", "-ASWWYB-798JRYLJVD4-23DC2-86TVM-H43EB"],
  ["a Vault token", "hvs", ".CAESIJ9aB3dE5fG7hI9jK1lM3n"],
  ["a Grafana token", "glsa", "_aB3dE5fG7hI9jK1lM3nO5pQ7rS9tU1vW_0a1b2c3d"],
  ["a Tailscale key", "tskey", "-auth-kAb1Cd2CNTRL-Ef3Gh4Ij5Kl6Mn7"],
  ["an npm token", "npm", "_aB3dE5fG7hI9jK1lM3nO5pQ7rS9tU1vW0xYz"],
  ["an Anthropic key", "sk-ant", "-api03-", "aB3-".repeat(20), "x"],
  ["a Google API key", "AIza", "SyA1bC2dE3fG4hI5jK6lM7nO8pQ9rS0tU1w"],
  [
    "an age private key",
    "AGE-SECRET-KEY",
    "-1",
    "QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L",
    "QPZRY9X8GF2TVDW0S3JN54KHCE",
  ],
];

async function said(text: string): Promise<readonly string[]> {
  const inventory = `version: 1\ncluster: { name: lab, contexts: [admin@lab] }\ntasks: { one: { do: { argv: [make] }, env: { A: "${text}" } } }\n`;
  const { project } = await compile(memoryFiles({ "cluster.config.yaml": inventory }));
  return project.diagnostics.map(({ code, message }) => `${code} ${message}`);
}

it.each(tokens)("knows %s", async (what, ...parts) => {
  expect(await said(parts.join(""))).toEqual([`FT340 this looks like ${what}`]);
});

it.each(tokens)("takes no piece of a longer word for %s", async (_, ...parts) => {
  // The mark alone, and the mark within a word, are no credential.
  expect(await said(parts[0] ?? "")).toEqual([]);
  expect(await said(`x${parts.join("").slice(0, 12)}`)).toEqual([]);
});

it("is told once, also under a name that holds secrets", async () => {
  const [, , ...parts] = tokens[1] ?? [];
  expect(await said(`ghp${parts.join("")}", API_TOKEN: "ghp${parts.join("")}`)).toEqual([
    "FT340 this looks like a GitHub token",
    "FT340 this looks like a GitHub token",
  ]);
});

it("never repeats what it found", async () => {
  const [, , ...parts] = tokens[3] ?? [];
  expect((await said(`glpat${parts.join("")}`)).join()).not.toContain(parts.join(""));
});

it("can be switched off where it stands", async () => {
  const text = `version: 1
cluster: { name: lab, contexts: [admin@lab] }
tasks:
  one:
    do: { argv: [curl, "https://a:hunter2@lab.example"] }
    allow: [{ rule: FT341, reason: "a password that everybody knows" }]
`;
  const { project } = await compile(memoryFiles({ "cluster.config.yaml": text }));
  expect(project.diagnostics).toEqual([]);
});

it("can be switched off where it is all of a text, and not by the entry behind a comment that has it", async () => {
  const [, , ...parts] = tokens[1] ?? [];
  const token = `ghp${parts.join("")}`;
  const codes = async (comment: string): Promise<readonly string[]> => {
    const text = `version: 1
cluster: { name: lab, contexts: [admin@lab] }
tasks:
  # ${comment}
  one:
    do: { argv: [curl, ${token}] }
    allow: [{ rule: FT340, reason: "it is of no use any more" }]
`;
    const { project } = await compile(memoryFiles({ "cluster.config.yaml": text }));
    return project.diagnostics.map(({ code }) => code);
  };
  expect(await codes("plain")).toEqual([]);
  expect(await codes(token)).toEqual(["FT340"]);
});
