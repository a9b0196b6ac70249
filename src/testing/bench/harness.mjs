// The tests' own machinery, for a script that Node runs.
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";

/** What the named modules of `src/testing/<subject>` export, bundled into `folder`. */
export async function loadHarness(root, subject, names, folder) {
  const resolveDir = join(root, "src/testing", subject);
  const outfile = join(folder, `${subject}.mjs`);
  const contents = names.map((name) => `export * from "./${name}.ts";`).join("\n");
  await build({
    stdin: { contents, resolveDir, loader: "ts" },
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    logLevel: "warning",
    // They find files by their own place.
    define: { "import.meta.url": JSON.stringify(pathToFileURL(join(resolveDir, "bundle.mjs")).href) },
  });
  return await import(pathToFileURL(outfile).href);
}
