import { LimitError } from "./build-error.ts";

/** Takes steps of what a build may take, fractions too. Throws LimitError when that is used up. */
export type Spend = (steps: number) => void;

/** What a build may still take, all levels together. */
export interface Room {
  folders: number;
  resources: number;
  steps: number;
}

/** Bases that take each other twice double with each level: far above what people write. */
export const mostFolders = 5_000;
export const mostResources = 100_000;

/**
 * A step is a look at an object, or a value written into it: about a microsecond. A thousand objects that each get a
 * hundred labels, patches and replacements are below it; all 650 objects of a homelab take some 5,500.
 */
export const mostSteps = 1_000_000;

export function newRoom(): Room {
  return { folders: mostFolders, resources: mostResources, steps: mostSteps };
}

export function spendFrom(room: Room): Spend {
  return (steps) => {
    room.steps -= steps;
    if (room.steps < 0)
      throw new LimitError(`what is done to its objects takes more than ${mostSteps} steps`);
  };
}
