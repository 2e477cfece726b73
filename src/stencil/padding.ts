/** Kernels decay, so a larger domain is served by padding them with zeros in space. */
import { formatShape, ndarrayOf, ShapeError, toFloat64 } from "../core/index.js";
import type { ArrayInput, NdArray } from "../core/index.js";

/**
 * Kernels on a larger grid, zero beyond the domain they were given on:
 * new β[r] = β[r] for −⌊n/2⌋ ≤ r ≤ ⌈n/2⌉ − 1, else 0, for signed distances r.
 * @param kernel β[…, …r] with r = 0 at index 0
 * @param grid the new lengths of the space axes, none below the old
 * @throws ShapeError if an axis would become shorter, or the kernel has fewer axes
 */
export function padKernel(
  kernel: ArrayInput,
  grid: readonly number[],
  options: {
    /** Split the entry at r = −n/2 of even axes onto both signs, keeping symmetric kernels symmetric. Default false. */
    readonly splitNyquist?: boolean;
  } = {},
): NdArray {
  const { data, shape } = toFloat64(kernel, "stencil.padKernel: kernel");
  const outer = shape.slice(0, shape.length - grid.length);
  const old = shape.slice(shape.length - grid.length);
  if (old.length !== grid.length) {
    throw new ShapeError(
      `stencil.padKernel: grid ${formatShape(grid)} has more axes than the kernel ` +
        `${formatShape(shape)}. Give one length per space axis.`,
    );
  }
  const wrong = old.findIndex((n, axis) => !(Number.isInteger(grid[axis]) && grid[axis] >= n));
  if (wrong >= 0) {
    throw new ShapeError(
      `stencil.padKernel: axis ${wrong} has ${old[wrong]} cells and cannot get ` +
        `${grid[wrong]}. Ask for whole numbers of at least ${formatShape(old)}.`,
    );
  }
  let padded = data;
  let inner = 1;
  for (let axis = grid.length - 1; axis >= 0; axis--) {
    padded = padAxis(padded, old[axis], grid[axis], inner, options.splitNyquist ?? false);
    inner *= grid[axis];
  }
  return ndarrayOf(padded, [...outer, ...grid]);
}

/** Pads the middle axis of [outer, n, inner] to length m between its positive and negative half. */
function padAxis(
  data: Float64Array,
  n: number,
  m: number,
  inner: number,
  splitNyquist: boolean,
): Float64Array {
  const outer = data.length / (n * inner);
  const out = new Float64Array(outer * m * inner);
  const positive = Math.ceil(n / 2);
  const nyquist = n / 2;
  for (let o = 0; o < outer; o++) {
    const from = o * n * inner;
    const to = o * m * inner;
    out.set(data.subarray(from, from + positive * inner), to);
    out.set(
      data.subarray(from + positive * inner, from + n * inner),
      to + (m - n + positive) * inner,
    );
    if (!splitNyquist || n % 2 === 1 || m === n) continue;
    for (let i = 0; i < inner; i++) {
      const half = data[from + nyquist * inner + i] / 2;
      out[to + nyquist * inner + i] = half;
      out[to + (m - nyquist) * inner + i] = half;
    }
  }
  return out;
}
