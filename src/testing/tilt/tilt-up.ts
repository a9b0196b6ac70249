import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { freePorts } from "../apiserver/server-process.ts";
import { requireTilt } from "./program.ts";
import { killGroup, runCommand } from "./command.ts";
import type { Finished } from "./command.ts";
import type { Sandbox } from "./sandbox.ts";
import { TiltApi } from "./tilt-api.ts";
import type { TiltObject } from "./tilt-api.ts";
import { until } from "./until.ts";

/** One load of the Tiltfile, as Tilt tells it: `error` is undefined when it loaded. */
export interface Load {
  readonly finishedAt: string;
  readonly error: string | undefined;
  readonly warnings: readonly string[];
}

/** One update of a resource; `error` is undefined when it went well. */
export interface Build {
  readonly startTime: string;
  readonly finishTime: string;
  readonly error?: string;
  readonly warnings?: readonly string[];
}

/** How a button's command ended. */
export interface Pressed {
  readonly exitCode: number;
  readonly reason: string | undefined;
}

/** What a person types or ticks, by the input's name; an input that is left out keeps its default. */
export type Inputs = Readonly<Record<string, string | boolean>>;

export interface UpOptions {
  /** The Tiltfile, relative to the project (`Tiltfile`). */
  readonly file?: string;
  /** What follows the flags: resource names, `--` and the Tiltfile's own arguments. */
  readonly args?: readonly string[];
}

interface ResourceStatus {
  readonly buildHistory?: readonly Build[];
  readonly currentBuild?: unknown;
  readonly disableStatus?: { readonly state?: string };
}

interface CmdStatus {
  readonly terminated?: { readonly exitCode: number; readonly reason?: string; readonly finishedAt?: string };
}

/** A running Tilt. It starts in about a second; use one for many tests and stop it at the end. */
export class TiltUp {
  readonly port: number;
  readonly #sandbox: Sandbox;
  readonly #options: UpOptions;
  readonly #child: ChildProcess;
  readonly #api: TiltApi;
  readonly #ended: Promise<number | null>;
  #exit: number | null | undefined;
  #log = "";
  #clicks = 0;

