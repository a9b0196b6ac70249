import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseAllDocuments } from "yaml";
import { compile } from "../../testing/golden/compile.ts";
import { memoryFiles } from "../../testing/memory-files.ts";
import { ambiguous, anyText } from "../../testing/odd-texts.ts";

/** The texts of an inventory that reach the manifests, each with where it is found there. */
interface Texts {
  readonly description: string;
  readonly item: string;
  readonly field: string;
  readonly path: string;
  readonly resolver: string;
  readonly kind: string;
}

function inventoryOf({ description, item, field, path, resolver, kind }: Texts): object {
  return {
    version: 1,
    cluster: { name: "lab", contexts: ["admin@lab"], flux: { path: "clusters/lab" } },
    mcp: {
      path: "mcp",
      fluxFile: "clusters/lab/mcp.yaml",
      secretStore: "vault",
      apiServer: ["10.0.0.1/32:6443"],
      servers: {
        kubernetes: {
          version: "v0.0.67",
          description,
          unsafe: { reason: "any kind, whatever it is called" },
          rbac: [{ apiGroups: [""], resources: ["pods"], verbs: ["get"], resourceNames: [kind] }],
        },
        grafana: {
          version: "1.1.0",
          url: `http://grafana.monitoring/${path}`,
          secret: { item, keys: { GRAFANA_SERVICE_ACCOUNT_TOKEN: field } },
          expose: { host: "g.lab.example", tls: { certResolver: resolver } },
        },
      },
    },
  };
}

const versions = ["1.1", "1.2"] as const;

/** What readers of both YAMLs find in the manifests in the places of the texts. */
async function readBack(texts: Texts): Promise<readonly Texts[]> {
  const inventory = JSON.stringify(inventoryOf(texts));
  const { project, artifacts } = await compile(memoryFiles({ "cluster.config.yaml": inventory }));
  expect(project.diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  return versions.map((version) => {
    const read = (path: string): unknown => {
      const text = artifacts.find((one) => one.path === `mcp/${path}`)?.text ?? "";
      expect(text.endsWith("\n"), path).toBe(true);
      const documents = parseAllDocuments(text, { version });
      expect(documents.flatMap(({ errors, warnings }) => [...errors, ...warnings])).toEqual([]);
      return documents[0]?.toJS();
    };
    const { metadata } = read("kubernetes/deployment.yaml") as Described;
    const { rules } = read("kubernetes/cluster-role.yaml") as Role;
    const [{ remoteRef }] = (read("grafana/external-secret.yaml") as Fetched).spec.data;
    const [{ env }] = (read("grafana/deployment.yaml") as Deployed).spec.template.spec.containers;
    // Kubernetes takes two `$` for one (k8s.io/kubernetes, third_party/forked/golang/expansion).
    const url = env[0].value.replaceAll("$$", "$");
    return {
      description: metadata.annotations["kubernetes.io/description"],
      item: remoteRef.key,
      field: remoteRef.property,
      path: url.slice("http://grafana.monitoring/".length),
      resolver: (read("grafana/route.yaml") as Route).spec.tls.certResolver,
      kind: rules.at(-1)?.resourceNames?.[0] ?? "",
    };
  });
}

interface Described {
  readonly metadata: { readonly annotations: { readonly "kubernetes.io/description": string } };
}
interface Role {
  readonly rules: readonly { readonly resourceNames?: readonly string[] }[];
}
interface Fetched {
  readonly spec: {
    readonly data: readonly [{ readonly remoteRef: { readonly key: string; readonly property: string } }];
  };
}
interface Deployed {
  readonly spec: {
    readonly template: {
      readonly spec: {
        readonly containers: readonly [{ readonly env: readonly [{ readonly value: string }] }];
      };
    };
  };
}
interface Route {
  readonly spec: { readonly tls: { readonly certResolver: string } };
}

describe("readers of YAML 1.1 and 1.2", () => {
  it("find every text of the inventory as it was written", async () => {
    const filled = anyText.filter((text) => text !== "");
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          description: anyText,
          item: filled,
          field: filled,
          path: fc.stringMatching(/^[-A-Za-z0-9._~$()*+,;=:@/]*$/),
          resolver: filled,
          kind: filled,
        }),
        async (texts) => {
          expect(await readBack(texts)).toEqual(versions.map(() => texts));
        },
      ),
      { numRuns: 80 },
    );
  }, 60_000);

  it.each(ambiguous.filter((text) => text !== ""))("take %j for a text", async (text) => {
    const texts = { description: text, item: text, field: text, path: "", resolver: text, kind: text };
    expect(await readBack(texts)).toEqual(versions.map(() => texts));
  });
});
