import { homedir } from "node:os";
import { join } from "node:path";

type Env = Readonly<Record<string, string | undefined>>;

/**
 * Where Tilt keeps its clone of a repository of extensions: its data folder, then the host and path of the
 * repository (tilt internal/tiltextension).
 */
export function cloneOf(url: string, env: Env): string {
  return join(dataHome(env), cloneBelow(url));
}

/** The same, relative to the data folder. */
export function cloneBelow(url: string): string {
  const { host, pathname } = new URL(url);
  return join("tilt-dev", "tilt_modules", host, ...pathname.split("/"));
}

/** The user's data folder as github.com/adrg/xdg finds it, which Tilt asks. */
export function dataHome(env: Env): string {
  const told = env["XDG_DATA_HOME"];
  if (told !== undefined && told !== "") return told;
  const home = env["HOME"] ?? homedir();
  if (process.platform === "darwin") return join(home, "Library", "Application Support");
  if (process.platform === "win32") return env["LOCALAPPDATA"] ?? join(home, "AppData", "Local");
  return join(home, ".local", "share");
}
