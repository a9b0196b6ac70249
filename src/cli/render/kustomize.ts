import { join } from "node:path";
import { withOverlay } from "../../io/overlay.ts";
import { runToEnd, type Run } from "../../io/process.ts";
import type { Plan } from "../../reality/flux/rendering/plan.ts";
import { RenderError } from "../../reality/flux/rendering/render-error.ts";

/** A repository of charts and CRDs takes seconds, never minutes. */
const patienceMs = 120_000;

/**
 * Builds a folder of the repository with other texts in its kustomizations, by `kubectl kustomize`: what is
 * applied is the text that kustomize itself prints, so that no number and no quote changes on the way.
 * Throws RenderError where kustomize refuses, and OutsideError where it does not answer.
 */
export async function kustomize(
  run: Run,
  top: string,
  { folder: built, texts }: Pick<Plan, "folder" | "texts">,
  signal: AbortSignal,
): Promise<string> {
  return await withOverlay(top, texts, async (root) => {
    const folder = join(root, built);
    const argv = ["kubectl", "kustomize", "--load-restrictor=LoadRestrictionsNone", folder];
    const { code, stdout, stderr } = await runToEnd(run, argv, { timeoutMs: patienceMs, signal });
    if (code === 0) return stdout;
    // It wraps its reasons over several lines, and may show whole objects.
    const bare = stderr.replace(/^(error: |E\d{4} .*"command failed" err=[<"])/, "").replace(/[>"]\s*$/, "");
    const said = bare.replaceAll(folder, ".").replaceAll(`${root}/`, "").replace(/\s+/g, " ").trim();
    throw new RenderError(`kustomize refuses it: ${said.length > 400 ? `${said.slice(0, 400)} …` : said}`);
  });
}
