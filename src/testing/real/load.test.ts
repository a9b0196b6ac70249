import { afterAll, beforeAll, expect, it } from "vitest";
import type { Dashboard } from "../../dashboard/model.ts";
import { compareResources, isOfCopy } from "../../evaluated/compare.ts";
import { seenFacts } from "../../evaluated/seen.ts";
import { wantedFacts } from "../../evaluated/wanted/wanted.ts";
import { describeTilt } from "../tilt/available.ts";
import { extensionsRepository } from "../tilt/extension-clone.ts";
import type { Sandbox } from "../tilt/sandbox.ts";
import { tiltfileResult, type TiltfileResult } from "../tilt/tiltfile-result.ts";
import { TiltUp } from "../tilt/tilt-up.ts";
import {
  bannerOf,
  developable,
  developing,
  generateProject,
  goldenProjects,
  ownProject,
  richProject,
} from "./project.ts";

// Tilt tells every `kustomize()`, which only private copies use.
const kustomizing = [/^Running: kubectl kustomize /, /^Falling back to `kubectl kustomize`/];

for (const folder of [ownProject, richProject, ...goldenProjects()])
  describeTilt(`every Tiltfile of ${folder.replace(/^.*\/(?=.)/, "") || "this repository"}`, () => {
    let dashboard: Dashboard;
    let sandbox: Sandbox;
    beforeAll(async () => {
      ({ dashboard, sandbox } = await generateProject(folder));
    }, 60_000);
    afterAll(() => sandbox.dispose());

    const load = (file: string, args: readonly string[] = []): Promise<TiltfileResult> =>
      tiltfileResult(sandbox, file, { args, prints: [bannerOf(dashboard), ...kustomizing] });

    /** Loads and holds what Tilt made of it against the dashboard. */
    const check = async (file: string, develop: readonly string[]): Promise<readonly string[]> => {
      const result = await load(file, developing(develop));
      if (result.json === undefined) return [result.stderr];
      const context = dashboard.cluster.contexts[0] ?? "";
      const loading = { dashboard, file, develop, context };
      const wanted = wantedFacts(loading);
      const extra = [...seenFacts(result.json, sandbox.project).keys()].filter(
        (name) => !wanted.has(name) && name !== "by-hand" && !isOfCopy(loading, name),
      );
      const differences = compareResources(loading, result.json, sandbox.project);
      return [...result.warnings, ...extra, ...differences.map((one) => one.message)];
    };

    it("loads without a word and is what the dashboard says, alone and together", async () => {
      for (const { path } of dashboard.tiltfiles) expect(await check(path, []), path).toEqual([]);
    });

    it("does so with each release and set developed, and with all of them", async () => {
      const [root] = dashboard.tiltfiles;
      for (const { path } of dashboard.tiltfiles) {
        const names = developable(dashboard, path === root?.path ? undefined : path).map((one) => one.name);
        for (const name of names) expect(await check(path, [name]), `${path} --develop ${name}`).toEqual([]);
        if (names.length > 1) expect(await check(path, names), `${path} with all developed`).toEqual([]);
      }
    }, 120_000);

    if (![ownProject, richProject].includes(folder)) return;

    it("fails on an unknown name to develop, with the known ones", async () => {
      const known = developable(dashboard).map((one) => one.name);
      if (known.length === 0) return;
      const result = await load("Tiltfile", developing(["nonsense"]));
      expect(result.exit).toBe(5);
      expect(result.stderr).toContain(
        `--develop nonsense: there is no such resource to develop; there are ${known.join(", ")}`,
      );
    });

    it("enables what `tilt up NAME` says, beside --develop, and refuses an unknown name", async () => {
      const names = [...wantedFacts({ dashboard, file: "Tiltfile", develop: [], context: "" })];
      const [name, facts] = names.find(([, one]) => one.facts.dependsOn.length === 0) ?? [];
      if (name === undefined || facts === undefined) return;
      const [one] = developable(dashboard);
      const develop = one === undefined ? [] : developing([one.name]);
      const result = await load("Tiltfile", [name, ...develop]);
      expect(enabled(result), result.stderr).toEqual(expect.arrayContaining([name]));
      expect(enabled(result)).not.toEqual(namesOf(result, "Manifests"));
      const wrong = await load("Tiltfile", ["nonsense", ...develop]);
      expect(wrong.stderr).toContain("nonsense");
      expect(wrong.exit).toBe(5);
    });

    it("loads in a file that used extensions of its own before", async () => {
      for (const { path } of dashboard.tiltfiles) {
        const clone = `${sandbox.env["XDG_DATA_HOME"] ?? ""}/tilt-dev/tilt_modules/${extensionsRepository}`;
        const before = `v1alpha1.extension_repo(name = "default", url = "file://${clone}")\nload("ext://uibutton", "cmd_button")`;
        sandbox.write("main.Tiltfile", `${before}\ninclude("./${path}")\n`);
        const result = await load("main.Tiltfile");
        expect(result.exit, result.stderr).toBe(0);
        if (path === dashboard.tiltfiles[0]?.path) expect(result.warnings).toEqual([]);
      }
    });
  });

