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

/**
 * An absolute URL of one of the schemes, as it stands: WHATWG's parser drops line breaks, and takes signs that
 * RFC 3986 has in no address.
 */
export function address(scheme: RegExp, error: string): z.ZodString {
  const isOne = (text: string): boolean =>
    !/[\s\p{Cc}"<>\\^`{|}]/u.test(text) &&
    URL.canParse(text) &&
    scheme.test(new URL(text).protocol.slice(0, -1));
  return z.string().refine(isOne, error).meta({ format: "uri" });
}

/** False where net/url of Go, with which Tilt reads addresses, refuses an escape: it looks at all but the query. */
export function hasGoodEscapes(text: string): boolean {
  return !/%(?![0-9A-Fa-f]{2})/.test(text.replace(/\?[^#]*/, ""));
}

const network = z.union([z.cidrv4(), z.cidrv6()]);
