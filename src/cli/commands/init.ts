import { dirname } from "node:path";
import { encode } from "../../artifacts/content.ts";
import { shellWord } from "../../grammar/shell-word.ts";
import { wayFrom } from "../../io/paths.ts";
import { run } from "../../io/process.ts";
import { exitCode, type ExitCode } from "../exit-code.ts";
import { defaultConfig, findInventory } from "../find-root.ts";
import { firstInventory, ownSchema, schemaIn } from "../first-inventory.ts";
import { currentContext } from "../kube-context.ts";
import { fromHere } from "../from-here.ts";
import type { Session } from "../session.ts";
import { unusable } from "../unusable.ts";

/** What git should not see: the secrets, and what only one machine needs. */
const ignored = [".env", ".fluxtilt/*", "!.fluxtilt/manifest.json", "!.fluxtilt/lib/"];

/** Writes a first inventory, commented, that holds as it is; never over a file that is there. */
export async function init(session: Session): Promise<ExitCode> {
  const { files, config, say } = session;
  const path = fromHere(session)(config);
  if ((await files.kind(config)) !== undefined) return refuse(session, path);
  const current = await currentContext(run, session.signal);
  const schema = await schemaIn(files);
  // It may have appeared while kubectl was thinking.
  if (!(await files.create(config, encode(firstInventory(current, schema))))) return refuse(session, path);
  say(`wrote ${path}`);
  if (current === undefined)
    say("  kubectl named no current context: put yours in the place of the example `admin@homelab`");
  else say(`  for the current kube context \`${current.context}\``);
  const above = await findInventory(dirname(files.root));
  if (above !== undefined)
    say(`  note: \`${wayFrom(session.cwd, above)}/${defaultConfig}\` above it is another inventory`);
  const there = new TextDecoder().decode(await files.read(".gitignore")).split(/\r?\n/);
  const missing = ignored.filter((line) => !there.includes(line));
  const named = config === defaultConfig ? "" : ` --config ${shellWord(path)}`;
  const lines = [
    ...(missing.length > 0 ? ["", "Add to .gitignore:", ...missing.map((line) => `  ${line}`)] : []),
    ...["", "Then:"],
    `  fluxtilt generate${named}    write the Tiltfile; again after each change, or fluxtilt watch`,
    `  tilt up${" ".repeat(named.length)}              open the dashboard`,
    ...(schema === undefined
      ? [`  fluxtilt schema > ${ownSchema.slice(2)}    completion in your editor`]
      : []),
  ];
  for (const line of lines) say(line);
  return exitCode.fine;
}

function refuse(session: Session, path: string): ExitCode {
  const help = "change it, or name another file with `--config`; `fluxtilt validate` tells whether it holds";
  return unusable(session, `\`${path}\` is there already, and init overwrites nothing`, help);
}