  private constructor(sandbox: Sandbox, [port, webPort]: readonly [number, number], options: UpOptions) {
    this.port = port;
    this.#sandbox = sandbox;
    this.#options = options;
    this.#api = new TiltApi(sandbox.home, port);
    // A Tilt built from source listens on a second port, whose default can be taken by another Tilt.
    const flags = [
      "--port",
      `${port}`,
      "--webdev-port",
      `${webPort}`,
      "--stream=true",
      "-f",
      sandbox.path(options.file ?? "Tiltfile"),
    ];
    this.#child = spawn(requireTilt().path, ["up", ...flags, ...(options.args ?? [])], {
      cwd: sandbox.project,
      env: sandbox.env,
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
    });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.setEncoding("utf8").on("data", (text: string) => {
        this.#log += text;
      });
    }
    this.#ended = new Promise((resolve) => {
      this.#child.on("close", (code) => {
        this.#exit = code;
        resolve(code);
      });
    });
  }

  /** Starts `tilt up` and waits for the first load; rejects with Tilt's own words when that fails. */
  static async start(sandbox: Sandbox, options: UpOptions = {}): Promise<TiltUp> {
    const up = await TiltUp.launch(sandbox, options);
    const load = await up.loaded();
    if (load.error === undefined) return up;
    await up.stop();
    throw new Error(load.error);
  }

  /** Starts `tilt up` and returns at once, for a Tiltfile that is expected to fail. */
  static async launch(sandbox: Sandbox, options: UpOptions = {}): Promise<TiltUp> {
    const [port = 0, webPort = 0] = await freePorts(2);
    return new TiltUp(sandbox, [port, webPort], options);
  }

  /** All that Tilt wrote to the terminal so far. */
  get log(): string {
    return this.#log;
  }

  /** All objects of a kind, in lower case: uiresource, uibutton, cmd, filewatch, liveupdate, portforward, … */
  get(kind: string): Promise<readonly TiltObject[]> {
    return this.#api.list(kind);
  }

  /** One object by kind and name, or undefined. */
  async find(kind: string, name: string): Promise<TiltObject | undefined> {
    return (await this.get(kind)).find((object) => object.metadata.name === name);
  }

  /** The last load of the Tiltfile that ended after `since` (a `finishedAt`). */
  loaded(since?: string): Promise<Load> {
    return this.#wait("end of a Tiltfile load", async () => {
      if (this.#exit !== undefined)
        throw new Error(`tilt ended with ${this.#exit ?? "a signal"}\n${this.#log}`);
      if (!(await this.#api.answers())) return undefined;
      const status = (await this.find("tiltfile", "(Tiltfile)"))?.status as
        { terminated?: { startedAt: string; finishedAt: string; error?: string } } | undefined;
      const end = status?.terminated;
      if (end === undefined || end.finishedAt === since) return undefined;
      // The load is over a moment before its history, which has the warnings, and its resources are told.
      const told = (await this.#status("(Tiltfile)"))?.buildHistory?.[0];
      if (told === undefined || told.startTime < end.startedAt) return undefined;
      return { finishedAt: end.finishedAt, error: end.error, warnings: told.warnings ?? [] };
    });
  }

  /** Makes a change and waits for the load that it causes. */
  async reloaded(change: () => void | Promise<void>): Promise<Load> {
    const before = await this.loaded();
    await change();
    return this.loaded(before.finishedAt);
  }

  /** The warnings of the last load, from Tilt's own list. */
  async warnings(): Promise<readonly string[]> {
    return (await this.loaded()).warnings;
  }

  /** Waits until `name` has been updated at least once after `since`, and gives that update. */
  built(name: string, since?: string): Promise<Build> {
    return this.#wait(`update of ${name}`, async () => {
      const status = await this.#status(name);
      const last = status?.buildHistory?.[0];
      return last === undefined || status?.currentBuild != null || last.startTime === since
        ? undefined
        : last;
    });
  }

  /** Starts a resource by hand and waits for its update. */
  async trigger(name: string): Promise<Build> {
    const before = (await this.#status(name))?.buildHistory?.[0]?.startTime;
    await this.#tilt("trigger", name);
    return this.built(name, before);
  }

  /** Disables a resource, as the page does, and waits until Tilt says so. */
  async disable(name: string): Promise<void> {
    await this.#tilt("disable", name);
    await this.#state(name, "Disabled");
  }

  /** Enables a resource again. */
  async enable(name: string): Promise<void> {
    await this.#tilt("enable", name);
    await this.#state(name, "Enabled");
  }

  /** Presses a button as the page does, and waits for the end of its command. */
  async press(name: string, inputs: Inputs = {}): Promise<Pressed> {
    const button = await this.find("uibutton", name);
    if (button === undefined) throw new Error(`no button \`${name}\``);
    const command = await this.#commandOf(name);
    const before = (command.status as CmdStatus | undefined)?.terminated?.finishedAt;
    await this.#api.patchStatus("uibutton", name, {
      lastClickedAt: this.#now(),
      inputs: values(button, inputs),
    });
    return this.#wait(`end of the command of button ${name}`, async () => {
      const status = (await this.find("cmd", command.metadata.name))?.status as CmdStatus | undefined;
      const end = status?.terminated;
      return end === undefined || end.finishedAt === before
        ? undefined
        : { exitCode: end.exitCode, reason: end.reason };
    });
  }

  /** Runs `tilt down` with the same file and arguments. */
  down(): Promise<Finished> {
    return tiltDown(this.#sandbox, this.#options);
  }

  /** Ctrl-C; gives Tilt 20 s to end, then kills its group. Resolves with its exit code, null after a signal. */
  async stop(): Promise<number | null> {
    if (this.#exit === undefined) this.#child.kill("SIGINT");
    const timer = setTimeout(() => {
      killGroup(this.#child.pid);
    }, 20_000);
    const code = await this.#ended;
    clearTimeout(timer);
    return code;
  }

  async #commandOf(button: string): Promise<TiltObject> {
    const all = await this.get("cmd");
    const found = all.find((cmd) => {
      const start = cmd.spec?.["startOn"] as { uiButtons?: readonly string[] } | undefined;
      return start?.uiButtons?.includes(button) ?? false;
    });
    if (found === undefined) throw new Error(`no command starts on button \`${button}\``);
    return found;
  }

  async #status(name: string): Promise<ResourceStatus | undefined> {
    return (await this.find("uiresource", name))?.status;
  }

  async #state(name: string, state: string): Promise<void> {
    await this.#wait(`${name} ${state.toLowerCase()}`, async () => {
      return (await this.#status(name))?.disableStatus?.state === state ? true : undefined;
    });
  }

  async #tilt(verb: string, name: string): Promise<void> {
    const { project: cwd, env } = this.#sandbox;
    const done = await runCommand([requireTilt().path, verb, "--port", `${this.port}`, "--", name], {
      cwd,
      env,
    });
    if (done.exit !== 0) throw new Error(`tilt ${verb} ${name}: ${done.stderr}`);
  }

  #wait<T>(what: string, ask: () => Promise<T | undefined>): Promise<T> {
    return until(what, ask, { explain: () => this.#log });
  }

  // Tilt runs a command only for a click later than the last: two in one millisecond must differ.
  #now(): string {
    this.#clicks += 1;
    const micros = String(this.#clicks % 1000).padStart(3, "0");
    return new Date().toISOString().replace("Z", `${micros}Z`);
  }
}

/** Runs `tilt down` for a Tiltfile of the project, with or without a Tilt that runs. */
export function tiltDown(sandbox: Sandbox, options: UpOptions = {}): Promise<Finished> {
  const argv = ["down", "-f", sandbox.path(options.file ?? "Tiltfile"), ...(options.args ?? [])];
  return runCommand([requireTilt().path, ...argv], { cwd: sandbox.project, env: sandbox.env });
}

interface InputSpec {
  readonly name: string;
  readonly text?: { readonly defaultValue?: string };
  readonly bool?: { readonly defaultValue?: boolean };
  readonly choice?: { readonly choices: readonly string[] };
  readonly hidden?: { readonly value?: string };
}

// The page sends every input with each click. One that is not sent reaches the command as an empty variable.
function values(button: TiltObject, inputs: Inputs): unknown[] {
  const specs = (button.spec?.["inputs"] ?? []) as readonly InputSpec[];
  const unknown = Object.keys(inputs).find((name) => !specs.some((spec) => spec.name === name));
  if (unknown !== undefined)
    throw new Error(`button \`${button.metadata.name}\` has no input \`${unknown}\``);
  return specs.map(({ name, text, bool, choice, hidden }) => {
    const given = inputs[name];
    if (text !== undefined) return { name, text: { value: given ?? text.defaultValue ?? "" } };
    if (bool !== undefined) return { name, bool: { value: given ?? bool.defaultValue ?? false } };
    if (choice !== undefined) return { name, choice: { value: given ?? choice.choices[0] } };
    return { name, hidden: { value: given ?? hidden?.value ?? "" } };
  });
}
