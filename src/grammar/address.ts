import { isIP } from "node:net";

/**
 * False for an `address/bits:port` that only looks like one: the API server refuses a NetworkPolicy with it,
 * and Flux then applies none of what stands beside it.
 */
export function isReachable(text: string): boolean {
  const [, address = "", bits, port] = /^(.*)\/([0-9]+):([0-9]+)$/.exec(text) ?? [];
  const version = isIP(address);
  const most = version === 4 ? 32 : 128;
  return version !== 0 && Number(bits) <= most && Number(port) >= 1 && Number(port) <= 65535;
}
