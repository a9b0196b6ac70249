import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createProject, runBundle, type Project } from "../cli/testing/command-line.ts";
import { rules } from "../rules/index.ts";
import { fixtures } from "./golden/cases.ts";
import { describeHelm } from "./tilt/available.ts";

/** A Flux repository with one chart, a release of Flux's and one of the inventory's own. */
const home = join(fixtures, "helm/home");
const golden = join(fixtures, "helm/mistakes.expected.txt");

let project: Project;
beforeEach(async () => {
  project = await createProject();
  cpSync(home, project.root, { recursive: true });
});
afterEach(() => project.end());

interface Told {
  readonly code: string;
  readonly severity: string;
  readonly message: string;
  readonly place: string;
  readonly related: readonly string[];
  readonly help: string | undefined;
}

interface Place {
  readonly file: string;
  readonly start: { readonly line: number };
}

/** What is told, with places as `file:line`. */
async function told(...options: readonly string[]): Promise<readonly Told[]> {
  const { stdout } = await project.run(["--format", "json", "validate", "--helm", ...options]);
  const { diagnostics } = JSON.parse(stdout) as {
    diagnostics: readonly (Omit<Told, "place" | "related"> & {
      span: Place;
      related?: readonly { span: Place }[];
    })[];
  };
  const at = ({ file, start }: Place): string => `${file}:${start.line}`;
  return diagnostics.map(({ code, severity, message, help, span, related = [] }) => ({
    code,
    severity,
    message,
    help,
    place: at(span),
    related: related.map((one) => at(one.span)),
  }));
}

async function edit(path: string, from: string, to: string): Promise<void> {
  const text = await project.read(path);
  expect(text).toContain(from);
  await project.put(path, text.replace(from, to));
}

const chart = "charts/web";
const deployment = `${chart}/templates/deployment.yaml`;

describeHelm("a chart that renders", () => {
  it("is silent, at either depth", async () => {
    for (const options of [[], ["--repo"]]) {
      const { code, stderr } = await project.run(["validate", "--helm", ...options]);
      const count = options.length === 0 ? "1 of 1 release" : "2 of 2 releases";
      expect(stderr).toMatch(
        new RegExp(
          `^helm v[\\d.]+ rendered ${count} with a chart here\ncluster.config.yaml: all rules hold\n$`,
        ),
      );
      expect(code).toBe(0);
    }
  });

  it("makes what the rules ask for exact: names, ports, containers, hosts", async () => {
    await edit("cluster.config.yaml", "deployment/site-page", "deployment/site-pagee");
    await edit("cluster.config.yaml", "8083:site:80", "8083:sites:80");
    await edit("cluster.config.yaml", "links: [site]", "links: [sites]");
    await edit("cluster.config.yaml", "container: page", "container: app");
    expect((await told("--repo")).map(({ code, severity }) => `${code} ${severity}`)).toEqual([
      "FT602 error",
      "FT606 error",
      "FT608 error",
    ]);
    await edit("cluster.config.yaml", "deployment/site-pagee", "deployment/site-page");
    await edit("cluster.config.yaml", "ports: [8080]", "ports: [80]");
    expect((await told("--repo")).map(({ code }) => code)).toEqual(["FT603", "FT606", "FT608", "FT609"]);
    // Without helm the chart could make any of them.
    const { stderr } = await project.run(["validate", "--repo"]);
    expect(stderr).not.toContain("error");
    expect(stderr).toContain("1 part of the repository cannot be seen from here: HelmRelease web/site");
  });

  it("leaves open what the cluster decides", async () => {
    await edit("cluster.config.yaml", "deployment/site-page", "deployment/site-monitor");
    const gated = '{{ if .Capabilities.APIVersions.Has "monitoring.coreos.com/v1" }}x: y{{ end }}\n';
    await project.put(`${chart}/templates/monitor.yaml`, gated);
    expect(await told("--repo")).toEqual([]);
    const { stderr } = await project.run(["validate", "--helm", "--repo", "--verbose"]);
    expect(stderr).toContain("what the chart `web` makes depends on the APIs that the cluster has");
  });

  it("is rendered with inline values over those of valuesFrom", async () => {
    await edit("apps/web/release.yaml", "image: nginx:1.28", "host: other.home.lan");
    expect((await told("--repo")).map(({ code, place }) => [code, place])).toEqual([
      ["FT608", "cluster.config.yaml:18"],
    ]);
  });
});

