import type * as z from "zod";

/** One rule of a ClusterRole (rbac.authorization.k8s.io/v1, PolicyRule). */
export interface PolicyRule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
  readonly resourceNames?: readonly string[] | undefined;
}

/** What the server speaks to beside the API server of the cluster. */
export interface Upstream {
  readonly url: string;
  /** Service of the cluster behind `url`; undefined for a host outside. */
  readonly service: { readonly name: string; readonly namespace: string; readonly port: number } | undefined;
  /** Port of the pods: a network policy is asked after the Service has been resolved. */
  readonly podPort: number;
}

/** How a caller proves who it is; `environment` is the variable that clients take the token from. */
export type Caller =
  /** The caller's own token of the cluster, minted for this account; the pod holds none. */
  | { readonly kind: "kubeToken"; readonly serviceAccount: string; readonly environment: string }
  /** A fixed text, held by the server's Secret under `variable`. */
  | { readonly kind: "bearer"; readonly variable: string; readonly environment: string }
  /** The server asks for nothing: only what stands in front of it can. */
  | { readonly kind: "none" };

/** An environment variable of the container: a value, or a key of the server's Secret under its own name. */
export type Variable =
  | { readonly name: string; readonly value: string }
  | { readonly name: string; readonly secret: true; readonly description: string };

/** A file that the container reads, from a ConfigMap; all files stand in each folder that one names. */
export interface ConfigFile {
  readonly folder: string;
  readonly name: string;
  readonly text: string;
}

/** A call of a tool, as a client makes it. */
export interface ToolCall {
  readonly tool: string;
  readonly arguments: Readonly<Record<string, unknown>>;
}

/** What proves that an assistant can ask something and change nothing. */
export interface Trial {
  /** Every tool that the server may show; one that is not here is told. */
  readonly tools: readonly string[];
  /** A question that changes nothing. */
  readonly question: ToolCall;
  /** What must be refused, about a name that does not exist: a real one would be changed where it is not. */
  readonly forbidden: (randomName: string) => readonly ToolCall[];
  /** Whether it answers 403 to a caller over a forward who calls it by a host that it was not given. */
  readonly refusesOtherHosts: boolean;
}

/** A chosen value of an option that no assistant should have. */
export interface Hazard {
  readonly option: string;
  readonly value: string;
  /** What stands behind the value in the message. */
  readonly says: string;
}

/** What a server's deployment is made of. */
export interface Plan {
  /** Port of the container and of its Service. */
  readonly port: number;
  readonly args: readonly string[];
  readonly variables: readonly Variable[];
  readonly files: readonly ConfigFile[];
  /** Folder where the container finds `ca.crt` of the cluster, for one that is given no token. */
  readonly authority?: string | undefined;
  readonly caller: Caller;
  /** Whether the pod is given a token of its own account. */
  readonly holdsToken: boolean;
  /** True where it speaks to the API server. */
  readonly asksCluster: boolean;
  /** What the account may read that the questions are asked as. */
  readonly rules: readonly PolicyRule[];
  readonly upstreams: readonly Upstream[];
  /** Options that give an assistant more than it should have. */
  readonly hazards: readonly Hazard[];
  /** Numeric: the kubelet cannot tell that a named user is not root. */
  readonly runAsUser: number;
  readonly probe:
    | { readonly kind: "http"; readonly path: string; readonly host?: string | undefined }
    | { readonly kind: "tcp" };
  /** What its log tells of calls, for whoever looks for an audit. */
  readonly audit: string;
  readonly trial: Trial;
}

/** Where a server stands, and under which names it is called. */
export interface Place {
  readonly namespace: string;
  /** Of its Deployment, its Service and its account. */
  readonly name: string;
  /** Port on the machine of whoever forwards it. */
  readonly localPort: number;
  /** Host under which it is exposed. */
  readonly exposedAs: string | undefined;
}

/** One MCP server that can be deployed: `mcp.servers.<name>`. */
export interface Server<Options = never> {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** Where its image comes from, without a tag. */
  readonly image: string;
  /** What its tags look like: another form names no image. */
  readonly version: { readonly pattern: RegExp; readonly says: string; readonly example: string };
  /** Options of this server alone. */
  readonly options: z.ZodObject & z.ZodType<Options>;
  readonly localPort: number;
  readonly plan: (options: Options, place: Place) => Plan;
}

/** Variable with `user:password` in base64 of a caller, where basicAuth stands in front of a server. */
export function basicAuthVariable(server: string): string {
  return `MCP_${server.toUpperCase()}_BASIC_AUTH`;
}

/** Declares a server with its options' type taken from the schema. */
export function defineServer<Options>(server: Server<Options>): Server<Options> {
  return server;
}

/** Every `host:port` under which the cluster and a forward call a server, most inner first. */
export function hostsOf(place: Place, port: number): readonly string[] {
  const service = `${place.name}.${place.namespace}`;
  return [
    ...[port, place.localPort].flatMap((one) => [`localhost:${one}`, `127.0.0.1:${one}`]),
    ...["", ".svc", ".svc.cluster.local"].map((rest) => `${service}${rest}:${port}`),
    ...(place.exposedAs === undefined ? [] : [place.exposedAs]),
  ];
}
