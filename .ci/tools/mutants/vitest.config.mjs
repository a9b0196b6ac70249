// The tests that run in process, of what is mutated: no Tilt, no API server, no bundle.
import { textModules } from "../../../text-modules.config.mjs";

export default {
  plugins: [
    {
      name: "text-modules",
      enforce: "pre",
      load: (id) => (/\.(hbs|sh|star)$/.test(id) ? textModules(id) : undefined),
    },
  ],
  test: {
    include: [
      "src/{dashboard,rules,targets,artifacts}/**/*.test.ts",
      "src/testing/{golden,texts,rule-cases,repo-rules,repo-rules-root}.test.ts",
    ],
    testTimeout: 30_000,
  },
};
