import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { expandLink, isUrl, link } from "./link.ts";

describe("links", () => {
  it.each([
    ["grafana", "http://grafana.lab.example"],
    ["grafana/a?b=c#d", "http://grafana.lab.example/a?b=c#d"],
    ["grafana:8443/a", "http://grafana.lab.example:8443/a"],
    ["localhost", "http://localhost"],
    ["localhost:8080/a", "http://localhost:8080/a"],
    ["a.example.org", "http://a.example.org"],
    ["10.0.0.1:80", "http://10.0.0.1:80"],
    ["https://a/b", "https://a/b"],
    ["https://u:p@a/%20?q=%zz{x}#%41", "https://u:p@a/%20?q=%zz{x}#%41"],
  ])("%j means %j", (written, url) => {
    expect(link.safeParse(written).success).toBe(true);
    expect(expandLink(written, "lab.example")).toBe(url);
  });

  it("need a domain for a bare host only", () => {
    expect(expandLink("grafana/a.b", undefined)).toBeUndefined();
    expect(expandLink("localhost:1", undefined)).toBe("http://localhost:1");
    expect(expandLink("a.b", undefined)).toBe("http://a.b");
  });

  it("are URLs of http or https whatever was written, or are refused", () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.webUrl(), fc.domain(), fc.string({ unit: "binary" })),
        (written) => {
          if (link.safeParse(written).success)
            expect(isUrl(expandLink(written, "lab.example") ?? "")).toBe(true);
        },
      ),
      { numRuns: 2000 },
    );
  });

  it.each([
    "ftp://a",
    "/a",
    "a b",
    "http://",
    "a:99999",
    "javascript:alert(1)",
    "",
    "mailto:a@b.c",
    "HTTP://a",
    "a\nb",
    // No Punycode stands behind the mark of it.
    "xn--a",
    "XN--0",
    // What net/url of Go refuses, with which Tilt reads them.
    "http://a/%zz",
    "a/b%",
    "http://a/#%z",
    "https://a\\b",
    "http://a`b/",
    "http://é@a/",
  ])("refuse %j", (written) => {
    expect(link.safeParse(written).success).toBe(false);
  });
});
