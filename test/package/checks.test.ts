import { describe, expect, test } from "vitest";
import { tool } from "./command.js";

const MINUTES = 60_000;
const fine = { code: 0, output: "" };

describe("every source, test and example", () => {
  test("has types that agree", { timeout: 3 * MINUTES }, async () => {
    expect(await tool("typescript/bin/tsc", ["-p", "."])).toEqual(fine);
  });
  test("keeps the rules of the linter", { timeout: 8 * MINUTES }, async () => {
    const words = ["-c", "test/eslint.config.js", "--max-warnings", "0", "."];
    expect(await tool("eslint/bin/eslint.js", words)).toEqual(fine);
  });
  test("is laid out by prettier", { timeout: 3 * MINUTES }, async () => {
    const files = ["{.ci,src,test,examples}/**/*.{ts,js,json}", "*.json"];
    const words = ["--check", "--log-level", "warn", "--no-error-on-unmatched-pattern", ...files];
    expect(await tool("prettier/bin/prettier.cjs", words)).toEqual(fine);
  });
});
