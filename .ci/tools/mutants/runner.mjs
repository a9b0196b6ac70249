// A test runner of Stryker's that loads the project once. Vitest's own would evaluate all modules for each mutant.
import { commonTokens, declareClassPlugin, PluginKind } from "@stryker-mutator/api/plugin";
import {
  determineHitLimitReached,
  DryRunStatus,
  MutantRunStatus,
  TestStatus,
  toMutantRunResult,
} from "@stryker-mutator/api/test-runner";
import { isDrawn } from "./sample.mjs";
import { loadTests } from "./tests.mjs";

/** Stryker leaves errors out of the score. */
const notDrawn = "it is not in the sample";

class InProcessRunner {
  static inject = [commonTokens.options];

  /** What the instrumented code asks which mutant is on, and tells what it ran. */
  #shared = (globalThis.__stryker__ ??= {});
  #tests = [];

  constructor({ inProcess }) {
    this.tests = inProcess.tests;
    this.oneIn = inProcess.oneIn;
  }

  capabilities() {
    return { reloadEnvironment: false };
  }

  async init() {
    // What a mutant leaves running may fail later, when nobody waits for it any more.
    process.on("unhandledRejection", () => {});
    await this.#load();
  }

  async dryRun() {
    const tests = [];
    for (const test of this.#tests) {
      this.#shared.currentTestId = test.id;
      tests.push(await result(test));
      this.#shared.currentTestId = undefined;
    }
    const spent = new Map(tests.map(({ id, timeSpentMs }) => [id, timeSpentMs]));
    this.#tests.sort((one, other) => spent.get(one.id) - spent.get(other.id));
    return { status: DryRunStatus.Complete, tests, mutantCoverage: this.#shared.mutantCoverage };
  }

  async mutantRun({ activeMutant: { id }, testFilter, hitLimit }) {
    if (!isDrawn(id, this.oneIn)) return { status: MutantRunStatus.Error, errorMessage: notDrawn };
    const wanted = new Set(testFilter);
    let results = await this.#withMutant(id, wanted, hitLimit);
    const failed = results.find(({ status }) => status === TestStatus.Failed);
    // What an earlier mutant left behind must not be taken for this one's doing.
    if (failed !== undefined && !(await this.#holds(failed.id))) {
      await this.#load();
      results = await this.#withMutant(id, wanted, hitLimit);
    }
    const timeout = determineHitLimitReached(this.#shared.hitCount, hitLimit);
    return toMutantRunResult(timeout ?? { status: DryRunStatus.Complete, tests: results });
  }

  async dispose() {
    await this.close?.();
  }

  async #load() {
    await this.close?.();
    ({ tests: this.#tests, close: this.close } = await loadTests(this.tests));
  }

  /** The tests up to the first that fails. */
  async #withMutant(id, wanted, hitLimit) {
    Object.assign(this.#shared, { activeMutant: id, hitCount: 0, hitLimit });
    const results = [];
    for (const test of this.#tests) {
      if (!wanted.has(test.id)) continue;
      const one = await result(test);
      results.push(one);
      if (one.status === TestStatus.Failed) {
        // It is asked first from now on: what told of one mutant often tells of its neighbour.
        this.#tests = [test, ...this.#tests.filter((other) => other !== test)];
        break;
      }
    }
    this.#shared.activeMutant = undefined;
    return results;
  }

  async #holds(id) {
    const test = this.#tests.find((one) => one.id === id);
    return (await result(test)).status === TestStatus.Success;
  }
}

async function result({ id, fileName, run }) {
  const start = Date.now();
  const common = { id, name: id, fileName };
  const spent = () => Date.now() - start;
  try {
    await run();
    return { ...common, timeSpentMs: spent(), status: TestStatus.Success };
  } catch (error) {
    const failureMessage = String(error?.message ?? error);
    return { ...common, timeSpentMs: spent(), status: TestStatus.Failed, failureMessage };
  }
}

export const strykerPlugins = [declareClassPlugin(PluginKind.TestRunner, "in-process", InProcessRunner)];
