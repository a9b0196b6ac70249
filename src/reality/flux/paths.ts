/** Joins and cleans a path inside the repository; `..` cannot leave its top (securejoin). The top is `""`. */
export function joinPath(base: string, path: string): string {
  if (isClean(path) && (base === "" || isClean(base))) return base === "" ? path : `${base}/${path}`;
  const steps: string[] = [];
  for (const step of [...base.split("/"), ...path.split("/")]) {
    if (step === "..") steps.pop();
    else if (step !== "" && step !== ".") steps.push(step);
  }
  return steps.join("/");
}

/** True for a path without a step that means something else than a name, as most are. */
function isClean(path: string): boolean {
  if (path === "" || path.startsWith("/") || path.endsWith("/") || path.endsWith(".")) return false;
  return !path.includes("./") && !path.includes("//");
}

/** As {@link joinPath}, but undefined when `..` would leave the repository. */
export function resolvePath(base: string, path: string): string | undefined {
  const steps: string[] = [];
  for (const step of [...base.split("/"), ...path.split("/")]) {
    if (step === ".." && steps.pop() === undefined) return undefined;
    if (step !== "" && step !== "." && step !== "..") steps.push(step);
  }
  return steps.join("/");
}

/** The folder that a path stands in; the top's is the top. */
export function folderOf(path: string): string {
  const slash = path.lastIndexOf("/");
  return slash < 0 ? "" : path.slice(0, slash);
}

/** The last step of a path. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** True when kustomize would fetch this instead of reading it here (api/internal/git/repospec.go). */
export function isRemote(path: string): boolean {
  return (
    /^(git::|gh:|ssh:\/\/|https?:\/\/|oci:\/\/|git@|github\.com[:/])/i.test(path) ||
    path.includes("://") ||
    /\.git(\/|\?|$)/.test(path) ||
    /[?&](ref|version|timeout|submodules)=/.test(path)
  );
}