describeHelm("every mistake in a chart", () => {
  it("is told in one run, each at its place", async () => {
    for (const copy of ["lint", "render", "needs"])
      cpSync(join(project.root, chart), join(project.root, "charts", copy), { recursive: true });
    const selector = '  selector:\n    matchLabels: {{- include "web.labels" . | nindent 6 }}\n';
    await edit("charts/lint/templates/deployment.yaml", selector, "");
    await edit("charts/render/templates/deployment.yaml", "{{ .Values.image }}", "{{ .Values.image }");
    const needs =
      "version: 1.0.0\ndependencies: [{ name: redis, version: 20.x, repository: https://x.example }]\n";
    await edit("charts/needs/Chart.yaml", "version: 1.0.0\n", needs);
    await project.put("values/broken.yaml", "host: web\n  port: [1\n");
    const release = (name: string, rest: string): string =>
      `      ${name}: { chart: ./charts/${rest}, flux: false }\n`;
    await project.put(
      "cluster.config.yaml",
      "version: 1\ncluster: { name: home, contexts: [admin@home] }\n" +
        "groups:\n  web:\n    namespace: web\n    helmReleases:\n" +
        release("lint", "lint, values: [values/web.yaml]") +
        release("render", "render, values: [values/web.yaml]") +
        release("values", "web, values: [values/broken.yaml]") +
        release("needs", "needs, values: [values/web.yaml]") +
        release("watches", "web, values: [values/web.yaml], observe: [deployment/watches-pgae]"),
    );
    const { code, stderr } = await project.run(["validate", "--helm"]);
    expect(code).toBe(1);
    const text = stderr.replace(/^helm v[\d.]+ /m, "helm ");
    if (process.env["UPDATE_GOLDENS"] === "1") writeFileSync(golden, text);
    expect(existsSync(golden) ? readFileSync(golden, "utf8") : "").toBe(text);
  });
});