function namesOf(result: TiltfileResult, key: "Manifests" | "EnabledManifests"): readonly string[] {
  return ((result.json?.[key] ?? []) as readonly ({ Name: string } | string)[])
    .map((one) => (typeof one === "string" ? one : one.Name))
    .sort();
}

function enabled(result: TiltfileResult): readonly string[] {
  return namesOf(result, "EnabledManifests");
}

describeTilt("another kube context", () => {
  it("is refused in every Tiltfile, with the way out", async () => {
    for (const folder of [ownProject, richProject]) {
      const { dashboard, sandbox } = await generateProject(folder, { context: "admin@elsewhere" });
      const [first = ""] = dashboard.cluster.contexts;
      for (const { path } of dashboard.tiltfiles) {
        const result = await tiltfileResult(sandbox, path);
        expect(result.exit).toBe(5);
        expect(result.stderr).toContain(`${dashboard.cluster.name} is reached through the kube context `);
        expect(result.stderr).toContain(`Tilt runs against "admin@elsewhere": tilt up --context ${first}`);
      }
      await sandbox.dispose();
    }
  });
});

describeTilt("settings of Tilt and what it watches", () => {
  it("are the rich inventory's", async () => {
    const { dashboard, sandbox } = await generateProject(richProject, { docker: "answering" });
    const develop = developable(dashboard).map((one) => one.name);
    const result = await tiltfileResult(sandbox, "Tiltfile", { args: developing(develop) });
    expect(result.json).toMatchObject({
      UpdateSettings: { SuppressUnusedImageWarnings: ["registry.talos00/spare"] },
      CISettings: { k8sGracePeriod: "10s", timeout: "20m0s", readinessTimeout: "5m0s" },
      DefaultRegistry: { host: "localhost:5000", hostFromContainerRuntime: "registry:5000" },
      WatchSettings: { Ignores: [{ Patterns: ["**/*.tmp"] }] },
    });
    const up = await TiltUp.start(sandbox, { args: ["--", ...developing(develop)] });
    const watched = Object.fromEntries(
      (await up.get("filewatch")).map(({ metadata, spec }) => [
        metadata.name,
        (spec?.["watchedPaths"] as string[]).map((path) => path.replace(`${sandbox.project}/`, "")).sort(),
      ]),
    );
    await up.stop();
    // A values file that changes deploys again, and what a live update copies is seen.
    expect(watched).toMatchObject({
      "k8s:rel:fluent-bit": ["values/extra.yaml", "values/fluent-bit.yaml"],
      "k8s:rel:local": ["charts/web", "values/extra.yaml"],
      "k8s:set:tools": ["kube/tools"],
      "k8s:set:files": ["manifests/files.yaml", "manifests/more.yaml"],
      "k8s:shown:live": ["memex/src"],
      "local:on-change": ["docs", "values/extra.yaml"],
      "local:fluxtilt:generate": ["apps/shop/tilt.yaml", "cluster.config.yaml"],
      "image:registry.talos00_memex-tilt_docker_build_with_restart_base": ["memex"],
    });
    expect(watched["configs:(Tiltfile)"]).toEqual(
      expect.arrayContaining([
        "config/dev.env",
        "values/extra.yaml",
        "icons/ask.svg",
        "hand/local.Tiltfile",
        "kube/Tiltfile",
        "manifests/mine.yaml",
        ".fluxtilt/lib/isolate.star",
      ]),
    );
    await sandbox.dispose();
  });
});
