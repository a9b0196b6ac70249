import { describe, expect, it } from "vitest";
import { compile } from "../testing/golden/compile.ts";
import { memoryFiles } from "../testing/memory-files.ts";
import { compiled, generated, toldOf, type Parts } from "../testing/told.ts";

const using = (buttonSets: object, ...uses: readonly unknown[]): Parts => ({
  buttonSets,
  groups: {
    web: {
      namespace: "web",
      workloads: Object.fromEntries(
        uses.map((use, index) => [`w${index}`, { target: `deployment/w${index}`, buttonsFrom: [use] }]),
      ),
    },
  },
});

describe("a mistake in a button set", () => {
  const wrong = { do: { logs: { sicne: "1h" } } };

  it("is told once, with the first three entries that use the set", async () => {
    const five = Array.from({ length: 5 }, () => "usual");
    const { text, diagnostics } = await compiled(using({ usual: { buttons: { logs: wrong } } }, ...five));
    const [only, ...more] = diagnostics;
    expect(more).toEqual([]);
    expect(only?.message).toContain("`sicne`");
    const uses = [...text.matchAll(/\["usual"\]/g)].map(({ index }) => index + 1);
    expect(only?.related?.map(({ span }) => span.start.offset)).toEqual(uses.slice(0, 3));
  });

  it("is told at each place where it is made", async () => {
    const twice = { usual: { buttons: { one: wrong, two: wrong } } };
    expect(await toldOf(using(twice, "usual", "usual"))).toEqual(['FT101 "sicne"', 'FT101 "sicne"']);
    const both = { usual: { buttons: { one: { do: { logs: { sicne: "1h", tali: 3 } } } } } };
    expect(await toldOf(using(both, "usual", "usual"))).toEqual(['FT101 "sicne"', 'FT101 "tali"']);
  });

  it("is told in each of two files that are alike", async () => {
    const fragment = (set: string): string =>
      JSON.stringify({
        version: 1,
        buttonSets: { [set]: { buttons: { logs: wrong } } },
        groups: {
          [set]: { namespace: "web", buttonsFrom: [set], workloads: { [set]: `deployment/${set}` } },
        },
      });
    const root = { version: 1, cluster: { name: "lab", contexts: ["a"] }, fragments: ["a.yaml", "b.yaml"] };
    const { project } = await compile(
      memoryFiles({
        "cluster.config.yaml": JSON.stringify(root),
        "a.yaml": fragment("set-a"),
        "b.yaml": fragment("set-b"),
      }),
    );
    expect(project.diagnostics.map(({ span }) => span?.file)).toEqual(["a.yaml", "b.yaml"]);
  });

  it("is told beside a parameter where nobody uses the set", async () => {
    const sets = {
      usual: {
        params: ["name"],
        buttons: { key: { do: { secret: { name: "{name}", key: "a", kye: "b" } } } },
      },
    };
    expect(await toldOf(using(sets))).toContain('FT101 "kye"');
  });

  it("is told of a button that is nothing", async () => {
    expect(await toldOf(using({ usual: { buttons: { logs: null } } }, "usual"))).toEqual(["FT106 null"]);
    expect(await toldOf(using({ usual: { buttons: { logs: { do: null } } } }, "usual"))).toEqual([
      "FT106 null",
    ]);
  });

  it("is told of each entry that lacks something else, and once of a private copy", async () => {
    const buttonSets = { keep: { buttons: { scale: { do: { scale: { suspend: true } } } } } };
    const buttonsFrom = ["keep"];
    const resources = { shown: { target: "deployment/b", buttonsFrom } };
    const { diagnostics } = await compiled(
      {
        buttonSets,
        groups: {
          web: {
            namespace: "web",
            manifests: { copy: { files: ["b.yaml"], flux: false, isolate: "own", resources } },
            tasks: { tidy: { do: { argv: ["echo"] }, buttonsFrom } },
          },
        },
      },
      { "b.yaml": "" },
    );
    expect(diagnostics.map(({ message, related }) => [message, related?.length])).toEqual([
      ["`scale` lacks the Flux object to suspend", 1],
      ["`scale` lacks an object to act on", 1],
    ]);
  });
});

describe("parameters", () => {
  it("are filled in anew for each use", async () => {
    const sets = { say: { params: ["word"], buttons: { say: { do: { argv: ["echo", "say {word}"] } } } } };
    const files = await generated(
      using(sets, { set: "say", params: { word: "one" } }, { set: "say", params: { word: "two" } }),
    );
    const said = [...(files.get("Tiltfile") ?? "").matchAll(/"say (\w+)"/g)].map(([, word]) => word);
    expect(said).toEqual(["one", "two"]);
  });

  it("that lack, or are too many, are all that is told of a use", async () => {
    const sets = {
      of: { params: ["name"], buttons: { key: { do: { secret: { name: "{name}", key: "a" } } } } },
    };
    expect(await toldOf(using(sets, "of"))).toEqual(['FT205 "of"']);
    const wrong = { set: "of", params: { name: "Not A Name", more: "b" } };
    expect(await toldOf(using(sets, wrong))).toEqual(['FT205 "more"']);
  });
});
