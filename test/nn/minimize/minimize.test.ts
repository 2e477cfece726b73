import { describe, expect, test } from "vitest";
import { ROUNDING } from "../../../src/nn/minimize/lineSearch.js";
import { minimize } from "../../../src/nn/index.js";
import type { MinimizeMethod, MinimizeState } from "../../../src/nn/index.js";
import { dot } from "../../../src/nn/minimize/sums.js";
import { diagonalQuadratic, lifted, rosenbrock, rosenbrockStart } from "./problems.js";

const METHODS: readonly MinimizeMethod[] = ["lbfgs", "bfgs"];

describe.each(METHODS)("%s", (method) => {
  test("the gradient of Rosenbrock's function falls to 1e-8, in 2 and in 100 unknowns", async () => {
    for (const n of [2, 100]) {
      const found = await minimize(rosenbrock, rosenbrockStart(n), { method });
      expect(found.stop).toBe("gradient");
      expect(found.gradientNorm).toBeLessThanOrEqual(1e-8);
      // The least eigenvalue of the Hessian at (1, 1, …) is about 0.4: |x − 1| ≤ ‖g‖₂/0.4 ≤ 2.5e-7.
      expect(found.x.every((xi) => Math.abs(xi - 1) <= 2.5e-7)).toBe(true);
    }
  });

  test("every step satisfies the strong Wolfe conditions with c₁ = 1e-4 and c₂ = 0.9", async () => {
    const states: MinimizeState[] = [];
    const onIterate = (state: MinimizeState): unknown => states.push(state);
    const start = rosenbrockStart(20);
    // Until 1e-3 only: below, s = x₊ − x has too few digits to speak of d.
    await minimize(rosenbrock, start, { method, gradientTolerance: 1e-3, onIterate });
    let last = { x: start, ...rosenbrock(start) };
    for (const state of states) {
      const s = state.x.map((xi, i) => xi - last.x[i]);
      const slope = dot(last.gradient, s);
      expect(slope).toBeLessThan(0);
      // Rounding of s: 1e-16 of x ≈ 1 in steps of 1e-5 and more.
      expect(state.value).toBeLessThanOrEqual(last.value + (1e-4 - 1e-9) * slope);
      expect(Math.abs(dot(state.gradient, s))).toBeLessThanOrEqual((0.9 + 1e-9) * -slope);
      last = state;
    }
    expect(states.length).toBeGreaterThan(20);
  });

  test("the values never rise, but for their rounding", async () => {
    const { history } = await minimize(rosenbrock, rosenbrockStart(30), { method });
    history.slice(1).forEach(({ value }, i) => {
      expect(value).toBeLessThanOrEqual(history[i].value * (1 + ROUNDING));
    });
  });

  test("a quadratic with curvatures from 1e-6 to 1e6 is minimised", async () => {
    const curvatures = [1e-6, 1e-4, 1e-2, 1, 1e2, 1e4, 1e6];
    const f = diagonalQuadratic(curvatures);
    const found = await minimize(f, new Float64Array(7), { method });
    expect(found.stop).toBe("gradient");
    found.x.forEach((xi, i) => expect(curvatures[i] * Math.abs(xi - 1)).toBeLessThanOrEqual(1e-8));
  });

  test("the rounding of large values does not hide the minimum", async () => {
    // 1e6 leaves the values 1e-10 of resolution, while ‖g‖∞ = 1e-8 speaks of differences of 1e-16.
    const found = await minimize(lifted(rosenbrock, 1e6), rosenbrockStart(4), { method });
    expect(found.stop).toBe("gradient");
  });

  test("a minimum at the edge of a domain is found: Σ c x − log x has it at x = 1/c", async () => {
    const c = [100, 1, 0.01];
    const outside: number[] = [];
    const f = (x: Float64Array) => {
      const value = x.reduce((sum, xi, i) => sum + c[i] * xi - Math.log(xi), 0);
      if (Number.isNaN(value)) outside.push(value);
      return { value, gradient: x.map((xi, i) => c[i] - 1 / xi) };
    };
    const found = await minimize(f, [0.5, 0.5, 0.5], { method });
    expect(outside.length).toBeGreaterThan(0);
    expect(found.stop).toBe("gradient");
    // δg = δx/x² at x = 1/c, so that |c x − 1| ≤ 1e-8/c.
    found.x.forEach((xi, i) => expect(Math.abs(c[i] * xi - 1)).toBeLessThanOrEqual(1.1e-8 / c[i]));
  });

  test("a first step that lands on the mirror image of the start is not taken", async () => {
    // The first step has length 1: from 0.5 to −0.5, where x² is the same.
    const f = diagonalQuadratic([2]);
    const found = await minimize(f, [1.5], { method });
    expect(found.x[0]).toBeCloseTo(1, 8);
    expect(found.history[0].value).toBeLessThan(0.25);
  });

  test("a start where the gradient is small enough is the answer, after one evaluation", async () => {
    const found = await minimize(rosenbrock, [1, 1, 1], { method });
    expect(found).toMatchObject({ stop: "gradient", iterations: 0, evaluations: 1, step: 0 });
    expect(found.history).toEqual([]);
  });

  test("a constant function is minimal everywhere", async () => {
    const f = (x: Float64Array) => ({ value: 3, gradient: new Float64Array(x.length) });
    const found = await minimize(f, [4, 5], { method });
    expect(found).toMatchObject({ stop: "gradient", iterations: 0, value: 3 });
    expect([...found.x]).toEqual([4, 5]);
  });

  test("multiplying f by a power of two changes no bit of the way", async () => {
    const scaled = (x: Float64Array) => {
      const { value, gradient } = rosenbrock(x);
      return { value: 2 ** 60 * value, gradient: gradient.map((g) => 2 ** 60 * g) };
    };
    const options = { method, gradientTolerance: 0, maxIterations: 30 };
    const found = await minimize(scaled, rosenbrockStart(8), options);
    expect(found.x).toEqual((await minimize(rosenbrock, rosenbrockStart(8), options)).x);
  });

  test("x⁴, whose curvature vanishes at its minimum, is minimised", async () => {
    const f = (x: Float64Array) => ({ value: x[0] ** 4, gradient: x.map((xi) => 4 * xi ** 3) });
    const found = await minimize(f, [3], { method });
    // 4 |x|³ ≤ 1e-8.
    expect(Math.abs(found.x[0])).toBeLessThanOrEqual((1e-8 / 4) ** (1 / 3));
  });
});

