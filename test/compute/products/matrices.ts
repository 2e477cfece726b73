/** Shapes of products, and matrices for them. */
import type { Backend, ProductShape } from "../../../src/compute/index.js";
import { createArray, createRng, precisionOf } from "../../../src/core/index.js";
import type { Precision, Reals } from "../../../src/core/index.js";

export type Lengths = readonly [rows: number, inner: number, columns: number];

export const LENGTHS = [1, 2, 3, 5, 7, 8, 15, 16, 17, 31, 64, 101, 256];

export const TRANSPOSES = [0, 1, 2, 3].map((bits) => ({
  transposeA: (bits & 1) === 1,
  transposeB: (bits & 2) === 2,
}));

/** Every length in every place, beside others drawn by the seed; then sums of more than one block. */
export const SHAPES: readonly Lengths[] = [
  ...LENGTHS.flatMap((length, i) => {
    const rng = createRng(i);
    const other = (): number => LENGTHS[rng.integer(LENGTHS.length)];
    return [
      [length, other(), other()],
      [other(), length, other()],
      [other(), other(), length],
    ] as const;
  }),
  [1, 101, 64],
  [64, 17, 1],
  [1, 8, 1],
  [1, 1, 7],
  [101, 1, 31],
  [5, 600, 9],
  [9, 257, 3],
  [7, 2600, 1],
  [1, 4100, 6],
  [300, 7, 5],
];

export function shapeOf(
  [rows, inner, columns]: Lengths,
  more: Partial<ProductShape> = {},
): ProductShape {
  return { batch: 1, rows, inner, columns, transposeA: false, transposeB: false, ...more };
}

/** Numbers in [−1, 1) for both factors. */
export function factorsOf(shape: ProductShape, precision: Precision): Reals[] {
  const { batch, rows, inner, columns, sharedA = false, sharedB = false } = shape;
  const rng = createRng(rows + 7 * inner + 31 * columns);
  const draw = (length: number): Reals => {
    const array: Reals = createArray(length, precision);
    return array.map(() => 2 * rng.uniform() - 1);
  };
  return [
    draw((sharedA ? 1 : batch) * rows * inner),
    draw((sharedB ? 1 : batch) * inner * columns),
  ];
}

export function product(by: Backend, a: Reals, b: Reals, shape: ProductShape): Reals {
  const { batch, rows, columns } = shape;
  const out: Reals = createArray(batch * rows * columns, precisionOf(a));
  by.multiplyMatrices(a, b, shape, out.fill(NaN));
  return out;
}

/** a[i, j] as [j, i]. */
export function transposed(a: Reals, rows: number, columns: number): Reals {
  const out = a.slice();
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) out[j * rows + i] = a[i * columns + j];
  }
  return out;
}
