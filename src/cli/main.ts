#!/usr/bin/env node
import { version } from "../../package.json";
import { enableCompileCache } from "./compile-cache.ts";
import type { ExitCode } from "./exit-code.ts";
import { tellFailure } from "./failure.ts";
import { keepPatternsLinear } from "./linear-patterns.ts";
import { memoryFolder } from "./memory/folder.ts";
import { plainCall } from "./memory/call.ts";
import { asksForHelp } from "./plain-help.ts";
import { processTerminal } from "./terminal.ts";

const folder = memoryFolder(process.env);
const program = [FLUXTILT_BUILD, process.version, process.platform, process.arch].join(" ");
const memory = folder === undefined ? undefined : { folder, program };
const argv = process.argv.slice(2);
const terminal = processTerminal((error) => {
  const code = tellFailure(error, terminal, version);
  // A stream fails after the write, perhaps before the run ends, perhaps later: this has the last word.
  process.on("exit", () => {
    process.exitCode = code;
  });
});

// Most of a start is the loading of code: what needs little of it is answered first.
if (argv.length === 1 && (argv[0] === "--version" || argv[0] === "-V")) terminal.stdout.write(`${version}\n`);
else if (asksForHelp(argv)) process.exitCode = await help();
else {
  // First: code that is kept is kept for these flags.
  keepPatternsLinear();
  enableCompileCache();
  process.exitCode = (await fromMemory()) ?? (await fromTheBeginning());
}

async function help(): Promise<ExitCode> {
  const { runHelp } = await import("./only-help.ts");
  return await runHelp(argv, version, terminal);
}

async function fromMemory(): Promise<ExitCode | undefined> {
  const call = plainCall(argv, terminal.cwd);
  if (call === undefined || memory === undefined) return undefined;
  const { recall } = await import("./memory/recall.ts");
  return await recall(call, version, terminal, memory);
}

async function fromTheBeginning(): Promise<ExitCode> {
  const { runProgram } = await import("./program.ts");
  return await runProgram(argv, version, terminal, memory);
}
