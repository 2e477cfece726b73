import { describe, expect, test } from "vitest";
import {
  matmul,
  type MatmulOptions,
  onTape,
  toArray,
  type Variable,
  vjp,
} from "../../../src/autodiff/index.js";
import { createRng, ndarrayOf, normals, ShapeError, unravel } from "../../../src/core/index.js";
import type { NdArray, Reals } from "../../../src/core/index.js";
import { distance } from "./distance.js";

// Within 1e-14: a few products of numbers around 1, summed in any order.
const run = (a: NdArray, b: NdArray, options?: MatmulOptions): NdArray<Reals> =>
  onTape(() => toArray(matmul(a, b, options)));

test("the product of two matrices, worked by hand", () => {
  const a = matrix([2, 3], 1, 2, 3, 4, 5, 6);
  const b = matrix([3, 2], 7, 8, 9, 10, 11, 12);
  expect([...run(a, b).data]).toEqual([58, 64, 139, 154]);
  expect(run(a, b).shape).toEqual([2, 2]);
});

test("a stored transpose is the transpose", () => {
  const rng = createRng(1);
  const [a, b] = [normals(rng, [4, 3]), normals(rng, [3, 5])];
  const expected = run(a, b);
  for (const transposeA of [false, true]) {
    for (const transposeB of [false, true]) {
      const y = run(transposeA ? transpose(a) : a, transposeB ? transpose(b) : b, {
        transposeA,
        transposeB,
      });
      expect(distance(y, expected)).toBeLessThan(1e-14);
    }
  }
});

describe("matrices of a batch", () => {
  const rng = createRng(2);
  const one = { a: normals(rng, [3, 4]), b: normals(rng, [4, 5]) };
  const many = { a: normals(rng, [2, 2, 3, 4]), b: normals(rng, [2, 2, 4, 5]) };
  test.each([
    ["meet each other", many.a, many.b],
    ["meet one on the right", many.a, one.b],
    ["meet one on the left", one.a, many.b],
  ])("%s", (_, a, b) => {
    const y = run(a, b);
    expect(y.shape).toEqual([2, 2, 3, 5]);
    for (let n = 0; n < 4; n++) {
      expect(distance(entry(y, n), run(entry(a, n), entry(b, n)))).toBeLessThan(1e-14);
    }
  });
});

test("the gradients are G Bᵀ and Aᵀ G", () => {
  const rng = createRng(3);
  const [a, b, g] = [normals(rng, [4, 3]), normals(rng, [3, 5]), normals(rng, [4, 5])];
  const [da, db] = vjp(([p, q]: readonly Variable[]) => matmul(p, q), [a, b], g).product;
  expect(distance(da, run(g, transpose(b)))).toBeLessThan(1e-14);
  expect(distance(db, run(transpose(a), g))).toBeLessThan(1e-14);
});

test("a matrix without inner terms gives zeros", () => {
  expect([...run(matrix([2, 0]), matrix([0, 2])).data]).toEqual([0, 0, 0, 0]);
});

describe("a product refuses", () => {
  const zeros = (...shape: number[]): NdArray => normals(createRng(4), shape);
  test.each<[string, () => unknown, string]>([
    ["a vector", () => matmul(zeros(3), zeros(3, 2)), "at least two axes; got [3] and [3, 2]"],
    [
      "rows and columns of two lengths",
      () => matmul(zeros(2, 3), zeros(4, 2)),
      "a has rows of 3 entries, b columns of 4, which should be as many; got [2, 3] and [4, 2]",
    ],
    [
      "the same of transposes",
      () => matmul(zeros(2, 3), zeros(3, 2), { transposeA: true }),
      "got [2, 3] transposed and [3, 2]",
    ],
    [
      "batches of two lengths",
      () => matmul(zeros(2, 3, 3), zeros(4, 3, 3)),
      "leading axes should agree, or one side have none; got [2, 3, 3] and [4, 3, 3]",
    ],
  ])("%s", (_, call, sentence) => {
    expect(call).toThrow(ShapeError);
    expect(call).toThrow(sentence);
  });
});

function matrix(shape: readonly number[], ...entries: number[]): NdArray {
  return ndarrayOf(Float64Array.from(entries), shape);
}

function transpose({ data, shape: [rows, columns] }: NdArray): NdArray {
  const turned = [columns, rows];
  return ndarrayOf(
    data.map((_, at) => {
      const [i, j] = unravel(at, turned);
      return data[j * columns + i];
    }),
    turned,
  );
}

/** Matrix n of a batch, or the only one. */
function entry({ data, shape }: NdArray<Reals>, n: number): NdArray {
  const [rows, columns] = shape.slice(-2);
  const at = shape.length === 2 ? 0 : n * rows * columns;
  return ndarrayOf(Float64Array.from(data.subarray(at, at + rows * columns)), [rows, columns]);
}
