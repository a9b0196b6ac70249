import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { placedButtons, seenButtons, type PlacedButton } from "../../evaluated/buttons.ts";
import { compareButtons } from "../../evaluated/compare.ts";
import { words } from "../../evaluated/wanted/common.ts";
import { describeTilt } from "../tilt/available.ts";
import { tools, type Call } from "../tilt/stand-ins.ts";
import { TiltUp } from "../tilt/tilt-up.ts";
import {
  developable,
  developing,
  generateProject,
  ownProject,
  richProject,
  type Generated,
} from "./project.ts";

const hostile = `a "b" 'c' $(touch owned) \`touch owned\`; touch owned | \\ \${HOME} é 🚀\nnext line; touch owned`;

for (const { name, folder, all } of [
  { name: "this repository's buttons", folder: ownProject, all: false },
  { name: "the rich inventory's buttons, all developed", folder: richProject, all: true },
])
  describeTilt(name, () => {
    let generated: Generated;
    let up: TiltUp;
    let buttons: readonly PlacedButton[];
    let context: string;

    beforeAll(async () => {
      generated = await generateProject(folder, { cluster: "answering", docker: "answering" });
      const { dashboard, sandbox } = generated;
      const develop = all ? developable(dashboard).map((one) => one.name) : [];
      context = dashboard.cluster.contexts[0] ?? "";
      buttons = placedButtons(dashboard, develop);
      up = await TiltUp.start(sandbox, { args: ["--", ...developing(develop)] });
    }, 60_000);
    afterAll(async () => {
      await up.stop();
      await generated.sandbox.dispose();
    }, 60_000);
    beforeEach(() => {
      generated.sandbox.tools.clear();
    });

    it("are what the dashboard says, field by field", async () => {
      expect(buttons.length).toBeGreaterThan(20);
      const { dashboard, sandbox } = generated;
      const develop = all ? developable(dashboard).map((one) => one.name) : [];
      const loading = { dashboard, file: "Tiltfile", develop, context };
      const seen = seenButtons(await up.get("uibutton"), await up.get("cmd"), sandbox.project);
      expect(compareButtons(loading, seen, (path) => sandbox.read(path))).toEqual([]);
      expect([...seen.keys()].filter((name) => !buttons.some(({ button }) => button.name === name))).toEqual(
        [],
      );
      expect(await up.warnings()).toEqual([]);
    });

    it("run their command with the context, the environment and in the folder that the dashboard says", async () => {
      const { sandbox } = generated;
      for (const { button } of buttons.filter((one) => !one.button.disabled)) {
        sandbox.tools.clear();
        const texts = button.inputs.filter((input) => input.kind === "text" && input.name !== "REPLICAS");
        const pressed = await up.press(
          button.name,
          Object.fromEntries(texts.map(({ name }) => [name, hostile])),
        );
        const [program = "", ...rest] = words(button.command.argv, context);
        const isTool = (tools as readonly string[]).includes(program);
        // What fluxtilt itself does is shown elsewhere; here it is not built.
        if (rest.includes("dist/fluxtilt.js")) continue;
        const called = sandbox.tools
          .calls()
          .filter((call) => isTool && call.tool === program && sameWords(call.argv, rest));
        if (isTool) expect(called, button.name).toHaveLength(1);
        // A shell or a script calls what it will: among its calls, which may be beside those of other resources.
        const env = {
          ...Object.fromEntries(button.command.env),
          ...Object.fromEntries(texts.map(({ name }) => [name, hostile])),
        };
        const dir = join(sandbox.project, button.command.dir).replace(/\/$/, "");
        const fitting = (isTool ? called : sandbox.tools.calls()).filter(
          (call) =>
            Object.entries(env).every(([name, value]) => call.env[name] === value) &&
            (call.cwd === dir || (!isTool && folder === ownProject)),
        );
        expect(fitting.length, `${button.name}: ${JSON.stringify(called)}`).toBeGreaterThan(0);
        if (isTool || button.command.action.name === "shell") expect(pressed.exitCode, button.name).toBe(0);
      }
      for (const place of ["", "scripts", "docs", "apps/shop"])
        expect(existsSync(join(sandbox.project, place, "owned")), place).toBe(false);
    }, 120_000);

    it("scale by a whole number, and by nothing else", async () => {
      const { sandbox } = generated;
      const asking = buttons.filter(({ button }) => button.inputs.some((input) => input.name === "REPLICAS"));
      expect(asking.length).toBeGreaterThan(0);
      for (const { button } of asking) {
        for (const wrong of ["1; touch owned", "", "-1", "$(touch owned)", "1 --all", "1\n2"]) {
          sandbox.tools.clear();
          expect(await up.press(button.name, { REPLICAS: wrong }), wrong).toMatchObject({ exitCode: 2 });
          expect(scales(sandbox.tools.calls())).toEqual([]);
        }
        expect(await up.press(button.name, { REPLICAS: "3" })).toMatchObject({ exitCode: 0 });
        expect(scales(sandbox.tools.calls())).toEqual([expect.arrayContaining(["--replicas=3"])]);
      }
      expect(existsSync(sandbox.path("owned"))).toBe(false);
    });
  });