describe("minimize", () => {
  test("with a gradient of the wrong sign stops at the start and says so", async () => {
    const f = (x: Float64Array) => ({ value: x[0] ** 2, gradient: x.map((xi) => -2 * xi) });
    const found = await minimize(f, [1]);
    expect(found).toMatchObject({ stop: "lineSearch", value: 1, step: 0 });
  });

  test("of a function without a lower bound ends", async () => {
    const f = (x: Float64Array) => ({ value: -x[0], gradient: Float64Array.of(-1) });
    expect((await minimize(f, [0])).stop).toBe("lineSearch");
  });

  test("at a kink tries once more against the gradient, and keeps the best point", async () => {
    const f = (x: Float64Array) => ({
      value: Math.abs(x[0]) + 2 * Math.abs(x[1]),
      gradient: Float64Array.of(Math.sign(x[0]), 2 * Math.sign(x[1])),
    });
    const found = await minimize(f, [1, 0.3]);
    expect(found.stop).toBe("lineSearch");
    expect(found.value).toBe(Math.min(...found.history.map(({ value }) => value)));
    expect(found.value).toBe(f(found.x).value);
    expect(found.value).toBeLessThan(1.6);
  });

  test("neither writes to x0 nor minds a gradient that is filled again and again", async () => {
    const x0 = rosenbrockStart(3);
    const shared = new Float64Array(3);
    const f = (x: Float64Array) => {
      const { value, gradient } = rosenbrock(x);
      shared.set(gradient);
      return { value, gradient: shared };
    };
    const found = await minimize(f, x0);
    expect(x0).toEqual(rosenbrockStart(3));
    expect(found.x).toEqual((await minimize(rosenbrock, x0)).x);
  });
});
