import { expect, it } from "vitest";
import { copyOfLab } from "../flux-lab.ts";
import { describeTilt } from "../tilt/available.ts";
import { tiltfileResult } from "../tilt/tiltfile-result.ts";
import { bannerOf, generateProject } from "./project.ts";

describeTilt("an inventory that was discovered", () => {
  it(
    "compiles to a Tiltfile that Tilt loads in silence, with every workload in it",
    { timeout: 60_000 },
    async () => {
      const lab = await copyOfLab();
      try {
        await lab.remove("cluster.config.yaml");
        const made = await lab.run(["discover", "--repo", "--context", "admin@home", "--write"]);
        expect(made.code).toBe(0);
        const { dashboard, sandbox } = await generateProject(lab.root);
        try {
          const result = await tiltfileResult(sandbox, "Tiltfile", { prints: [bannerOf(dashboard)] });
          expect([result.exit, result.warnings]).toEqual([0, []]);
          expect(JSON.stringify(result.json)).toContain('"shop:shop"');
        } finally {
          await sandbox.dispose();
        }
      } finally {
        await lab.end();
      }
    },
  );
});
