import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** What the cluster of the tests holds, as manifests with their status. */
export function clusterObjects(): string {
  return readFileSync(
    fileURLToPath(new URL("../../../fixtures/apiserver/cluster.yaml", import.meta.url)),
    "utf8",
  );
}
