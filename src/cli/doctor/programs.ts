import { complaint } from "./ask.ts";
import type { Check, Checkup } from "./checkup.ts";
import type { Finding } from "./finding.ts";
import { neededFor, type Program } from "./needs.ts";

interface Known {
  readonly argv: readonly string[];
  readonly install: string;
}

/** How each program is asked for its version, without asking a cluster or a daemon. */
const known: Readonly<Record<Program, Known>> = {
  kubectl: {
    argv: ["kubectl", "version", "--client"],
    install: "https://kubernetes.io/docs/tasks/tools",
  },
  kustomize: {
    argv: ["kustomize", "version"],
    install: "https://kubectl.docs.kubernetes.io/installation/kustomize",
  },
  helm: { argv: ["helm", "version", "--short"], install: "https://helm.sh/docs/intro/install" },
  flux: { argv: ["flux", "version", "--client"], install: "https://fluxcd.io/flux/installation" },
  python3: { argv: ["python3", "--version"], install: "https://www.python.org/downloads" },
  docker: { argv: ["docker", "--version"], install: "https://docs.docker.com/get-docker" },
};

/** The programs that the Tiltfiles run, each only where the inventory needs it. */
export const programs: readonly Check[] = (Object.keys(known) as Program[]).map((program) => ({
  name: program,
  look: async (checkup) => [await lookFor(program, checkup)],
}));

async function lookFor(program: Program, { dashboard, ask }: Checkup): Promise<Finding> {
  const reason = neededFor(dashboard).get(program);
  if (reason === undefined) return { standing: "skipped", message: "nothing in the inventory needs it" };
  const { argv, install } = known[program];
  const answer = await ask(argv);
  const isKilled = answer.kind === "silent" && answer.is === "killed";
  if (answer.kind === "silent" && !isKilled) return { standing: "unknown", message: answer.reason };
  if (answer.kind === "ended" && answer.code === 0)
    return { standing: "ok", message: `${versionIn(answer.stdout)}, for ${reason}` };
  if (program === "kustomize") {
    const within = await ask(["kubectl", "kustomize", "--help"]);
    if (within.kind === "silent") return { standing: "unknown", message: within.reason };
    if (within.kind === "ended" && within.code === 0)
      return { standing: "ok", message: `as \`kubectl kustomize\`, for ${reason}` };
  }
  if (answer.kind === "absent")
    return {
      standing: "problem",
      message: `${program} is not there, for ${reason}`,
      help: `install it: ${install}`,
    };
  return {
    standing: "problem",
    message: `${program} does not run, for ${reason}: ${answer.kind === "silent" ? answer.reason : complaint(answer)}`,
    help: `install it anew: ${install}`,
  };
}

function versionIn(text: string): string {
  return /v?\d+\.\d+(\.\d+)?[-+\w.]*/.exec(text)?.[0] ?? "it is there";
}
