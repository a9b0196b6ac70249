import type { Check } from "./checkup.ts";
import { context } from "./context.ts";
import { envFile } from "./env-file.ts";
import { extensions } from "./extensions.ts";
import { generated } from "./generated.ts";
import { ports } from "./ports.ts";
import { programs } from "./programs.ts";
import { suspended } from "./suspended.ts";
import { tilt } from "./tilt.ts";

/** Everything that `fluxtilt doctor` looks at, in the order in which it is told. */
export const checks: readonly Check[] = [
  generated,
  envFile,
  tilt,
  extensions,
  ...programs,
  context,
  suspended,
  ports,
];
