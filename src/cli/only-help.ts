/** The program for calls that run no command: bundled as one file, without what the commands need. */
export { runProgram as runHelp } from "./program.ts";
