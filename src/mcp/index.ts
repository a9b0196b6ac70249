import { argocd } from "./argocd.ts";
import { flux } from "./flux.ts";
import { grafana } from "./grafana.ts";
import { kubernetes, tekton } from "./kubernetes.ts";
import { prometheus } from "./prometheus.ts";

/** Every MCP server, in the order that the documentation tells them. */
export const servers = { kubernetes, grafana, prometheus, flux, argocd, tekton } as const;

export type ServerName = keyof typeof servers;

export const serverNames = Object.keys(servers) as ServerName[];
