import { expect, it } from "vitest";
import { generated } from "../../testing/told.ts";

async function forwards(port: unknown): Promise<string | undefined> {
  const workloads = { a: { target: "deployment/a", ports: [port] } };
  const files = await generated({ groups: { web: { namespace: "web", workloads } } });
  return /port_forwards = \[\s*(.*?)\s*,?\s*\]/s
    .exec(files.get("Tiltfile") ?? "")?.[1]
    ?.replaceAll(/\s+/g, " ");
}

it.each([
  [{}, '"8080:80"'],
  [{ name: "Admin" }, 'port_forward(8080, 80, name = "Admin")'],
  [{ path: "/admin" }, 'port_forward(8080, 80, link_path = "/admin")'],
  [{ host: "0.0.0.0" }, 'port_forward(8080, 80, host = "0.0.0.0")'],
])("forwards a port with all that is said of it: %j", async (more, text) => {
  expect(await forwards({ local: 8080, pod: 80, ...more })).toBe(text);
});
