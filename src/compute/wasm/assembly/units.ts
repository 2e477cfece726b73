/** Pointwise work on units between the two transforms of a convolution. */
import { multiplyAdd, multiplySub } from "./fused";
import { UNIT } from "./plan";
import { Real } from "./real";

/** out[i, c] = factor[i] x[i, c], with parts swapped if asked for. */
export function multiply(
  out: usize,
  x: usize,
  factor: usize,
  count: usize,
  lanes: usize,
  swapped: bool,
): void {
  const toRe: usize = swapped ? 16 : 0;
  for (let i: usize = 0; i < count; i++) {
    const c = v128.load_splat<Real>(factor);
    const d = v128.load_splat<Real>(factor, sizeof<Real>());
    factor += 2 * sizeof<Real>();
    for (let l: usize = 0; l < lanes; l++) {
      const re = v128.load(x);
      const im = v128.load(x, 16);
      v128.store(out + toRe, multiplySub<Real>(im, d, v128.mul<Real>(re, c)));
      v128.store(out + (16 - toRe), multiplyAdd<Real>(im, c, v128.mul<Real>(re, d)));
      x += UNIT;
      out += UNIT;
    }
  }
}

/** Units x[0, c] + first[c], written over what stands behind `first`: returns their address. */
export function addedUnits(x: usize, first: usize, lanes: usize): usize {
  const sums = first + lanes * UNIT;
  for (let at: usize = 0; at < lanes * UNIT; at += 16) {
    v128.store(sums + at, v128.add<Real>(v128.load(x + at), v128.load(first + at)));
  }
  return sums;
}

/** x[0, c] += first[c], with the parts of `first` swapped. */
export function addSwapped(x: usize, first: usize, lanes: usize): void {
  for (let at: usize = 0; at < lanes * UNIT; at += UNIT) {
    v128.store(x + at, v128.add<Real>(v128.load(x + at), v128.load(first + at, 16)));
    v128.store(x + at, v128.add<Real>(v128.load(x + at, 16), v128.load(first + at)), 16);
  }
}

/** Swaps the parts of so many units. */
export function swapUnits(x: usize, count: usize): void {
  for (const end = x + count * UNIT; x < end; x += UNIT) {
    const re = v128.load(x);
    v128.store(x, v128.load(x, 16));
    v128.store(x, re, 16);
  }
}
