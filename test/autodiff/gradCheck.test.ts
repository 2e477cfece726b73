import { expect, test } from "vitest";
import {
  defineOperation,
  divide,
  gradCheck,
  multiply,
  sin,
  square,
  sum,
  type Variable,
} from "../../src/autodiff/index.js";
import { createRng, ndarrayOf, normals } from "../../src/core/index.js";

/** x² with a derivative that is wrong by a factor. */
const wrong = (factor: number): ((x: Variable) => Variable) => {
  const operation = defineOperation(
    ([x]) => ({ data: x.data.map((value) => value * value), shape: x.shape }),
    (g, { inputs: [x] }) => multiply(g, multiply(2 * factor, x)),
    "wrong",
  );
  return (x) => operation([x], undefined);
};

test("a right rule differs by what central differences err, about ε^⅔", () => {
  expect(gradCheck((x: Variable) => sin(x), normals(createRng(1), [20])).error).toBeLessThan(1e-9);
});

test("a rule that is wrong by a millionth is found", () => {
  expect(gradCheck(wrong(1), 2).error).toBeLessThan(1e-9);
  const { error, analytic, numeric } = gradCheck(wrong(1 + 1e-6), 2);
  expect(error).toBeGreaterThan(5e-7);
  expect(analytic).toBeCloseTo(4 * (1 + 1e-6), 12);
  expect(numeric).toBeCloseTo(4, 9);
});

test("a rule that gives NaN is an error", () => {
  expect(gradCheck(wrong(NaN), 1).error).toBeNaN();
  // x²/x at 0 and 1: the first pair is NaN, the others are not.
  const x = ndarrayOf(Float64Array.of(0, 1), [2]);
  expect(gradCheck((p: Variable) => divide(multiply(p, p), p), x).error).toBeNaN();
});

test("few entries are compared one by one, many along random directions", () => {
  const x = normals(createRng(2), [3]);
  expect(gradCheck((p: Variable) => sin(p), x).compared).toBe(9);
  const some = gradCheck((p: Variable) => sum(square(p)), x, {
    entries: 2,
    directions: 5,
    seed: 1,
  });
  expect(some.compared).toBe(5);
  expect(some.error).toBeLessThan(1e-8);
  expect(gradCheck(wrong(1.01), x, { entries: 0, directions: 5 }).error).toBeGreaterThan(1e-4);
});

test("numbers and arrays in a tree are checked together", () => {
  interface Line {
    w: Variable;
    b: Variable;
  }
  const f = ({ w, b }: Line): Variable => sum(multiply(w, b));
  const found = gradCheck(f, { w: normals(createRng(3), [4]), b: 2 });
  expect(found.compared).toBe(5);
  expect(found.error).toBeLessThan(1e-9);
});

test("refuses options out of range", () => {
  expect(() => gradCheck(wrong(1), 1, { entries: -1 })).toThrow(
    "autodiff.gradCheck: entries should be an integer ≥ 0; got -1.",
  );
  expect(() => gradCheck(wrong(1), 1, { directions: 0 })).toThrow(
    "autodiff.gradCheck: directions should be an integer ≥ 1; got 0.",
  );
});
