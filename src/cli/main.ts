#!/usr/bin/env node
import { version } from "../../package.json";
import { enableCompileCache } from "./compile-cache.ts";
import { runProgram } from "./program.ts";

enableCompileCache();
process.exitCode = await runProgram(process.argv.slice(2), version);
