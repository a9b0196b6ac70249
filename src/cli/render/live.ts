import { fluxKinds } from "../../actions/action.ts";
import { OutsideError } from "../../io/outside-error.ts";
import type { Run } from "../../io/process.ts";
import type { ObjectName } from "../../reality/model.ts";
import { RenderError } from "../../reality/flux/rendering/render-error.ts";
import { dataOf, sourceKey, type DataSources } from "../../reality/flux/variables.ts";
import { isMapping, listAt, mappingAt, textAt, valueAt, type Mapping } from "../../reality/value.ts";

/** What the cluster says of a Kustomization. Values of Secrets are in it: it goes into no message. */
export interface Live {
  readonly spec: Mapping;
  readonly data: DataSources;
}

/** Long enough for a login that asks the network. */
const patienceMs = 20_000;

/**
 * Reads a Kustomization and all that it substitutes from, through kubectl. Throws RenderError where one of
 * them is not there, and OutsideError where kubectl does not answer.
 */
export async function readLive(
  run: Run,
  context: string,
  name: ObjectName,
  signal: AbortSignal,
): Promise<Live> {
  const get = (kind: string, object: string): Promise<Mapping | undefined> =>
    getObject(run, context, kind, { ...name, name: object }, signal);
  const found = await get(fluxKinds.kustomization.kubectl, name.name);
  if (found === undefined)
    throw new RenderError(`the cluster has no Kustomization \`${name.namespace}/${name.name}\``);
  const spec = mappingAt(found, "spec") ?? {};
  const data: DataSources = new Map();
  for (const reference of listAt(spec, "postBuild", "substituteFrom")) {
    const [kind, source] = [textAt(reference, "kind") ?? "", textAt(reference, "name") ?? ""];
    if (kind !== "ConfigMap" && kind !== "Secret") continue;
    const object = await get(kind, source);
    if (object === undefined && valueAt(reference, "optional") !== true)
      throw new RenderError(
        `the cluster has no ${kind} \`${name.namespace}/${source}\`, which is substituted from`,
      );
    data.set(sourceKey(kind, name.namespace, source), dataOf({ ...object, kind }));
  }
  return { spec, data };
}

async function getObject(
  run: Run,
  context: string,
  kind: string,
  { namespace, name }: ObjectName,
  signal: AbortSignal,
): Promise<Mapping | undefined> {
  const flags = ["--namespace", namespace, "--output=json"];
  const result = await run(["kubectl", "--context", context, "get", kind, name, ...flags], {
    timeoutMs: patienceMs,
    signal,
  });
  if (result.code !== 0 && result.stderr.includes("(NotFound)")) return undefined;
  const object = result.code === 0 && !result.timedOut ? fromJson(result.stdout) : undefined;
  if (isMapping(object)) return object;
  const said = result.stderr.trim().split("\n").at(-1);
  throw new OutsideError({
    code: "KUBECTL",
    path: `${kind} ${namespace}/${name}`,
    attempt: "read",
    reason: result.timedOut
      ? `kubectl did not answer within ${patienceMs / 1000} s`
      : (said ?? "") || "kubectl gave no object",
    help: `try \`kubectl --context ${context} get ${kind} ${name} --namespace ${namespace}\``,
  });
}

function fromJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
