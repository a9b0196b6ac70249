#!/usr/bin/env node
// Stands in for kubectl, since a server of the tests has no kubelet: `port-forward` leads to the processes that
// are named in $FLUXTILT_TEST_SERVICES, and says and does what kubectl would where there are none. All else is
// the real one's, $FLUXTILT_REAL_KUBECTL; without one it knows a context and gives tokens.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { connect, createServer } from "node:net";

const words = process.argv.slice(2);
if (!words.includes("port-forward")) {
  if (!process.env.FLUXTILT_REAL_KUBECTL) {
    const config = { contexts: [{ name: "admin@test" }], "current-context": "admin@test" };
    console.log(words.includes("token") ? "minted-for-the-tests" : JSON.stringify(config));
    process.exit(0);
  }
  const { status } = spawnSync(process.env.FLUXTILT_REAL_KUBECTL, words, { stdio: "inherit" });
  process.exit(status ?? 1);
}
const [service, ports] = words.filter((word) => !word.startsWith("-")).slice(-2);
const name = service.replace("service/", "");
const [local] = ports.split(":");
const target = JSON.parse(readFileSync(process.env.FLUXTILT_TEST_SERVICES, "utf8"))[name];
if (typeof target === "string" && target.startsWith("SIG")) process.kill(process.pid, target);
if (typeof target !== "number") {
  console.error(target ?? `Error from server (NotFound): services "${name}" not found`);
  process.exit(1);
}
createServer((client) => {
  const server = connect(target, "127.0.0.1");
  client.pipe(server).pipe(client);
  for (const [one, other] of [
    [client, server],
    [server, client],
  ])
    one.on("error", () => other.destroy());
}).listen(Number(local), "127.0.0.1", () => {
  console.log(`Forwarding from 127.0.0.1:${local}`);
});
