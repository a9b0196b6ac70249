import { gunzipSync } from "node:zlib";
import { nodeFiles } from "../../io/node-files.ts";

/** What a template writes to ask which APIs the cluster has, or for what it holds. */
const asks = /Capabilities\.APIVersions|\blookup\s+["(]/;
const most = 64 * 1024 * 1024;

/**
 * True where a chart, or one of those in it, leaves a choice to the cluster: then something that is not
 * rendered here may be there all the same. Also true where an archive cannot be read.
 */
export async function asksCluster(folder: string): Promise<boolean> {
  const files = nodeFiles(folder);
  for (const path of await files.glob(["**/templates/**"])) {
    const bytes = await files.read(path);
    if (bytes !== undefined && asks.test(Buffer.from(bytes).toString("utf8"))) return true;
  }
  for (const path of await files.glob(["charts/*.tgz"])) {
    const bytes = await files.read(path);
    try {
      if (bytes !== undefined && asks.test(gunzipSync(bytes, { maxOutputLength: most }).toString("latin1")))
        return true;
    } catch {
      return true;
    }
  }
  return false;
}
