import { isMapping, listAt, textAt } from "../value.ts";
import type { Mapping } from "../value.ts";
import type { Ask } from "./ask.ts";
import { failureOf, unreadable, type Failure } from "./failure.ts";

/** What asks one cluster, a bounded number of questions at a time. */
export interface Client {
  readonly context: string;
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

/** A client for one context. `timeoutMs` bounds each request. */
export function createClient(ask: Ask, context: string, timeoutMs: number): Client {
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

/** Asks for one address of the API; the answer's map. */
export async function getRaw(
  client: Client,
  path: string,
): Promise<{ readonly value: Mapping } | { readonly failure: Failure }> {
  const said = await client.run(["get", `--raw=${path}`]);
  if ("failure" in said) return said;
  try {
    const value: unknown = JSON.parse(said.text);
    if (isMapping(value)) return { value };
  } catch {
    // Told below.
  }
  return { failure: unreadable(client.context, path) };
}

/** How many objects a page holds: kubectl's own number. */
const pageSize = 500;

/**
 * Lists an address page by page, so that no answer grows with the cluster. A list that gets too old on the
 * way is begun once more, whole.
 */
export async function listAll(
  client: Client,
  path: string,
): Promise<{ readonly items: readonly Mapping[] } | { readonly failure: Failure }> {
  const items: Mapping[] = [];
  let query = `?limit=${pageSize}`;
  for (;;) {
    const page = await getRaw(client, `${path}${query}`);
    if ("failure" in page) {
      const isOld = page.failure.kind === "expired" && query !== "";
      if (!isOld) return page;
      items.length = 0;
      query = "";
      continue;
    }
    if (!Array.isArray(page.value["items"])) return { failure: unreadable(client.context, path) };
    items.push(...listAt(page.value, "items").filter(isMapping));
    const next = textAt(page.value, "metadata", "continue") ?? "";
    if (next === "") return { items };
    query = `?limit=${pageSize}&continue=${encodeURIComponent(next)}`;
  }
}
