// What the results say, as Markdown.
import { cpus } from "node:os";
import { markdownTable } from "./table.mjs";

/** Every case as a row, with its time as a multiple of the first one's. */
export function tableOf(results) {
  const floor = results[0].median;
  const rows = results.map(({ name, times, median, cpu, megabytes }) => [
    name,
    (median / floor).toFixed(1),
    median.toFixed(0),
    `${Math.min(...times).toFixed(0)}–${Math.max(...times).toFixed(0)}`,
    cpu?.toFixed(0) ?? "–",
    megabytes?.toFixed(0) ?? "–",
  ]);
  return markdownTable(["", "× floor", "ms, median", "ms, range", "ms, CPU", "MB, peak"], rows);
}

/** How much more the largest inventory takes than the one before it; a quadratic step would show here. */
export function growth(results) {
  const [smaller, larger] = sizesOf(results).slice(-2);
  if (larger === undefined) return "One size: no growth to tell.";
  const ratio = (command) =>
    timesAsLong(resultOf(results, larger, command), resultOf(results, smaller, command));
  return [
    `From ${counted(smaller)} to ${counted(larger)} workloads (${counted(larger / smaller)} times as many):`,
    `\`generate\` takes ${ratio("generate")} times as long, \`check --no-cache\` ${ratio("check")} times.`,
    growthOfMaps(results),
  ].join(" ");
}

function growthOfMaps(results) {
  const [smaller, larger] = results.filter((one) => one.keys !== undefined).slice(-2);
  if (larger === undefined) return "";
  const times = timesAsLong(larger, smaller);
  return `With maps of ${counted(larger.keys / smaller.keys)} times as many keys, \`validate\` takes ${times} times as long.`;
}

/** How much longer a whole run takes than the library that reads the file, its positions kept. */
export function againstParser(results) {
  const parser = results.find(({ name }) => name.startsWith("`yaml` alone"));
  const whole = resultOf(results, sizesOf(results).at(-1), "check");
  return `\`check --no-cache\` takes ${timesAsLong(whole, parser)} times as long as \`yaml\` alone.`;
}

/** How much longer kubectl takes for the same objects, one process for each Kustomization. */
export function againstKustomize(results) {
  const kustomize = results.find(({ program }) => program !== undefined);
  if (kustomize === undefined) return "There is no kubectl here: nothing to hold `validate --repo` against.";
  const ours = results.find(({ args }) => args.includes("--repo"));
  return `\`kubectl kustomize\` takes ${timesAsLong(kustomize, ours)} times as long as \`validate --repo\`.`;
}

/** What the numbers depend on. */
export function conditions(rounds) {
  const { node } = process.versions;
  return `Node ${node} on ${process.platform} with ${cpus().length} cores; ${rounds} rounds, all cases in turn.`;
}

function sizesOf(results) {
  const sizes = results.flatMap(({ size }) => size ?? []);
  return [...new Set(sizes)].sort((a, b) => a - b);
}

function resultOf(results, size, command) {
  return results.find((one) => one.size === size && one.args[1] === command);
}

function timesAsLong(longer, shorter) {
  return (longer.median / shorter.median).toFixed(1);
}

function counted(number) {
  return number.toLocaleString("en", { maximumFractionDigits: 1 });
}
