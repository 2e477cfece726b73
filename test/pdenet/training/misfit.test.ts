import { expect, test } from "vitest";
import { grad, gradCheck, square, sum, Variable } from "../../../src/autodiff/index.js";
import { createRng, normals } from "../../../src/core/index.js";
import { misfit, observe } from "../../../src/pdenet/training/misfit.js";
import type { Observed } from "../../../src/pdenet/training/misfit.js";

/** Two samples of two components on five points: equal weights beside each other, others, and none. */
const SHAPE = [2, 2, 5];
const WEIGHTS = Float64Array.of(0.5, 0.5, 2, 0);

test("a misfit is the sum of squares, each plane with its weight", () => {
  const [u, t] = [drawn(1), drawn(2)];
  const expected = u.reduce(
    (sum, value, i) => sum + (WEIGHTS[Math.floor(i / 5)] * (value - t[i])) ** 2,
    0,
  );
  // Twenty squares: a few roundings.
  expect(misfit(new Variable(u, SHAPE), seen(t)).data[0]).toBeCloseTo(expected, 13);
});

test("a prediction that is right has no misfit, whatever it is where nothing was observed", () => {
  const t = drawn(2);
  const u = t.slice();
  u.fill(1e3, 15);
  expect(misfit(new Variable(u, SHAPE), seen(t)).data[0]).toBe(0);
});

test("a misfit has the first and second derivatives that central differences see", () => {
  const observed = seen(drawn(2));
  const of = (u: Variable): Variable => misfit(u, observed);
  const at = normals(createRng(1), SHAPE);
  // A parabola of a few tens: roundings over a step of ε^⅓.
  expect(gradCheck(of, at).error).toBeLessThan(1e-8);
  expect(gradCheck((u: Variable) => sum(square(grad(of)(u))), at).error).toBeLessThan(1e-8);
});

function drawn(seed: number): Float64Array {
  return Float64Array.from(normals(createRng(seed), SHAPE).data);
}

function seen(target: Float64Array): Observed {
  const observed = { weights: WEIGHTS, weighted: new Float64Array(target.length) };
  observe(target, observed);
  return observed;
}
