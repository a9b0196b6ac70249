// The walls between the stages (docs/architecture.md): data goes one way, so no stage imports a later one.
const stages = {
  diagnostics: [],
  source: ["diagnostics"],
  io: ["diagnostics"],
  grammar: [],
  actions: ["grammar"],
  mcp: ["grammar"],
  reality: ["diagnostics", "source", "grammar"],
  inventory: ["diagnostics", "source", "grammar", "actions", "mcp"],
  dashboard: ["diagnostics", "source", "grammar", "actions", "mcp", "inventory"],
  rules: ["diagnostics", "source", "grammar", "actions", "mcp", "reality", "inventory", "dashboard"],
  proposal: ["diagnostics", "source", "grammar", "actions", "reality", "inventory", "dashboard", "rules"],
  targets: ["diagnostics", "source", "grammar", "actions", "mcp", "reality", "inventory", "dashboard"],
  // Not targets: what is wanted is worked out without the code that writes it.
  evaluated: ["diagnostics", "source", "grammar", "actions", "inventory", "dashboard", "rules"],
  imported: ["diagnostics", "source", "grammar", "actions", "inventory", "dashboard", "rules", "evaluated"],
  artifacts: ["diagnostics", "io", "targets"],
};

const walls = Object.entries(stages).map(([stage, may]) => ({
  name: `wall-of-${stage}`,
  comment: `src/${stage} may import only itself${may.map((name) => `, src/${name}`).join("")}.`,
  severity: "error",
  from: { path: `^src/${stage}/`, pathNot: "\\.test\\.ts$" },
  to: { path: "^src/", pathNot: [stage, ...may].map((name) => `^src/${name}/`) },
}));

/** Only these stages may touch files, processes, the network or the clock. */
const pure = Object.keys(stages).filter((stage) => !["io", "artifacts"].includes(stage));

export default {
  forbidden: [
    ...walls,
    {
      name: "pure-stages",
      comment: "These stages are functions of their input: Node's own modules stay outside.",
      severity: "error",
      from: { path: `^src/(${pure.join("|")})/`, pathNot: "\\.test\\.ts$" },
      to: { dependencyTypes: ["core"], pathNot: "^(node:)?path(/posix)?$" },
    },
    {
      name: "nothing-imports-cli",
      severity: "error",
      from: { path: "^src/", pathNot: "^src/(cli|testing)/|\\.test\\.ts$" },
      to: { path: "^src/(cli|testing)/" },
    },
    { name: "no-cycles", severity: "error", from: {}, to: { circular: true } },
    {
      name: "no-orphans",
      severity: "error",
      from: { orphan: true, pathNot: "\\.(test|d)\\.ts$|^src/cli/main\\.ts$" },
      to: {},
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    doNotFollow: { path: "node_modules" },
  },
};
