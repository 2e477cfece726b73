import { expect, test } from "vitest";
import { createPlans } from "../../src/core/index.js";

test("a plan is made once, while its key comes again", () => {
  const planOf = createPlans<object>();
  const first = planOf("a", () => ({}));
  expect(planOf("a", () => ({}))).toBe(first);
  expect(planOf("b", () => ({}))).not.toBe(first);
});

test("of more than are kept, the one used longest ago is made again", () => {
  const planOf = createPlans<number>(2);
  let made = 0;
  const use = (key: string): number => planOf(key, () => ++made);
  expect(["a", "b", "a", "c"].map(use)).toEqual([1, 2, 1, 3]);
  expect(["a", "c", "b"].map(use)).toEqual([1, 3, 4]);
});
