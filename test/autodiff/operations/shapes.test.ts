import { describe, expect, test } from "vitest";
import {
  cast,
  concat,
  gather,
  grad,
  multiply,
  noGrad,
  pad,
  reshape,
  slice,
  stack,
  stopGradient,
  sum,
  toArray,
  transpose,
  type Variable,
} from "../../../src/autodiff/index.js";
import { createRng, ndarrayOf, normals } from "../../../src/core/index.js";

const values = (x: Variable): number[] => [...toArray(x).data];
const count = (shape: readonly number[]): ReturnType<typeof normals> =>
  ndarrayOf(
    Float64Array.from({ length: shape.reduce((n, m) => n * m, 1) }, (_, i) => i),
    shape,
  );

describe("transpose", () => {
  test("of a matrix exchanges rows and columns", () => {
    expect(values(transpose(count([2, 3])))).toEqual([0, 3, 1, 4, 2, 5]);
    expect(values(transpose(3))).toEqual([3]);
  });
  test("its entry at permuted indices is the entry of x", () => {
    const x = count([2, 3, 4]);
    const y = toArray(transpose(x, [2, 0, 1]));
    expect(y.shape).toEqual([4, 2, 3]);
    for (const [i, j, k] of [
      [0, 0, 0],
      [1, 2, 3],
      [0, 1, 2],
    ]) {
      expect(y.get(k, i, j)).toBe(x.get(i, j, k));
    }
  });
  test("refuses axes that do not name each one once", () => {
    expect(() => transpose(count([2, 3]), [0, 0])).toThrow(
      "autodiff.transpose: axes should name each of the 2 axes of [2, 3] once; got [0, 0].",
    );
    expect(() => transpose(count([2, 3]), [0])).toThrow("once; got [0].");
    expect(() => transpose(count([2, 3]), [0, 2])).toThrow("between -2 and 1; got 2.");
  });
});

describe("reshape, concat and stack", () => {
  test("reshape keeps the numbers and refuses another number of them", () => {
    expect(values(reshape(count([2, 3]), [3, 2]))).toEqual([0, 1, 2, 3, 4, 5]);
    expect(() => reshape([1, 2], [3])).toThrow(
      "autodiff.reshape: shape should hold the 2 entries of [2]; got [3], which holds 3.",
    );
  });
  test("along the first and the last axis", () => {
    expect(
      values(
        concat([
          [[1, 2]],
          [
            [3, 4],
            [5, 6],
          ],
        ]),
      ),
    ).toEqual([1, 2, 3, 4, 5, 6]);
    expect(
      values(
        concat(
          [
            [[1], [2]],
            [
              [3, 4],
              [5, 6],
            ],
          ],
          -1,
        ),
      ),
    ).toEqual([1, 3, 4, 2, 5, 6]);
    expect(
      values(
        stack([
          [1, 2],
          [3, 4],
        ]),
      ),
    ).toEqual([1, 2, 3, 4]);
    expect(
      values(
        stack(
          [
            [1, 2],
            [3, 4],
          ],
          1,
        ),
      ),
    ).toEqual([1, 3, 2, 4]);
    expect(stack([1, 2, 3]).shape).toEqual([3]);
  });
  test("refuse arrays that do not fit, and none", () => {
    expect(() => concat([count([2, 3]), count([2, 2])])).toThrow(
      "autodiff.concat: array 1 should have shape [2, 3]; got [2, 2]. " +
        "Only axis 0 may differ from the first array's [2, 3].",
    );
    expect(() => concat([])).toThrow(
      "autodiff.concat: list should hold at least one array; got none.",
    );
    expect(() => stack([])).toThrow("autodiff.stack: list should hold at least one array");
    expect(() => stack([[1], [1, 2]])).toThrow(
      "autodiff.stack: array 1 should have shape [1]; got [2].",
    );
    expect(() => concat([1, 2])).toThrow("autodiff.concat: axis should be left out");
  });
});

