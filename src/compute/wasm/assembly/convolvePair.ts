/** Convolution with a single output, two rows at a time; taps and tiles as in convolution.ts. */
import { multiplyAdd } from "./fused";

const V: usize = 16; // bytes of a vector

/**
 * Two neighbouring rows of a single output, four vectors at a time. Taps `first` reach the upper
 * row alone and have one weight; taps `both` reach both and have two, the lower row's being that of
 * the tap one row before; taps `second`, up to `end`, reach the lower row alone.
 */
function pairOfRows<T extends number>(
  u: usize,
  first: usize,
  both: usize,
  second: usize,
  end: usize,
  q: usize,
  y: usize,
  yRow: usize,
  last: usize,
): void {
  const zero = v128.splat<T>(0 as T);
  let x: usize = 0;
  for (;;) {
    let a0 = zero,
      a1 = zero,
      a2 = zero,
      a3 = zero;
    let b0 = zero,
      b1 = zero,
      b2 = zero,
      b3 = zero;
    const from = u + x;
    let tap = first;
    let w = q;
    do {
      const p = from + <usize>load<u32>(tap);
      const a = v128.load_splat<T>(w);
      a0 = multiplyAdd<T>(a, v128.load(p), a0);
      a1 = multiplyAdd<T>(a, v128.load(p, V), a1);
      a2 = multiplyAdd<T>(a, v128.load(p, 2 * V), a2);
      a3 = multiplyAdd<T>(a, v128.load(p, 3 * V), a3);
      w += sizeof<T>();
      tap += 4;
    } while (tap < both);
    while (tap < second) {
      const p = from + <usize>load<u32>(tap);
      const u0 = v128.load(p);
      const u1 = v128.load(p, V);
      const u2 = v128.load(p, 2 * V);
      const u3 = v128.load(p, 3 * V);
      const a = v128.load_splat<T>(w);
      const b = v128.load_splat<T>(w, sizeof<T>());
      a0 = multiplyAdd<T>(a, u0, a0);
      a1 = multiplyAdd<T>(a, u1, a1);
      a2 = multiplyAdd<T>(a, u2, a2);
      a3 = multiplyAdd<T>(a, u3, a3);
      b0 = multiplyAdd<T>(b, u0, b0);
      b1 = multiplyAdd<T>(b, u1, b1);
      b2 = multiplyAdd<T>(b, u2, b2);
      b3 = multiplyAdd<T>(b, u3, b3);
      w += 2 * sizeof<T>();
      tap += 4;
    }
    let to = y + x;
    v128.store(to, a0);
    v128.store(to, a1, V);
    v128.store(to, a2, 2 * V);
    v128.store(to, a3, 3 * V);
    do {
      const p = from + <usize>load<u32>(tap);
      const b = v128.load_splat<T>(w);
      b0 = multiplyAdd<T>(b, v128.load(p), b0);
      b1 = multiplyAdd<T>(b, v128.load(p, V), b1);
      b2 = multiplyAdd<T>(b, v128.load(p, 2 * V), b2);
      b3 = multiplyAdd<T>(b, v128.load(p, 3 * V), b3);
      w += sizeof<T>();
      tap += 4;
    } while (tap < end);
    to += yRow;
    v128.store(to, b0);
    v128.store(to, b1, V);
    v128.store(to, b2, 2 * V);
    v128.store(to, b3, 3 * V);
    if (x == last) return;
    x = min(x + 4 * V, last);
  }
}

/** Fills two rows of a single output. */
export function convolvePair64(
  u: usize,
  first: usize,
  both: usize,
  second: usize,
  end: usize,
  q: usize,
  y: usize,
  yRow: usize,
  last: usize,
): void {
  pairOfRows<f64>(u, first, both, second, end, q, y, yRow, last);
}

export function convolvePair32(
  u: usize,
  first: usize,
  both: usize,
  second: usize,
  end: usize,
  q: usize,
  y: usize,
  yRow: usize,
  last: usize,
): void {
  pairOfRows<f32>(u, first, both, second, end, q, y, yRow, last);
}
