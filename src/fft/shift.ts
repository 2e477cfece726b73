/** Moving the origin between index 0 and the middle: for looking only, no formula needs it. */
import { checkInteger, formatShape, ndarrayOf, ShapeError, toFloat64 } from "../core/index.js";
import type { ArrayInput, NdArray } from "../core/index.js";

/**
 * The array with index 0 of its last `axes` axes moved to the middle, ⌊n/2⌋.
 * @throws ShapeError if there are fewer axes
 */
export function fftshift(u: ArrayInput, axes: number): NdArray {
  return roll(u, axes, (n) => Math.floor(n / 2), "fft.fftshift");
}

/**
 * The array with the middle, ⌊n/2⌋, of its last `axes` axes moved to index 0: undoes `fftshift`.
 * @throws ShapeError if there are fewer axes
 */
export function ifftshift(u: ArrayInput, axes: number): NdArray {
  return roll(u, axes, (n) => Math.ceil(n / 2), "fft.ifftshift");
}

function roll(u: ArrayInput, axes: number, by: (n: number) => number, where: string): NdArray {
  const source = toFloat64(u, `${where}: u`);
  checkInteger(axes, 1, Infinity, `${where}: axes`);
  if (axes > source.shape.length) {
    throw new ShapeError(
      `${where}: u should have at least ${axes} axes to be shifted; got ${formatShape(source.shape)}.`,
    );
  }
  let data = source.data;
  let inner = 1;
  for (let axis = source.shape.length - 1; axis >= source.shape.length - axes; axis--) {
    const n = source.shape[axis];
    data = rollAxis(data, n, inner, by(n));
    inner *= n;
  }
  return ndarrayOf(data, source.shape);
}

/** Rolls the middle axis of [outer, n, inner] forward by `shift` places. */
function rollAxis(data: Float64Array, n: number, inner: number, shift: number): Float64Array {
  const out = new Float64Array(data.length);
  const block = n * inner;
  const cut = ((n - shift) % n) * inner;
  for (let start = 0; start < data.length; start += block) {
    out.set(data.subarray(start + cut, start + block), start);
    out.set(data.subarray(start, start + cut), start + block - cut);
  }
  return out;
}
