import { portUses } from "../rules/port-clash.ts";
import type { Dashboard } from "../dashboard/model.ts";

/** Taken on many machines: AirPlay on macOS (5000, 7000), the API server of a local cluster, Tilt itself. */
const avoided = [5000, 7000, 6443, 10350];

/** Ports of this machine, each given once. */
export interface LocalPorts {
  /** The port itself where it is free and needs no rights, else one that reminds of it. */
  take(port: number): number;
}

/** Knows all that the inventory listens at: forwards to pods and Services, and what tasks serve. */
export function localPorts(dashboard: Dashboard): LocalPorts {
  const taken = new Set([...avoided, ...portUses(dashboard).map(({ port }) => port)]);
  return {
    take(port) {
      // 80 and 443 are known as 8080 and 8443.
      let free = port < 1024 ? (port === 80 || port === 443 ? port + 8000 : port + 9000) : port;
      while (taken.has(free)) free = free < 65535 ? free + 1 : 1024;
      taken.add(free);
      return free;
    },
  };
}
