import { defineConfig } from "vitest/config";
import { textModules } from "./text-modules.config.mjs";
import { parserFiles, plainParser, yaml } from "./yaml-parser.config.mjs";

export default defineConfig({
  plugins: [
    {
      name: "text-modules",
      enforce: "pre",
      load(id: string): string | undefined {
        return /\.(hbs|sh|star)$/.test(id) ? textModules(id) : undefined;
      },
    },
    {
      name: "yaml-parser",
      enforce: "pre",
      load(id: string): string | undefined {
        return parserFiles.test(id) ? plainParser(id) : undefined;
      },
    },
  ],
  resolve: { alias: [{ find: /^yaml$/, replacement: yaml }] },
  test: {
    server: { deps: { inline: [/\/node_modules\/yaml\//] } },
    include: ["src/**/*.test.ts"],
    testTimeout: 30_000,
    hookTimeout: 120_000,
  },
});
