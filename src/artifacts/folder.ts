/** The folder of what fluxtilt keeps for itself. The record and `lib` are committed, the rest is not. */
export const ownFolder = ".fluxtilt";

/** The record of generated files. */
export const recordPath = `${ownFolder}/manifest.json`;

/** Names in the own folder of files that live only while a run does: the lock and the journals. */
export function isTransient(name: string): boolean {
  return name.startsWith("lock") || name.startsWith("journal");
}

/** True for the own folder, and for what is in it. */
export function isOwn(path: string): boolean {
  return path === ownFolder || path.startsWith(`${ownFolder}/`);
}

/** True for a path that an artifact must not take. */
export function isReserved(path: string): boolean {
  const folded = path.toLowerCase();
  if (folded === recordPath || folded === ownFolder) return true;
  const [folder, name] = folded.split("/");
  return folder === ownFolder && name !== undefined && isTransient(name);
}
