// What the bench is called with.
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";

const lists = { sizes: "100,1000,10000", keys: "8000,32000" };
const numbers = { rounds: "7", copies: "21", workloads: "1000", namespaces: "100" };

/** The options of the call, numbers as numbers; throws where one is none, or where fluxtilt is not built. */
export function readOptions(root) {
  const text = (value) => ({ type: "string", default: value });
  const { values } = parseArgs({
    options: {
      ...Object.fromEntries(Object.entries({ ...numbers, ...lists }).map(([name, one]) => [name, text(one)])),
      cli: text(join(root, "dist/fluxtilt.js")),
      write: { type: "boolean", default: false },
    },
  });
  const cli = resolve(values.cli);
  if (!existsSync(cli)) throw new Error(`there is no ${cli}: run \`npm run build\` first`);
  return {
    ...Object.fromEntries(Object.keys(numbers).map((name) => [name, numberOf(name, values[name])])),
    ...Object.fromEntries(
      Object.keys(lists).map((name) => [name, values[name].split(",").map((one) => numberOf(name, one))]),
    ),
    cli,
    write: values.write,
  };
}

function numberOf(name, text) {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1) throw new Error(`--${name} takes whole numbers above 0`);
  return number;
}
