import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { report } from "../../diagnostics/kind.ts";
import type { Unresolved } from "../model.ts";
import type { Mapping } from "../value.ts";
import { dataNames, type DataName } from "./data-names.ts";
import { nothingAllowed, unreachable } from "./kinds.ts";
import type { Client } from "./listing.ts";
import { resources } from "./resources.ts";
import { createFallback } from "./rights.ts";
import { survey, type Groups } from "./survey.ts";

/** Everything that was listed. */
export interface Everything {
  readonly objects: readonly Mapping[];
  readonly data: readonly DataName[];
  readonly notes: readonly Unresolved[];
}

/** Lists every kind, some at a time; a problem where the cluster stops answering, or allows nothing. */
export async function listEverything(
  client: Client,
  groups: Groups | undefined,
  namespaces: readonly string[],
  onProgress: (text: string) => void,
): Promise<Everything | { readonly problem: Diagnostic }> {
  const total = resources.length + dataKinds.length;
  const fallback = createFallback(client, namespaces);
  let done = 0;
  const counted = async <T>(work: Promise<T>): Promise<T> => {
    const answer = await work;
    done += 1;
    onProgress(`asking \`${client.context}\`: ${done} of ${total} kinds`);
    return answer;
  };
  const [objects, data] = await Promise.all([
    Promise.all(resources.map((one) => counted(survey(client, groups, one, fallback)))),
    Promise.all(dataKinds.map((kind) => counted(dataNames(client, kind, fallback)))),
  ]);
  const notes: Unresolved[] = [];
  let isAnythingListed = false;
  for (const one of [...objects, ...data]) {
    if ("fatal" in one) return { problem: one.fatal.problem };
    notes.push(...one.notes);
    isAnythingListed ||= one.standing === "listed";
  }
  if (!isAnythingListed) return { problem: whyNothing(client, notes) };
  return {
    objects: objects.flatMap((one) => ("fatal" in one ? [] : one.items)),
    data: data.flatMap((one) => ("fatal" in one ? [] : one.items)),
    notes,
  };
}

const dataKinds: readonly DataName["kind"][] = ["ConfigMap", "Secret"];

/** An empty list is an answer; none at all is a failure of the server, or no right to ask. */
function whyNothing({ context }: Client, notes: readonly Unresolved[]): Diagnostic {
  const failed = notes.find(({ kind }) => kind === "unread");
  if (failed !== undefined)
    return report(unreachable, `\`${context}\` answers with errors only: ${failed.message}`, {
      help: "look whether the API server is well: `kubectl get --raw /readyz?verbose`",
    });
  return report(nothingAllowed, `\`${context}\` lets you list nothing`, {
    help: "ask for a Role that may `list` Deployments, Services and Flux's objects, at least in the inventory's namespaces",
  });
}
