import { describe, expect, test } from "vitest";
import {
  add,
  broadcastTo,
  divide,
  grad,
  max,
  mean,
  min,
  moments,
  multiply,
  negate,
  subtract,
  sum,
  toArray,
  type Variable,
} from "../../../src/autodiff/index.js";
import { createRng, ndarrayOf, normals, sizeOf, unravel } from "../../../src/core/index.js";
import type { NdArray } from "../../../src/core/index.js";

const values = (x: Variable): number[] => [...toArray(x).data];

const FUNCTIONS = [
  { name: "add", operation: add, f: (x: number, y: number) => x + y },
  { name: "subtract", operation: subtract, f: (x: number, y: number) => x - y },
  { name: "multiply", operation: multiply, f: (x: number, y: number) => x * y },
  { name: "divide", operation: divide, f: (x: number, y: number) => x / y },
];

/** Shapes whose walks have lines of every kind, short and long. */
const PAIRS: readonly (readonly [readonly number[], readonly number[]])[] = [
  [
    [2, 3],
    [2, 3],
  ],
  [[2, 3], []],
  [[], [4]],
  [
    [2, 3, 4],
    [3, 1],
  ],
  [
    [3, 1],
    [2, 1, 4],
  ],
  [
    [2, 1, 3],
    [1, 2, 1],
  ],
  [
    [2, 3, 600],
    [3, 1],
  ],
  [
    [3, 1],
    [2, 3, 600],
  ],
  [[2, 700], [700]],
  [
    [0, 3],
    [1, 3],
  ],
];

describe.each(FUNCTIONS)("$name", ({ operation, f }) => {
  test.each(PAIRS)("of shapes %j and %j is the function of the entries that meet", (a, b) => {
    const rng = createRng(1);
    const [x, y] = [normals(rng, a), normals(rng, b)];
    const result = operation(x, y);
    const expected = Array.from({ length: sizeOf(result.shape) }, (_, i) => {
      const index = unravel(i, result.shape);
      return f(entryFor(x, index), entryFor(y, index));
    });
    expect(values(result)).toEqual(expected);
  });

  test("refuses shapes that do not fit, naming both", () => {
    expect(() => operation(normals(createRng(1), [2, 3]), [1, 2])).toThrow(
      /^autodiff\.\w+: shapes should agree, or have an axis of length 1 .* got \[2, 3\] and \[2\]\. Reshape one of them\.$/,
    );
  });
});

test("a number takes the precision of the array beside it", () => {
  expect(add(ndarrayOf(Float32Array.of(1), [1]), 2).data).toEqual(Float32Array.of(3));
  expect(values(negate([1, -2]))).toEqual([-1, 2]);
});

test("the gradient to what repeats is the sum over its repetitions", () => {
  const f = (b: Variable): Variable => sum(multiply(broadcastTo(b, [2, 3, 2]), WEIGHTS));
  const b = ndarrayOf(Float64Array.of(1, 1, 1), [3, 1]);
  expect([...grad(f)(b).data]).toEqual([0 + 1 + 6 + 7, 2 + 3 + 8 + 9, 4 + 5 + 10 + 11]);
});

test("broadcastTo refuses an axis of another length", () => {
  expect(() => broadcastTo([1, 2], [2, 3])).toThrow("got [2] and [2, 3]");
  expect(() => broadcastTo([[1], [2]], [2])).toThrow(
    "autodiff.broadcastTo: x should be repeatable to [2]; got shape [2, 1].",
  );
});

const WEIGHTS = ndarrayOf(
  Float64Array.from({ length: 12 }, (_, i) => i),
  [2, 3, 2],
);

describe("reductions", () => {
  const X = ndarrayOf(Float64Array.of(3, 1, 2, 6, 5, 4), [2, 3]);

  test.each<[readonly number[] | undefined, number[]]>([
    [undefined, [21]],
    [[0], [9, 6, 6]],
    [[1], [6, 15]],
    [[-1], [6, 15]],
    [[0, 1], [21]],
    [[], [3, 1, 2, 6, 5, 4]],
  ])("the sum over axes %j", (axes, expected) => {
    expect(values(sum(X, axes ? { axes } : {}))).toEqual(expected);
  });

  test("means, variances and extreme values of rows", () => {
    const { mean: center, variance } = moments(X, { axes: [1] });
    expect(values(mean(X, { axes: [1] }))).toEqual([2, 5]);
    expect(values(center)).toEqual([2, 5]);
    expect(values(variance)).toEqual([2 / 3, 2 / 3]);
    expect(values(max(X, { axes: [1] }))).toEqual([3, 6]);
    expect(values(min(X, { axes: [0] }))).toEqual([3, 1, 2]);
    expect(max(X, { axes: [1], keepAxes: true }).shape).toEqual([2, 1]);
    expect(mean(X).shape).toEqual([]);
  });

  test("sums over samples and space, of Float32 too, are within one rounding", () => {
    const x = normals(createRng(2), [4, 3, 5, 7]);
    const single = ndarrayOf(Float32Array.from(x.data), x.shape);
    const expected = [0, 0, 0];
    single.data.forEach((value, i) => (expected[Math.floor(i / 35) % 3] += value));
    values(sum(single, { axes: [0, 2, 3] })).forEach((total, channel) => {
      expect(Math.abs(total - expected[channel])).toBeLessThanOrEqual(2 ** -24 * Math.abs(total));
    });
  });

  test("the variance of numbers with a large mean keeps its digits", () => {
    const x = ndarrayOf(Float64Array.of(1e8 + 1, 1e8 - 1, 1e8 + 1, 1e8 - 1), [4]);
    expect(values(moments(x).variance)).toEqual([1]);
  });

  test("of equal entries the first gets the gradient", () => {
    const x = ndarrayOf(Float64Array.of(1, 2, 2, 0), [4]);
    expect([...grad((p: Variable) => max(p))(x).data]).toEqual([0, 1, 0, 0]);
    expect([...grad((p: Variable) => min(subtract(3, p)))(x).data]).toEqual([-0, -1, -0, -0]);
  });

  test("infinities are entries like others, and a NaN is the extreme", () => {
    expect(values(max([-Infinity, -Infinity]))).toEqual([-Infinity]);
    expect(values(max([1, NaN, 2]))).toEqual([NaN]);
  });

  test("refuse an axis that is not there, and moments of nothing", () => {
    expect(() => sum(X, { axes: [2] })).toThrow(
      "autodiff.sum: axes should be an integer between -2 and 1; got 2.",
    );
    expect(() => sum(3, { axes: [0] })).toThrow("autodiff.sum: axes should be left out");
    const nothing = ndarrayOf(new Float64Array(0), [0, 3]);
    for (const f of [mean, max, min, moments]) {
      expect(() => f(nothing, { axes: [0] })).toThrow(
        "x should have at least one entry along the axes that go; got shape [0, 3].",
      );
    }
    expect(values(sum(nothing, { axes: [0] }))).toEqual([0, 0, 0]);
  });
});

/** The entry of x that meets an index of a larger array. */
function entryFor({ data, shape }: NdArray, index: readonly number[]): number {
  const own = shape.map((length, axis) =>
    length === 1 ? 0 : index[axis + index.length - shape.length],
  );
  return data[own.reduce((place, i, axis) => place * shape[axis] + i, 0)];
}
