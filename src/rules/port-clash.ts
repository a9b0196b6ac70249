import type { Dashboard, Task } from "../dashboard/model.ts";
import { at, spanAt, type Origin } from "../source/origin.ts";
import { inTextOrder, sharedBy, shownOf } from "./parts.ts";
import type { Rule } from "./rule.ts";

export interface Use {
  readonly port: number;
  readonly host: string;
  readonly resource: string;
  readonly origin: Origin;
  /** What stands behind the port, as a forward writes it; a task has nothing there. */
  readonly behind?: number | string;
}

const everywhere = new Set(["0.0.0.0", "::"]);

export const portClash: Rule = {
  code: "FT305",
  severity: "error",
  title: "two forwards use one port of this machine",
  why: "Tilt never compares ports of different resources: one of the two reconnects for ever, and which one changes.",
  wrong:
    "workloads:\n  a: { target: deployment/a, ports: [8080] }\n  b: { target: deployment/b, ports: [8080] }",
  right:
    'workloads:\n  a: { target: deployment/a, ports: [8080] }\n  b: { target: deployment/b, ports: ["8081:8080"] }',
  source: "tilt internal/controllers/core/portforward/reconciler.go",
  check: ({ dashboard }, tell) => {
    const every = portUses(dashboard);
    const takeFree = freePorts(every);
    for (const [port, all] of sharedBy(every, (use) => use.port)) {
      const firstMet = firstOfHosts();
      for (const use of inTextOrder(dashboard, all)) {
        const before = firstMet(use);
        if (before === undefined) continue;
        tell(use.origin, `port ${port} of this machine is taken by \`${before.resource}\``, {
          related: [{ message: "first used here", span: spanAt(before.origin) }],
          help: helpOf(use, takeFree(port)),
        });
      }
    }
  },
};

/**
 * Answers, use by use, the first one before it that cannot listen beside it: at the same address of this
 * machine, or where one of the two listens at all of them.
 */
function firstOfHosts(): (use: Use) => Use | undefined {
  let count = 0;
  const firsts = new Map<string, { readonly use: Use; readonly place: number }>();
  return (use) => {
    const isWide = everywhere.has(use.host);
    const met = [use.host, widest, ...(isWide ? [anyHost] : [])].flatMap((host) => firsts.get(host) ?? []);
    for (const host of [use.host, anyHost, ...(isWide ? [widest] : [])])
      if (!firsts.has(host)) firsts.set(host, { use, place: count });
    count += 1;
    return met.sort((one, other) => one.place - other.place)[0]?.use;
  };
}

/** No names of hosts: the first use at all addresses, and the first of all. */
const [widest, anyHost] = ["*", ""];

/** Every port of this machine that a resource listens at: forwards, and what tasks serve. */
export function portUses(dashboard: Dashboard): readonly Use[] {
  const uses: Use[] = [];
  for (const resource of shownOf(dashboard)) {
    if ("keys" in resource) continue;
    if ("watch" in resource) {
      uses.push(...usesOfTask(resource));
      continue;
    }
    const { name: owner } = resource;
    for (const { local, pod, host, origin } of resource.forwards)
      uses.push({ port: local, host: hostOf(host), resource: owner, origin, behind: pod });
    for (const { local, service, port, origin } of resource.services)
      uses.push({
        port: local,
        host: "localhost",
        resource: owner,
        origin,
        behind: `${service}:${port}`,
      });
  }
  return uses;
}

/** How another port is written in place of the one that is taken. */
function helpOf({ behind }: Use, port: number): string {
  return behind === undefined
    ? "have it listen at another port"
    : `forward another port of this machine: \`"${port}:${behind}"\``;
}

/** What `serve` listens at. */
function usesOfTask(task: Task): Use[] {
  const common = { host: "localhost", resource: task.name };
  const ports = task.ports.map(({ port, origin }) => ({ ...common, port, origin }));
  const { http, tcp } = task.probe ?? {};
  const probed = http ?? tcp;
  // The probe asks what `serve` listens at: the same port, said a second time.
  if (probed === undefined || ports.some((one) => one.port === probed.port)) return ports;
  if (hostOf(probed.host) !== "localhost") return ports;
  const key = http === undefined ? "tcp" : "http";
  return [...ports, { ...common, port: probed.port, origin: at(task.origin, "probe", key, "port") }];
}

/** Answers the next port that nothing uses, taken at once: two proposals never clash. */
function freePorts(taken: readonly Use[]): (port: number) => number {
  // Of a taken port, one that may be free; what was learnt is kept, so that no row of ports is walked twice.
  let known: Map<number, number> | undefined;
  return (port) => {
    const next = (known ??= new Map(taken.map((use) => [use.port, after(use.port)])));
    const passed: number[] = [];
    let free = port;
    for (let onward = next.get(free); onward !== undefined; onward = next.get(free)) {
      passed.push(free);
      free = onward;
    }
    for (const one of [...passed, free]) next.set(one, after(free));
    return free;
  };
}

function after(port: number): number {
  return port < 65535 ? port + 1 : 1024;
}

function hostOf(host: string | undefined): string {
  return host === undefined || host === "127.0.0.1" || host === "::1" ? "localhost" : host;
}
