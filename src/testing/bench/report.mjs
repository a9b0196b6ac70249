// What the results say, as Markdown.
import { cpus } from "node:os";
import { markdownTable } from "./table.mjs";

const measured = ["ms, median", "ms, range", "ms, CPU", "MB, peak"];

/** Every case as a row, with its time as a multiple of the first one's. */
export function tableOf(results) {
  const [floor] = results;
  const rows = results.map((one) => [one.name, timesAsLong(one, floor), ...cellsOf(one)]);
  return markdownTable(["", "× floor", ...measured], rows);
}

/** Every case as a row, with its time as a multiple of those of each of `subjects` at the same size. */
export function tableBeside(results, subjects) {
  const rows = results.map((one) => {
    const others = subjects.map((subject) =>
      results.find((other) => other.subject === subject && other.size === one.size),
    );
    return [one.name, ...others.map((other) => (other ? timesAsLong(one, other, 2) : "–")), ...cellsOf(one)];
  });
  return markdownTable(["", ...subjects.map((subject) => `× ${subject}`), ...measured], rows);
}

function cellsOf({ times, median, cpu, megabytes }) {
  return [
    median.toFixed(0),
    `${Math.min(...times).toFixed(0)}–${Math.max(...times).toFixed(0)}`,
    cpu?.toFixed(0) ?? "–",
    megabytes?.toFixed(0) ?? "–",
  ];
}

/** How much more the largest inventory takes than the one before it; a quadratic step would show here. */
export function growth(results) {
  const [smaller, larger] = sizesOf(results).slice(-2);
  if (larger === undefined) return oneSize;
  const ratio = (command) =>
    timesAsLong(resultOf(results, larger, command), resultOf(results, smaller, command));
  return [
    fromTo(smaller, larger),
    `\`generate\` takes ${ratio("generate")} times as long, \`check --no-cache\` ${ratio("check")} times.`,
    growthOfMaps(results),
  ].join(" ");
}

/** The time of each subject at the largest size as a multiple of that at the one before. */
export function growthOf(results) {
  const [smaller, larger] = sizesOf(results).slice(-2);
  if (larger === undefined) return oneSize;
  const of = (size) => results.filter((one) => one.size === size);
  const ratios = of(larger).map(
    (one, index) => `${one.subject} ${timesAsLong(one, of(smaller)[index])} times`,
  );
  return `${fromTo(smaller, larger)} ${ratios.join(", ")}.`;
}

const oneSize = "One size: no growth to tell.";

function fromTo(smaller, larger) {
  return `From ${counted(smaller)} to ${counted(larger)} workloads (${counted(larger / smaller)} times as many):`;
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

/** How much longer the same groups take in files of their own. */
export function againstOneFile(results) {
  const [together, apart] = [false, true].map((split) => results.find((one) => one.split === split));
  return `In fragments, the same groups take ${timesAsLong(apart, together, 2)} times as long as in one file.`;
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

function timesAsLong(longer, shorter, digits = 1) {
  return (longer.median / shorter.median).toFixed(digits);
}

/** A number as a person reads it. */
export function counted(number) {
  return number.toLocaleString("en", { maximumFractionDigits: 1 });
}
