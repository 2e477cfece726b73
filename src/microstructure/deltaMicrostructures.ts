/**
 * One cell of another phase in a uniform surrounding, for every pair of phases: the samples that a
 * first-order localization needs, since their responses are its influence coefficients.
 *
 * Landi, Niezgoda, Kalidindi, Acta Materialia 58 (2010) 2716.
 */
import { checkGrid, checkInteger, ndarrayOf, sizeOf } from "../core/index.js";
import type { NdArray } from "../core/index.js";

/**
 * The H(H − 1) microstructures with phase a everywhere and phase b ≠ a in the one cell ⌊n/2⌋.
 * @param phases number H of phases, 2 … 256
 * @param shape the lengths of one to three space axes
 * @returns m[s, …x], ordered by a, then by b
 * @throws ShapeError for a shape that is none
 * @throws ValueError for fewer than two phases, or more than a byte tells apart
 */
export function deltaMicrostructures(
  phases: number,
  shape: readonly number[],
): NdArray<Uint8Array> {
  const where = "microstructure.deltaMicrostructures";
  checkInteger(phases, 2, 256, `${where}: phases`);
  checkGrid(shape, [1, 2, 3], where);
  const size = sizeOf(shape);
  const middle = shape.reduce((cell, n) => cell * n + Math.floor(n / 2), 0);
  const samples = phases * (phases - 1);
  const m = new Uint8Array(samples * size);
  for (let s = 0; s < samples; s++) {
    const around = Math.floor(s / (phases - 1));
    const place = s % (phases - 1);
    m.fill(around, s * size, (s + 1) * size);
    m[s * size + middle] = place < around ? place : place + 1;
  }
  return ndarrayOf(m, [samples, ...shape]);
}