describeHelm("a chart that is wrong", () => {
  it("is told at the release, with the template's line", async () => {
    await edit(deployment, "{{ .Values.image }}", "{{ .Values.image.tag.name }}");
    const message =
      "templates/deployment.yaml:15: `.Values.image.tag.name`: can't evaluate field tag in type interface {}";
    expect(await told()).toMatchObject([
      {
        code: "FT702",
        severity: "error",
        message: `\`${chart}\` does not render, ${message}`,
        place: "cluster.config.yaml:8",
        related: [`${deployment}:15`],
      },
    ]);
    // Two releases have it: one cause, told once.
    expect(await told("--repo")).toHaveLength(1);
  });

  it("shows both places in text", async () => {
    await edit(deployment, "{{ .Values.image }}", "{{ .Values.image }");
    const { code, stderr } = await project.run(["validate", "--helm"]);
    expect(code).toBe(1);
    expect(stderr.split("\n1 error\n")[0]).toBe(
      [
        'error[FT702]: `charts/web` does not render, templates/deployment.yaml:15: unexpected "}" in operand',
        "  --> cluster.config.yaml:8:16",
        "   |",
        " 8 |         chart: ./charts/web",
        "   |                ^^^^^^^^^^^^",
        "  ::: charts/web/templates/deployment.yaml:15:11",
        "   |",
        "15 |           image: {{ .Values.image }",
        "   |           ------------------------- in the chart",
        "",
      ].join("\n"),
    );
  });

  it("is told at the HelmRelease where the inventory does not name it", async () => {
    await edit(
      "cluster.config.yaml",
      "        chart: ./charts/web\n        flux: false\n        values: [values/web.yaml]\n        set: { port: 8082 }\n",
      "        { chart: oci://x.org/y, version: 1.0.0, flux: false }\n",
    );
    await edit(deployment, "{{ .Values.image }}", "{{ nofunc }}");
    expect(await told("--repo")).toMatchObject([
      { code: "FT702", place: "apps/web/release.yaml:10", related: [`${deployment}:15`] },
    ]);
    expect(await told()).toEqual([]);
    await edit(
      "cluster.config.yaml",
      "groups:",
      "allow: [{ rule: FT702, reason: it is mended upstream }]\ngroups:",
    );
    expect(await told("--repo")).toEqual([]);
  });

  it("has a Chart.yaml that helm refuses", async () => {
    await edit(`${chart}/Chart.yaml`, "version: 1.0.0", "version: 1.0.0\ntype: app");
    expect(await told()).toMatchObject([
      { code: "FT702", place: "cluster.config.yaml:8", related: [`${chart}/Chart.yaml:5`] },
    ]);
  });

  it("is told as a warning where lint only warns", async () => {
    await edit(`${chart}/templates/service.yaml`, "name: {{ .Release.Name }}", "name: {{ .Release.Name }}_s");
    expect(await told()).toMatchObject([
      { code: "FT701", severity: "warning", related: [`${chart}/templates/service.yaml:1`] },
    ]);
  });

  it("is linted though it renders", async () => {
    await edit(deployment, '  selector:\n    matchLabels: {{- include "web.labels" . | nindent 6 }}\n', "");
    expect(await told()).toMatchObject([
      {
        code: "FT701",
        message: `\`helm lint\` on \`${chart}\`, templates/deployment.yaml: a Deployment must contain matchLabels or matchExpressions, and "test-release-page" does not`,
        place: "cluster.config.yaml:8",
        related: [`${deployment}:1`],
      },
    ]);
  });

  it("is none without a Chart.yaml", async () => {
    await project.remove(`${chart}/Chart.yaml`);
    expect(await told()).toMatchObject([
      { code: "FT702", message: `\`${chart}\` does not render: it is no chart: it has no \`Chart.yaml\`` },
    ]);
  });

  it("lacks a dependency, which is not fetched", async () => {
    const needs =
      "dependencies:\n  - { name: redis, version: 20.x, repository: https://charts.example.org }\n";
    await edit(`${chart}/Chart.yaml`, "version: 1.0.0\n", `version: 1.0.0\n${needs}`);
    expect(await told("--repo")).toMatchObject([
      {
        code: "FT704",
        severity: "warning",
        message: `\`${chart}\` was not rendered: its dependency \`redis\` is not in \`${chart}/charts\``,
        place: "cluster.config.yaml:8",
        help: `run \`helm dependency build ${chart}\``,
      },
    ]);
  });

  it("renders no workload that is watched", async () => {
    await edit("cluster.config.yaml", "flux: false", "flux: false\n        observe: [deployment/mine-pgae]");
    expect(await told()).toMatchObject([
      {
        code: "FT705",
        message: `\`${chart}\` makes no deployment \`mine-pgae\``,
        place: "cluster.config.yaml:10",
        help: "did you mean `deployment/mine-page`?",
      },
    ]);
  });
});

