import { defineConfig } from "vitest/config";
import { textModules } from "./text-modules.config.mjs";

export default defineConfig({
  plugins: [
    {
      name: "text-modules",
      enforce: "pre",
      load(id: string): string | undefined {
        return /\.(hbs|sh|star)$/.test(id) ? textModules(id) : undefined;
      },
    },
  ],
  test: {
    include: ["src/**/*.test.ts"],
    testTimeout: 30_000,
    hookTimeout: 120_000,
  },
});
