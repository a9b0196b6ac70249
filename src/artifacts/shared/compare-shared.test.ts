import { tmpdir } from "node:os";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Artifact } from "../../targets/artifact.ts";
import { inspect } from "../compare.ts";
import { diagnose } from "../diagnose.ts";
import { createSandbox, generated, sharedFile, type Sandbox } from "../testing/sandbox.ts";
import { writeArtifacts } from "../write.ts";

let box: Sandbox;
beforeEach(async () => {
  box = await createSandbox();
});
afterEach(() => box.remove());

const path = ".mcp.json";
const tiltfile = generated("Tiltfile", "root");
const wanted = (servers: Parameters<typeof sharedFile>[1]): readonly Artifact[] => [
  tiltfile,
  sharedFile(path, servers),
];
const ours = wanted({ grafana: { url: "http://g" }, flux: { url: "http://f" } });
const theirs = '{\n  // mine\n  "mcpServers": {\n    "beads": { "command": "bd" } // keep\n  }\n}\n';

const read = async (): Promise<string | undefined> => (await box.tree())[path];
const told = async (artifacts: readonly Artifact[]): Promise<readonly string[]> =>
  diagnose(await inspect(artifacts, box.files)).map(
    ({ code, message, span }) =>
      `${code} ${message}${span === undefined ? "" : ` :${span.start.line}:${span.start.column}`}`,
  );
const generate = async (artifacts: readonly Artifact[], force = false): Promise<readonly string[]> => {
  const { value, diagnostics } = await writeArtifacts(artifacts, box.files, { force });
  return value === undefined
    ? diagnostics.map(({ code }) => code)
    : [...value.written, ...value.removed.map((one) => `-${one}`)];
};