describeHelm("values that are wrong", () => {
  it("lack what the chart requires", async () => {
    await edit("values/web.yaml", "host: web-dev.home.lan\n", "");
    expect(await told()).toMatchObject([
      {
        code: "FT702",
        message: `\`${chart}\` does not render, templates/ingress.yaml:7: a host is needed`,
        place: "cluster.config.yaml:8",
        related: [`${chart}/templates/ingress.yaml:7`],
      },
    ]);
  });

  it("are no YAML", async () => {
    await project.put("values/web.yaml", "host: web\n  port: [1\n");
    expect(await told()).toMatchObject([
      {
        code: "FT703",
        message: "`values/web.yaml` is no YAML: mapping values are not allowed in this context",
        place: "values/web.yaml:1",
        related: ["cluster.config.yaml:10"],
      },
    ]);
  });

  it("break the schema, in a values file, in `set` and in a HelmRelease", async () => {
    await edit("values/web.yaml", "port: 8081", "ports: 8081\nprobe: { path: 1 }");
    await edit("cluster.config.yaml", "port: 8082", 'port: "8082"');
    await edit("apps/web/release.yaml", "image: nginx:1.28", "image: 1.28");
    const found = await told("--repo");
    expect(found.map(({ code, place, message }) => [code, place, message])).toEqual([
      [
        "FT703",
        "cluster.config.yaml:11",
        `\`${chart}\` refuses its values: \`port\`: got string, want integer`,
      ],
      [
        "FT703",
        "apps/web/release.yaml:13",
        `\`${chart}\` refuses its values: \`image\`: got number, want string`,
      ],
      [
        "FT703",
        "values/web.yaml:3",
        `\`${chart}\` refuses its values: additional properties 'ports' not allowed`,
      ],
      [
        "FT703",
        "values/web.yaml:4",
        `\`${chart}\` refuses its values: \`probe.path\`: got number, want string`,
      ],
    ]);
  });

  it("are told once where Flux and the inventory deploy one release, and theirs come last", async () => {
    const own = "        flux: false\n        values: [values/web.yaml]\n        set: { port: 8082 }\n";
    const both =
      "        flux: web/site\n        values: [values/web.yaml]\n        observe: [deployment/site-page]\n";
    await edit("cluster.config.yaml", own, both);
    await edit("cluster.config.yaml", "target: deployment/site-page", "target: deployment/site");
    await edit("apps/web/release.yaml", "image: nginx:1.28", "image: 1.28");
    const found = await told("--repo");
    const refused = found.filter(({ code }) => code === "FT703");
    expect(refused).toMatchObject([{ place: "apps/web/release.yaml:13" }]);
    await edit("values/web.yaml", "port: 8081", "image: nginx:1.30");
    await edit("apps/web/release.yaml", "image: 1.28", "image: nginx:1.28");
    expect((await told("--repo")).map(({ code, message }) => [code, message])).toEqual([
      ["FT602", expect.stringContaining("deployment `site` in `web`")],
    ]);
  });

  it("are not all there, so that what is missing is no mistake", async () => {
    await edit("apps/web/release.yaml", "name: site-values }]", "name: elsewhere }]");
    expect(await told("--repo")).toEqual([]);
    const { stderr } = await project.run(["validate", "--helm", "--repo", "--verbose"]);
    expect(stderr).toContain("  HelmRelease web/site: its values are not all in the repository\n");
  });

  it("may come from Flux, which is followed for them though only helm is asked", async () => {
    const own = "        flux: false\n        values: [values/web.yaml]\n        set: { port: 8082 }\n";
    const fluxs =
      "        releaseName: site\n        flux: web/site\n        observe: [deployment/site-page]\n";
    await edit("cluster.config.yaml", own, fluxs);
    await edit("cluster.config.yaml", "target: deployment/site-page", "target: deployment/other");
    expect(await told()).toEqual([]);
    await edit("apps/web/release.yaml", "    host: site.home.lan\n", "");
    expect(await told()).toMatchObject([{ code: "FT702", place: "cluster.config.yaml:8" }]);
  });
});

