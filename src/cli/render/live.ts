import { fluxKinds } from "../../actions/action.ts";
import { shellWord } from "../../grammar/shell-word.ts";
import { OutsideError, type OutsideDetails } from "../../io/outside-error.ts";
import type { Run } from "../../io/process.ts";
import { failureOf, type Failure } from "../../reality/cluster/failure.ts";
import { brokenAnswer, nothingAllowed, unreachable } from "../../reality/cluster/kinds.ts";
import type { ObjectName } from "../../reality/model.ts";
import { RenderError } from "../../reality/flux/rendering/render-error.ts";
import { dataOf, sourceKey, type DataSources } from "../../reality/flux/variables.ts";
import { isMapping, listAt, mappingAt, textAt, valueAt, type Mapping } from "../../reality/value.ts";
import { asker, fromJson } from "../doctor/ask.ts";

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
  const ask = asker(run, undefined, signal);
  const answer = await ask(["kubectl", "--context", context, "get", ...flags, "--", kind, name], {
    timeoutMs: patienceMs,
  });
  const failure = failureOf(answer, context);
  if (failure?.kind === "absent") return undefined;
  const object = failure === undefined && answer.kind === "ended" ? fromJson(answer.stdout) : undefined;
  if (isMapping(object)) return object;
  throw new OutsideError({
    path: `${kind} ${namespace}/${name}`,
    attempt: "read",
    help: `try \`${["kubectl", "--context", context, "get", kind, name, "--namespace", namespace].map(shellWord).join(" ")}\``,
    ...whyNot(failure, context),
  });
}

function whyNot(
  failure: Failure | undefined,
  context: string,
): Pick<OutsideDetails, "kind" | "reason"> & Partial<OutsideDetails> {
  if (failure === undefined) return { kind: brokenAnswer, reason: "kubectl gave no object" };
  if (failure.kind === "fatal")
    return { kind: failure.of, reason: failure.problem.message, help: failure.problem.help };
  if (failure.kind === "refused") return { kind: unreachable, reason: failure.said };
  return { kind: nothingAllowed, reason: `\`${context}\` does not let you` };
}