function sameWords(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((word, index) => word === right[index]);
}

function scales(calls: readonly Call[]): readonly (readonly string[])[] {
  return calls
    .filter(({ argv, tool }) => argv.includes("scale") || (tool === "flux" && argv[0] === "suspend"))
    .filter(({ tool }) => tool === "kubectl")
    .map(({ argv }) => argv);
}

describeTilt("the inputs of the rich inventory", () => {
  let generated: Generated;
  let up: TiltUp;
  beforeAll(async () => {
    generated = await generateProject(richProject, { docker: "answering" });
    up = await TiltUp.start(generated.sandbox);
  }, 60_000);
  afterAll(async () => {
    await up.stop();
    await generated.sandbox.dispose();
  }, 60_000);
  beforeEach(() => {
    generated.sandbox.tools.clear();
  });

  it("reach a shell as data, of every kind", async () => {
    await up.press("ask", { TEXT: hostile, BOOL: false, CHOICE: "$(id)" });
    const asked = (): readonly string[] | undefined =>
      generated.sandbox.tools.calls("kubectl").find((call) => call.argv[0] === "ask")?.argv;
    expect(asked()).toEqual(["ask", hostile, "", "$(id)", "un'seen"]);
    generated.sandbox.tools.clear();
    await up.press("ask");
    expect(asked()).toEqual(["ask", 'default "text"', "--yes it is", "all", "un'seen"]);
  });

  it("hand an argv, a folder and an environment of a script over as they were written", async () => {
    await up.press("script");
    const call = generated.sandbox.tools.calls("kubectl").find(({ argv }) => argv[0] === "said");
    expect(call?.argv).toEqual(["said", "./say.sh", "--flag", "a b", "$(touch owned)"]);
    expect(call?.cwd).toBe(generated.sandbox.path("scripts"));
    expect(call?.env["FIXED"]).toBe("a 'b' \"c\" $HOME `id` \\ é\nnext");
  });

  it("suspend the owner before a scale that is to stay", async () => {
    await up.press("shown:grafana:hold", { REPLICAS: "2" });
    const object = ["deployment.apps/grafana", "--namespace", "monitoring"];
    expect(
      generated.sandbox.tools.calls().filter(({ argv }) => /^(suspend|--context)$/.test(argv[0] ?? "")),
    ).toMatchObject([
      {
        tool: "flux",
        argv: ["suspend", "helmrelease", "stack", "--namespace", "monitoring", "--context", "admin@test"],
      },
      { tool: "kubectl", argv: ["--context", "admin@test", "scale", ...object, "--replicas=2"] },
    ]);
  });
});
