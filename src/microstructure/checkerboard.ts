/** Squares of two phases in turn, m(x) = (Σ_a ⌊x_a / l_a⌋) mod 2 with sides l: no chance, known statistics. */
import { checkGrid, ndarrayOf, sizeOf, unravel } from "../core/index.js";
import type { NdArray } from "../core/index.js";
import { cellsPerAxis } from "./grid.js";

/**
 * A checkerboard of phases 0 and 1; the square at the origin has phase 0.
 *
 * The cell repeats without a seam, and both phases fill one half of it, where n_a is a multiple of 2 l_a
 * on every axis. Other lengths are allowed.
 * @param shape the lengths of one to three space axes
 * @param square side of the squares in cells, one number or one per axis. Default 1.
 * @returns m[1, …x]
 * @throws ShapeError for a shape that is none, or another number of sides than axes
 * @throws ValueError for sides that are no integers ≥ 1
 */
export function checkerboard(
  shape: readonly number[],
  square: number | readonly number[] = 1,
): NdArray<Uint8Array> {
  const where = "microstructure.checkerboard";
  checkGrid(shape, [1, 2, 3], where);
  const sides = cellsPerAxis(square, shape, () => Infinity, `${where}: square`);
  const m = Uint8Array.from({ length: sizeOf(shape) }, (_, cell) => {
    const squares = unravel(cell, shape).map((x, axis) => Math.floor(x / sides[axis]));
    return squares.reduce((sum, i) => sum + i, 0) % 2;
  });
  return ndarrayOf(m, [1, ...shape]);
}