describeHelm("the command line", () => {
  it("tells a broken chart before a commit, with `check` too", async () => {
    await project.run(["generate"]);
    const fine = await project.run(["check", "--helm"]);
    expect(fine.code).toBe(0);
    await edit(deployment, "{{ .Values.image }}", "{{ .Values.image }");
    const { code, stderr } = await project.run(["check", "--helm"]);
    expect(stderr).toContain("error[FT702]");
    expect(code).toBe(1);
  });

  it("names what helm cannot be asked of", async () => {
    await edit(
      "cluster.config.yaml",
      "chart: ./charts/web",
      "chart: oci://x.org/web\n        version: 1.0.0",
    );
    const { code, stderr } = await project.run(["validate", "--helm", "--verbose"]);
    expect(stderr).toContain("  mine: the chart `oci://x.org/web` is not in the repository\n");
    expect(code).toBe(0);
  });

  it("asks nothing of the user's own helm settings, and leaves nothing behind", async () => {
    await project.put("home/plugins/bad/plugin.yaml", "name: [\n");
    const env = {
      HELM_PLUGINS: join(project.root, "home/plugins"),
      HELM_NAMESPACE: "other",
      TMPDIR: join(project.root, "tmp"),
    };
    await project.put("tmp/keep", "");
    const { code, stderr } = await runBundle(project.root, ["validate", "--helm"], env);
    expect(stderr).toContain("all rules hold");
    expect(code).toBe(0);
    expect((await project.files()).filter((file) => file.startsWith("tmp/"))).toEqual(["tmp/keep"]);
  });
});

it("is plain where there is no helm", async () => {
  const { code, stderr } = await runBundle(project.root, ["validate", "--helm"], { PATH: project.root });
  expect(stderr).toBe(
    "error[FT941]: cannot run `helm`: the program was not found\n" +
      "  = help: install helm 3 or later, see https://helm.sh/docs/intro/install, or leave `--helm` out\n\n1 error\n",
  );
  expect(code).toBe(3);
});

it("says nothing of charts unless helm is to be asked", async () => {
  await project.put(deployment, "{{");
  const codes = rules.filter(({ asks }) => asks === "helm").map(({ code }) => code);
  const { stderr } = await project.run(["validate", "--repo"]);
  for (const code of codes) expect(stderr).not.toContain(code);
  await edit("cluster.config.yaml", "groups:", "allow: [{ rule: FT701, reason: later }]\ngroups:");
  expect((await project.run(["validate"])).stderr).toBe("cluster.config.yaml: all rules hold\n");
});

describeHelm("a link in a chart", () => {
  const said = async (): Promise<string> => (await project.run(["validate", "--helm"])).stderr;
  const leads = (path: string): string =>
    `error[FT702]: \`${chart}\` does not render: \`${path}\` leads out of the repository: helm is not asked to follow it\n`;

  it.each([
    ["to a file that a template prints", `${chart}/secret`, '{{ fail (.Files.Get "secret") }}'],
    ["in the place of a template", `${chart}/templates/secret.yaml`, ""],
  ])("that leads out of the repository is not followed: %s", async (_, link, template) => {
    const outside = await createProject({ secret: "only for me\n" });
    symlinkSync(join(outside.root, "secret"), join(project.root, link));
    await project.put(`${chart}/templates/prints.yaml`, template);
    const answer = await said();
    await outside.end();
    expect(answer).toContain(leads(link));
    expect(answer).not.toContain("only for me");
  });

  it("that leads to a folder here is followed, and from there not out", async () => {
    mkdirSync(join(project.root, "shared"));
    symlinkSync("../../shared", join(project.root, chart, "shared"));
    expect(await said()).toContain("all rules hold");
    symlinkSync("/etc/hostname", join(project.root, "shared/secret"));
    expect(await said()).toContain(leads(`${chart}/shared/secret`));
  });
});

