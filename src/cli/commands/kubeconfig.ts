import { shellWord } from "../../grammar/shell-word.ts";
import { resolve } from "node:path";
import { duration as durationText } from "../../grammar/names.ts";
import { readAnywhere, writePrivate } from "../../io/private-file.ts";
import { run } from "../../io/process.ts";
import { chooseContext } from "../cluster.ts";
import { openProject } from "../compile.ts";
import { asker } from "../doctor/ask.ts";
import { exitCode, type ExitCode } from "../exit-code.ts";
import { mintKubeconfig } from "../kubeconfig/mint.ts";
import { printReport } from "../report.ts";
import type { Session } from "../session.ts";
import { unusable } from "../unusable.ts";

interface Options {
  readonly duration: string;
  /** Where it is written; printed where nothing is said. */
  readonly output: string | undefined;
}

/** Mints a kubeconfig of the account of `access:`, for Tilt to work with; asks the cluster for nothing else. */
export async function kubeconfig(session: Session, { duration, output }: Options): Promise<ExitCode> {
  const project = await openProject(session);
  const { dashboard } = project;
  if (dashboard === undefined) {
    await printReport(session, project);
    return exitCode.unusable;
  }
  const { access, cluster } = dashboard;
  if (access === undefined)
    return unusable(
      session,
      "the inventory has no `access`, so there is no account to mint for",
      "add `access:` to it",
    );
  if (!durationText.safeParse(duration).success)
    return unusable(session, `\`${duration}\` is no duration`, "write it as `30m` or `8h`");
  if (output === undefined && session.results.width !== undefined)
    return unusable(
      session,
      "a token is not printed to a terminal",
      "give `--output FILE`, or send it into a file or a pipe",
    );
  const path = output === undefined ? undefined : resolve(session.cwd, output);
  if (path !== undefined && !isMinted(await readAnywhere(path)))
    return unusable(session, `\`${path}\` is there, and fluxtilt did not write it`, "name another file");
  const ask = asker(run, session.cwd, session.signal);
  const chosen = await chooseContext(ask, cluster.contexts);
  if ("problem" in chosen) {
    await printReport(session, { diagnostics: [chosen.problem], sources: project.sources });
    return exitCode.outside;
  }
  const { text, until } = await mintKubeconfig(ask, access, chosen.context, duration);
  if (path === undefined) {
    session.out(text);
    return exitCode.fine;
  }
  await writePrivate(path, `${mark}\n${text}`);
  session.say(`written for \`${access.namespace}/${access.serviceAccount}\`, good until ${until}`);
  session.say(`KUBECONFIG=${shellWord(path)} tilt up`);
  return exitCode.fine;
}

const mark = "# Minted by fluxtilt; it will be replaced by the next one.";

/** Somebody's own kubeconfig is never replaced: it may hold the only login there is. */
function isMinted(text: string | undefined): boolean {
  return text === undefined || text === "" || text.startsWith(mark);
}
