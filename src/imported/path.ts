/** A path of the project as an inventory says it. */
export function path(relative: string): string {
  return /^\.{0,2}\//.test(relative) || relative === "." ? relative : `./${relative}`;
}

/** Whether a path that Tilt tells lies in the project. */
export function isInside(relative: string): boolean {
  return !/^(\/|\.\.(\/|$))/.test(relative);
}
