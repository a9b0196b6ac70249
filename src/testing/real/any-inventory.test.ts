import { chmodSync } from "node:fs";
import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { loadProject } from "../../cli/project.ts";
import { readRepository } from "../../cli/repository.ts";
import type { Dashboard } from "../../dashboard/model.ts";
import { tiltExtensions } from "../../inventory/schema/extensions.ts";
import { nodeFiles } from "../../io/node-files.ts";
import { describeTilt } from "../tilt/available.ts";
import { Sandbox } from "../tilt/sandbox.ts";
import { tiltfileResult } from "../tilt/tiltfile-result.ts";
import { files, inventories } from "./inventories.ts";
import { without } from "./repair.ts";
import { bannerOf, developable, developing, writeArtifacts } from "./project.ts";

// How many, each time others; the same few where nobody asks.
const asked = process.env["FLUXTILT_INVENTORIES"];
const runs = Number(asked ?? "40");
const kustomizing = [/^Running: kubectl kustomize /, /^Falling back to `kubectl kustomize`/];

describeTilt("any inventory that passes the rules", () => {
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await Sandbox.create({ extensionsCommit: tiltExtensions.ref, docker: "answering" });
    for (const [path, text] of Object.entries(files)) sandbox.write(path, text);
    chmodSync(sandbox.write("run.sh", "#!/bin/sh\n"), 0o755);
    sandbox.tools.answer({ tool: "kubectl", match: "^kustomize ", real: true });
  });
  afterAll(() => sandbox.dispose());

  /** The dashboard of an inventory once what the rules refuse is taken out of it, the files looked at too. */
  const compiled = async (inventory: unknown): Promise<Dashboard> => {
    const view = nodeFiles(sandbox.project);
    for (let text = JSON.stringify(inventory); ;) {
      sandbox.write("cluster.config.yaml", text);
      const { dashboard, diagnostics } = await loadProject(
        view,
        "cluster.config.yaml",
        undefined,
        undefined,
        async (one) => ({ repository: await readRepository(view, one) }),
      );
      // The sandbox is no Flux repository.
      const errors = diagnostics.filter(
        ({ severity, code }) => severity === "error" && !["FT601", "FT631"].includes(code),
      );
      if (errors.length === 0 && dashboard !== undefined) return dashboard;
      const less = without(
        text,
        errors.flatMap(({ span }) => span?.start.offset ?? []),
      );
      expect(less, errors.map(({ message }) => message).join("; ")).not.toBe(text);
      text = less;
    }
  };

  it(
    "loads in Tilt without a word, alone and together, developed and not",
    async () => {
      let loaded = 0;
      await fc.assert(
        fc.asyncProperty(inventories, async (inventory) => {
          const dashboard = await compiled(inventory);
          writeArtifacts(sandbox, dashboard);
          for (const { path } of dashboard.tiltfiles) {
            const own = path === dashboard.tiltfiles[0]?.path ? undefined : path;
            const all = developable(dashboard, own).map((one) => one.name);
            for (const develop of all.length === 0 ? [[]] : [[], all]) {
              const args = developing(develop);
              const prints = [bannerOf(dashboard), ...kustomizing];
              const result = await tiltfileResult(sandbox, path, { args, prints });
              expect(result.exit, `${path} ${args.join(" ")}: ${result.stderr}`).toBe(0);
              expect(result.warnings, `${path} ${args.join(" ")}`).toEqual([]);
              loaded += 1;
            }
          }
        }),
        { numRuns: runs, ...(asked === undefined ? { seed: 1 } : {}) },
      );
      expect(loaded).toBeGreaterThan(runs);
    },
    60_000 + runs * 4_000,
  );
});
