import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { run } from "../../io/process.ts";
import { manifestFile } from "../../targets/manifests/print.ts";
import type { Dashboard } from "../../dashboard/model.ts";
import { describeApiServer } from "./available.ts";
import { ApiServer, strictCrds } from "./api-server.ts";
import { ambiguous, anyText } from "../odd-texts.ts";
import { mcpCases, nameOf, objectsOf, type Read } from "./mcp-cases.ts";

/** The spec of a pod, as far as a test changes it. */
interface PodSpec {
  securityContext: Record<string, unknown>;
  volumes: object[];
  containers: { securityContext: Record<string, unknown> }[];
  [field: string]: unknown;
}

const cases = mcpCases();

/** What kubectl builds of a folder, as Flux does. */
async function render(folder: string): Promise<string> {
  const built = await run(["kubectl", "kustomize", folder]);
  expect(built.stderr).toBe("");
  return built.stdout;
}

describeApiServer("the manifests of MCP servers", () => {
  let server: ApiServer;
  beforeAll(async () => {
    server = await ApiServer.start({ crds: false });
    await server.addKinds(strictCrds);
    for (const name of ["apps", "flux-system"])
      await server.apply(JSON.stringify({ apiVersion: "v1", kind: "Namespace", metadata: { name } }));
    for (const { texts } of cases)
      await server.apply(texts.filter((text) => text.includes("\nkind: Namespace\n")).join(""));
  });
  afterAll(() => server.stop());

  /** Creates objects without keeping them; what is not known in them is refused. */
  const tryAll = (objects: readonly unknown[]): ReturnType<ApiServer["kubectl"]> =>
    server.kubectl(
      ["create", "--dry-run=server", "--validate=strict", "--output=name", "--filename=-"],
      "admin",
      objects.map((object) => `---\n${JSON.stringify(object)}\n`).join(""),
    );

  /** A pod as the Deployment's controller would make it. */
  const podOf = ({ metadata, spec }: Read): { spec: PodSpec } =>
    structuredClone({
      ...(spec?.["template"] as { spec: PodSpec }),
      apiVersion: "v1",
      kind: "Pod",
      metadata: { name: metadata.name, namespace: metadata.namespace },
    });

  const deployments = cases
    .flatMap(({ texts }) => texts.flatMap(objectsOf))
    .filter(({ kind }) => kind === "Deployment");

  it("covers every server, both ways to ask, every exposure and both networks", () => {
    const kinds = new Set(cases.flatMap(({ texts }) => texts.flatMap(objectsOf)).map(({ kind }) => kind));
    expect([...kinds].sort()).toEqual([
      ...["CiliumNetworkPolicy", "ClusterRole", "ClusterRoleBinding", "ConfigMap", "Deployment"],
      ...["ExternalSecret", "Ingress", "IngressRoute", "Kustomization", "Middleware", "Namespace"],
      ...["NetworkPolicy", "Service", "ServiceAccount"],
    ]);
    expect(new Set(deployments.map(nameOf)).size).toBe(6);
  });

  describe.each(cases)("$name", ({ folder, texts, flux }) => {
    it("is built by kubectl from its kustomization, whole", async () => {
      const built = objectsOf(await render(folder));
      const written = texts
        .flatMap(objectsOf)
        .filter(({ apiVersion }) => !apiVersion.startsWith("kustomize."));
      expect(built.map(nameOf).sort()).toEqual(written.map(nameOf).sort());
      for (const object of built)
        expect(object).toEqual(written.find((one) => nameOf(one) === nameOf(object)));
    });

    it("is taken by the API server, strictly and without a warning", async () => {
      const manifests = `${await render(folder)}${flux}`;
      const applied = await server.kubectl(
        [
          "apply",
          "--server-side",
          "--force-conflicts",
          "--dry-run=server",
          "--validate=strict",
          "--output=name",
          "--filename=-",
        ],
        "admin",
        manifests,
      );
      expect(applied.stderr).toBe("");
      expect(applied.stdout.trim().split("\n").length).toBe(objectsOf(manifests).length);
    });
  });

  it("admits a pod of each template into a namespace that enforces `restricted`", async () => {
    const { code, stdout, stderr } = await tryAll(deployments.map(podOf));
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout.trim().split("\n").length).toBe(deployments.length);
  });

  it.each<readonly [string, (spec: PodSpec) => void]>([
    ["seccompProfile", (spec) => delete spec.securityContext["seccompProfile"]],
    ["runAsNonRoot", (spec) => delete spec.securityContext["runAsNonRoot"]],
    ["runAsUser=0", (spec) => (spec.securityContext["runAsUser"] = 0)],
    ["unrestricted capabilities", (spec) => delete spec.containers[0]?.securityContext["capabilities"]],
    [
      "allowPrivilegeEscalation != false",
      (spec) => delete spec.containers[0]?.securityContext["allowPrivilegeEscalation"],
    ],
    ["host namespaces", (spec) => (spec["hostNetwork"] = true)],
    ["restricted volume types", (spec) => spec.volumes.push({ name: "host", hostPath: { path: "/" } })],
  ])("refuses each of the same pods with: %s", async (why, spoil) => {
    const pods = deployments.map(podOf);
    for (const { spec } of pods) spoil(spec);
    const { code, stderr } = await tryAll(pods);
    expect(code).not.toBe(0);
    const refusals = stderr
      .split("\n")
      .filter((line) => line.includes('violates PodSecurity "restricted:latest"'));
    expect(refusals.length, stderr).toBe(deployments.length);
    for (const refusal of refusals) expect(refusal).toContain(why);
  });

  it("refuses what a strict server should: a field that is misspelt, in each kind", async () => {
    const objects = cases.flatMap(({ texts, flux }) => [...texts, flux].flatMap(objectsOf));
    const ofEachKind = new Map(
      objects
        .filter(({ spec, apiVersion }) => spec !== undefined && !apiVersion.startsWith("kustomize.config"))
        .map((object) => [object.kind, object]),
    );
    expect(ofEachKind.size).toBe(9);
    const { code, stderr } = await tryAll(
      [...ofEachKind.values()].map((object) => ({ ...object, spec: { ...object.spec, misspelt: true } })),
    );
    expect(code).not.toBe(0);
    for (const kind of ofEachKind.keys()) expect(stderr).toContain(`${kind} in version`);
    expect(stderr.match(/unknown field "spec.misspelt"/g)?.length, stderr).toBe(ofEachKind.size);
  });

  it("reads each text as it was, with Go's YAML", async () => {
    const texts = fc.sample(anyText, 1500);
    const data = Object.fromEntries([...ambiguous, ...texts].map((text, index) => [`k${index}`, text]));
    const object = {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: "texts", namespace: "mcp" },
      data,
    };
    const { text } = manifestFile({ inventoryFiles: ["i"] } as unknown as Dashboard, "x.yaml", [object]);
    const read = await server.kubectl(
      ["create", "--dry-run=server", "--output=json", "--filename=-"],
      "admin",
      text,
    );
    expect(read.stderr).toBe("");
    expect((JSON.parse(read.stdout) as { data: unknown }).data).toEqual(data);
  });
});
