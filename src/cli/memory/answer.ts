import { isFact, type Fact } from "../../io/trace.ts";
import type { Ending } from "./closing.ts";
import { seal, unseal } from "./sealed.ts";

/** One thing that was told: to the results, as a message or several that are laid out, or as a report. */
export type Word = readonly [channel: "out" | "say" | "print" | "report", text: string];

/** What is known of an inventory of which nothing wrong was found. */
export interface Answer extends Ending {
  readonly program: string;
  readonly root: string;
  readonly config: string;
  /** What was asked of it, as `questionOf` says it. */
  readonly question: string;
  /** Everything that the run asked of the disk. While all of it holds, the run would end the same. */
  readonly facts: readonly Fact[];
  /** Whether git leaves a path out, as far as that was asked. */
  readonly ignored: readonly (readonly [path: string, answer: string])[];
  /** What was told of it, by how it was to be told. */
  readonly told: Readonly<Record<string, readonly Word[]>>;
}

/** As the bytes of a file. */
export function writeAnswer(answer: Answer): Buffer {
  return seal(JSON.stringify(answer));
}

/** Undefined for bytes that are damaged, or were written by another version. */
export function readAnswer(bytes: Buffer): Answer | undefined {
  const body = unseal(bytes);
  const value: unknown = body && JSON.parse(body.toString("utf8"));
  return isAnswer(value) ? value : undefined;
}

function isAnswer(value: unknown): value is Answer {
  if (typeof value !== "object" || value === null) return false;
  const { program, root, config, question, files, hasWarnings, facts, ignored, told } = value as Partial<
    Record<keyof Answer, unknown>
  >;
  return (
    [program, root, config, question].every((text) => typeof text === "string") &&
    typeof files === "number" &&
    typeof hasWarnings === "boolean" &&
    Array.isArray(facts) &&
    facts.every(isFact) &&
    isPairs(ignored) &&
    typeof told === "object" &&
    told !== null &&
    Object.values(told).every(isPairs)
  );
}

function isPairs(value: unknown): boolean {
  return (
    Array.isArray(value) &&
    value.every(
      (pair) => Array.isArray(pair) && pair.length === 2 && pair.every((text) => typeof text === "string"),
    )
  );
}
