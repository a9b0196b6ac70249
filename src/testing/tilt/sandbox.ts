import { cpSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { requireTilt } from "./program.ts";
import { extensionFixtures, extensionsRepository, seedExtensions } from "./extension-clone.ts";
import { FakeCluster } from "./fake-cluster.ts";
import { FakeDocker } from "./fake-docker.ts";
import { StandIns } from "./stand-ins.ts";

/** What a sandbox is made of; everything has a default. */
export interface SandboxOptions {
  /** The name of the only kube context (`admin@test`); null makes a sandbox without any kubeconfig. */
  readonly context?: string | null;
  /** `answering` lets Tilt deploy (attaches, helm releases); `unreachable`, the default, refuses connections. */
  readonly cluster?: "answering" | "unreachable";
  /** `answering` lets Tilt load files that build images, which then fail to build; `absent` is the default. */
  readonly docker?: "answering" | "absent";
  /** The commit that the Tiltfiles pin; without it, a clone stands ready under no pinned commit. */
  readonly extensionsCommit?: string;
  /** Where the extensions' files come from: the stand-ins, or a checkout of the real ones. */
  readonly extensions?: string;
  /** A folder with more extensions, laid over these. */
  readonly moreExtensions?: string | undefined;
  /** The repository that the Tiltfiles pin, without the scheme; Tilt's own unless told. */
  readonly extensionsRepository?: string;
  /** More environment variables for Tilt and for all that it runs. */
  readonly env?: Readonly<Record<string, string>>;
}

const nobody = "0".repeat(39) + "1";

/**
 * A temporary folder in which Tilt finds a home, a kubeconfig, the extensions and the stand-ins of its own,
 * and nothing of the person's. `project` is where the Tiltfiles go.
 */
export class Sandbox {
  readonly root: string;
  readonly project: string;
  readonly home: string;
  readonly env: Readonly<Record<string, string>>;
  readonly tools: StandIns;
  readonly #cluster: FakeCluster | undefined;
  #docker: FakeDocker | undefined;

  private constructor(root: string, options: SandboxOptions, cluster: FakeCluster | undefined) {
    this.root = root;
    this.#cluster = cluster;
    this.home = join(root, "home");
    this.project = join(root, "project");
    const dataHome = join(this.home, "data");
    for (const folder of [this.home, this.project, dataHome]) mkdirSync(folder, { recursive: true });
    const kubeconfig = join(root, "kubeconfig");
    const context = options.context === undefined ? "admin@test" : options.context;
    if (context !== null) writeFileSync(kubeconfig, kubeconfigText(context, cluster?.url));
    const environment = {
      PATH: [join(root, "bin"), dirname(requireTilt().path), process.env["PATH"] ?? ""].join(delimiter),
      HOME: this.home,
      LANG: "C.UTF-8",
      XDG_DATA_HOME: dataHome,
      XDG_CONFIG_HOME: join(this.home, "config"),
      XDG_CACHE_HOME: join(this.home, "cache"),
      XDG_STATE_HOME: join(this.home, "state"),
      // Tilt keeps the kubeconfig that its commands get here; `tilt down` always under the same name.
      XDG_RUNTIME_DIR: join(this.home, "run"),
      KUBECONFIG: kubeconfig,
      DOCKER_HOST: `unix://${join(root, "docker.sock")}`,
      TILT_DISABLE_ANALYTICS: "1",
      DO_NOT_TRACK: "1",
      ...options.env,
    };
    this.env = environment;
    this.tools = new StandIns(root, environment);
    seedExtensions(dataHome, {
      commit: options.extensionsCommit ?? nobody,
      repository: options.extensionsRepository ?? extensionsRepository,
      sources: [options.extensions ?? extensionFixtures, options.moreExtensions ?? []].flat(),
    });
  }

  /** Makes one; `dispose` removes it. */
  static async create(options: SandboxOptions = {}): Promise<Sandbox> {
    // Tilt tells real paths, and the temporary folder is a link on some machines.
    const root = realpathSync(mkdtempSync(join(tmpdir(), "fluxtilt-")));
    const cluster = options.cluster === "answering" ? await FakeCluster.start() : undefined;
    const sandbox = new Sandbox(root, options, cluster);
    if (options.docker === "answering") sandbox.#docker = await FakeDocker.start(join(root, "docker.sock"));
    return sandbox;
  }

  /** The absolute path of a file of the project. */
  path(file: string): string {
    return join(this.project, file);
  }

  /** Writes a file of the project, with the folders above it; returns its absolute path. */
  write(file: string, text: string): string {
    const path = this.path(file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    return path;
  }

  /** The text of a file of the project; throws where there is none. */
  read(file: string): string {
    return readFileSync(this.path(file), "utf8");
  }

  /** Copies the files of `folder` into the project, but not what git, npm and Tilt leave there. */
  copy(folder: string): void {
    const skip = /(^|[\\/])(\.git|node_modules|tilt_modules)$/;
    cpSync(folder, this.project, {
      recursive: true,
      filter: (path) => !skip.test(path.slice(folder.length)),
    });
  }

  /** Copies one file or folder of `folder` into the project, to the same place. */
  copyFrom(folder: string, part: string): void {
    cpSync(join(folder, part), this.path(part), { recursive: true });
  }

  /** Removes everything; stop what runs in it first. */
  async dispose(): Promise<void> {
    await this.#cluster?.stop();
    await this.#docker?.stop();
    rmSync(this.root, { recursive: true, force: true, maxRetries: 5 });
  }
}

// Port 1 of loopback: nothing listens there, and a connection is refused at once.
function kubeconfigText(context: string, server = "http://127.0.0.1:1"): string {
  return JSON.stringify({
    apiVersion: "v1",
    kind: "Config",
    clusters: [{ name: "test", cluster: { server } }],
    users: [{ name: "test", user: { token: "test" } }],
    contexts: [{ name: context, context: { cluster: "test", user: "test" } }],
    "current-context": context,
  });
}
