import { expect, it } from "vitest";
import { compile } from "../testing/golden/compile.ts";
import { memoryFiles } from "../testing/memory-files.ts";

/** The problems of an inventory with these workloads and tasks, as `code line`. */
async function told(workloads: object, tasks: object): Promise<readonly string[]> {
  const { project } = await compiled(workloads, tasks);
  return project.diagnostics.map(({ code, message }) => `${code} ${message}`);
}

async function compiled(workloads: object, tasks: object): ReturnType<typeof compile> {
  const inventory = JSON.stringify(
    {
      version: 1,
      cluster: { name: "lab", contexts: ["admin@lab"] },
      groups: { g: { namespace: "g", workloads } },
      tasks,
    },
    undefined,
    1,
  );
  return await compile(memoryFiles({ "cluster.config.yaml": inventory }));
}

const clash = ["FT305 port 8080 of this machine is taken by `w`"];
const forward = (port: unknown): object => ({ w: { target: "deployment/w", ports: [port] } });
const served = (probe: object, more: object = {}): object => ({
  t: { serve: { argv: ["a"] }, probe, ...more },
});

it.each([
  ["all addresses", "0.0.0.0:8080:80", "127.0.0.2:8080:80"],
  ["all addresses of IPv6", { local: 8080, pod: 80, host: "::" }, "127.0.0.2:8080:80"],
  ["both names of this machine", "127.0.0.1:8080:80", "localhost:8080:80"],
  ["this machine in IPv6", { local: 8080, pod: 80, host: "::1" }, "8080:80"],
])("meets %s", async (_, one, other) => {
  const both = {
    w: { target: "deployment/w", ports: [one] },
    x: { target: "deployment/x", ports: [other] },
  };
  expect(await told(both, {})).toEqual(clash);
});

it("names the first of all that cannot listen beside it", async () => {
  const at = (...hosts: readonly string[]): object =>
    Object.fromEntries(
      hosts.map((host, index) => [
        `w${index}`,
        { target: `deployment/w${index}`, ports: [{ local: 8080, pod: 80, host }] },
      ]),
    );
  const by = (name: string): string => `FT305 port 8080 of this machine is taken by \`${name}\``;
  expect(await told(at("0.0.0.0", "127.0.0.2", "127.0.0.2"), {})).toEqual([by("w0"), by("w0")]);
  expect(await told(at("127.0.0.2", "127.0.0.3", "0.0.0.0"), {})).toEqual([by("w0")]);
  expect(await told(at("127.0.0.2", "0.0.0.0", "127.0.0.3"), {})).toEqual([by("w0"), by("w1")]);
});

it("lets two addresses have the same port", async () => {
  const both = {
    w: { target: "deployment/w", ports: ["127.0.0.2:8080:80"] },
    x: { target: "deployment/x", ports: ["127.0.0.3:8080:80"] },
  };
  expect(await told(both, {})).toEqual([]);
});

it.each([
  ["http", { http: { port: 8080 } }, {}],
  ["tcp", { tcp: { port: 8080 } }, {}],
  ["of this machine by name", { tcp: { port: 8080, host: "localhost" } }, {}],
  ["of this machine by number", { http: { port: 8080, host: "127.0.0.1" } }, {}],
  ["beside another port", { http: { port: 8080 } }, { ports: [9090] }],
])("takes a probe for what a task serves: %s", async (_, probe, more) => {
  expect(await told(forward("8080:80"), served(probe, more))).toEqual(clash);
});

it("does not take a probe of another machine", async () => {
  const tasks = served({ tcp: { port: 8080, host: "10.0.0.9" } });
  expect(await told(forward("8080:80"), tasks)).toEqual([]);
});

it.each(["http", "tcp"])("tells a probe at its port: %s", async (kind) => {
  const { project } = await compiled(forward(8080), served({ [kind]: { port: 8080 } }));
  const [{ span } = {}] = project.diagnostics;
  expect(project.dashboard?.sources[0]?.text.slice(span?.start.offset).split("\n")[0]).toBe("8080");
});
