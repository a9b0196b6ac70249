import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { stringify } from "yaml";
import { describeTilt } from "../tilt/available.ts";
import { Sandbox } from "../tilt/sandbox.ts";
import { TiltUp } from "../tilt/tilt-up.ts";
import { tiltExtensions } from "../../inventory/schema/extensions.ts";
import { seenButtons } from "../../evaluated/buttons.ts";
import { compareButtons, compareResources } from "../../evaluated/compare.ts";
import { readDashboard, writeArtifacts } from "./project.ts";
import { tiltfileResult } from "../tilt/tiltfile-result.ts";

/** What Starlark, the templates, shells and YAML might take for something of their own. */
const dangerous = [
  '"',
  "'",
  "\\",
  "{{",
  "}}",
  "{{{x}}}",
  "\r",
  "\n",
  "\r\n",
  '"""',
  "$(id)",
  "`",
  "#",
  "%s",
  "\\n",
  "\u2028",
  "\u0085",
  "\t",
  "🚀",
  "é",
  "\u202e",
  "\ufeff",
  "\u007f",
];
const text = fc
  .array(fc.oneof(fc.constantFrom(...dangerous), fc.string({ unit: "grapheme", maxLength: 6 })), {
    minLength: 1,
    maxLength: 8,
  })
  .map((parts) => parts.join("").replaceAll("\0", "").toWellFormed())
  .filter((one) => one !== "");

const texts = fc.record({
  title: text,
  description: text,
  button: text,
  label: text,
  placeholder: text,
  value: text,
  argument: text,
  link: text,
  shell: text,
  choice: text,
});

type Texts = typeof texts extends fc.Arbitrary<infer Value> ? Value : never;

/** Rules that read texts as commands or secrets: random ones are neither. */
const aboutText = ["FT320", "FT321", "FT322", "FT340", "FT341", "FT342"];

function inventoryOf(one: Texts): string {
  const action = { argv: ["kubectl", one.argument] };
  return stringify({
    version: 1,
    cluster: { name: one.title, contexts: ["admin@test"] },
    tilt: { regenerate: false, banner: false },
    allow: aboutText.map((rule) => ({ rule, reason: "any text goes here" })),
    buttons: {
      nav: {
        text: one.button,
        description: one.description,
        env: { VALUE: one.value },
        inputs: {
          TEXT: { text: one.value, label: one.label, placeholder: one.placeholder },
          BOOL: { bool: true, label: one.label, true: one.value, false: one.argument },
          CHOICE: { choice: [one.choice], label: one.label },
          HIDDEN: { hidden: one.value },
        },
        do: action,
      },
    },
    tasks: {
      task: {
        description: one.description,
        run: "manual",
        do: { shell: one.shell },
        env: { VALUE: one.value },
      },
      serve: { serve: action, probe: { exec: ["kubectl", one.argument] }, autoInit: false },
    },
    groups: {
      group: {
        title: one.title,
        description: one.description,
        namespace: "apps",
        workloads: {
          web: {
            target: "deployment/web",
            description: one.description,
            links: [{ name: one.link, url: "https://a.example" }],
            buttons: { here: { text: one.button, do: action } },
          },
        },
      },
    },
  });
}

describeTilt("any text", () => {
  let sandbox: Sandbox;
  let up: TiltUp | undefined;
  beforeAll(async () => {
    sandbox = await Sandbox.create({ extensionsCommit: tiltExtensions.ref });
  });
  afterAll(async () => {
    await up?.stop();
    await sandbox.dispose();
  }, 60_000);

  it("reaches Tilt unchanged", async () => {
    await fc.assert(
      fc.asyncProperty(texts, async (one) => {
        sandbox.write("cluster.config.yaml", inventoryOf(one));
        const dashboard = await readDashboard(sandbox.project);
        const before = up === undefined ? undefined : (await up.loaded()).finishedAt;
        writeArtifacts(sandbox, dashboard);
        const result = await tiltfileResult(sandbox);
        expect(result.warnings).toEqual([]);
        if (result.json === undefined) throw new Error(result.stderr);
        const loading = { dashboard, file: "Tiltfile", develop: [], context: "admin@test" };
        expect(compareResources(loading, result.json, sandbox.project)).toEqual([]);
        if (up === undefined) up = await TiltUp.start(sandbox);
        else if (before !== undefined) expect((await up.loaded(before)).error).toBeUndefined();
        const seen = seenButtons(await up.get("uibutton"), await up.get("cmd"), sandbox.project);
        expect(compareButtons(loading, seen, (path) => sandbox.read(path))).toEqual([]);
      }),
      { numRuns: 25 },
    );
  }, 120_000);
});
