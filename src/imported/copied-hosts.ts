import type { DeployedObject } from "../evaluated/deployed.ts";

/**
 * The hosts that routes of a private copy have in Tilt, by those of the file, for `hosts:` of the set. What
 * the copy would get anyway is left out.
 */
export function copiedHosts(
  written: ReadonlyMap<DeployedObject, DeployedObject>,
  namespace: string,
): Readonly<Record<string, string>> {
  const hosts: Record<string, string> = {};
  for (const [deployed, file] of written) {
    const [before, after] = [hostsOf(file), hostsOf(deployed)];
    before.forEach((host, index) => {
      const other = after[index] ?? host;
      if (other !== `${namespace}-${host}`) hosts[host] = other;
    });
  }
  return hosts;
}

/** Every host that a copy would have otherwise, in order (templates/lib/isolate.star, `detach` and `reroute`). */
export function hostsOf(object: DeployedObject): readonly string[] {
  const { annotations } = object.content["metadata"] as {
    readonly annotations?: Readonly<Record<string, string>> | null;
  };
  const named = dnsNames.flatMap((key) => (annotations?.[key] ?? "").split(",").map((host) => host.trim()));
  return [...named.filter((host) => host !== ""), ...routed(object)];
}

const dnsNames = [
  "external-dns.alpha.kubernetes.io/hostname",
  "external-dns.alpha.kubernetes.io/internal-hostname",
];

function routed({ kind, content }: DeployedObject): readonly string[] {
  const spec = content["spec"] as RouteSpec | undefined;
  if (kind === "Ingress")
    return [
      ...(spec?.rules ?? []).flatMap(({ host }) => host ?? []),
      ...(spec?.tls ?? []).flatMap(({ hosts }) => hosts ?? []),
    ];
  if (/^(HTTP|TLS|GRPC)Route$/.test(kind)) return spec?.hostnames ?? [];
  if (!/^IngressRoute(TCP)?$/.test(kind)) return [];
  return (spec?.routes ?? []).flatMap(({ match = "" }) =>
    [...match.matchAll(/Host(?:SNI)?\(([^)]*)\)/g)].flatMap(([, list = ""]) =>
      [...list.matchAll(/`([^`]*)`/g)].map(([, host = ""]) => host),
    ),
  );
}

interface RouteSpec {
  readonly rules?: readonly { readonly host?: string }[] | null;
  readonly tls?: readonly { readonly hosts?: readonly string[] | null }[] | null;
  readonly hostnames?: readonly string[] | null;
  readonly routes?: readonly { readonly match?: string }[] | null;
}
