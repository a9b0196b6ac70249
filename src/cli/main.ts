#!/usr/bin/env node
import { version } from "../../package.json";
import { enableCompileCache } from "./compile-cache.ts";
import { tellFailure } from "./failure.ts";
import { keepPatternsLinear } from "./linear-patterns.ts";
import { runProgram } from "./program.ts";
import { processTerminal } from "./terminal.ts";

// First: code that is kept is kept for these flags.
keepPatternsLinear();
enableCompileCache();
const terminal = processTerminal((error) => {
  const code = tellFailure(error, terminal, version);
  // A stream fails after the write, perhaps before the run ends, perhaps later: this has the last word.
  process.on("exit", () => {
    process.exitCode = code;
  });
});
process.exitCode = await runProgram(process.argv.slice(2), version, terminal);
