import type { Reality, Workload } from "../reality/model.ts";
import { servedPorts } from "../reality/query.ts";
import type { LocalPorts } from "./local-ports.ts";

/** Ports that programs ask, not people. */
const unasked =
  /metric|prom|health|probe|live|ready|webhook|monitor|gossip|memberlist|cluster|peer|headless/i;
/** So many forwards of one workload are looked at. */
const most = 3;

/** What an entry forwards, as the inventory writes it. */
export interface Forwards {
  readonly ports: readonly (number | string)[];
  readonly services: readonly string[];
}

/**
 * The ports of a workload that a person would open: those behind a Service first, then those that its
 * containers declare; a Service's own where the pod's cannot be known. Metrics, probes and webhooks are
 * left out.
 */
export function forwardsOf(reality: Reality, workload: Workload, local: LocalPorts): Forwards {
  const declared = (workload.containers ?? [])
    .filter(({ init }) => !init)
    .flatMap(({ ports }) => ports)
    .filter(({ protocol }) => protocol === "TCP");
  const nameOf = new Map(declared.map(({ number, name }) => [number, name]));
  const served = servedPorts(reality, workload);
  const pods = new Map<number, string>();
  for (const { podPort, name } of served)
    if (podPort !== undefined) pods.set(podPort, [name, nameOf.get(podPort)].join(" "));
  for (const { number, name = "" } of declared) if (!pods.has(number)) pods.set(number, name);
  const open = [...pods].filter(([, names]) => !unasked.test(names)).slice(0, most);
  if (open.length > 0)
    return {
      ports: open.map(([port]) => {
        const free = local.take(port);
        return free === port ? port : `${free}:${port}`;
      }),
      services: [],
    };
  const closed = served.filter(({ podPort, name = "" }) => podPort === undefined && !unasked.test(name));
  return {
    ports: [],
    services: closed
      .slice(0, most)
      .map(({ service, number }) => `${local.take(number)}:${service.name}:${number}`),
  };
}
