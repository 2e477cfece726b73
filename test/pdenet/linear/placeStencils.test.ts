import { expect, test } from "vitest";
import { add, convolve, grad, gradCheck, square, sum } from "../../../src/autodiff/index.js";
import type { Variable } from "../../../src/autodiff/index.js";
import { createRng, normals, ValueError } from "../../../src/core/index.js";
import type { NdArray } from "../../../src/core/index.js";
import { placeStencils } from "../../../src/pdenet/linear/placeStencils.js";
import { weightedSum } from "../../../src/pdenet/linear/weightedSum.js";

/** Grids of one to three axes, even and odd; coefficients of every sample, and the same for all. */
const CASES = [
  { grid: [7], window: [5], samples: 2, places: 2 },
  { grid: [4, 9], window: [3, 5], samples: 2, places: 1 },
  { grid: [3, 4, 5], window: [3, 2, 3], samples: 1, places: 1 },
];

interface Given<A> {
  readonly c: A;
  readonly q: A;
  readonly q0: A;
  readonly u: A;
}

/** Three steps through the same stencils. */
function threeSteps({ c, q, q0, u }: Given<Variable>): Variable {
  const step = placeStencils(c, q, q0, u.shape[0]);
  return step(step(step(u)));
}

/** The same by convolutions. */
function threeConvolutions({ c, q, q0, u }: Given<Variable>): Variable {
  const step = (now: Variable): Variable =>
    add(convolve(now, q0), weightedSum(c, convolve(now, q)));
  return step(step(step(u)));
}

test.each(CASES)("steps on $grid are the convolutions that they stand for", (given) => {
  const at = drawn(given);
  const value = (f: (at: Given<Variable>) => Variable) =>
    grad((of: Given<Variable>) => sum(square(f(of))))(at);
  const [found, expected] = [value(threeSteps), value(threeConvolutions)];
  for (const name of ["c", "q", "q0", "u"] as const) {
    const { data } = expected[name];
    const largest = data.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
    // Sums of some hundred products, three deep.
    data.forEach((x, i) => {
      expect(Math.abs(found[name].data[i] - x)).toBeLessThan(1e-12 * largest);
    });
  }
});

test.each(CASES)("steps on $grid have the derivatives that central differences see", (given) => {
  // ε^⅔ ≈ 4e-11, times values and third derivatives of some ten.
  expect(gradCheck(threeSteps, drawn(given)).error).toBeLessThan(1e-8);
});

test("steps that share their stencils are not differentiated twice", () => {
  const at = drawn(CASES[0]);
  const norm = (of: Given<Variable>): Variable =>
    sum(square(grad((again: Given<Variable>) => sum(square(threeSteps(again))))(of).c));
  expect(() => grad(norm)(at)).toThrow(ValueError);
  expect(() => grad(norm)(at)).toThrow("should be differentiated once");
});

function drawn({ grid, window, samples, places }: (typeof CASES)[number]): Given<NdArray> {
  const terms = 3;
  const draw = (shape: readonly number[], seed: number): NdArray => {
    const { data } = normals(createRng(seed), shape);
    return { data: Float64Array.from(data, (value) => value / 3), shape } as NdArray;
  };
  return {
    c: draw([places, terms, ...grid], 1),
    q: draw([terms, 1, ...window], 2),
    q0: draw([1, 1, ...window], 3),
    u: draw([samples, 1, ...grid], 4),
  };
}