describe("windows", () => {
  test("slice counts negative ends from the last entry", () => {
    const x = count([3, 4]);
    expect(values(slice(x, [[1, 2]]))).toEqual([4, 5, 6, 7]);
    expect(values(slice(x, [undefined, [-2, -1]]))).toEqual([2, 6, 10]);
    expect(values(slice(x, [[2], [3]]))).toEqual([11]);
    expect(slice(x, [[1, 1]]).shape).toEqual([0, 4]);
  });
  test("zeros and the periodic continuation around a field", () => {
    expect(values(pad([1, 2, 3], [[1, 2]], "zero"))).toEqual([0, 1, 2, 3, 0, 0]);
    expect(values(pad([1, 2, 3], [[1, 5]], "periodic"))).toEqual([3, 1, 2, 3, 1, 2, 3, 1, 2]);
    const framed = pad(
      [
        [1, 2],
        [3, 4],
      ],
      [
        [1, 0],
        [0, 1],
      ],
      "periodic",
    );
    expect(framed.shape).toEqual([3, 3]);
    expect(values(framed)).toEqual([3, 4, 3, 1, 2, 1, 3, 4, 3]);
  });
  test("widths are those of the last axes", () => {
    expect(pad(count([2, 3, 4]), [[1, 1]], "zero").shape).toEqual([2, 3, 6]);
  });
  test("a window of the periodic continuation is the shifted field", () => {
    const x = normals(createRng(5), [5, 7]);
    const shifted = slice(
      pad(
        x,
        [
          [0, 2],
          [3, 0],
        ],
        "periodic",
      ),
      [[2], [0, 7]],
    );
    const y = toArray(shifted);
    for (let i = 0; i < 5; i++) {
      for (let j = 0; j < 7; j++) expect(y.get(i, j)).toBe(x.get((i + 2) % 5, (j + 4) % 7));
    }
  });
  test("refuse ranges and widths that do not fit", () => {
    expect(() => slice([1, 2], [[1, 3]])).toThrow(
      "autodiff.slice: the range of axis 0 should be integers from ≤ to within its length 2; got [1, 3].",
    );
    expect(() => slice([1, 2], [[1, 0]])).toThrow("got [1, 0].");
    expect(() => slice([1, 2], [[0], [0]])).toThrow(
      "autodiff.slice: ranges should be given for at most the 1 axes of [2]; got 2.",
    );
    expect(() => pad([1], [[-1, 0]], "zero")).toThrow(
      "autodiff.pad: widths should be an integer ≥ 0; got -1.",
    );
    expect(() => pad([1], [[1, 0]], "mirror" as "zero")).toThrow(
      'autodiff.pad: mode should be one of "periodic", "zero"; got "mirror".',
    );
    expect(() => pad(count([0]), [[1, 0]], "periodic")).toThrow(
      'autodiff.pad: x should have entries to repeat; got shape [0]. Use mode "zero".',
    );
  });
});

describe("gather", () => {
  test("the indices' shape stands in place of the axis", () => {
    const y = gather(count([3, 2]), [
      [2, 0],
      [1, 1],
    ]);
    expect(y.shape).toEqual([2, 2, 2]);
    expect(values(y)).toEqual([4, 5, 0, 1, 2, 3, 2, 3]);
    expect(values(gather(count([2, 3]), ndarrayOf(Int32Array.of(2, 2), [2]), 1))).toEqual([
      2, 2, 5, 5,
    ]);
  });
  test("the gradient adds up where an entry was taken more than once", () => {
    const f = (x: Variable): Variable => sum(multiply(gather(x, [1, 1, 0]), [1, 10, 100]));
    expect([...grad(f)(count([3])).data]).toEqual([100, 11, 0]);
  });
  test("refuses indices outside the axis", () => {
    expect(() =>
      gather(
        [1, 2],
        [
          [0, 1],
          [2, 0],
        ],
      ),
    ).toThrow(
      "autodiff.gather: indices should be integers between 0 and 1; got 2 at index [1, 0].",
    );
    expect(() => gather([1, 2], [0.5])).toThrow("got 0.5 at index [0].");
    expect(() => gather([1, 2], [-1])).toThrow("got -1 at index [0].");
    expect(() => gather([1, 2], [0], 1)).toThrow(
      "autodiff.gather: axis should be an integer between -1 and 0",
    );
  });
});

describe("cast and stopGradient", () => {
  test("a gradient comes back in the precision of the parameter", () => {
    const x = ndarrayOf(Float32Array.of(1, 2), [2]);
    const f = (p: Variable): Variable => sum(multiply(cast(p, "float64"), [0.1, 0.2]));
    expect(grad(f)(x).data).toEqual(Float32Array.of(0.1, 0.2));
    expect(() => cast(1, "float16" as "float32")).toThrow(
      'autodiff.cast: precision should be one of "float64", "float32"; got "float16".',
    );
  });
  test("what gradients stop at is a constant, as what is computed without them", () => {
    expect(grad((x: Variable) => multiply(x, stopGradient(x)))(3)).toBe(3);
    expect(
      grad((x: Variable) =>
        multiply(
          x,
          noGrad(() => multiply(x, x)),
        ),
      )(3),
    ).toBe(9);
    expect(stopGradient([1]).tracked).toBe(false);
  });
});
