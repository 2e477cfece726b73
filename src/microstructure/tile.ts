/** Copies of a microstructure side by side: m[s, …x mod n], or every second one mirrored. */
import { checkBoolean } from "../core/index.js";
import type { ArrayInput, NdArray, NumericData } from "../core/index.js";
import { cellsPerAxis } from "./grid.js";
import { picked, sampled, whole } from "./picked.js";

/** Options of `tile`. */
export interface TileOptions {
  /**
   * Whether neighbours are mirror images of each other, so that nothing jumps between them; with an even number of copies
   * on every axis the whole repeats without a seam, which an image does not do by itself. Volume fractions stay; the
   * statistics of directions become those of the mirrored material. Default false.
   */
  readonly mirrored?: boolean;
}

/**
 * Every sample repeated along its space axes.
 * @param m microstructures or fields m[s, …x]
 * @param copies how many, one number or one per space axis
 * @returns m[s, …x] in the number type of m
 * @throws ShapeError for another number of axes or of copies
 * @throws ValueError for copies that are no integers ≥ 1
 */
export function tile<D extends NumericData>(
  m: NdArray<D>,
  copies: number | readonly number[],
  options?: TileOptions,
): NdArray<D>;
export function tile(
  m: ArrayInput,
  copies: number | readonly number[],
  options?: TileOptions,
): NdArray<NumericData>;
export function tile(
  m: ArrayInput,
  copies: number | readonly number[],
  options: TileOptions = {},
): NdArray<NumericData> {
  const where = "microstructure.tile";
  const { mirrored = false } = options;
  checkBoolean(mirrored, `${where}: mirrored`);
  const dense = sampled(m, where);
  const [, ...grid] = dense.shape;
  const counts = cellsPerAxis(copies, grid, () => Infinity, `${where}: copies`);
  const axes = grid.map((n, a) => ({
    axis: a + 1,
    picks: Array.from({ length: n * counts[a] }, (_, i) => {
      const inside = i % n;
      return mirrored && Math.floor(i / n) % 2 === 1 ? n - 1 - inside : inside;
    }),
  }));
  return picked(dense, [whole(0, dense.shape), ...axes]);
}
