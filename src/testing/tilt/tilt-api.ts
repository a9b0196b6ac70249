import { readFileSync } from "node:fs";
import { request } from "node:https";
import { join } from "node:path";
import { parse } from "yaml";

/** An object of Tilt's API server, as much of it as all kinds share. */
export interface TiltObject {
  readonly kind?: string;
  readonly metadata: {
    readonly name: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly spec?: Readonly<Record<string, unknown>>;
  readonly status?: Readonly<Record<string, unknown>>;
  readonly data?: Readonly<Record<string, string>>;
}

interface Config {
  readonly clusters: readonly {
    readonly name: string;
    readonly cluster: { readonly server: string; readonly "certificate-authority-data": string };
  }[];
  readonly users: readonly { readonly name: string; readonly user: { readonly token: string } }[];
}

const root = "/apis/tilt.dev/v1alpha1";

/** The API server of one running Tilt, reached as `tilt get` reaches it: by the kubeconfig that Tilt writes. */
export class TiltApi {
  readonly #home: string;
  readonly #port: number;
  #plurals: ReadonlyMap<string, string> | undefined;

  constructor(home: string, port: number) {
    this.#home = home;
    this.#port = port;
  }

  /** All objects of a kind, in lower case (`uiresource`, `cmd`, …), by name; rejects for a kind that Tilt has not. */
  async list(kind: string): Promise<readonly TiltObject[]> {
    const answer = await this.#ask("GET", `${root}/${await this.#plural(kind)}`);
    const items = (answer["items"] ?? []) as readonly TiltObject[];
    return items.toSorted((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1));
  }

  /** Merges `patch` into the status of one object. */
  async patchStatus(kind: string, name: string, patch: unknown): Promise<void> {
    const path = `${root}/${await this.#plural(kind)}/${encodeURIComponent(name)}/status`;
    await this.#ask("PATCH", path, JSON.stringify({ status: patch }));
  }

  /** Whether it answers at all. */
  async answers(): Promise<boolean> {
    try {
      await this.#plural("tiltfile");
      return true;
    } catch {
      return false;
    }
  }

  async #plural(kind: string): Promise<string> {
    if (this.#plurals === undefined) {
      const found = (await this.#ask("GET", root))["resources"] as readonly { name: string; kind: string }[];
      const whole = found.filter((entry) => !entry.name.includes("/"));
      this.#plurals = new Map(whole.map((entry) => [entry.kind.toLowerCase(), entry.name]));
    }
    const plural = this.#plurals.get(kind);
    if (plural === undefined)
      throw new Error(`tilt has no kind \`${kind}\`, it has ${[...this.#plurals.keys()].join(", ")}`);
    return plural;
  }

  #ask(method: string, path: string, body?: string): Promise<Record<string, unknown>> {
    const { server, ca, token } = this.#access();
    const headers = {
      authorization: `Bearer ${token}`,
      accept: "application/json",
      ...(body === undefined ? {} : { "content-type": "application/merge-patch+json" }),
    };
    return new Promise((resolve, reject) => {
      const sent = request(new URL(path, server), { method, ca, headers, timeout: 10_000 }, (response) => {
        let text = "";
        response.setEncoding("utf8").on("data", (part: string) => {
          text += part;
        });
        response.on("end", () => {
          if ((response.statusCode ?? 500) < 300) resolve(JSON.parse(text) as Record<string, unknown>);
          else reject(new Error(`${method} ${path}: ${response.statusCode ?? 0} ${text}`));
        });
      });
      sent.on("timeout", () => sent.destroy(new Error(`${method} ${path}: no answer`)));
      sent.on("error", reject);
      sent.end(body);
    });
  }

  #access(): { server: string; ca: Buffer; token: string } {
    const config = parse(readFileSync(join(this.#home, ".tilt-dev", "config"), "utf8")) as Config;
    const name = `tilt-${this.#port}`;
    const cluster = config.clusters.find((entry) => entry.name === name)?.cluster;
    const token = config.users.find((entry) => entry.name === name)?.user.token;
    if (cluster === undefined || token === undefined) throw new Error(`tilt on port ${this.#port} is not up`);
    return {
      server: cluster.server,
      ca: Buffer.from(cluster["certificate-authority-data"], "base64"),
      token,
    };
  }
}
