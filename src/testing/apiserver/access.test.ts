import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { kubeContext } from "../../actions/action.ts";
import { createProject, type Project, type Ran, type Where } from "../../cli/testing/command-line.ts";
import type { Button } from "../../dashboard/model.ts";
import { run, type RunResult } from "../../io/process.ts";
import { shownOf } from "../../rules/parts.ts";
import { readDashboard, writeArtifacts } from "../real/project.ts";
import { describeTilt } from "../tilt/available.ts";
import { Sandbox } from "../tilt/sandbox.ts";
import { TiltUp } from "../tilt/tilt-up.ts";
import { until } from "../tilt/until.ts";
import { ApiServer } from "./api-server.ts";
import type { AuditedRequest } from "./audit.ts";
import { describeApiServer } from "./available.ts";
import { clusterObjects } from "./objects.ts";

const inventory = `version: 1
cluster: { name: test, contexts: [admin@test] }
tilt: { regenerate: false }
access: { path: access, fluxFile: clusters/access.yaml }
env: { variables: { VALUE: { secret: true } } }
secrets: { boot: { namespace: shop, keys: { token: { env: VALUE } } } }
buttons:
  nodes:
    do: { argv: [kubectl, get, nodes] }
    needs: [{ apiGroups: [""], resources: [nodes], verbs: [list], cluster: true }]
groups:
  shop:
    namespace: shop
    flux: apps
    workloads:
      web:
        target: deployment/web
        ports: ["18080:80"]
        buttons:
          restart: restart
          stop: { do: { scale: { replicas: 1 } } }
          logs: logs
          run: { do: { exec: { command: ["true"] } } }
          login: { do: { secret: { name: web-login, key: password } } }
          token: { do: { token: { serviceAccount: web } } }
          sync: { do: { reconcile: { withSource: { gitRepository: flux-system/flux-system } } } }
          pause: suspend
          go: resume
      class: storageclass/fast
`;

/** What the inventory names beside the cluster of all tests. */
const more = `
apiVersion: v1
kind: ServiceAccount
metadata: { name: web, namespace: shop }
---
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: { name: fast }
provisioner: example.org/fast
`;

/** How a command of the account ended, and what the API server was asked for. */
interface Pressed extends RunResult {
  readonly refused: readonly string[];
  readonly reached: readonly string[];
}

const account = "system:serviceaccount:tilt:dashboard";

