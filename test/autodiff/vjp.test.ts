import { describe, expect, test } from "vitest";
import {
  add,
  grad,
  gradCheck,
  hessianVector,
  jvp,
  multiply,
  sin,
  slice,
  square,
  subtract,
  sum,
  type Variable,
  vjp,
} from "../../src/autodiff/index.js";
import { createRng, ndarrayOf, normals } from "../../src/core/index.js";
import type { NdArray } from "../../src/core/index.js";

const list = (...numbers: number[]): NdArray =>
  ndarrayOf(Float64Array.from(numbers), [numbers.length]);

describe("products with the Jacobian", () => {
  // f(x, y) = (xy, x + y²), J = [[y, x], [1, 2y]].
  interface Point {
    x: Variable;
    y: Variable;
  }
  const f = ({ x, y }: Point): Variable =>
    add(multiply(multiply(x, y), [1, 0]), multiply(add(x, square(y)), [0, 1]));
  const at = { x: 2, y: 3 };

  test("in closed form, from either side", () => {
    const back = vjp(f, at, list(1, 10));
    expect([...back.value.data]).toEqual([6, 11]);
    expect(back.product).toEqual({ x: 3 + 10, y: 2 + 60 });
    const along = jvp(f, at, { x: 1, y: 10 });
    expect([...along.value.data]).toEqual([6, 11]);
    expect([...along.product.data]).toEqual([3 + 20, 1 + 60]);
  });

  test("of what does not depend on x are zero", () => {
    const constant = (x: Variable): Variable => add(multiply(x, 0), [1, 2]);
    expect([...jvp(constant, 1, 1).product.data]).toEqual([0, 0]);
    const other = ([, y]: readonly Variable[]): Variable => square(y);
    expect([...jvp(other, [1, 2], [1, 0]).product.data]).toEqual([0]);
    expect(vjp(other, [1, 2], 1).product).toEqual([0, 4]);
  });

  test("refuse directions of another shape", () => {
    expect(() => vjp(f, at, list(1, 2, 3))).toThrow(
      "autodiff.vjp: g should have the shape [2] of f(x); got [3].",
    );
    expect(() => jvp((x: Variable) => square(x), list(1, 2), list(1))).toThrow(
      "autodiff.jvp: v should have the shape [2] of x; got [1].",
    );
  });
});

describe("the Hessian of Rosenbrock's function", () => {
  // Σ 100 (x_{i+1} − x_i²)² + (1 − x_i)².
  const rosenbrock = (x: Variable): Variable => {
    const [head, tail] = [slice(x, [[0, -1]]), slice(x, [[1]])];
    const valley = multiply(100, square(subtract(tail, square(head))));
    return sum(add(valley, square(subtract(1, head))));
  };

  /** H v by its bands: d_i = 1200 x_i² − 400 x_{i+1} + 2 (+ 200), and −400 x_i beside it. */
  const closed = ({ data: x }: NdArray, { data: v }: NdArray): number[] =>
    Array.from(x, (_, i) => {
      const last = x.length - 1;
      const own = i < last ? 1200 * x[i] ** 2 - 400 * x[i + 1] + 2 : 0;
      const product = (own + (i > 0 ? 200 : 0)) * v[i];
      const before = i > 0 ? -400 * x[i - 1] * v[i - 1] : 0;
      return product + before + (i < last ? -400 * x[i] * v[i + 1] : 0);
    });

  test("times a vector is in closed form", () => {
    const rng = createRng(11);
    const [x, v] = [normals(rng, [10]), normals(rng, [10])];
    const product = hessianVector(rosenbrock, x, v);
    const expected = closed(x, v);
    const size = Math.max(...expected.map(Math.abs));
    // Some ten operations on terms of the size of the largest.
    expected.forEach((entry, i) => {
      expect(Math.abs(product.data[i] - entry)).toBeLessThan(1e-14 * size);
    });
  });

  test("is symmetric", () => {
    const rng = createRng(12);
    const [x, v, w] = [normals(rng, [6]), normals(rng, [6]), normals(rng, [6])];
    const dot = (a: NdArray, b: NdArray): number =>
      a.data.reduce((total, entry, i) => total + entry * b.data[i], 0);
    const [left, right] = [
      dot(w, hessianVector(rosenbrock, x, v)),
      dot(v, hessianVector(rosenbrock, x, w)),
    ];
    expect(Math.abs(left - right)).toBeLessThan(1e-13 * Math.abs(left));
  });

  test("its gradient vanishes at the minimum", () => {
    const ones = list(1, 1, 1, 1);
    expect([...grad(rosenbrock)(ones).data].map(Math.abs)).toEqual([0, 0, 0, 0]);
  });

  test("hessianVector refuses more than one number, and another direction", () => {
    expect(() => hessianVector((x: Variable) => x, list(1, 2), list(1, 2))).toThrow(
      "autodiff: the differentiated function should return a single number; got shape [2].",
    );
    expect(() => hessianVector(rosenbrock, list(1, 2), list(1))).toThrow(
      "autodiff.hessianVector: v should have the shape [2] of x; got [1].",
    );
  });
});

test("a function of a gradient can be differentiated like any other", () => {
  // |∇ Σ sin(x²)|², whose gradient takes second derivatives of its terms.
  const energy = (x: Variable): Variable => sum(sin(square(x)));
  const steepness = (x: Variable): Variable => sum(square(grad(energy)(x)));
  expect(gradCheck(steepness, normals(createRng(13), [5])).error).toBeLessThan(1e-7);
});
