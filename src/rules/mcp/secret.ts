import { didYouMean } from "../../diagnostics/nearest.ts";
import { findData, findObject } from "../../reality/query.ts";
import { at } from "../../source/origin.ts";
import { whoLacks } from "../reality/evidence.ts";
import type { Rule } from "../rule.ts";

export const mcpSecretKey: Rule = {
  code: "FT379",
  severity: "error",
  title: "a secret of an MCP server does not fit",
  why: "The server reads variables of its own. A key under another name is a key that nothing reads, and the pod does not start without the one that it needs.",
  wrong:
    'mcp:\n  path: infra/mcp\n  fluxFile: clusters/home/mcp.yaml\n  secretStore: onepassword\n  servers:\n    grafana:\n      version: 1.1.0\n      url: "http://grafana.monitoring:80"\n      secret: { keys: { GRAFANA_TOKEN: token } }',
  right:
    'mcp:\n  path: infra/mcp\n  fluxFile: clusters/home/mcp.yaml\n  secretStore: onepassword\n  servers:\n    grafana:\n      version: 1.1.0\n      url: "http://grafana.monitoring:80"\n      secret: { keys: { GRAFANA_SERVICE_ACCOUNT_TOKEN: token } }',
  check: ({ dashboard: { mcp } }, tell) => {
    for (const { key, secret, written, origin } of mcp?.servers ?? []) {
      if (written.secret && secret === undefined)
        tell(at(origin, "secret"), `\`${key}\` needs no Secret`, { target: "key", help: "take it out" });
      for (const name of secret === undefined ? [] : written.secretKeys)
        if (!secret?.keys.has(name))
          tell(at(origin, "secret", "keys", name), `\`${key}\` reads no variable \`${name}\``, {
            target: "key",
            help:
              didYouMean(name, secret?.keys.keys() ?? []) ??
              `it reads ${[...(secret?.keys.keys() ?? [])].map((one) => `\`${one}\``).join(" and ")}`,
          });
      if (written.item && (mcp?.secretStore === undefined || secret?.existing === true))
        tell(at(origin, "secret", "item"), "no store holds the item", {
          help: "name the ClusterSecretStore, `mcp.secretStore`, or leave `item` out where the Secret is there already",
        });
    }
  },
};

export const mcpSecretMissing: Rule = {
  code: "FT632",
  severity: "error",
  asks: "reality",
  title: "an MCP server's Secret, or the store that makes it, is not there",
  why: "The pod waits for it for ever, as `CreateContainerConfigError`.",
  wrong: "mcp: { secretStore: onepasword, … }         # the ClusterSecretStore is called onepassword",
  right: "mcp: { secretStore: onepassword, … }",
  check: ({ dashboard: { mcp }, reality }, tell) => {
    if (mcp === undefined || reality === undefined) return;
    const made = mcp.servers.filter(({ secret }) => secret !== undefined && !secret.existing);
    if (mcp.secretStore !== undefined && made.length > 0) {
      const store = findObject(reality, "ClusterSecretStore", "", mcp.secretStore);
      if (store.state === "gone")
        tell(
          at(mcp.origin, "secretStore"),
          `${whoLacks(reality)} no ClusterSecretStore \`${mcp.secretStore}\``,
          {
            help: store.nearest && `did you mean \`${store.nearest}\`?`,
          },
        );
    }
    for (const { secret, origin } of mcp.servers) {
      if (secret === undefined || (mcp.secretStore !== undefined && !secret.existing)) continue;
      const answer = findData(reality, "Secret", mcp.namespace, secret.name);
      if (answer.state !== "gone") continue;
      // Without a store somebody may make it by hand: only a cluster is sure, or somebody who says so.
      const isSure = reality.source === "cluster" || answer.nearest !== undefined;
      tell(
        at(origin, "secret"),
        `${whoLacks(reality)} no Secret \`${secret.name}\` in \`${mcp.namespace}\``,
        {
          target: "key",
          ...(isSure ? {} : { severity: "warning" as const }),
          help:
            answer.nearest === undefined
              ? "name a ClusterSecretStore, `mcp.secretStore`, or make the Secret by hand"
              : `did you mean \`${answer.nearest}\`?`,
        },
      );
    }
  },
};
