import { describe, expect, test } from "vitest";
import {
  add,
  cos,
  defineOperation,
  exp,
  grad,
  gradCheck,
  jvp,
  multiply,
  sin,
  subtract,
  sum,
  tanh,
  type Variable,
} from "../../src/autodiff/index.js";
import { createRng, ndarrayOf, normals } from "../../src/core/index.js";
import type { Rng } from "../../src/core/index.js";

describe("an operation of one's own", () => {
  const cube = defineOperation<number>(
    ([x], factor) => ({
      data: x.data.map((value) => factor * value ** 3),
      shape: x.shape,
      kept: "note",
    }),
    (g, { inputs: [x], options: factor, kept }) => {
      expect(kept).toBe("note");
      return multiply(g, multiply(3 * factor, multiply(x, x)));
    },
    "cube",
  );

  test("is differentiated by its rule, as often as one likes", () => {
    const f = (x: Variable): Variable => cube([x], 2);
    expect(grad(f)(2)).toBe(24);
    expect(grad((x: Variable) => grad(f)(x))(2)).toBe(24);
    expect([...jvp(f, 2, 10).product.data]).toEqual([240]);
  });

  test("asks for the gradients to its variables only", () => {
    const asked: number[] = [];
    const product = defineOperation(
      ([a, b]) => ({ data: Float64Array.of(a.data[0] * b.data[0]), shape: [] }),
      (g, { inputs, index }) => {
        asked.push(index);
        return multiply(g, inputs[1 - index]);
      },
    );
    expect(grad((x: Variable) => product([3, x], undefined))(5)).toBe(3);
    expect(asked).toEqual([1]);
  });

  test("whose rule returns another shape is refused by its name", () => {
    const broken = defineOperation(
      ([x]) => x,
      (g) => add(g, [0, 0]),
      "broken",
    );
    expect(() => grad((x: Variable) => broken([x], undefined))(1)).toThrow(
      "autodiff.broken: the gradient to input 0 should have the input's shape []; the rule returned [2]. " +
        "Mend the rule.",
    );
  });

  test("refuses what is no array, by its name", () => {
    expect(() => cube(["x" as never], 1)).toThrow("autodiff.cube should be an ndarray");
  });
});

describe("random expressions", () => {
  const UNARY = [sin, cos, tanh, (x: Variable) => exp(multiply(-0.1, multiply(x, x)))];
  const BINARY = [add, subtract, multiply];

  /** An expression of x[3], y[2, 3] and z[2, 1], some deep. */
  const draw = (rng: Rng, depth: number): ((leaves: readonly Variable[]) => Variable) => {
    if (depth === 0) {
      const leaf = rng.integer(3);
      return (leaves) => leaves[leaf];
    }
    if (rng.uniform() < 0.4) {
      const [f, inner] = [UNARY[rng.integer(UNARY.length)], draw(rng, depth - 1)];
      return (leaves) => f(inner(leaves));
    }
    const f = BINARY[rng.integer(BINARY.length)];
    const [left, right] = [draw(rng, depth - 1), draw(rng, rng.integer(depth))];
    return (leaves) => f(left(leaves), right(leaves));
  };

  test.each(Array.from({ length: 30 }, (_, seed) => seed))(
    "number %i: gradient and Hessian are the limits of differences",
    (seed) => {
      const rng = createRng(seed);
      const expression = draw(rng, 4);
      const f = (leaves: readonly Variable[]): Variable => sum(tanh(expression(leaves)));
      const x = [normals(rng, [3]), normals(rng, [2, 3]), normals(rng, [2, 1])];
      // Third derivatives of nested products reach a few thousands; ε^⅔ = 4e-11.
      expect(gradCheck(f, x).error).toBeLessThan(1e-6);
      const v = x.map(({ shape }) => normals(rng, shape));
      const slope = (leaves: readonly Variable[]): Variable =>
        grad(f)(leaves)
          .map((gradient, i) => sum(multiply(gradient, v[i])))
          .reduce((total, term) => add(total, term));
      expect(gradCheck(slope, x).error).toBeLessThan(1e-6);
    },
  );
});

test("operands may be ndarrays, flat data with a shape, lists and numbers", () => {
  const x = ndarrayOf(Float64Array.of(1, 2), [2]);
  for (const operand of [x, { data: x.data, shape: [2] }, [1, 2]]) {
    expect([...add(operand, 1).data]).toEqual([2, 3]);
  }
});
