import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { watchCoverage } from "./coverage.ts";
import { hold } from "./hold.ts";
import { mutation, randomOf, type Input } from "./mutations.ts";

/** How long an exploration may go on, how it begins, and where it keeps what fails. */
interface Exploration {
  readonly seconds: number;
  readonly seed: number;
  readonly findings: string;
}

/** Holds each input, each named before it is held, so that one that never ends or takes all memory is known. */
async function holdAll(subject: string, inputs: Iterable<Input>): Promise<void> {
  for (const { name, bytes } of inputs) {
    process.stdout.write(`${name}: `);
    process.stdout.write(`${(await failureOf(subject, bytes)) ?? "holds"}\n`);
  }
}

/** As many changed inputs as asked, always the same for a seed. */
function* changed(inputs: readonly Input[], seed: number, runs: number): Generator<Input> {
  const random = randomOf(seed);
  for (let run = 0; run < runs; run++) {
    const { name, bytes } = mutation(inputs, random);
    yield { name: `${name}, seed ${seed}, number ${run}`, bytes };
  }
}

/** Changes inputs for a time; one that goes where none went before is changed further. */
async function explore(
  subject: string,
  inputs: Input[],
  { seconds, seed, findings }: Exploration,
): Promise<void> {
  const coverage = watchCoverage(basename(__filename));
  const random = randomOf(seed);
  const end = Date.now() + seconds * 1000;
  mkdirSync(findings, { recursive: true });
  for (const { bytes } of [...inputs]) {
    await failureOf(subject, bytes);
    coverage.news();
  }
  let [runs, kept, failed] = [0, 0, 0];
  for (; Date.now() < end; runs++) {
    const { name, bytes } = mutation(inputs, random);
    // Written first: a run that never ends leaves what it does not end at.
    const file = join(findings, `${subject}-current`);
    writeFileSync(file, bytes);
    const failure = await failureOf(subject, bytes);
    if (failure !== undefined) {
      failed++;
      writeFileSync(join(findings, `${subject}-${seed}-${runs}`), bytes);
      process.stdout.write(`${name}: ${failure}\n`);
    } else if (coverage.news() > 0) {
      kept++;
      inputs.push({ name, bytes });
    }
  }
  process.stdout.write(`${subject}: ${runs} inputs, ${kept} went somewhere new, ${failed} failed\n`);
}

async function failureOf(subject: string, bytes: Uint8Array): Promise<string | undefined> {
  try {
    await hold(subject, bytes);
    return undefined;
  } catch (error) {
    process.exitCode = 1;
    return `FAILED ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
  }
}

const [mode, subject = "", ...rest] = process.argv.slice(2);
const takes = { corpus: 0, changed: 2, explore: 3 }[mode ?? ""] ?? 0;
const [first = "0", second = "0", findings = ""] = rest.splice(0, takes);
const inputs = rest.map((file): Input => ({ name: basename(file), bytes: readFileSync(file) }));
if (mode === "explore")
  void explore(subject, inputs, { seconds: Number(first), seed: Number(second), findings });
else void holdAll(subject, mode === "changed" ? changed(inputs, Number(first), Number(second)) : inputs);
