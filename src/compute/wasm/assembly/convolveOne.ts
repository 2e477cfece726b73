/** Convolution with a single output and filters of one row; see convolution.ts. */
import { multiplyAdd } from "./fused";

const V: usize = 16; // bytes of a vector

/**
 * A row of one output, four vectors at a time. Taps up to `single` stand for two, a vector apart, which
 * share what they read; the others for one. Engines read all operands of a turn before they multiply,
 * so that more than these would not fit their registers.
 */
function rowOfOne<T extends number>(
  u: usize,
  taps: usize,
  single: usize,
  end: usize,
  q: usize,
  y: usize,
  last: usize,
): void {
  const zero = v128.splat<T>(0 as T);
  let x: usize = 0;
  for (;;) {
    let a = zero,
      b = zero,
      c = zero,
      d = zero;
    const from = u + x;
    let tap = taps;
    let weight = q;
    while (tap < single) {
      const p = from + <usize>load<u32>(tap);
      const v = v128.load_splat<T>(weight);
      const w = v128.load_splat<T>(weight, sizeof<T>());
      const u0 = v128.load(p);
      const u1 = v128.load(p, V);
      const u2 = v128.load(p, 2 * V);
      const u3 = v128.load(p, 3 * V);
      const u4 = v128.load(p, 4 * V);
      a = v128.add<T>(a, multiplyAdd<T>(w, u1, v128.mul<T>(v, u0)));
      b = v128.add<T>(b, multiplyAdd<T>(w, u2, v128.mul<T>(v, u1)));
      c = v128.add<T>(c, multiplyAdd<T>(w, u3, v128.mul<T>(v, u2)));
      d = v128.add<T>(d, multiplyAdd<T>(w, u4, v128.mul<T>(v, u3)));
      weight += 2 * sizeof<T>();
      tap += 4;
    }
    while (tap < end) {
      const p = from + <usize>load<u32>(tap);
      const w = v128.load_splat<T>(weight);
      a = multiplyAdd<T>(w, v128.load(p), a);
      b = multiplyAdd<T>(w, v128.load(p, V), b);
      c = multiplyAdd<T>(w, v128.load(p, 2 * V), c);
      d = multiplyAdd<T>(w, v128.load(p, 3 * V), d);
      weight += sizeof<T>();
      tap += 4;
    }
    const to = y + x;
    v128.store(to, a);
    v128.store(to, b, V);
    v128.store(to, c, 2 * V);
    v128.store(to, d, 3 * V);
    if (x == last) return;
    x = min(x + 4 * V, last);
  }
}

/** Rows of every line; lines lie `uLine`, `qLine` and `yLine` bytes apart. */
function linesOfOne<T extends number>(
  lines: i32,
  uLine: usize,
  qLine: usize,
  yLine: usize,
  u: usize,
  uRow: usize,
  taps: usize,
  single: usize,
  end: usize,
  q: usize,
  y: usize,
  yRow: usize,
  rows: i32,
  last: usize,
): void {
  for (let line = 0; line < lines; line++) {
    for (let row: usize = 0; row < <usize>rows; row++) {
      rowOfOne<T>(u + row * uRow, taps, single, end, q, y + row * yRow, last);
    }
    u += uLine;
    q += qLine;
    y += yLine;
  }
}

/** Fills rows of one output in every line; filters are q[tap], two for a tap that stands for two. */
export function convolveOne64(
  lines: i32,
  uLine: usize,
  qLine: usize,
  yLine: usize,
  u: usize,
  uRow: usize,
  taps: usize,
  single: usize,
  end: usize,
  q: usize,
  y: usize,
  yRow: usize,
  rows: i32,
  last: usize,
): void {
  linesOfOne<f64>(lines, uLine, qLine, yLine, u, uRow, taps, single, end, q, y, yRow, rows, last);
}

export function convolveOne32(
  lines: i32,
  uLine: usize,
  qLine: usize,
  yLine: usize,
  u: usize,
  uRow: usize,
  taps: usize,
  single: usize,
  end: usize,
  q: usize,
  y: usize,
  yRow: usize,
  rows: i32,
  last: usize,
): void {
  linesOfOne<f32>(lines, uLine, qLine, yLine, u, uRow, taps, single, end, q, y, yRow, rows, last);
}