describeHelm("a release that is called as a flag of helm's is", () => {
  it("is no flag", async () => {
    const out = join(project.root, "out");
    await edit(
      "apps/web/release.yaml",
      "  interval: 1h\n",
      `  interval: 1h\n  releaseName: "--output-dir=${out}"\n`,
    );
    expect(await told("--repo")).toContainEqual(expect.objectContaining({ code: "FT702" }));
    expect(existsSync(out)).toBe(false);
  });
});

describeHelm("a place that a template makes up", () => {
  it.each(["web/../../.env:1:1", "web//../../.env:1:1", `web/${"../".repeat(20)}etc/hostname:1:1`])(
    "shows nothing that is not in the chart: %s",
    async (place) => {
      await project.put(".env", "KEY=only-for-me\n");
      await project.put(`${chart}/templates/fails.yaml`, `{{ fail "no (${place})" }}`);
      const { stdout } = await project.run(["--format", "json", "validate", "--helm"]);
      expect(stdout).toContain("FT702");
      expect(stdout).not.toMatch(/only-for-me|"file": ?"[^"]*(\.env|hostname)/);
      const { stderr } = await project.run(["validate", "--helm"]);
      expect(stderr).not.toMatch(/only-for-me|::: /);
    },
  );
});

describeHelm("a schema of values that is not all in the chart", () => {
  const schema = `${chart}/values.schema.json`;
  const verbose = async (): Promise<string> =>
    (await project.run(["validate", "--helm", "--verbose"])).stderr;

  it("is not read, be it of the machine or of an address", async () => {
    await project.put("outside.json", '{ "const": "only for me" }');
    for (const reference of [
      `file://${project.root}/outside.json`,
      "http://127.0.0.1:1/s.json",
      "outside.json",
    ]) {
      await project.put(schema, JSON.stringify({ properties: { image: { $ref: reference } } }));
      const said = await verbose();
      expect(said).toContain(`its schema is read from \`${reference}\`, and nothing is fetched`);
      expect(said).not.toContain("only for me");
    }
    for (const draft of ["http://127.0.0.1:1/draft", "https://json-schema.org/none"]) {
      await project.put(schema, JSON.stringify({ $schema: draft }));
      expect(await verbose()).toContain(`its schema is read from \`${draft}\``);
    }
  });

  it("is not read of a chart in the chart either, packed or not", async () => {
    await project.put(`${chart}/charts/a/values.schema.json`, '{ "$ref": "file:///etc/hostname" }');
    expect(await verbose()).toContain("its schema is read from `file:///etc/hostname`");
    await project.remove(`${chart}/charts/a/values.schema.json`);
    for (const text of ['{ "$ref" : "file:///etc/hostname" }', '{ "$\\u0072ef": "file:///etc/hostname" }']) {
      await project.put(`${chart}/charts/a.tgz`, gzipSync(`a/values.schema.json\0${text}`));
      expect(await verbose()).toContain(`its schema is read from \`${chart}/charts/a.tgz\``);
    }
  });

  it("is not read of a chart behind a link, or packed in a packed one", async () => {
    await project.put("sub/values.schema.json", '{ "$ref": "file:///etc/hostname" }');
    mkdirSync(join(project.root, chart, "charts"));
    symlinkSync("../../../sub", join(project.root, chart, "charts/sub"));
    expect(await verbose()).toContain("its schema is read from `file:///etc/hostname`");
    await project.remove(`${chart}/charts/sub`);
    await project.put(`${chart}/charts/a.tgz`, gzipSync(Buffer.concat([Buffer.from("a/b"), gzipSync("{}")])));
    expect(await verbose()).toContain(`its schema is read from \`${chart}/charts/a.tgz\``);
  });

  it("is held against the values where it refers to itself alone", async () => {
    const image = { $ref: "#/$defs/image" };
    const $defs = { image: { type: "integer" } };
    const $schema = "http://json-schema.org/draft-07/schema#";
    await project.put(schema, JSON.stringify({ $schema, $defs, properties: { image } }));
    expect(await told()).toMatchObject([{ code: "FT703" }]);
  });
});
