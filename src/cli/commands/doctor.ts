import { painter, type Style } from "../../diagnostics/color.ts";
import { visible } from "../../diagnostics/columns.ts";
import { portUse } from "../../io/listening.ts";
import { run } from "../../io/process.ts";
import { compileProject } from "../compile.ts";
import { asker } from "../doctor/ask.ts";
import type { Checkup } from "../doctor/checkup.ts";
import { checks } from "../doctor/checks.ts";
import type { Standing, Told } from "../doctor/finding.ts";
import { readKubeConfig } from "../doctor/kube-config.ts";
import { exitCode, type ExitCode } from "../exit-code.ts";
import { printReport } from "../report.ts";
import type { Session } from "../session.ts";
import { unusable } from "../unusable.ts";

/** Looks at what `tilt up` needs on this machine and in the cluster; changes nothing. */
export async function doctor(session: Session): Promise<ExitCode> {
  if (session.format === "github" || session.format === "sarif")
    return unusable(session, "`doctor` looks at this machine, not at files: it tells text or json");
  const project = await compileProject(session);
  const { dashboard, diagnostics, artifacts } = project;
  if (dashboard === undefined) {
    await printReport(session, project);
    return exitCode.unusable;
  }
  const ask = asker(run, session.files.root, session.signal);
  const kubeConfig = readKubeConfig(ask);
  const checkup: Checkup = {
    dashboard,
    diagnostics,
    artifacts,
    files: session.files,
    env: process.env,
    ask,
    kubeConfig: () => kubeConfig,
    listening: (port, host) => portUse(run, port, host),
  };
  const told = (await Promise.all(checks.map(({ name, look }) => lookAt(name, look(checkup))))).flat();
  if (session.format === "json") session.out(`${JSON.stringify({ version: 1, findings: told }, null, 2)}\n`);
  else tell(session, told);
  const has = (standing: Standing): boolean => told.some((one) => one.standing === standing);
  return has("problem") ? exitCode.found : has("unknown") ? exitCode.outside : exitCode.fine;
}

async function lookAt(check: string, looked: ReturnType<(typeof checks)[number]["look"]>): Promise<Told[]> {
  return (await looked).map((finding) => ({ check, ...finding }));
}

const styles: Readonly<Record<Standing, Style>> = {
  ok: "help",
  warning: "warning",
  problem: "error",
  skipped: "frame",
  unknown: "info",
};

function tell(session: Session, told: readonly Told[]): void {
  const paint = painter(session.results.color);
  const wide = Math.max(...told.map((one) => one.check.length));
  for (const { standing, check, message, help } of told) {
    const head = `${paint(styles[standing], standing.padEnd(7))}  ${check.padEnd(wide)}`;
    session.out(`${head}  ${visible(message)}\n`);
    if (help !== undefined) session.out(`${" ".repeat(wide + 11)}${visible(help)}\n`);
  }
  const count = (standing: Standing, one: string, many: string): string[] => {
    const number = told.filter((finding) => finding.standing === standing).length;
    return number === 0 ? [] : [`${number} ${number === 1 ? one : many}`];
  };
  const counts = [
    ...count("problem", "problem", "problems"),
    ...count("warning", "warning", "warnings"),
    ...count("unknown", "thing that cannot be told", "things that cannot be told"),
  ];
  session.say("");
  session.say(counts.length === 0 ? "all is well" : counts.join(", "));
}
