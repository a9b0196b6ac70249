import { posix } from "node:path";
import type { AllFacts, Facts } from "../evaluated/facts.ts";

/** What `--develop NAME` of a generated Tiltfile does, beside what it is without. */
export interface Development {
  readonly name: string;
  /** Without the argument. */
  readonly plain: AllFacts;
  readonly facts: AllFacts;
  /** Folder of the Tiltfile that deploys it, which paths in its text are relative to. */
  readonly folder: string;
}

/** True for a deploy by a script of ours, in Flux's stead. */
export function isScript(facts: Facts | undefined, script: string): boolean {
  return facts?.apply?.[1]?.endsWith(`.fluxtilt/lib/${script}`) === true;
}

/** The facts of a load, with the paths of such deploys from the project instead of from their Tiltfile. */
export function placedDeploys(all: AllFacts, folder: string): AllFacts {
  return new Map([...all].map(([name, facts]) => [name, placed(facts, folder)]));
}

function placed(facts: Facts, folder: string): Facts {
  if (!isScript(facts, "helm-release.sh")) return facts;
  return {
    ...facts,
    apply: (facts.apply ?? []).map((word) => {
      const [, flag = "", path] = /^(--values=)?(\.{1,2}\/[^]*)$/.exec(word) ?? [];
      return path === undefined ? word : `${flag}./${posix.join(folder, path)}`;
    }),
  };
}
