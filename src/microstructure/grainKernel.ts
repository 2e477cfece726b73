/**
 * The kernel that turns noise into grains: with j the distance in cells and g the grain size,
 *
 *   w[j] = Π_a exp(−2π² (j_a / g_a)²),   −⌊g_a/2⌋ ≤ j_a ≤ ⌈g_a/2⌉ − 1,
 *
 * a Gaussian of standard deviation g / 2π, cut at about three of them. It is not normalised: only the
 * order of the smoothed values counts.
 */
import { checkGrid, ndarrayOf, sizeOf, unravel } from "../core/index.js";
import type { NdArray } from "../core/index.js";
import { irfftn, rfftn } from "../fft/index.js";
import { padKernel } from "../stencil/index.js";
import { cellsPerAxis } from "./grid.js";

/**
 * The kernel of a grain size on a grid, periodic with j = 0 at index 0 and zero beyond the grain.
 * @param shape the lengths of one to three space axes
 * @param grainSize g in cells, one number or one per axis; 1 keeps a single cell
 * @returns w[…j]
 * @throws ShapeError for a shape that is none, or another number of sizes than axes
 * @throws ValueError for sizes that are no integers between 1 and the length of their axis
 */
export function grainKernel(
  shape: readonly number[],
  grainSize: number | readonly number[],
): NdArray {
  return kernelOf(shape, grainSize, "microstructure.grainKernel");
}

/** v = w ⊛ u for one field after another, with the spectrum of the grain's kernel computed once. */
export function createSmoother(
  shape: readonly number[],
  grainSize: number | readonly number[],
  where: string,
): (u: NdArray) => Float64Array {
  return smootherOf(kernelOf(shape, grainSize, where));
}

/** v = w ⊛ u with a periodic kernel w[…j]. */
export function smootherOf(kernel: NdArray): (u: NdArray) => Float64Array {
  const axes = kernel.shape.length;
  const w = rfftn(kernel, axes);
  return (u) => {
    const v = rfftn(u, axes);
    for (let k = 0; k < w.re.length; k++) {
      const [re, im] = [v.re[k], v.im[k]];
      v.re[k] = re * w.re[k] - im * w.im[k];
      v.im[k] = re * w.im[k] + im * w.re[k];
    }
    return irfftn(v, kernel.shape).data;
  };
}

function kernelOf(
  shape: readonly number[],
  grainSize: number | readonly number[],
  where: string,
): NdArray {
  checkGrid(shape, [1, 2, 3], where);
  const sizes = cellsPerAxis(grainSize, shape, (axis) => shape[axis], `${where}: grainSize`);
  const w = Float64Array.from({ length: sizeOf(sizes) }, (_, cell) => {
    const square = unravel(cell, sizes).reduce((sum, index, axis) => {
      const g = sizes[axis];
      const j = index < Math.ceil(g / 2) ? index : index - g;
      return sum + (j / g) ** 2;
    }, 0);
    return Math.exp(-2 * Math.PI ** 2 * square);
  });
  return padKernel(ndarrayOf(w, sizes), shape);
}
