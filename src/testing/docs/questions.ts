import type { ToolCall } from "../../mcp/server.ts";
import { readPages } from "./page.ts";

/** A question of a page: the call that answers it, and what stands in a good answer. */
export interface Question {
  /** Where it is, for the name of a test. */
  readonly place: string;
  /** Key of the MCP server. */
  readonly server: string;
  readonly call: ToolCall;
  /** Whether the server must refuse it. */
  readonly isRefused: boolean;
  /** Lines of the answer; `…` is whatever is left out. */
  readonly answer: readonly string[];
}

/**
 * The questions of a page: each block marked `ask: <server>`, or `refused: <server>`, with the answer in the
 * block after it.
 */
export function questionsIn(path: string): readonly Question[] {
  const blocks = readPages().find((page) => page.path === path)?.blocks ?? [];
  return blocks.flatMap((block, index): Question[] => {
    const [, mark, server] = /^(ask|refused): (\w+)$/.exec(block.mark) ?? [];
    if (server === undefined) return [];
    const next = blocks[index + 1];
    if (next?.mark !== "answer") throw new Error(`${block.place} has no answer after it`);
    return [
      {
        place: block.place,
        server,
        isRefused: mark === "refused",
        call: JSON.parse(block.lines.join("\n")) as ToolCall,
        answer: next.lines.filter((line) => line.trim() !== ""),
      },
    ];
  });
}
