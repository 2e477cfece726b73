/**
 * One kernel, three views, and the exact maps between two of them:
 *
 * - space: β[c, h, …r], periodic, r = 0 at index 0; for even n index n/2 stands for r = −n/2;
 * - frequency: β̂[c, h, …k] = Σ_r β[r] e^{−2πi k·r/n}, of which a real kernel needs half;
 * - filter: q[c, h, …j], a small window around its own centre (l − 1) ⫽ 2, which *correlates*,
 *   (q ⋆ u)[x] = Σ_r q[r] u[x + r], where a kernel *convolves*: β[r] = q[−r].
 */
import { formatShape, ndarrayOf, ShapeError, sizeOf, toFloat64 } from "../core/index.js";
import type { ArrayInput, ComplexArray, NdArray } from "../core/index.js";
import { irfftn, rfftn } from "../fft/index.js";

/**
 * The half spectrum of real periodic kernels.
 * @param kernel β[…, …r] with r = 0 at index 0
 * @param axes number of space axes, the last ones
 * @throws ShapeError if there are fewer axes
 */
export function spectrumFromKernel(kernel: ArrayInput, axes: number): ComplexArray {
  return rfftn(kernel, axes);
}

/**
 * The real periodic kernels of a half spectrum.
 * @param spectrum β̂[…, …k]
 * @param grid the lengths of the space axes
 * @throws ShapeError if the spectrum is not the half spectrum of that grid
 */
export function kernelFromSpectrum(spectrum: ComplexArray, grid: readonly number[]): NdArray {
  return irfftn(spectrum, grid);
}

/**
 * The periodic kernel that convolves as a small filter correlates.
 * @param filter q[c, h, …j] with its centre at (l − 1) ⫽ 2 on every space axis
 * @param grid the lengths of the space axes of the kernel
 * @throws ShapeError if the filter is larger than the grid
 */
export function kernelFromFilter(filter: ArrayInput, grid: readonly number[]): NdArray {
  const { data, shape } = toFloat64(filter, "stencil.kernelFromFilter: filter");
  const { outer, inner: window } = splitAxes(shape, grid.length);
  checkWindow(window, grid, "stencil.kernelFromFilter");
  const place = placesOf(window, grid);
  const size = sizeOf(grid);
  const out = new Float64Array(sizeOf(outer) * size);
  data.forEach((value, i) => {
    const plane = Math.floor(i / place.length);
    out[plane * size + place[i % place.length]] = value;
  });
  return ndarrayOf(out, [...outer, ...grid]);
}

/**
 * The small filter that correlates as a periodic kernel convolves; entries outside the window are
 * left out, so the way back is exact only if they are zero.
 * @param kernel β[c, h, …r] with r = 0 at index 0
 * @param window the lengths of the filter
 * @throws ShapeError if the window is larger than the kernel
 */
export function filterFromKernel(kernel: ArrayInput, window: readonly number[]): NdArray {
  const { data, shape } = toFloat64(kernel, "stencil.filterFromKernel: kernel");
  const { outer, inner: grid } = splitAxes(shape, window.length);
  checkWindow(window, grid, "stencil.filterFromKernel");
  const place = placesOf(window, grid);
  const size = sizeOf(grid);
  const out = new Float64Array(sizeOf(outer) * place.length);
  for (let i = 0; i < out.length; i++) {
    out[i] = data[Math.floor(i / place.length) * size + place[i % place.length]];
  }
  return ndarrayOf(out, [...outer, ...window]);
}

function splitAxes(
  shape: readonly number[],
  axes: number,
): { outer: readonly number[]; inner: readonly number[] } {
  const at = Math.max(0, shape.length - axes);
  return { outer: shape.slice(0, at), inner: shape.slice(at) };
}

function checkWindow(window: readonly number[], grid: readonly number[], where: string): void {
  const counts = [...window, ...grid].every((n) => Number.isInteger(n) && n >= 1);
  if (counts && window.length === grid.length && window.every((l, axis) => l <= grid[axis])) return;
  throw new ShapeError(
    `${where}: a filter of ${formatShape(window)} cells does not fit on the grid ` +
      `${formatShape(grid)}. Use a larger grid or a smaller filter.`,
  );
}

/**
 * Where entry j of a filter sits in the kernel: at −(j − centre), wrapped, on every axis.
 * @param window the lengths of the filter; those of a longer one come round again
 * @param grid the lengths of the kernel
 * @returns places in row-major order of the filter, as flat indices of the kernel
 * @throws ShapeError unless there is a length of each along every axis
 */
export function placesOf(window: readonly number[], grid: readonly number[]): Int32Array {
  if (![window, grid].every((list) => Array.isArray(list)) || window.length !== grid.length) {
    throw new ShapeError(
      `stencil.placesOf: window and grid should be lists of one length along every axis; got ` +
        `${JSON.stringify(window)} and ${JSON.stringify(grid)}.`,
    );
  }
  let places = Int32Array.of(0);
  grid.forEach((n, axis) => {
    const length = window[axis];
    const centre = (length - 1) >> 1;
    const next = new Int32Array(places.length * length);
    places.forEach((head, i) => {
      for (let j = 0; j < length; j++)
        next[i * length + j] = head * n + ((((centre - j) % n) + n) % n);
    });
    places = next;
  });
  return places;
}
