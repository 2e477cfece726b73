import { expect, test } from "vitest";
import { formatProgress } from "../../src/cli/progress.js";

test("a bar is as full as the share that is done", () => {
  expect(formatProgress({ done: 50, total: 100, unit: "samples" })).toBe(
    `${"▇".repeat(14)}${"─".repeat(14)} 50 % of 100 samples`,
  );
  expect(formatProgress({ done: 0, total: 0, unit: "samples" })).toContain("100 % of 0");
});

test("without a whole only the count is told", () => {
  expect(formatProgress({ done: 7, unit: "samples" })).toBe("7 samples");
});
