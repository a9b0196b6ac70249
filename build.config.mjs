// Bundles the command line into dist/: one file loads in a third of the time that its modules take.
import { createHash } from "node:crypto";
import { chmod, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { basename } from "node:path";
import { build, transform } from "esbuild";
import { textModules } from "./text-modules.config.mjs";
import { yamlParser } from "./yaml-parser.config.mjs";

/** Stands in the bundle for the hash of all of it, which is known last. */
const unknown = "@".repeat(64);

/** CommonJS: Node loads it faster than modules, and `src/cli/bundle.ts` can keep what V8 makes of it. */
const script = {
  format: "cjs",
  target: "node20",
  supported: { "dynamic-import": false },
  define: { "import.meta.dirname": "__dirname" },
};

const common = {
  outdir: "dist",
  bundle: true,
  platform: "node",
  target: "node20",
  define: { FLUXTILT_BUILD: JSON.stringify(unknown) },
  metafile: true,
  alias: {
    // Its `main` is UMD, whose parts a bundler does not find.
    "jsonc-parser": "jsonc-parser/lib/esm/main.js",
  },
  logLevel: "warning",
};

/** What is imported at run time stays a file of its own, beside the one that imports it. */
const lazyFiles = {
  name: "lazy-files",
  setup({ onResolve }) {
    onResolve({ filter: /^\.{1,2}\/.*\.ts$/ }, ({ kind, path }) =>
      kind === "dynamic-import" ? { path: `./${basename(path, ".ts")}.js`, external: true } : undefined,
    );
  },
};

const textFiles = {
  name: "text-modules",
  setup({ onLoad }) {
    onLoad({ filter: /\.(hbs|sh|star)$/ }, ({ path }) => ({ contents: textModules(path), loader: "js" }));
  },
};

await rm("dist", { recursive: true, force: true });
const builds = [
  // What answers at once: each is one file, since each further file costs half a millisecond. They share nothing
  // with the rest but data, so it does no harm that some modules are in both.
  await build({
    ...common,
    ...script,
    define: { ...common.define, ...script.define },
    entryPoints: {
      fluxtilt: "src/cli/main.ts",
      bundle: "src/cli/bundle.ts",
      recall: "src/cli/memory/recall.ts",
      "only-help": "src/cli/only-help.ts",
      "git-ignored": "src/cli/git-ignored.ts",
      glob: "src/io/glob.ts",
    },
    plugins: [lazyFiles, yamlParser],
  }),
  await build({
    ...common,
    // What is split can only be modules; they are made functions below.
    format: "esm",
    entryPoints: { program: "src/cli/program.ts" },
    splitting: true,
    chunkNames: "chunks/[name]-[hash]",
    plugins: [textFiles, yamlParser],
  }),
];
const outputs = builds.flatMap(({ metafile }) => Object.keys(metafile.outputs)).sort();
await Promise.all(Object.entries(builds[1].metafile.outputs).map(asFunction));
await nameItself(outputs);
await writeFile("dist/package.json", '{ "type": "commonjs" }\n');
await chmod("dist/fluxtilt.js", 0o755);
await writeFile("dist/THIRD-PARTY.md", await notice(packagesIn(builds)));

/** The folders of the packages whose code is in the bundle. */
function packagesIn(all) {
  return foldersOf(Object.assign({}, ...all.map(({ metafile }) => metafile.inputs)));
}

function foldersOf(inputs) {
  const folders = Object.keys(inputs).flatMap(
    (path) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path) ?? [],
  );
  return [...new Set(folders)].sort();
}

/** Their names, versions and licences, as the licences ask. */
async function notice(folders) {
  const parts = await Promise.all(
    folders.map(async (folder) => {
      const { name, version, license } = JSON.parse(await readFile(`${folder}/package.json`, "utf8"));
      const file = (await readdir(folder)).find((one) => /^licen[cs]e/i.test(one));
      if (file === undefined) throw new Error(`${name} is bundled and has no licence text`);
      const text = await readFile(`${folder}/${file}`, "utf8");
      return `## ${name} ${version} (${license})\n\n${text.trim().replace(/^/gm, "    ")}\n`;
    }),
  );
  return ["# What is bundled, and under which licences\n", ...parts].join("\n");
}

/**
 * Makes of a module the function that `src/cli/bundle.ts` calls, which says at its beginning which packages it has
 * code of. Put together here, its text is read as it is; put together at run time, V8 copies it once more.
 */
async function asFunction([path, { inputs }]) {
  const { code } = await transform(await readFile(path, "utf8"), { ...script, logLevel: "warning" });
  // esbuild escapes what is not ASCII in texts, but not in patterns and comments.
  const escape = (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`;
  const ascii = code.replace(/[^\0-\x7f]/g, escape);
  // Each name that another file asks for is answered by a getter: one, not one in front of another.
  const direct = ascii.replace("__toCommonJS(stdin_exports)", "stdin_exports");
  const packages = foldersOf(inputs).map((folder) => `// ${folder}/`);
  await writeFile(
    path,
    [...packages, "(function (exports, require, module) {", `${direct}})`, ""].join("\n"),
  );
}

/** Puts the hash of all files where the bundle asks for it. */
async function nameItself(paths) {
  const texts = await Promise.all(paths.map((path) => readFile(path, "utf8")));
  const hash = createHash("sha256");
  for (const [index, text] of texts.entries()) {
    // `src/cli/bundle.ts` reads it so.
    if (!/^\p{ASCII}*$/u.test(text)) throw new Error(`${paths[index]} is not ASCII throughout`);
    hash.update(text);
  }
  const name = hash.digest("hex");
  for (const [index, text] of texts.entries())
    if (text.includes(unknown)) await writeFile(paths[index], text.replaceAll(unknown, name));
}
