import js from "@eslint/js";
import tseslint from "typescript-eslint";

export default tseslint.config(
  { ignores: ["dist", "fixtures", "node_modules", "schemas"] },
  js.configs.recommended,
  {
    files: ["**/*.ts"],
    extends: [...tseslint.configs.strictTypeChecked, ...tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/switch-exhaustiveness-check": "error",
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/prefer-nullish-coalescing": "error",
      "no-console": "error",
    },
  },
  {
    // What is generated and said depends on no locale, no time zone and no clock.
    files: ["src/**/*.ts"],
    ignores: ["src/{io,cli,testing}/**", "src/**/testing/**", "**/*.test.ts"],
    rules: {
      "no-restricted-globals": ["error", "Date"],
      "no-restricted-syntax": [
        "error",
        { selector: "Identifier[name=/^(toLocale|localeCompare)/]", message: "it depends on the machine" },
        {
          selector: "MemberExpression[object.name='Intl'][property.name!='Segmenter']",
          message: "it depends on the machine",
        },
      ],
    },
  },
  {
    // Nor on the host: its rules for paths stay where the disk is.
    files: ["src/**/*.ts"],
    ignores: ["src/{io,artifacts,cli,testing}/**", "src/**/testing/**", "**/*.test.ts"],
    rules: {
      "no-restricted-globals": ["error", "Date", "process"],
      "no-restricted-imports": [
        "error",
        {
          paths: [
            { name: "node:path", allowImportNames: ["posix"], message: "paths of an inventory have `/`" },
          ],
        },
      ],
    },
  },
  {
    files: ["**/*.mjs"],
    languageOptions: { globals: { console: "readonly", process: "readonly", URL: "readonly" } },
  },
);
