// The project's tests in this process: loaded once, run one by one as often as wanted.
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { collectTests, getFn, getHooks } from "@vitest/runner";
import fastGlob from "fast-glob";
import fc from "fast-check";
import { createViteServer } from "vitest/node";
import { textModules } from "../../../text-modules.config.mjs";

// Whatever a test writes is brought down to the disk, which takes no time in memory.
if (existsSync("/dev/shm")) process.env.TMPDIR = "/dev/shm";

/**
 * Tests that tell no more than others: cases that are compiled twice, to compare the two; and near misses that
 * `near-misses.mjs` asks for in a hundredth of the time.
 */
const leftOut = /compiles to the same bytes again$|repo-rules\.test\.ts > near misses/;

/** The same random values in each run, and no search for the smallest that fails. */
fc.configureGlobal({ seed: 6, endOnFailure: true });

/**
 * Loads test files of the working directory. Each test runs with all hooks around it, those of whole files
 * too, so that a mutant is on wherever the test needs the code.
 */
export async function loadTests(tests) {
  const server = await createViteServer({
    configFile: false,
    logLevel: "error",
    appType: "custom",
    optimizeDeps: { noDiscovery: true, include: [] },
    server: { middlewareMode: true, hmr: false, ws: false, watch: null },
    plugins: [
      {
        name: "text-modules",
        enforce: "pre",
        load: (id) => (/\.(hbs|sh|star)$/.test(id) ? textModules(id) : undefined),
      },
    ],
  });
  const paths = (await fastGlob(tests, { dot: true })).sort();
  const files = await collectTests(
    paths.map((path) => resolve(path)),
    {
      config: {
        root: process.cwd(),
        sequence: { shuffle: false, hooks: "stack", setupFiles: "list", seed: 6, concurrent: false },
        setupFiles: [],
        includeTaskLocation: false,
        retry: 0,
        testTimeout: 30_000,
        hookTimeout: 30_000,
        tags: [],
        maxConcurrency: 1,
      },
      importFile: (path) => server.ssrLoadModule(path),
    },
  );
  const broken = files.find(({ result }) => result?.state === "fail");
  if (broken !== undefined) throw new Error(`${broken.name}: ${broken.result.errors?.[0]?.stack}`);
  return {
    tests: files.flatMap((file) => testsOf(file, [file])).filter(({ id }) => !leftOut.test(id)),
    close: () => server.close(),
  };
}

function testsOf(suite, suites) {
  return suite.tasks.flatMap((task) => {
    if (task.type === "suite") return testsOf(task, [...suites, task]);
    if (task.mode !== "run") return [];
    const id = [...suites, task].map(({ name }) => name).join(" > ");
    return { id, fileName: suites[0].filepath, run: () => runTest(task, suites) };
  });
}

async function runTest(test, suites) {
  const hooks = suites.map(getHooks);
  const ended = [];
  try {
    for (const [index, { beforeAll }] of hooks.entries())
      for (const hook of beforeAll) ended.push(await hook({}, suites[index]));
    for (const { beforeEach } of hooks)
      for (const hook of beforeEach) ended.push(await hook(test.context, test));
    await getFn(test)();
  } finally {
    for (const { afterEach } of hooks.toReversed())
      for (const hook of afterEach) await hook(test.context, test);
    for (const end of ended.reverse()) if (typeof end === "function") await end();
    for (const [index, { afterAll }] of [...hooks.entries()].reverse())
      for (const hook of afterAll) await hook({}, suites[index]);
  }
}
