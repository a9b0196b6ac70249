import { spawn } from "node:child_process";
import { bundle } from "../../cli/testing/command-line.ts";
import type { Sandbox } from "../tilt/sandbox.ts";

/** What somebody types, once something stands on the screen. */
export interface Typed {
  readonly after: string;
  readonly keys: string;
}

/**
 * Runs the bundle in the project of a sandbox on a terminal of its own, which `script` (bsdutils) makes.
 * Answers the exit code, and all that stood on the screen.
 */
export function onTerminal(
  sandbox: Sandbox,
  argv: readonly string[],
  typed: Typed,
): Promise<{ readonly code: number | null; readonly screen: string }> {
  const words = [process.execPath, bundle, ...argv].map((word) => `'${word}'`).join(" ");
  const child = spawn("script", ["--quiet", "--return", "--flush", "--command", words, "/dev/null"], {
    cwd: sandbox.project,
    env: { ...sandbox.env, SHELL: "/bin/sh", TERM: "dumb" },
    stdio: ["pipe", "pipe", "inherit"],
  });
  let screen = "";
  let isTyped = false;
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    screen += text;
    if (isTyped || !screen.includes(typed.after)) return;
    isTyped = true;
    child.stdin.write(typed.keys);
  });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => {
      resolve({ code, screen });
    });
  });
}
