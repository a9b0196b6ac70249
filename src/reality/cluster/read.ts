import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { ObjectName, Reality } from "../model.ts";
import type { Ask } from "./ask.ts";
import { NoRoom } from "./answer-room.ts";
import { assemble } from "./assemble.ts";
import { secretKeys } from "./data-names.ts";
import { listEverything } from "./everything.ts";
import { tooMuch } from "./failure.ts";
import { idKey, idOf, inventories } from "./inventory.ts";
import { createClient, type Client } from "./listing.ts";
import { readMakers } from "./makers.ts";
import { readGroups } from "./survey.ts";

/** What is asked of a cluster, and how patiently. */
export interface ClusterQuestion {
  /** The kube context; kubectl must have it. */
  readonly context: string;
  /** Namespaces that are asked one by one where the whole cluster may not be listed. */
  readonly namespaces?: readonly string[] | undefined;
  /** Secrets whose keys matter. Of all others only the names are read; a value never is. */
  readonly secrets?: readonly ObjectName[] | undefined;
  /** For each request; 15,000 unless told. */
  readonly timeoutMs?: number | undefined;
  /** How much memory there is for what is made of the answers, in bytes. */
  readonly heap?: number | undefined;
  /** Called with what is being done, in a few words. */
  readonly onProgress?: ((text: string) => void) | undefined;
}

/** What a cluster answered: what is there, or why nothing can be said of it. */
export type ClusterAnswer =
  { readonly reality: Reality; readonly requests: number } | { readonly problem: Diagnostic };

/**
 * Reads what runs in a cluster, through the user's own kubectl. All or nothing: where the server stops on
 * the way, that is the answer, since half of it would make things look gone. What may not be listed is told
 * among `unresolved`. No value of a Secret is read.
 */
export async function readCluster(ask: Ask, question: ClusterQuestion): Promise<ClusterAnswer> {
  const { context, timeoutMs = 15_000, heap } = question;
  try {
    return await readAll(createClient(ask, context, timeoutMs, heap), question);
  } catch (error) {
    if (error instanceof NoRoom) return { problem: tooMuch(context, heap ?? Infinity) };
    throw error;
  }
}

async function readAll(
  client: Client,
  { context, namespaces = [], secrets = [], onProgress = () => undefined }: ClusterQuestion,
): Promise<ClusterAnswer> {
  onProgress(`asking \`${context}\``);
  const served = await readGroups(client);
  if ("fatal" in served) return { problem: served.fatal.problem };
  const everything = await listEverything(client, served.groups, [...new Set(namespaces)], onProgress);
  if ("problem" in everything) return everything;
  const known = new Map(everything.objects.map((object) => [idKey(idOf(object)), object]));
  const applied = inventories(everything.objects);
  onProgress(`asking \`${context}\` what made what`);
  await readMakers(client, known, (maker) => applied.has(idKey(maker)));
  const keys = await secretKeys(client, secrets);
  return { reality: assemble({ ...everything, known, keys }), requests: client.requests() };
}
