import type { McpServer, McpServers } from "../../dashboard/mcp-servers.ts";
import { basicAuthVariable } from "../../mcp/server.ts";
import { complaint } from "../doctor/ask.ts";
import type { Unreached, Way } from "./way.ts";

/** What a caller brings: the headers, and the texts in them that no answer may hold. */
export interface Credential {
  readonly headers: Readonly<Record<string, string>>;
  readonly sent: readonly string[];
}

/** The credential that clients of a server have: minted, taken from the environment, or none. */
export async function credentialFor(
  server: McpServer,
  mcp: McpServers,
  way: Way,
): Promise<Credential | Unreached> {
  const { caller } = server.plan;
  if (caller.kind === "kubeToken") return await minted(caller.serviceAccount, mcp.namespace, way);
  if (caller.kind === "bearer") return fromEnvironment(caller.environment, "Bearer", way);
  if (server.exposure?.basicAuth !== undefined)
    return fromEnvironment(basicAuthVariable(server.key), "Basic", way);
  return { headers: {}, sent: [] };
}

/** The API server grants none that is shorter. */
const duration = "10m";

async function minted(account: string, namespace: string, way: Way): Promise<Credential | Unreached> {
  const context = await way.context();
  if (typeof context !== "string") return context;
  const answer = await way.ask(
    [
      ...["kubectl", `--context=${context}`, "create", "token", account],
      ...[`--namespace=${namespace}`, `--duration=${duration}`],
    ],
    { timeoutMs: way.timeoutMs },
  );
  if (answer.kind !== "ended")
    return { cause: answer.reason, help: "look whether kubectl reaches the cluster" };
  if (answer.code !== 0) {
    return {
      cause: `no token of \`${account}\` is given: ${complaint(answer)}`,
      help: `look whether Flux made the ServiceAccount, and whether you may create tokens of it`,
    };
  }
  const token = answer.stdout.trim();
  return { headers: { Authorization: `Bearer ${token}` }, sent: [token] };
}

function fromEnvironment(variable: string, scheme: "Bearer" | "Basic", { env }: Way): Credential | Unreached {
  const value = env[variable] ?? "";
  if (value === "")
    return {
      cause: `\`${variable}\` is not set, with which callers prove who they are`,
      help:
        scheme === "Bearer"
          ? "set it to what the server's Secret holds"
          : "set it to `user:password` in base64, as the header `Authorization: Basic` has it",
    };
  return { headers: { Authorization: `${scheme} ${value}` }, sent: [value] };
}
