import type * as z from "zod";
import { address } from "../grammar/address.ts";
import { portNumber } from "../grammar/port.ts";
import type { Plan, Upstream } from "./server.ts";

const upstreamAddress = address(/^https?$/, "an address is `http://service.namespace:port`").refine(
  (text) => !URL.canParse(text) || (new URL(text).username === "" && new URL(text).password === ""),
  "an address holds no user and no password: name a Secret",
);

/** The options of a server that asks another program of the cluster. */
export function upstreamOptions(
  what: string,
  example: string,
  podPort: number,
): {
  readonly url: typeof upstreamAddress;
  readonly podPort: z.ZodDefault<typeof portNumber>;
} {
  return {
    url: upstreamAddress.meta({
      description: `Address of ${what} inside of the cluster.`,
      examples: [example],
    }),
    podPort: portNumber.default(podPort).meta({
      description: `Port that ${what}'s pods listen at: network policies know no Services.`,
      examples: [podPort],
    }),
  };
}

/** What an address names: `service.namespace`, also with `.svc` and more behind it, is a Service of the cluster. */
function parseUpstream({ url, podPort }: { readonly url: string; readonly podPort: number }): Upstream {
  const { hostname, port, protocol } = new URL(url);
  const [name, namespace, svc, ...domain] = hostname.split(".");
  const isService = name !== undefined && namespace !== undefined && (svc === undefined || svc === "svc");
  const written = port === "" ? (protocol === "https:" ? 443 : 80) : Number(port);
  return {
    url,
    podPort: isService ? podPort : written,
    service:
      isService && (domain.length === 0 || domain.join(".") === "cluster.local")
        ? { name, namespace, port: written }
        : undefined,
  };
}

/** What is the same for every server that asks one Service, holds nothing of the cluster, and runs as 1000. */
export function asksService(
  options: Parameters<typeof parseUpstream>[0],
): Pick<Plan, "files" | "holdsToken" | "asksCluster" | "rules" | "upstreams" | "hazards" | "runAsUser"> {
  return {
    files: [],
    holdsToken: false,
    asksCluster: false,
    rules: [],
    upstreams: [parseUpstream(options)],
    hazards: [],
    // The images' own users have names, which the kubelet cannot tell from root.
    runAsUser: 1000,
  };
}
