import { expect, test } from "vitest";
import { tool } from "./command.js";

test("a run ends on its result, where a file that does not load and a failed hook count", async () => {
  const words = ["run", "--root", "test/fixtures/result"];
  const { code, output } = await tool("vitest/vitest.mjs", words);
  expect(output.split("\n").at(-1)).toBe("1 passed, 3 failed, 2 skipped");
  expect(code).toBe(1);
});
