import type { Dashboard } from "../../dashboard/model.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Files } from "../../io/files.ts";
import type { PortUse } from "../../io/listening.ts";
import type { Artifact } from "../../targets/artifact.ts";
import type { Ask } from "./ask.ts";
import type { Finding } from "./finding.ts";
import type { KubeConfig } from "./kube-config.ts";

/** What every check is given. */
export interface Checkup {
  readonly dashboard: Dashboard;
  readonly diagnostics: readonly Diagnostic[];
  /** Absent when a rule does not hold, so that nothing can be generated. */
  readonly artifacts: readonly Artifact[] | undefined;
  readonly files: Files;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly ask: Ask;
  /** What kubectl says of its configuration, asked once for all checks. */
  readonly kubeConfig: () => Promise<KubeConfig>;
  /** Who listens at a port of this machine. */
  readonly listening: (port: number, host?: string) => Promise<PortUse>;
}

/** One thing to look at. Adding one is a file and a row in the table. */
export interface Check {
  /** Stands before each of its findings. */
  readonly name: string;
  readonly look: (checkup: Checkup) => Promise<readonly Finding[]>;
}
