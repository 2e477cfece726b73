import { expect, test } from "vitest";
import { verdict } from "../../../examples/benchmarks/verdict.js";

test("a miss is told in per cent, and never as nothing", () => {
  expect(verdict(1.8, 1.8)).toBe("met");
  expect(verdict(0.9, 1.2)).toBe("missed by 25 %");
  expect(verdict(0.9999, 1)).toBe("missed by 1 %");
});
