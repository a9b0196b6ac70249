import { devNull } from "node:os";
import { cloneOf } from "../tilt/clones.ts";
import type { Answer } from "../../reality/cluster/ask.ts";
import { complaint } from "./ask.ts";
import type { Check } from "./checkup.ts";
import type { Finding } from "./finding.ts";

/** The pinned extensions: cloned by Tilt already, or to be had from their repository. */
export const extensions: Check = {
  name: "extensions",
  look: async ({ dashboard, artifacts, ask, env }) => {
    const { url, ref } = dashboard.tilt.extensions;
    if (artifacts?.some(({ text }) => text.includes("v1alpha1.extension_repo(")) === false)
      return [{ standing: "skipped", message: "nothing in the inventory needs one" }];
    const short = ref.slice(0, 12);
    const clone = cloneOf(url, env);
    const cloned = await ask(["git", "-C", clone, "rev-parse", "--verify", "--quiet", `${ref}^{commit}`]);
    if (cloned.kind === "absent")
      return [
        {
          standing: "problem",
          message: "git is not there, and Tilt fetches extensions with it",
          help: "install it: https://git-scm.com/downloads",
        },
      ];
    if (cloned.kind === "ended" && cloned.code === 0)
      return [{ standing: "ok", message: `commit ${short} is in Tilt's clone` }];
    // Tilt asks nobody for a password, so neither may git here. Nor has Tilt's clone the settings of the repository
    // that we stand in, which could name other places and programs.
    const remote = await ask(["git", "ls-remote", "--quiet", url, "HEAD"], {
      env: { GIT_TERMINAL_PROMPT: "0", GIT_ASKPASS: "", SSH_ASKPASS: "", GIT_DIR: devNull },
    });
    return [reached(remote, url, short)];
  },
};

function reached(remote: Answer, url: string, short: string): Finding {
  if (remote.kind === "ended" && remote.code === 0)
    return {
      standing: "ok",
      message: `${url} answers; Tilt will fetch commit ${short} at the first \`tilt up\``,
    };
  const reason = remote.kind === "ended" ? complaint(remote) : remote.reason;
  return {
    standing: "unknown",
    message: `whether commit ${short} can be had cannot be told: ${reason}`,
    help: `\`tilt up\` needs ${url} once: try again with a network, or set \`tilt.extensions.url\` to a copy`,
  };
}
