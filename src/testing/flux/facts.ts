import { podFacts, runsPods, serviceFacts } from "../../reality/pods.ts";
import type { Mapping } from "../../reality/value.ts";
import { textAt } from "../../reality/value.ts";
import type { Reality } from "../../reality/model.ts";

/** One line for an object: apiVersion, kind, namespace, name and ports. */
export function factsOf(object: Mapping): string {
  const apiVersion = textAt(object, "apiVersion") ?? "";
  const kind = textAt(object, "kind") ?? "";
  const group = apiVersion.includes("/") ? (apiVersion.split("/")[0] ?? "") : "";
  const ports = runsPods(group, kind)
    ? (podFacts(kind, object).containers ?? []).map(
        ({ name, ports: all }) =>
          `${name}[${all.map((port) => `${port.name ?? ""}:${port.number}`).join(" ")}]`,
      )
    : kind === "Service"
      ? (serviceFacts(object).ports ?? []).map((port) => `${port.name ?? ""}:${port.number}>${port.target}`)
      : [];
  const namespace = textAt(object, "metadata", "namespace") ?? "";
  return [apiVersion, kind, `${namespace}/${textAt(object, "metadata", "name") ?? ""}`, ...ports].join(" ");
}

/** Everything that a resolver says of a repository, as text: the expected file of a case. */
export function report(reality: Reality): string {
  const section = (title: string, lines: readonly string[]): string =>
    `# ${title}\n${lines.map((line) => `${line}\n`).join("")}`;
  const names = (chain: readonly { namespace: string; name: string }[]): string =>
    chain.map((one) => `${one.namespace}/${one.name}`).join(" > ");
  return [
    section("root", [
      reality.root === undefined
        ? "none"
        : `${reality.root.path} ${reality.root.namespace}/${reality.root.name}`,
    ]),
    section(
      "kustomizations",
      reality.kustomizations.map(
        (one) =>
          `${one.namespace}/${one.name} ${one.state} ${one.folder ?? "-"}${one.suspended ? " suspended" : ""} from ${one.provenance.file}:${one.provenance.line}`,
      ),
    ),
    section(
      "objects",
      reality.objects.map(
        (one) =>
          `${factsOf(one.content ?? {})} | ${one.confidence} | ${names(one.provenance.chain)} | ${one.provenance.file}:${one.provenance.line}`,
      ),
    ),
    section(
      "workloads",
      reality.workloads.map((one) => {
        const containers = (one.containers ?? []).map(
          ({ name, ports }) => `${name}[${ports.map((port) => port.number).join(" ")}]`,
        );
        const owner = one.owner && `${one.owner.kind} ${one.owner.namespace}/${one.owner.name}`;
        const facts = [
          `replicas ${one.replicas ?? "-"}`,
          ...(one.suspended ? ["suspended"] : []),
          ...containers,
        ];
        return `${one.kind} ${one.namespace}/${one.name} | ${one.confidence} | ${owner ?? "nobody"} | ${facts.join(" ")}`;
      }),
    ),
    section(
      "services",
      reality.services.map(
        (one) =>
          `${one.namespace}/${one.name} ${(one.ports ?? []).map((port) => `${port.name ?? ""}:${port.number}>${port.target}`).join(" ")}`,
      ),
    ),
    section(
      "hosts",
      reality.hosts.map(({ host, route }) => `${host} ${route.kind} ${route.namespace}/${route.name}`),
    ),
    section(
      "data",
      reality.data.map(
        (one) =>
          `${one.kind} ${one.namespace}/${one.name} | ${one.confidence} | ${one.keys?.join(" ") ?? "unknown keys"}`,
      ),
    ),
    section(
      "releases",
      reality.releases.map(
        (one) =>
          `${one.namespace}/${one.name} is ${one.releaseNamespace}/${one.releaseName} | ${one.chart?.name ?? "no chart"} ${one.chart?.version ?? "-"} | ${one.workloads}`,
      ),
    ),
    section(
      "unresolved",
      reality.unresolved.map(
        (one) =>
          `${one.kind} | ${one.message} | hides ${one.hides === "anywhere" ? "anywhere" : one.hides.join(" ") || "nothing"}`,
      ),
    ),
  ].join("\n");
}
