// What the bench is called with.
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";

/** The parts of the bench, each with a block of its own in docs/performance.md. */
const parts = ["fluxtilt", "peers", "tilt"];
const numbers = { rounds: "5", copies: "44", workloads: "1000", namespaces: "100" };
const lists = {
  sizes: "100,1000,10000",
  keys: "8000,32000",
  peers: "100,1000,10000,100000",
  loads: "100,1000,10000",
};

/** The options of the call, numbers as numbers; throws where one is none, or where fluxtilt is not built. */
export function readOptions(root) {
  const text = (value) => ({ type: "string", default: value });
  const { values } = parseArgs({
    options: {
      ...Object.fromEntries(Object.entries({ ...numbers, ...lists }).map(([name, one]) => [name, text(one)])),
      only: text(parts.join(",")),
      cli: text(join(root, "dist/fluxtilt.js")),
      write: { type: "boolean", default: false },
    },
  });
  const only = values.only.split(",");
  if (!only.every((part) => parts.includes(part))) throw new Error(`--only takes some of ${parts.join(",")}`);
  const cli = resolve(values.cli);
  if (!existsSync(cli)) throw new Error(`there is no ${cli}: run \`npm run build\` first`);
  const read = (names, of) =>
    Object.fromEntries(Object.keys(names).map((name) => [name, of(name, values[name])]));
  return {
    ...read(numbers, numberOf),
    ...read(lists, (name, list) => list.split(",").map((one) => numberOf(name, one))),
    only,
    cli,
    write: values.write,
  };
}

function numberOf(name, text) {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1) throw new Error(`--${name} takes whole numbers above 0`);
  return number;
}