describe("a shared file", () => {
  it("is made, is current, and goes when nothing of ours is wanted", async () => {
    expect(await told(ours)).toEqual(["FT502 `.mcp.json` is missing", "FT502 `Tiltfile` is missing"]);
    expect(await generate(ours)).toEqual([path, "Tiltfile", ".fluxtilt/manifest.json"]);
    expect(await read()).toBe(ours[1]?.text);
    expect(await told(ours)).toEqual([]);
    expect(await generate(ours)).toEqual([]);
    expect(await told([tiltfile])).toEqual(["FT504 `.mcp.json` is no longer generated"]);
    expect(await generate([tiltfile])).toEqual([".fluxtilt/manifest.json", `-${path}`]);
    expect(Object.keys(await box.tree())).toEqual([".fluxtilt/", ".fluxtilt/manifest.json", "Tiltfile"]);
  });

  it("of a person gets ours, and loses them, with all else as it was", async () => {
    for (const text of [theirs, `\uFEFF${theirs.replaceAll("\n", "\r\n")}`]) {
      await box.put(path, text);
      expect(await told(ours)).toContain("FT501 `.mcp.json` is stale: the inventory says something else");
      expect(await generate(ours)).toContain(path);
      expect(await told(ours)).toEqual([]);
      const after = (await read()) ?? "";
      expect(after).toContain('"beads": { "command": "bd" }, // keep');
      expect(after).toMatch(/"grafana": \{\r?\n {6}"url": "http:\/\/g"/);
      expect([after.includes("\r\n"), after.startsWith("\uFEFF")]).toEqual([
        text !== theirs,
        text !== theirs,
      ]);
      expect(await told([tiltfile])).toEqual([
        expect.stringContaining("FT504 entries of ours in `.mcp.json` are no longer generated"),
      ]);
      await generate([tiltfile]);
      expect(await read()).toBe(text);
    }
  });

  it("follows the inventory, entry by entry", async () => {
    await box.put(path, theirs);
    await generate(ours);
    const next = wanted({ grafana: { url: "http://new" }, argocd: { url: "http://a" } });
    expect(await told(next)).toEqual([expect.stringContaining("FT501 `.mcp.json` is stale")]);
    await generate(next);
    expect(JSON.parse(((await read()) ?? "").replaceAll(/\/\/ (mine|keep)/g, ""))).toEqual({
      mcpServers: { beads: { command: "bd" }, grafana: { url: "http://new" }, argocd: { url: "http://a" } },
    });
    expect(await generate(next)).toEqual([]);
  });

  it("may be laid out anew, and lose what is generated again", async () => {
    await generate(ours);
    await box.put(
      path,
      JSON.stringify({ mcpServers: { flux: { url: "http://f" }, grafana: { url: "http://g" } } }),
    );
    expect(await told(ours)).toEqual([]);
    await box.put(path, '{ "mcpServers": { "flux": { "url": "http://f" } } }');
    expect(await told(ours)).toEqual([expect.stringContaining("FT501 `.mcp.json` is stale")]);
    await box.put(path, " \n");
    await generate(ours);
    expect(await read()).toBe(ours[1]?.text);
  });

  it("tells each edit of ours at its place, and refuses to lose it", async () => {
    await generate(ours);
    const text = ((await read()) ?? "").replace("http://g", "http://mine").replace("http://f", "http://mine");
    await box.put(path, text);
    const edits = [
      "FT503 `mcpServers.grafana` in `.mcp.json` was edited by hand :3:5",
      "FT503 `mcpServers.flux` in `.mcp.json` was edited by hand :6:5",
    ];
    expect(await told(ours)).toEqual(edits);
    expect(await generate(ours)).toEqual(["FT503", "FT503"]);
    expect(await told([tiltfile])).toEqual([
      "FT504 `mcpServers.flux` in `.mcp.json` is no longer generated, and was edited by hand :6:5",
      "FT504 `mcpServers.grafana` in `.mcp.json` is no longer generated, and was edited by hand :3:5",
    ]);
    expect(await generate([tiltfile])).toEqual(["FT504", "FT504"]);
    expect(await read()).toBe(text);
    expect(await generate(ours, true)).toEqual([path]);
    expect(await read()).toBe(ours[1]?.text);
    await box.put(path, text);
    expect(await generate([tiltfile], true)).toContain(`-${path}`);
  });

  it("keeps a note that stands in an entry of ours", async () => {
    await generate(ours);
    await box.put(path, ((await read()) ?? "").replace('"url": "http://g"', '"url": "http://g" // why'));
    expect(await told(ours)).toEqual([]);
    const next = wanted({ grafana: { url: "http://new" }, flux: { url: "http://f" } });
    expect(await generate(next)).toEqual(["FT503"]);
    expect(await generate([tiltfile])).toEqual(["FT504"]);
  });

  it("tells an entry of somebody else under our name, unless forced", async () => {
    await box.put(path, '{ "mcpServers": { "grafana": { "command": "mine" } } }\n');
    expect(await told(ours)).toContain(
      "FT505 `mcpServers.grafana` is in `.mcp.json`, and fluxtilt did not write it :1:19",
    );
    expect(await generate(ours)).toEqual(["FT505"]);
    expect(await generate(ours, true)).toContain(path);
    expect(await told(ours)).toEqual([]);
  });

  it("is known without its record where it says what it should", async () => {
    await generate(ours);
    for (const record of [undefined, "<<<<<<< a\n=======\n>>>>>>> b\n"]) {
      if (record === undefined) await box.files.remove(".fluxtilt/manifest.json");
      else await box.put(".fluxtilt/manifest.json", record);
      expect(await generate(ours)).toEqual([".fluxtilt/manifest.json"]);
    }
    await box.files.remove(".fluxtilt/manifest.json");
    expect(await generate(wanted({ grafana: { url: "http://new" } }))).toEqual(["FT505"]);
    await generate(ours);
    // Who made it is not known any more, so it stays.
    await generate([tiltfile]);
    expect(await read()).toBe('{\n  "mcpServers": {}\n}\n');
  });

  it("of a person stays, whatever was made beside it", async () => {
    const beside = sharedFile(".vscode/mcp.json", { grafana: { url: "http://g" } });
    await box.put(path, '{ "mcpServers": {} }\n');
    await generate([...ours, beside]);
    await generate([tiltfile]);
    expect(JSON.parse((await read()) ?? "")).toEqual({ mcpServers: {} });
    expect(await box.files.kind(".vscode/mcp.json")).toBeUndefined();
  });

  it("without the object of ours gets it", async () => {
    await box.put(path, '{\n  "mine": 1\n}\n');
    await generate(ours);
    expect(Object.keys(JSON.parse((await read()) ?? "") as object)).toEqual(["mine", "mcpServers"]);
  });

  it("that a person took an entry out of, which is not wanted any more, is right", async () => {
    const one = wanted({ grafana: { url: "http://g" } });
    await generate(ours);
    await box.put(path, one[1]?.text ?? "");
    expect(await told(one)).toEqual([expect.stringContaining("FT501 `.fluxtilt/manifest.json` is stale")]);
    expect(await generate(one)).toEqual([".fluxtilt/manifest.json"]);
  });

  it("with a list has ours among others', and is told where that is something else", async () => {
    const item = { root: "inputs", name: "token", value: { id: "token" }, isItem: true };
    const list: Artifact = { path, text: '{ "inputs": [{ "id": "token" }] }\n', rank: 0, shared: [item] };
    await box.put(path, '{ "inputs": [{ "id": "mine" }] }\n');
    expect(await generate([list])).toContain(path);
    expect(JSON.parse((await read()) ?? "")).toEqual({ inputs: [{ id: "mine" }, { id: "token" }] });
    await box.put(path, '{ "inputs": {} }\n');
    expect(await told([list])).toEqual(["FT510 `.mcp.json` cannot be shared: `inputs` is no list :1:13"]);
  });

  it("is told with the whole of what is wrong", async () => {
    const pieces = async (artifacts: readonly Artifact[]): Promise<readonly (string | undefined)[]> => {
      const text = (await read()) ?? "";
      return diagnose(await inspect(artifacts, box.files)).map(
        ({ span }) => span && text.slice(span.start.offset, span.end.offset),
      );
    };
    await generate(ours);
    await box.put(path, '{ "mcpServers": { "flux": 1, "grafana": { "url": "http://g" } } }');
    expect(await pieces(ours)).toEqual(['"flux": 1']);
    expect(await pieces(wanted({ grafana: { url: "http://g" } }))).toEqual(['"flux": 1']);
    await box.put(path, '{ "mcpServers": { "flux": 1, "flux": 2 } }');
    expect(await pieces(ours)).toEqual(['"flux": 2']);
    expect(await pieces(wanted({ grafana: { url: "http://g" } }))).toEqual(['"flux": 2']);
  });

  it("stays when a person has put something into it", async () => {
    await generate(ours);
    await box.put(path, `// mine\n${(await read()) ?? ""}`);
    await generate([tiltfile]);
    expect(await read()).toBe('// mine\n{\n  "mcpServers": {}\n}\n');
  });

  it.each([
    ['{ "mcpServers": {\n  "a": 1\n', "close brace expected", "3:1"],
    ['{ "a": 1\n  "b": 2 }', "comma expected", "2:3"],
    ["{\n<<<<<<< a\n=======\n>>>>>>> b\n}\n", "it has merge markers in it", "2:1"],
    ["[]", "it is not an object", "1:1"],
    ['{\n "mcpServers": 1 }', "`mcpServers` is no object", "2:16"],
    ['{ "mcpServers": [] }', "`mcpServers` is no object", "1:17"],
    ['{ "mcpServers": {}, "mcpServers": {} }', "`mcpServers` stands in it twice", "1:21"],
    ['{ "mcpServers": { "flux": 1, "flux": 2 } }', "`mcpServers.flux` stands in it twice", "1:30"],
    [`{ "a": ${"[".repeat(50_000)} }`, "it is nested too deeply", "1:1"],
    [`{ "a": [${"[],".repeat(333_333)}[]] }`, "it has more than 1 MB", "1:1"],
  ])("that cannot be read is told and left, whatever is forced: %.60s", async (text, why, place) => {
    await box.put(path, text);
    expect(await told(ours)).toContain(`FT510 \`.mcp.json\` cannot be shared: ${why} :${place}`);
    for (const force of [false, true]) expect(await generate(ours, force)).toEqual(["FT510"]);
    expect(await read()).toBe(text);
    expect(Object.keys(await box.tree())).toEqual([path]);
  });

  it("that is not UTF-8 is left", async () => {
    await box.files.create(path, Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]));
    expect(await generate(ours, true)).toEqual(["FT510"]);
  });

  it("is not written through a link", async () => {
    await box.put("real.json", theirs);
    await box.link(path, "real.json");
    expect(await generate(ours, true)).toEqual(["FT505"]);
    await box.files.remove(path);
    await box.link(".vscode", tmpdir());
    expect(await generate([sharedFile(".vscode/mcp.json", {})], true)).toEqual(["FT506"]);
  });

  it("is no file of a fluxtilt that does not know it", async () => {
    await generate(ours);
    const record = JSON.parse((await box.tree())[".fluxtilt/manifest.json"] ?? "") as object;
    expect(record).toMatchObject({ version: 1, shared: { [path]: { made: true } } });
    expect(Object.keys((record as { readonly files: object }).files)).toEqual(["Tiltfile"]);
  });
});
