/** A part of a microstructure: m[s, …x₀ + x]. */
import { checkGrid, checkInteger, formatShape, ShapeError } from "../core/index.js";
import type { ArrayInput, NdArray, NumericData } from "../core/index.js";
import { picked, sampled, whole } from "./picked.js";

/**
 * The part of every sample that begins at cell `from` and has the given lengths. It need not repeat without a seam, even
 * if the whole does; mirror images of it do, as `tile` makes them.
 * @param m microstructures or fields m[s, …x]
 * @param from the first cell on every space axis
 * @param shape the lengths of the space axes of the part
 * @returns m[s, …x] in the number type of m
 * @throws ShapeError for another number of axes
 * @throws ValueError for a part that leaves the sample
 */
export function crop<D extends NumericData>(
  m: NdArray<D>,
  from: readonly number[],
  shape: readonly number[],
): NdArray<D>;
export function crop(
  m: ArrayInput,
  from: readonly number[],
  shape: readonly number[],
): NdArray<NumericData>;
export function crop(
  m: ArrayInput,
  from: readonly number[],
  shape: readonly number[],
): NdArray<NumericData> {
  const where = "microstructure.crop";
  const dense = sampled(m, where);
  const [, ...grid] = dense.shape;
  checkGrid(shape, [grid.length], where);
  if (from?.length !== grid.length) {
    throw new ShapeError(
      `${where}: from should be the first cell on each of the ${grid.length} space axes; ` +
        `got ${Array.isArray(from) ? formatShape(from) : String(from)}.`,
    );
  }
  const parts = grid.map((n, a) => {
    checkInteger(shape[a], 1, n, `${where}: shape[${a}]`);
    checkInteger(from[a], 0, n - shape[a], `${where}: from[${a}]`);
    return { axis: a + 1, picks: Array.from({ length: shape[a] }, (_, i) => from[a] + i) };
  });
  return picked(dense, [whole(0, dense.shape), ...parts]);
}
