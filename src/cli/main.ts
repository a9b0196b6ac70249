#!/usr/bin/env node
import { version } from "../../package.json";
import { exitCode, type ExitCode } from "./exit-code.ts";
import { tellFailure } from "./failure.ts";
import { keepPatternsLinear } from "./linear-patterns.ts";
import { memoryFolder } from "./memory/folder.ts";
import { plainCall } from "./memory/call.ts";
import { loadNodeParts } from "./node-parts.ts";
import { requireNode } from "./node-version.ts";
import { asksForHelp } from "./plain-help.ts";
import type { runProgram } from "./program.ts";
import { tuneForShortRuns } from "./short-run.ts";
import { processTerminal } from "./terminal.ts";

const folder = memoryFolder(process.env);
const build = [FLUXTILT_BUILD, process.version, process.platform, process.arch].join(" ");
const memory = folder === undefined ? undefined : { folder, program: build };
const argv = process.argv.slice(2);
const terminal = processTerminal((error) => {
  const code = tellFailure(error, terminal, version);
  // A stream fails after the write, perhaps before the run ends, perhaps later: this has the last word.
  process.on("exit", () => {
    process.exitCode = code;
  });
});

main().catch((error: unknown) => {
  // A file of the bundle that cannot be read, before there is a program to tell it.
  process.exitCode = tellFailure(error, terminal, version);
});

/** Most of a start is the loading of code: what needs little of it is answered first. */
async function main(): Promise<void> {
  if (argv.length === 1 && (argv[0] === "--version" || argv[0] === "-V"))
    terminal.stdout.write(`${version}\n`);
  else if (asksForHelp(argv)) process.exitCode = await help();
  else {
    requireNode(process);
    await loadNodeParts();
    // Before our own: code that is kept is kept for these flags.
    keepPatternsLinear();
    tuneForShortRuns();
    process.exitCode = (await fromMemory()) ?? (await fromTheBeginning());
  }
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
  const { codeFile, openBundle } = await import("./bundle.ts");
  const bundle = openBundle(import.meta.dirname, memory && codeFile(memory, argv, process));
  const program = bundle.load("program.js") as { readonly runProgram: typeof runProgram };
  const code = await program.runProgram(argv, version, terminal, memory);
  // A run that ended early has not run what the next one needs.
  if (code === exitCode.fine || code === exitCode.found) bundle.keep();
  return code;
}
