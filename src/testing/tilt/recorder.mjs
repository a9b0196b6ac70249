// A stand-in for one command: writes down how it was called, then gives the answer that a test has set.
// Called as: node recorder.mjs TOOL FOLDER ARGV…; FOLDER holds answers.json, base.json and calls.jsonl.
import { appendFileSync, readFileSync, writeSync } from "node:fs";
import { spawnSync } from "node:child_process";
import { setInterval, setTimeout } from "node:timers";

const [tool, folder, ...argv] = process.argv.slice(2);
const read = (name) => JSON.parse(readFileSync(`${folder}/${name}`, "utf8"));
const record = (line) => {
  appendFileSync(
    `${folder}/calls.jsonl`,
    JSON.stringify({ tool, pid: process.pid, at: Date.now(), ...line }) + "\n",
  );
};

const base = read("base.json");
const shellOwn = new Set(["_", "SHLVL", "PWD", "OLDPWD"]);
const env = Object.fromEntries(
  Object.entries(process.env).filter(([name, value]) => !shellOwn.has(name) && base.env[name] !== value),
);

// Only a call that asks for it reads stdin: an open pipe that nobody closes would hang the others.
const asks = /^(-|--?[a-z-]+=-|-f-|--stdin|-i|-it|--password-stdin|\/dev\/stdin|.*=\/dev\/stdin)$/;
const stdin = argv.some((word) => asks.test(word)) ? readFileSync(0, "utf8") : undefined;

const line = argv.join(" ");
let answer = {};
let match = null;
for (const candidate of read("answers.json")) {
  match = !candidate.tool || candidate.tool === tool ? new RegExp(candidate.match, "s").exec(line) : null;
  if (match) {
    answer = candidate;
    break;
  }
}
// Before the call is told: who saw it may end it at once.
if (answer.hold) {
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
    process.on(signal, () => {
      record({ signal });
      process.exit(0);
    });
  }
}
record({ argv, cwd: process.cwd(), env, stdin });

const fill = (text) => text.replace(/\$(\d)/g, (_, digit) => match[Number(digit)] ?? "");

const finish = () => {
  if (answer.real) {
    const real = base.real[tool];
    if (!real) throw new Error(`no real ${tool} on PATH`);
    const input =
      stdin === undefined ? { stdio: "inherit" } : { input: stdin, stdio: ["pipe", "inherit", "inherit"] };
    process.exit(spawnSync(real, argv, input).status ?? 1);
  }
  if (answer.stdout) writeSync(1, fill(answer.stdout));
  if (answer.stderr) writeSync(2, fill(answer.stderr));
  if (answer.hold) {
    setInterval(() => undefined, 1 << 30);
  } else {
    process.exit(answer.exit ?? 0);
  }
};
setTimeout(finish, answer.delayMs ?? 0);
