import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

import { describe, expect, it } from "vitest";
import { lackingPrograms } from "../apiserver/programs.ts";
import { tiltAvailable } from "../tilt/program.ts";

const script = fileURLToPath(new URL("bench.mjs", import.meta.url));

const hasServer = lackingPrograms().length === 0;
const hasKubectl = answers("kubectl", "version", "--client");
const hasTilt = tiltAvailable() !== undefined;
const peers = [
  ...(answers("python3", "-c", "import jinja2; from yaml import CSafeLoader") ? ["jinja2"] : []),
  ...(answers("sh", "-c", "yq --help | grep -q 'jq wrapper' && jq --version") ? ["yq + jq"] : []),
];

function answers(program: string, ...args: string[]): boolean {
  return spawnSync(program, args).status === 0;
}

function bench(...args: string[]): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(process.execPath, [script, ...args], { encoding: "utf8" });
}

describe("npm run bench", () => {
  it("measures every case and ends well, so its inventories pass `check`", { timeout: 240_000 }, () => {
    const small = [
      "--rounds",
      "1",
      "--sizes",
      "1,230",
      "--keys",
      "1,20",
      "--copies",
      "1",
      "--workloads",
      "12",
      "--namespaces",
      "3",
      "--only",
      "fluxtilt",
    ];
    const { status, stdout, stderr } = bench(...small);
    expect(stderr).toBe("");
    expect(status).toBe(0);
    const names = [
      ...stdout.matchAll(/^\| (\S.*?) +\| +[\d.]+ \| +\d+ \| +\d+–\d+ (?:\| +(?:\d+|–) ){2}\|$/gm),
    ];
    expect(names.map(([, name = ""]) => name.replace(/\d+ requests/, "n requests"))).toEqual([
      "`node -e 0`",
      "`--version`",
      "`--help`",
      "`generate`, this repository's inventory",
      "`generate`, this repository's inventory, nothing to do",
      "`check`, this repository's inventory",
      "`check --no-cache`, this repository's inventory",
      "`generate`, 1 workloads",
      "`generate`, 1 workloads, nothing to do",
      "`check`, 1 workloads",
      "`check --no-cache`, 1 workloads",
      "`generate`, 230 workloads",
      "`generate`, 230 workloads, nothing to do",
      "`check`, 230 workloads",
      "`check --no-cache`, 230 workloads",
      "`yaml` alone, 230 workloads",
      "`validate --no-cache`, 230 workloads",
      "`validate --no-cache`, 230 workloads in groups of 20",
      "`validate --no-cache`, 230 workloads in fragments of 20",
      "`validate`, 230 workloads in fragments of 20, one of them edited",
      "`validate --no-cache`, two maps of 1 keys",
      "`validate --no-cache`, two maps of 20 keys",
      "`validate --no-cache`, 1,000 workloads",
      "`validate --repo --no-cache`, 1,000 workloads, 27 files",
      "`validate --repo`, 1,000 workloads, 27 files, nothing changed",
      "`validate --repo`, 1,000 workloads, 27 files, one of them edited",
      "`validate --repo --no-cache`, 10 workloads, 27 files",
      "`validate --repo`, 10 workloads, 27 files, nothing changed",
      "`validate --repo`, 10 workloads, 27 files, one of them edited",
      ...(hasKubectl ? ["`kubectl kustomize`, its 5 Kustomizations"] : []),
      "`discover --repo`, 12 workloads in 3 namespaces",
      "`watch`, 1 workloads, from saving to the new Tiltfile",
      ...(hasServer
        ? ["discover", "validate"].map(
            (one) => `\`${one} --cluster\`, 12 workloads in 3 namespaces: n requests`,
          )
        : []),
    ]);
    expect(stdout.includes("Not measured: `--cluster`")).toBe(!hasServer);
    expect(stdout).toMatch(/^`check --no-cache` takes [\d.]+ times as long as `yaml` alone\.$/m);
    expect(stdout.split("times as long as `validate --repo").length - 1).toBe(hasKubectl ? 6 : 0);
    expect(stdout).toMatch(/^From 1 to 230 workloads \(230 times as many\): /m);
  });

  it(
    "measures other programs that make the same bytes, and says which are not there",
    { timeout: 120_000 },
    () => {
      const { status, stdout, stderr } = bench("--only", "peers", "--rounds", "1", "--peers", "3,230");
      expect(stderr).toBe("");
      expect(status).toBe(0);
      const names = [...stdout.matchAll(/^\| (\S.*?), (\d+) workloads +\|/gm)];
      const programs = [...peers, "`generate`", "`check --no-cache`", "`check`"];
      expect(names.map(([, program, size]) => `${program ?? ""} ${size ?? ""}`)).toEqual(
        ["3", "230"].flatMap((size) => programs.map((program) => `${program} ${size}`)),
      );
      const lacking = [...stdout.matchAll(/^Not measured: (.*), which needs .*\.$/gm)];
      expect(lacking.map(([, name = ""]) => name)).toEqual(
        ["jinja2", "yq + jq"].filter((name) => !peers.includes(name)),
      );
    },
  );

  // Their templates know no singular, so that of one workload is another text.
  it.skipIf(peers.length === 0)("takes no program that makes other bytes (skipped without one)", () => {
    const { status, stderr } = bench("--only", "peers", "--rounds", "1", "--peers", "1");
    expect(stderr).toMatch(/(jinja2|yq \+ jq), 1 workloads: it makes other bytes than fluxtilt/);
    expect(status).toBe(1);
  });

  it(
    "measures how long Tilt loads what is generated, and what reads the inventory itself",
    { timeout: 120_000 },
    () => {
      const { status, stdout, stderr } = bench("--only", "tilt", "--rounds", "1", "--loads", "3");
      expect(stderr).toBe("");
      expect(status).toBe(0);
      const names = [...stdout.matchAll(/^\| (\S.*?) +\| +[\d.]+ \|/gm)];
      expect(names.map(([, name = ""]) => name)).toEqual(
        hasTilt ? ["the generated Tiltfile, 3 workloads", "`read_yaml`, 3 workloads"] : [],
      );
      expect(stdout.includes("Not measured: Tilt")).toBe(!hasTilt);
    },
  );

  it("says what is wrong with its call", () => {
    expect(bench("--rounds", "0").stderr).toContain("--rounds takes whole numbers above 0");
    expect(bench("--only", "all").stderr).toContain("--only takes some of fluxtilt,peers,tilt");
    expect(bench("--cli", "missing.js").stderr).toContain("run `npm run build` first");
  });
});
