import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { describeTilt } from "../tilt/available.ts";
import { Sandbox } from "../tilt/sandbox.ts";
import { runIn } from "./program.ts";

// How many, each time others; the same few where nobody asks.
const asked = process.env["FLUXTILT_TILTFILES"];
const runs = Number(asked ?? "15");

/** What Tilt takes, and an inventory in part. */
const text = fc.constantFrom("web", "-a", "a b", "a\tb", " x", "é 🚀", "~", "x".repeat(201), "$A", "{{a}}");
const path = fc.constantFrom("app", ".", "a\\b", "C:x", "~/x", "-x", "../x", "/etc", "app/*", "none");
const image = fc.constantFrom(
  ...[
    "reg.io/x",
    "x:dev",
    "Reg.IO/x",
    "[::1]:5000/x",
    `x@sha256:${"a".repeat(64)}`,
    `reg.io/${"x".repeat(250)}`,
  ],
);
const link = fc.constantFrom(
  ...["http://[::1]:8080/", "http://x:99999/", "localhost:80", "https://x/?q={{a}}", "ftp://x", "x/%20"],
);
const time = fc.constantFrom("1.5h", "1500ms", "0", "-1s", "10us");
const port = fc.constantFrom(0, 80, 8080, 99_999, -1);
const host = fc.constantFrom("localhost", "::1", "a_b", "127.1", "0.0.0.0");
const word = fc.constantFrom("a", "B", "A_B", "a.b", "x".repeat(64));

const starlark = (value: unknown): string => JSON.stringify(value);
const call =
  (make: (...words: string[]) => string) =>
  (...of: fc.Arbitrary<unknown>[]): fc.Arbitrary<string> =>
    fc.tuple(...of).map((values) => make(...values.map(starlark)));

const statements = fc.oneof(
  call((name, dep, url) => `local_resource(NAME + ${name}, "true", deps = [${dep}], links = [${url}])`)(
    ...[text, path, link],
  ),
  call(
    (name, dir, variable) => `local_resource(NAME + ${name}, "true", dir = ${dir}, env = {${variable}: "1"})`,
  )(...[text, path, text]),
  call((name, program) => `local_resource(${name} + NAME, [${program}, "x"], ignore = ["", "a b"])`)(
    ...[text, fc.constantFrom("", "true", "./run.sh", "a b")],
  ),
  call(
    (name, one, local, pod, at) =>
      `k8s_attach(NAME + ${name}, "deployment/" + ${one}, namespace = ${one}, port_forwards = [port_forward(${local}, ${pod}, host = ${at})])`,
  )(...[text, word, port, port, host]),
  call(
    (name, from, reference) =>
      `k8s_attach(NAME + ${name}, "deployment/a", namespace = "n", image_selector = ${reference}, live_update = [sync(${from}, "/a")])`,
  )(...[text, path, image]),
  call(
    (name, chart, space, flag) =>
      `helm_resource(NAME + ${name}, ${chart}, namespace = ${space}, flags = [${flag}])`,
  )(
    text,
    fc.constantFrom("./chart", "/opt/chart", "oci://x/y", "r/c"),
    word,
    fc.constantFrom(
      "--timeout=1.5m",
      "--version=a b",
      '--set-json=a={"b":1}',
      "--values=/etc/x",
      "--set=,=1",
    ),
  ),
  call((name, program) => `cmd_button(NAME + ${name}, argv = [${program}], location = location.NAV)`)(
    ...[text, fc.constantFrom("", "true", "./run.sh")],
  ),
  call((one) => `docker_build(${one}, "app")`)(image),
  call((one, two) => `ci_settings(timeout = ${one}, k8s_grace_period = ${two})`)(time, time),
  call((one) => `default_registry(${one})`)(fc.constantFrom("Reg.io", "localhost:5000", "[::1]/x")),
  call((one) => `watch_file(${one})`)(path),
  call((one) => `watch_settings(ignore = [${one}, ""])`)(text),
  call((one) => `update_settings(suppress_unused_image_warnings = [${one}, ""])`)(image),
);

describeTilt("import of any Tiltfile", () => {
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await Sandbox.create({ context: "admin@test", docker: "answering" });
    sandbox.tools.answer({ tool: "kubectl", match: "^config view", real: true });
    sandbox.write("app/Dockerfile", "FROM scratch\n");
    sandbox.write("chart/Chart.yaml", "apiVersion: v2\nname: chart\nversion: 1.0.0\n");
    sandbox.write("run.sh", "#!/bin/sh\n");
  });
  afterAll(() => sandbox.dispose());

  it(
    "makes an inventory that holds, of whatever Tilt loads",
    async () => {
      let made = 0;
      await fc.assert(
        fc.asyncProperty(fc.uniqueArray(statements, { minLength: 1, maxLength: 4 }), async (lines) => {
          const body = lines.map((line, index) => line.replace("NAME", starlark(`n${index}`)));
          const loads = [
            'load("ext://k8s_attach", "k8s_attach")',
            'load("ext://helm_resource", "helm_resource")',
            'load("ext://uibutton", "cmd_button", "location")',
          ];
          sandbox.write("Tiltfile", [...loads, ...body, ""].join("\n"));
          const { code, stdout, stderr } = await runIn(sandbox, ["import", "Tiltfile"]);
          if (code === 2 && stderr.includes("Tilt does not load `Tiltfile`")) return;
          made += 1;
          expect(stdout, stderr).toContain("version: 1\n");
          expect(code, stderr).toBeLessThan(2);
          expect(stderr).not.toMatch(/error\[|does not hold yet|does not load the new Tiltfile/);
        }),
        { numRuns: runs, ...(asked === undefined ? { seed: 1 } : {}) },
      );
      expect(made).toBeGreaterThan(runs / 3);
    },
    60_000 + runs * 6_000,
  );
});
