import { posix } from "node:path";
import type { Span } from "../../diagnostics/diagnostic.ts";
import type { SourceText } from "../../diagnostics/format.ts";
import { linesOf } from "../../diagnostics/lines.ts";
import type { Files } from "../../io/files.ts";
import { heapSize } from "../../io/heap-size.ts";
import { isWithin } from "../../io/paths.ts";
import { decodeText } from "../../reality/flux/parse.ts";
import type { Complaint } from "../../reality/helm/complaint.ts";
import type { HelmRelease } from "../../reality/model.ts";
import { HeapRoom } from "../../source/heap-need.ts";
import { brokenAt, placeIn } from "../../source/yaml-place.ts";
import { repositoryTop } from "../find-root.ts";
import type { Repository } from "../repository.ts";
import { fromInventory, type Job } from "./jobs.ts";

/** Finds the places that complaints are about, and keeps the texts that they stand in. */
export interface Places {
  readonly texts: ReadonlyMap<string, SourceText>;
  readonly ofComplaint: (job: Job, complaint: Complaint) => Promise<Span | undefined>;
  /** Where a HelmRelease names its chart. */
  readonly ofRelease: (real: HelmRelease) => Promise<Span | undefined>;
}

export function createPlaces(files: Files, repository: Repository | undefined): Places {
  const texts = new Map<string, SourceText>();
  const known = new Map<string, string | undefined>();
  const room = new HeapRoom(heapSize());
  let top: string | undefined;
  const read = async (path: string): Promise<string | undefined> => {
    if (!known.has(path)) {
      top ??= await files.realPath((await repositoryTop(files)) ?? files.root);
      const real = await files.realPath(path);
      const isHere = top !== undefined && real !== undefined && isWithin(top, real);
      const bytes = isHere && (await files.kind(real)) === "file" ? await files.read(real) : undefined;
      const text = bytes && decodeText(bytes);
      known.set(path, text);
      if (text !== undefined) texts.set(path, linesOf(text));
    }
    return known.get(path);
  };
  const within = async (
    path: string,
    find: (text: string) => Span | undefined,
  ): Promise<Span | undefined> => {
    const text = await read(path);
    // Where it takes more memory than there is, the complaint stands without a place.
    return text === undefined || !room.has(text) ? undefined : find(text);
  };
  const inRelease = async (
    real: HelmRelease,
    way: readonly string[],
    target?: "key" | "value",
  ): Promise<Span | undefined> => {
    const { file, line } = real.object.provenance;
    if (file === undefined) return undefined;
    const path = fromInventory(repository, file);
    return await within(path, (text) =>
      placeIn(path, text, way, { ...(line !== undefined && { line }), ...(target && { target }) }),
    );
  };

  /** In the file that gives a value; of several the one that wins. */
  const ofValue = async (job: Job, way: readonly string[], isKey: boolean): Promise<Span | undefined> => {
    const target = isKey ? "key" : "value";
    const inFile = (path: string): Promise<Span | undefined> =>
      within(path, (text) => placeIn(path, text, way, { target }));
    for (const path of job.release?.values.toReversed() ?? []) {
      const span = await inFile(path);
      if (span !== undefined) return span;
    }
    const given = job.real && (await inRelease(job.real, ["spec", "values", ...way], target));
    return given ?? (await inFile(posix.join(job.chart, "values.yaml")));
  };

  return {
    texts,
    ofRelease: async (real) =>
      (await inRelease(real, ["spec", "chart", "spec", "chart"])) ??
      (await inRelease(real, ["spec", "chartRef", "name"])) ??
      (await inRelease(real, ["metadata", "name"])),
    ofComplaint: async (job, { about, at, isKey, given, file, line, column, needsValues, message }) => {
      if (given !== undefined) {
        const path = job.release?.values.find((one) => given.endsWith(one)) ?? given;
        return await within(path, (text) => brokenAt(path, text) ?? wholeLine(path, text, 1));
      }
      if (about === "values")
        return at === undefined || at.length === 0 || needsValues ? undefined : await ofValue(job, at, isKey);
      // A template may fail with any words, those of a place among them.
      const path = posix.join(job.chart, file ?? "");
      if (file === undefined || posix.relative(job.chart, path).startsWith("..")) return undefined;
      return await within(path, (text) => {
        if (line !== undefined) return wholeLine(path, text, line, column);
        const isYaml = !file.startsWith("templates/");
        return (
          (isYaml ? (brokenAt(path, text) ?? ofKey(path, text, message)) : undefined) ??
          wholeLine(path, text, 1)
        );
      });
    },
  };
}

/** `version 'x' is not valid`, `chart.metadata.version is invalid`: the key that a message begins with. */
function ofKey(path: string, text: string, message: string): Span | undefined {
  const [, key] = /^(?:chart\.metadata\.)?([A-Za-z]+)/.exec(message) ?? [];
  return key === undefined ? undefined : placeIn(path, text, [key]);
}

/** The action of a template that covers a column of a line; the line without the spaces around it otherwise. */
function wholeLine(path: string, text: string, line: number, column?: number): Span {
  const lines = linesOf(text);
  const written = lines.lineAt(line);
  let start = 0;
  for (let before = 1; before < line; before++) start = text.indexOf("\n", start) + 1;
  const action =
    column === undefined
      ? undefined
      : [...written.matchAll(/\{\{.*?(?:\}\}|$)/g)].find(
          ({ index, 0: found }) => index < column && column <= index + found.length,
        );
  const found = action?.[0] ?? written.trim();
  const from = start + (action?.index ?? written.indexOf(found));
  return lines.span(path, from, from + found.length);
}
