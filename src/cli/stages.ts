/** The stages of a run, as `--timings` tells them and docs/performance.md explains them. */
export const stages = {
  start: "start",
  source: "source",
  inventory: "inventory",
  dashboard: "dashboard",
  files: "named files",
  reality: "reality",
  rules: "rules",
  targets: "targets",
  artifacts: "artifacts",
} as const;
