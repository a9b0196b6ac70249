import * as z from "zod";
import { hasGoodEscapes } from "./address.ts";

/**
 * Tilt reads `localhost:8080` as a scheme and `www.example.com` as a path, both in silence
 * (internal/tiltfile/links): a link here is a URL with http or https, or a host that becomes one.
 */
const url = /^https?:\/\//;
const host =
  /^[A-Za-z0-9]([-A-Za-z0-9]*[A-Za-z0-9])?(\.[A-Za-z0-9]([-A-Za-z0-9]*[A-Za-z0-9])?)*(:[0-9]{1,5})?(\/\S*)?$/;

/** True for an absolute http(s) URL that WHATWG's parser takes, as browsers do, and Go's, as Tilt does. */
export function isUrl(text: string): boolean {
  return url.test(text) && !/[\s\p{Cc}]/u.test(text) && URL.canParse(text) && isUrlOfGo(text);
}

/** What net/url refuses of what WHATWG's parser takes. */
function isUrlOfGo(text: string): boolean {
  const [, authority = ""] = /^https?:\/\/([^/?#]*)/.exec(text) ?? [];
  const [, user = "", hostAndPort = ""] = /^(.*@)?(.*)$/.exec(authority) ?? [];
  return /^[-\w.~:!$&'()*+,;=%@]*$/.test(user) && !/[\\^`{|}%]/.test(hostAndPort) && hasGoodEscapes(text);
}

/** One word, which no parser of URLs refuses as a host: no number, and no Punycode. */
const plainName = /^(?!xn--)[a-z]([-a-z0-9]*[a-z0-9])?$/i;

const address = z
  .string()
  .refine(
    (text) =>
      plainName.test(text) ||
      isUrl(text) ||
      (!text.includes("://") && host.test(text) && isUrl(`http://${text}`)),
    "a link is `http://…`, `https://…`, a host such as `grafana.example.org/login`, or a host of the cluster's domain such as `grafana`",
  );

export const link = z.union(
  [
    address,
    z.strictObject({
      name: z
        .string()
        .min(1)
        .meta({ description: "Text of the link.", examples: ["Docs"] }),
      url: address.meta({
        description: "Where it leads; the short forms work here too.",
        examples: ["https://grafana.com/docs"],
      }),
    }),
  ],
  "a link is a URL, a host, or `{ name, url }`",
);

/**
 * The URL that a written address stands for: a host without a dot is one of the cluster's domain,
 * except `localhost`. Undefined when it needs a domain and there is none.
 */
export function expandLink(written: string, domain: string | undefined): string | undefined {
  if (url.test(written)) return written;
  const [authority = ""] = written.split("/", 1);
  const [hostname = "", port] = authority.split(":");
  if (hostname === "localhost" || hostname.includes(".")) return `http://${written}`;
  if (domain === undefined) return undefined;
  return `http://${hostname}.${domain}${port === undefined ? "" : `:${port}`}${written.slice(authority.length)}`;
}
