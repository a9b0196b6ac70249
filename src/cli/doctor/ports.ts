import type { PortUse } from "../../io/listening.ts";
import { listingOf } from "../listing/listing.ts";
import type { ListedPort } from "../listing/ports.ts";
import type { Check } from "./checkup.ts";
import type { Finding } from "./finding.ts";

/** Ports of this machine that the inventory forwards to or serves at, and something else has taken. */
export const ports: Check = {
  name: "ports",
  look: async ({ dashboard, listening }) => {
    const wanted = listingOf(dashboard).ports;
    if (wanted.length === 0)
      return [{ standing: "skipped", message: "the inventory uses none of this machine" }];
    const found = await Promise.all(
      wanted.map(async (port) => told(port, await listening(port.local, port.host ?? undefined))),
    );
    const taken = found.filter((one) => one !== undefined);
    if (taken.length > 0) return taken;
    return [
      { standing: "ok", message: `${wanted.length === 1 ? "the port is" : `all ${wanted.length} are`} free` },
    ];
  },
};

function told({ local, resource }: ListedPort, use: PortUse): Finding | undefined {
  if (use.state === "free") return undefined;
  if (use.state === "forbidden")
    return {
      standing: "warning",
      message: `${local}, for \`${resource}\`, is a port that only the administrator may listen at`,
      help: "forward a port above 1023 instead",
    };
  const [first] = use.holders;
  if (first?.name === "tilt")
    return { standing: "ok", message: `${local}, for \`${resource}\`, is in the hands of Tilt` };
  const who = use.holders.map(({ name, pid }) => `${name} (process ${pid})`).join(", ");
  return {
    standing: "warning",
    message: `${local}, for \`${resource}\`, is taken${who === "" ? "" : ` by ${who}`}`,
    help: "end what listens there, unless Tilt started it, or forward another port",
  };
}
