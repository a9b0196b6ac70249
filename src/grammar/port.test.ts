import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { forward, parseForward, parseService, service } from "./port.ts";

const port = fc.integer({ min: 1, max: 65_535 });
const badPort = fc.oneof(fc.integer({ max: 0 }), fc.integer({ min: 65_536 }));

describe("forwards to a pod", () => {
  it("mean the same in every form", () => {
    fc.assert(
      fc.property(port, port, (local, pod) => {
        const written = forward.parse(`${local}:${pod}`);
        expect(parseForward(written)).toEqual({ local, pod, host: undefined });
        expect(parseForward(forward.parse({ local, pod }))).toEqual({ local, pod });
        expect(parseForward(forward.parse(local))).toEqual({ local, pod: local });
        expect(parseForward(forward.parse(`127.0.0.1:${local}:${pod}`))).toEqual({
          local,
          pod,
          host: "127.0.0.1",
        });
      }),
    );
  });

  it("stay within the ports that there are", () => {
    fc.assert(
      fc.property(badPort, port, (bad, good) => {
        for (const one of [
          bad,
          `${bad}:${good}`,
          `${good}:${bad}`,
          { local: bad, pod: good },
          { local: good, pod: bad },
        ])
          expect(forward.safeParse(one).success).toBe(false);
      }),
    );
  });

  it.each(["8080", "8080:http", ":8080:80", "a b:8080:80", "080:80", "-h:8080:80", "8080:80\n", "8080: 80"])(
    "refuse %j",
    (text) => {
      expect(forward.safeParse(text).success).toBe(false);
    },
  );

  it.each([["::1"], ["fe80::1"], ["0.0.0.0"], ["my-host.example"]])("take the address %j", (host) => {
    expect(forward.safeParse({ local: 1, pod: 1, host }).success).toBe(true);
  });

  it.each([["a b"], [""], ["-x"], ["a..b"], ["http://a"]])("refuse the address %j", (host) => {
    expect(forward.safeParse({ local: 1, pod: 1, host }).success).toBe(false);
  });
});

it.each(["/a", "/a b", "/é%20?x=%#y"])("takes %j as the path of a forward", (path) => {
  expect(forward.safeParse({ local: 1, pod: 1, path }).success).toBe(true);
});

// Tilt reads it with net/url of Go.
it.each(["a", "", "/%zz", "/a%", "/\n"])("refuses %j as the path of a forward", (path) => {
  expect(forward.safeParse({ local: 1, pod: 1, path }).success).toBe(false);
});

describe("forwards to a Service", () => {
  it("mean the same in both forms", () => {
    fc.assert(
      fc.property(port, port, (local, remote) => {
        const expected = { local, service: "grafana", port: String(remote) };
        expect(parseService(service.parse(`${local}:grafana:${remote}`))).toEqual(expected);
        expect(parseService(service.parse({ local, service: "grafana", port: remote }))).toEqual(expected);
      }),
    );
  });

  it("take a port by name", () => {
    expect(parseService(service.parse("3001:grafana:http-web"))).toEqual({
      local: 3001,
      service: "grafana",
      port: "http-web",
    });
  });

  it.each([
    "3001:grafana",
    "3001:Grafana:80",
    "3001:1grafana:80",
    "3001:grafana:99999",
    "0:grafana:80",
    "3001:grafana:a-name-of-16-cha",
    { local: 3001, service: "a b", port: 80 },
    { local: 3001, service: "a", port: "99999" },
    { local: 3001, service: "a", port: "a b" },
    { local: 3001, service: "a", port: 80, namespace: "A" },
  ])("refuse %j", (written) => {
    expect(service.safeParse(written).success).toBe(false);
  });
});
