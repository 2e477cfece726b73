import { expect, test } from "vitest";
import { createRng } from "../../../src/core/index.js";
import { halfWidth } from "../../../src/pdenet/equation/halfWidth.js";

/** t_{0.975} of 11 and of 2 degrees of freedom, the latter to four digits as in the table. */
const [T11, T2] = [2.200985, 4.3027];

test("is t times the deviation where every condition says the same", () => {
  const draws = [1, -1, 3];
  const values = draws.flatMap((value) => [value, value, value]);
  // Σ (y − ȳ)² = 8 in each of three conditions, of two degrees of freedom each.
  expect(halfWidth(values, 3, 12)).toBeCloseTo(T11 * 2, 4);
});

test("is that of the conditions where draws say the same", () => {
  const values = [0, 1, 5, 0, 1, 5];
  expect(halfWidth(values, 3, 12)).toBeCloseTo(T2 * Math.sqrt(7), 4);
});

test("takes from the spread of conditions what draws alone would make of it", () => {
  const values = [0, 2, 4, 2, 4, 6];
  // d² = 2 and var ȳ_g = 4, of which d²/2 is the draws'.
  expect(halfWidth(values, 3, 12)).toBeCloseTo(Math.hypot(T11 * Math.SQRT2, T2 * Math.sqrt(3)), 4);
});

test.each([
  [[1, 3], 3],
  [[1, 3, 5, 7, 9], 3],
  [[1, 3, 5, 7], 1],
])(
  "of %j under %i conditions, too few to tell them apart, is t times the deviation of all",
  (values, conditions) => {
    const middle = values.reduce((sum, value) => sum + value, 0) / values.length;
    const sum = values.reduce((total, value) => total + (value - middle) ** 2, 0);
    const expected = T11 * Math.sqrt(sum / (values.length - 1));
    expect(halfWidth(values, conditions, 12)).toBeCloseTo(expected, 4);
  },
);

test("holds the mean of conditions nearly always, where both vary", () => {
  const rng = createRng(1);
  const trials = 2000;
  let held = 0;
  for (let i = 0; i < trials; i++) {
    const common = [0, 1, 2].map(() => rng.normal());
    // A fit under the first condition is off by what that condition and its own draw do.
    const centre = common[0] + 0.3 * rng.normal();
    const values = Array.from({ length: 9 }, (_, m) => common[m % 3] + 0.3 * rng.normal());
    if (Math.abs(centre) <= halfWidth(values, 3, 12)) held++;
  }
  // 95 % but for three deviations of the count, 0.5 % each, and what two degrees of freedom leave of t.
  expect(held / trials).toBeGreaterThan(0.93);
  expect(held / trials).toBeLessThan(0.975);
});
