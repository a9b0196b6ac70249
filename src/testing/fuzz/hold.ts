import { keepPatternsLinear } from "../../cli/linear-patterns.ts";
import { expectNoPollution } from "./guards.ts";
import { subjects } from "./subjects.ts";

/** How long an input may keep the processor busy, in milliseconds. */
const patienceMs = 2_000;

keepPatternsLinear();

/** Holds one input against all that is promised of any input, and answers what was said of it. */
export async function hold(name: string, input: Uint8Array): Promise<string> {
  const subject = subjects[name];
  if (subject === undefined) throw new Error(`there is nothing called ${name} to fuzz`);
  const start = process.cpuUsage();
  const said = await subject(input);
  const ms = Math.round(process.cpuUsage(start).user / 1000);
  expectNoPollution();
  if (ms > patienceMs) throw new Error(`it takes ${ms} ms`);
  return `${ms} ms ${said.join(" ")}`;
}
