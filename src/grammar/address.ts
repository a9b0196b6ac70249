import * as z from "zod";

/**
 * False for an `address/bits:port` that only looks like one: the API server refuses a NetworkPolicy with it,
 * and Flux then applies none of what stands beside it.
 */
export function isReachable(text: string): boolean {
  const colon = text.lastIndexOf(":");
  const port = Number(text.slice(colon + 1));
  return network.safeParse(text.slice(0, colon)).success && port >= 1 && port <= 65535;
}

const network = z.union([z.cidrv4(), z.cidrv6()]);