describeTilt("the dashboard's own account", () => {
  describeApiServer("against a real API server", () => {
    let server: ApiServer;
    let project: Project;
    let minted: string;
    let buttons: ReadonlyMap<string, Button>;

    /** Runs a command as the account, and tells what it was refused. */
    async function asAccount(argv: readonly string[], env = {}): Promise<Pressed> {
      const before = server.requestsOf(account).length;
      const result = await run(argv, {
        cwd: project.root,
        env: { ...server.env, ...env, KUBECONFIG: minted },
        timeoutMs: 30_000,
      });
      const requests = server.requestsOf(account).slice(before);
      const reached = requests
        .filter(({ code }) => code !== 403)
        .map(({ verb, resource }) => `${verb} ${resource}`);
      return { ...result, refused: refusedIn(requests), reached };
    }

    const pressed = (key: string): Promise<Pressed> => {
      const button = buttons.get(key);
      if (button === undefined) throw new Error(`no button ${key}`);
      return asAccount(button.command.argv.map((word) => (word === kubeContext ? "admin@test" : word)));
    };

    const mint = async (
      args: readonly string[],
      from = server.kubeconfig,
      where: Where = {},
    ): Promise<Ran> => {
      vi.stubEnv("KUBECONFIG", from);
      vi.stubEnv("HOME", server.root);
      try {
        return await project.run(["kubeconfig", ...args], where);
      } finally {
        vi.unstubAllEnvs();
      }
    };

    const canI = async (words: string): Promise<string> => {
      const { stdout } = await asAccount(["kubectl", "auth", "can-i", ...words.split(" ")]);
      return stdout.trim();
    };

    beforeAll(async () => {
      server = await ApiServer.start();
      await server.apply(clusterObjects());
      await server.apply(more);
      await startPodOf("web");
      project = await createProject({ "cluster.config.yaml": inventory });
      const generated = await project.run(["generate"]);
      expect(generated.code, generated.stderr).toBe(0);
      const rendered = await run(["kubectl", "kustomize", join(project.root, "access")]);
      await server.apply(rendered.stdout);
      minted = join(project.root, "minted");
      const { code, stderr } = await mint(["--output", minted]);
      expect(code, stderr).toBe(0);
      const shown = shownOf(await readDashboard(project.root));
      buttons = new Map(
        shown.flatMap((one) => ("buttons" in one ? one.buttons : [])).map((one) => [one.name, one]),
      );
    }, 120_000);
    afterAll(async () => {
      await project.end();
      await server.stop();
    });

    /** A pod of a Deployment as controllers and a kubelet would make it, so that kubectl and Tilt find one. */
    async function startPodOf(name: string): Promise<void> {
      const found = await server.kubectl(["get", "deployment", name, "--namespace=shop", "--output=json"]);
      const { metadata, spec } = JSON.parse(found.stdout) as {
        metadata: { uid: string };
        spec: { selector: object; template: { metadata: object; spec: object } };
      };
      const owned = (kind: string, owner: string, uid: string): object => ({
        ownerReferences: [{ apiVersion: "apps/v1", kind, name: owner, uid, controller: true }],
      });
      const { selector, template } = spec;
      const set = `${name}-1`;
      await server.apply(
        JSON.stringify({
          apiVersion: "apps/v1",
          kind: "ReplicaSet",
          metadata: { name: set, namespace: "shop", ...owned("Deployment", name, metadata.uid) },
          spec: { selector, template },
        }),
      );
      const made = await server.kubectl([
        "get",
        "replicaset",
        set,
        "--namespace=shop",
        "--output=jsonpath={.metadata.uid}",
      ]);
      const pod = `${set}-a`;
      await server.apply(
        JSON.stringify({
          apiVersion: "v1",
          kind: "Pod",
          metadata: {
            ...template.metadata,
            name: pod,
            namespace: "shop",
            ...owned("ReplicaSet", set, made.stdout),
          },
          spec: { ...template.spec, nodeName: "none" },
        }),
      );
      const { containers } = template.spec as { containers: readonly { name: string }[] };
      const status = {
        phase: "Running",
        conditions: [{ type: "Ready", status: "True" }],
        containerStatuses: containers.map((one) => ({
          ...{ name: one.name, ready: true, restartCount: 0, image: "app", imageID: "app" },
          state: { running: {} },
        })),
      };
      const patch = ["patch", "pod", pod, "--namespace=shop", "--subresource=status", "--type=merge"];
      const patched = await server.kubectl([...patch, `--patch=${JSON.stringify({ status })}`]);
      expect(patched.code, patched.stderr).toBe(0);
    }

    it("mints a kubeconfig for its owner alone, under the same context, without a plugin", () => {
      const text = readFileSync(minted, "utf8");
      expect(statSync(minted).mode & 0o777).toBe(0o600);
      const config = JSON.parse(text.slice(text.indexOf("\n"))) as Record<string, unknown>;
      expect(config).toMatchObject({
        "current-context": "admin@test",
        contexts: [{ name: "admin@test" }],
        users: [{ user: { token: expect.stringMatching(/^ey/) as unknown } }],
      });
      expect(text).not.toContain("admin-token");
    });

    it("prints it into a pipe, and not to a terminal", async () => {
      const piped = await mint([]);
      expect(piped.code).toBe(0);
      expect(JSON.parse(piped.stdout)).toMatchObject({ kind: "Config" });
      const shown = await mint([], server.kubeconfig, { columns: 80 });
      expect([shown.code, shown.stdout]).toEqual([2, ""]);
      expect(shown.stderr).toContain("--output FILE");
    });

    it("replaces its own file, and nobody else's", async () => {
      expect((await mint(["--output", minted])).code).toBe(0);
      const own = join(project.root, "own");
      writeFileSync(own, "apiVersion: v1\n");
      const refused = await mint(["--output", own]);
      expect(refused).toMatchObject({ code: 2 });
      expect(refused.stderr).toContain("fluxtilt did not write it");
      expect(readFileSync(own, "utf8")).toBe("apiVersion: v1\n");
    });

    it("says why there is none", async () => {
      const again = await mint([], minted);
      expect(again).toMatchObject({ code: 3, stdout: "" });
      expect(again.stderr).toMatch(
        /error\[FT908\]: cannot mint a token of `tilt\/dashboard`: .*forbidden[^]*the account itself may not/,
      );
      await server.kubectl(["delete", "serviceaccount", "dashboard", "--namespace=tilt"]);
      const gone = await mint([]);
      expect(gone).toMatchObject({ code: 3, stdout: "" });
      expect(gone.stderr).toMatch(/not found[^]*flux get kustomization access --namespace flux-system/);
      const rendered = await run(["kubectl", "kustomize", join(project.root, "access")]);
      await server.apply(rendered.stdout);
      expect((await mint(["--output", minted])).code).toBe(0);
      const short = await mint(["--duration", "1s"]);
      expect(short).toMatchObject({ code: 3, stdout: "" });
      expect(short.stderr).toMatch(/error\[FT908\]: .*\n.*`--duration`, of 10m at least/);
      expect(await mint(["--duration", "soon"])).toMatchObject({ code: 2, stdout: "" });
    });

    it.each([
      ["web:restart", 0, "patch deployments"],
      ["web:stop", 0, "patch deployments/scale"],
      ["web:login", 0, "get secrets"],
      ["web:token", 0, "create serviceaccounts/token"],
      // There is no kubelet to answer; the API server has let it through.
      ["web:logs", 1, "get pods/log"],
      ["web:run", 1, "create pods/exec"],
    ])("lets %s through", async (key, code, last) => {
      const { stderr, ...result } = await pressed(key);
      expect(result, stderr).toMatchObject({ refused: [], code });
      expect(result.reached.at(-1)).toBe(last);
      expect(stderr).not.toMatch(/forbidden/i);
    });

    it("lets the bootstrap secret be made, and made again", async () => {
      const script = join(project.root, ".fluxtilt/lib/bootstrap-secret.sh");
      for (const name of ["boot", "boot"]) {
        const words = [
          "sh",
          script,
          "admin@test",
          "shop",
          name,
          "Opaque",
          "existing-namespace",
          "env",
          "k",
          "VALUE",
        ];
        const made = await asAccount(words, { VALUE: "v" });
        expect({ refused: made.refused, code: made.code }, made.stderr).toEqual({ refused: [], code: 0 });
      }
      const other = [
        "sh",
        script,
        "admin@test",
        "shop",
        "other",
        "Opaque",
        "existing-namespace",
        "env",
        "k",
        "VALUE",
      ];
      expect((await asAccount(other, { VALUE: "v" })).refused).toEqual(["patch secrets shop/other"]);
    });

    const ks = "kustomizations.kustomize.toolkit.fluxcd.io/apps";
    const git = "gitrepositories.source.toolkit.fluxcd.io/flux-system";

    it.each([
      // What `flux` asks for: one by its name, also where it lists (fluxcd/flux2 cmd/flux, 2.9.5).
      `get ${ks} -n flux-system`,
      `list ${ks} -n flux-system`,
      `patch ${ks} -n flux-system`,
      `get ${git} -n flux-system`,
      `patch ${git} -n flux-system`,
      "list nodes",
    ])("may %s", async (words) => {
      expect(await canI(words)).toBe("yes");
    });

    it.each([
      "get secrets -n shop",
      "get secrets/other -n shop",
      "get secrets/boot -n shop",
      "list secrets -n shop",
      "delete secrets/boot -n shop",
      "create secrets -n shop",
      "patch deployments/api -n shop",
      "patch deployments.apps/api --subresource=scale -n shop",
      "update deployments/web -n shop",
      "delete deployments/web -n shop",
      "list deployments -n shop",
      "create pods -n shop",
      "delete pods -n shop",
      "create pods --subresource=exec -n data",
      "create pods --subresource=portforward -n data",
      "create pods --subresource=attach -n shop",
      "patch pods --subresource=ephemeralcontainers -n shop",
      "get configmaps -n shop",
      "create serviceaccounts/other --subresource=token -n shop",
      "create serviceaccounts/dashboard --subresource=token -n tilt",
      "patch kustomizations.kustomize.toolkit.fluxcd.io/flux-system -n flux-system",
      "list kustomizations.kustomize.toolkit.fluxcd.io -n flux-system",
      "patch helmreleases.helm.toolkit.fluxcd.io -n shop",
      "escalate roles.rbac.authorization.k8s.io -n shop",
      "bind clusterroles.rbac.authorization.k8s.io",
      "patch roles.rbac.authorization.k8s.io -n shop",
      "impersonate users",
      "get nodes --subresource=proxy",
      "get nodes",
      "list pods --all-namespaces",
      "watch events --all-namespaces",
      "list namespaces",
      "* * --all-namespaces",
    ])("may not %s", async (words) => {
      expect(await canI(words)).toBe("no");
    });

    it("is all that a real Tilt needs to attach, forward and show the pod", async () => {
      const sandbox = await Sandbox.create({
        extensionsCommit: (await readDashboard(project.root)).tilt.extensions.ref,
        env: { KUBECONFIG: minted },
      });
      sandbox.tools.answer({ tool: "kubectl", match: "", real: true });
      sandbox.write("cluster.config.yaml", inventory);
      writeArtifacts(sandbox, await readDashboard(project.root));
      const before = server.requestsOf(account).length;
      const asked = (): readonly AuditedRequest[] => server.requestsOf(account).slice(before);
      const up = await TiltUp.start(sandbox);
      try {
        for (const name of ["web", "class"]) expect((await up.built(name)).error).toBeUndefined();
        const patience = { timeoutMs: 60_000, explain: () => up.log };
        await until(
          "the pod of `web`",
          async () => {
            const resource = await up.find("uiresource", "web");
            const info = (resource?.status as { k8sResourceInfo?: { podName?: string } }).k8sResourceInfo;
            return info?.podName === "web-1-a" ? true : undefined;
          },
          patience,
        );
        // The forward goes as far as a cluster without kubelets lets it.
        await until(
          "a forward",
          () =>
            asked().find(
              ({ resource, verb, code }) =>
                resource === "pods/portforward" && verb === "create" && code !== 403,
            ),
          patience,
        );
        expect(up.log).not.toMatch(/forbidden/i);
        expect([...new Set(refusedIn(asked()))].sort()).toEqual([
          // For the images that it builds: it goes by what it knows without.
          "get configmaps kube-public/local-registry-hosting",
          // It gets the owner of a pod by its name where it may not list them.
          "list deployments shop/",
        ]);
      } finally {
        await up.stop();
        await sandbox.dispose();
      }
    }, 120_000);
  });
});

/** What the API server refused; kubectl and Tilt try a WebSocket with a GET first, and go on with a POST. */
function refusedIn(requests: readonly AuditedRequest[]): string[] {
  return requests
    .filter(({ code }) => code === 403)
    .filter(({ verb, resource }) => !(verb === "get" && /^pods\/(exec|portforward)$/.test(resource)))
    .map(({ verb, resource, namespace, name }) => `${verb} ${resource} ${namespace ?? ""}/${name ?? ""}`);
}
