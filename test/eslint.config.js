/** The rules of the house that a machine can hold. Numeric code may index arrays and name an index `i`. */
import { fileURLToPath } from "node:url";
import js from "@eslint/js";
import tseslint from "typescript-eslint";

const root = fileURLToPath(new URL("..", import.meta.url));

export default tseslint.config(
  {
    ignores: [
      ...["**/node_modules/", "**/dist/", "**/out/", "test/fixtures/"],
      // AssemblyScript, which only looks like TypeScript, and what is compiled from it.
      ...["src/compute/wasm/assembly/", "src/compute/wasm/binaries.ts"],
    ],
  },
  { linterOptions: { noInlineConfig: true } },
  js.configs.recommended,
  {
    files: ["**/*.ts"],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: root } },
    rules: {
      eqeqeq: "error",
      "no-else-return": "error",
      "no-console": "error",
      "@typescript-eslint/consistent-type-imports": [
        "error",
        { disallowTypeAnnotations: true, fixStyle: "separate-type-imports" },
      ],
      "@typescript-eslint/explicit-module-boundary-types": "error",
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      // Loops over typed arrays need their index, and often walk several arrays at once.
      "@typescript-eslint/prefer-for-of": "off",
      // A typed array read beyond its end gives undefined, which the types do not show.
      "@typescript-eslint/no-unnecessary-condition": "off",
      // `(k) => add(sums, k)` and `return refuse(…)` read well; messages show values of any type.
      "@typescript-eslint/no-confusing-void-expression": "off",
      "@typescript-eslint/no-base-to-string": "off",
      // It runs out of stack on types that contain themselves, as trees of parameters do.
      "@typescript-eslint/no-unsafe-class-instance-assignment": "off",
    },
  },
  {
    files: ["src/**/*.ts"],
    ignores: ["**/*.d.ts"],
    rules: {
      "no-restricted-syntax": [
        "error",
        { selector: "ExportDefaultDeclaration", message: "Exports have names." },
        { selector: "TSEnumDeclaration", message: "A choice is a union of words." },
        {
          selector: "ThrowStatement > NewExpression[callee.name=/^(Type|Range|Syntax)?Error$/]",
          message: "Errors are the four classes of core/errors.ts.",
        },
      ],
    },
  },
  {
    files: ["src/{io,plot,cli}/**/*.ts", "src/compute/threads/**/*.ts", "{test,examples}/**/*.ts"],
    rules: { "no-console": "off" },
  },
  {
    files: ["test/**/*.ts"],
    // Plans are closures: their functions may be taken apart.
    rules: { "@typescript-eslint/unbound-method": "off" },
  },
  {
    files: ["**/*.js"],
    languageOptions: {
      globals: { Buffer: "readonly", console: "readonly", process: "readonly", URL: "readonly" },
    },
  },
);
