import { isMapping, listAt, textAt } from "../value.ts";
import type { Mapping } from "../value.ts";
import { AnswerRoom, NoRoom } from "./answer-room.ts";
import type { Ask } from "./ask.ts";
import { endless, failureOf, unreadable, type Failure } from "./failure.ts";

/** What asks one cluster, a bounded number of questions at a time. */
export interface Client {
  readonly context: string;
  /** What there is for all that is made of the answers. */
  readonly room: AnswerRoom;
  /** Runs `kubectl --context …` with these words; the text that it printed. */
  readonly run: (args: readonly string[]) => Promise<Said>;
  /** How many times kubectl was run. */
  readonly requests: () => number;
}

/** What kubectl printed, or why it did not. */
export type Said = { readonly text: string; readonly warning: string } | { readonly failure: Failure };

/** A number of questions that a small API server answers without delay. */
const mostAtOnce = 6;
/** kubectl ends by itself at its own limit; this is for a login plugin that hangs. */
const graceMs = 5_000;

/** A client for one context. `timeoutMs` bounds each request, `heap` (bytes) what is made of the answers. */
export function createClient(ask: Ask, context: string, timeoutMs: number, heap?: number): Client {
  let count = 0;
  let running = 0;
  const waiting: (() => void)[] = [];
  const enter = async (): Promise<void> => {
    if (running >= mostAtOnce) await new Promise<void>((resolve) => waiting.push(resolve));
    running += 1;
  };
  const leave = (): void => {
    running -= 1;
    waiting.shift()?.();
  };
  const limit = `--request-timeout=${Math.max(1, Math.round(timeoutMs / 1000))}s`;
  return {
    context,
    room: new AnswerRoom(heap),
    requests: () => count,
    run: async (args) => {
      await enter();
      try {
        count += 1;
        const argv = ["kubectl", `--context=${context}`, limit, ...args];
        const answer = await ask(argv, { timeoutMs: timeoutMs + graceMs });
        const failure = failureOf(answer, context);
        if (failure !== undefined) return { failure };
        return answer.kind === "ended"
          ? { text: answer.stdout, warning: answer.stderr }
          : { text: "", warning: "" };
      } finally {
        leave();
      }
    },
  };
}

/** Asks for one address of the API; the answer's map. Throws NoRoom. */
export async function getRaw(
  client: Client,
  path: string,
): Promise<{ readonly value: Mapping } | { readonly failure: Failure }> {
  const said = await client.run(["get", `--raw=${path}`]);
  if ("failure" in said) return said;
  try {
    const value: unknown = client.room.parse(said.text);
    if (isMapping(value)) return { value };
  } catch (error) {
    if (error instanceof NoRoom) throw error;
    // Told below.
  }
  return { failure: unreadable(client.context, path) };
}

/** How many objects a page holds: kubectl's own number. */
const pageSize = 500;

/** Half a million objects of one kind are in no cluster. */
const mostPages = 1_000;

/**
 * Lists an address page by page, so that no answer grows with the cluster. A list that gets too old on the
 * way is begun once more, whole. What keeps track of fields is left out: it is half of many an object. Throws NoRoom.
 */
export async function listAll(
  client: Client,
  path: string,
): Promise<{ readonly items: readonly Mapping[] } | { readonly failure: Failure }> {
  const items: Mapping[] = [];
  let query = `?limit=${pageSize}`;
  let isWhole = false;
  for (let count = 0; count < mostPages; count += 1) {
    const page = await getRaw(client, `${path}${query}`);
    if ("failure" in page) {
      if (page.failure.kind !== "expired" || isWhole) return page;
      isWhole = true;
      items.length = 0;
      query = "";
      continue;
    }
    if (!Array.isArray(page.value["items"])) return { failure: unreadable(client.context, path) };
    for (const item of listAt(page.value, "items")) if (isMapping(item)) items.push(withoutFields(item));
    const next = textAt(page.value, "metadata", "continue") ?? "";
    if (next === "") return { items };
    const before = query;
    query = `?limit=${pageSize}&continue=${encodeURIComponent(next)}`;
    if (query === before) break;
  }
  return { failure: endless(client.context, path) };
}

function withoutFields(object: Mapping): Mapping {
  const metadata = object["metadata"];
  if (!isMapping(metadata) || !Object.hasOwn(metadata, "managedFields")) return object;
  const rest = Object.entries(metadata).filter(([key]) => key !== "managedFields");
  return { ...object, metadata: Object.fromEntries(rest) };
}
