import { describe, expect, test } from "vitest";
import { add, multiply, noGrad, Variable } from "../../src/autodiff/index.js";
import { advance } from "../../src/pdenet/step.js";
import { increment } from "../../src/pdenet/steppers.js";
import type { Stepper } from "../../src/pdenet/index.js";

const CASES = [
  { stepper: "euler", order: 1 },
  { stepper: "midpoint", order: 2 },
  { stepper: "rk4", order: 4 },
] as const;

/** u' = u (1 − u): u(t) = 1 / (1 + (1/u₀ − 1) e^{−t}). */
const logistic = (u: Variable): Variable => multiply(u, add(1, multiply(-1, u)));

const one = (value: number): Variable => new Variable(Float64Array.of(value), [1, 1, 1]);

function logisticError(stepper: Stepper, steps: number): number {
  const prepared = { rate: logistic, carry: (u: Variable) => u };
  const network = { stepper, substeps: steps };
  const [found] = noGrad(() => advance(prepared, network, one(0.2), 2)).data;
  return Math.abs(found - 1 / (1 + 4 * Math.exp(-2)));
}

describe.each(CASES)("$stepper", ({ stepper, order }) => {
  test(`is of order ${order}: half the step leaves 2^−${order} of the error`, () => {
    const [coarse, fine] = [logisticError(stepper, 16), logisticError(stepper, 32)];
    // The next term of the error is a sixteenth of the first at most, so the order is right within a tenth.
    expect(Math.abs(Math.log2(coarse / fine) - order)).toBeLessThan(0.15);
  });

  test("of u' = λu is the Taylor polynomial of the exponential", () => {
    for (const z of [-3, -0.5, 0.1, 2]) {
      let [term, series] = [1, 0];
      for (let n = 1; n <= order; n++) series += term *= z / n;
      const rate = (u: Variable): Variable => multiply(2 * z, u);
      const [added] = noGrad(() => increment(stepper, rate, one(3), 0.5)).data;
      // A handful of products and sums of numbers of this size.
      expect(Math.abs(added - 3 * series)).toBeLessThan(1e-14 * Math.exp(2 * Math.abs(z)));
    }
  });
});

test("every sample takes an interval of its own, cut into equal steps", () => {
  const prepared = { rate: logistic, carry: (u: Variable) => u };
  const network = { stepper: "rk4", substeps: 3 } as const;
  const both = new Variable(Float64Array.of(0.2, 0.7), [2, 1, 1]);
  const [first, second] = noGrad(() =>
    advance(prepared, network, both, Float64Array.of(0.5, 1.5)),
  ).data;
  const alone = (u: number, t: number): number =>
    noGrad(() => advance(prepared, network, one(u), t)).data[0];
  expect([first, second]).toEqual([alone(0.2, 0.5), alone(0.7, 1.5)]);
});

test("what is carried is what the rate is added to, in every step", () => {
  const prepared = {
    rate: (u: Variable) => multiply(1, u),
    carry: (u: Variable) => multiply(0.5, u),
  };
  const two = noGrad(() => advance(prepared, { stepper: "euler", substeps: 2 }, one(1), 0.5));
  expect(two.data[0]).toBe(0.75 ** 2);
});
