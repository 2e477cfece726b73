/** Convolution with two outputs; taps and tiles as in convolution.ts. */
import { multiplyAdd } from "./fused";

const V: usize = 16; // bytes of a vector

/** A row of two outputs, four vectors at a time. */
function rowOfTwo<T extends number>(
  u: usize,
  taps: usize,
  end: usize,
  q: usize,
  y: usize,
  yPlane: usize,
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
    let tap = taps;
    let w = q;
    do {
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
    } while (tap < end);
    let to = y + x;
    v128.store(to, a0);
    v128.store(to, a1, V);
    v128.store(to, a2, 2 * V);
    v128.store(to, a3, 3 * V);
    to += yPlane;
    v128.store(to, b0);
    v128.store(to, b1, V);
    v128.store(to, b2, 2 * V);
    v128.store(to, b3, 3 * V);
    if (x == last) return;
    x = min(x + 4 * V, last);
  }
}

/** Rows of every line; lines lie `uLine`, `qLine` and `yLine` bytes apart. */
function linesOfTwo<T extends number>(
  lines: i32,
  uLine: usize,
  qLine: usize,
  yLine: usize,
  u: usize,
  uRow: usize,
  taps: usize,
  end: usize,
  q: usize,
  y: usize,
  yRow: usize,
  yPlane: usize,
  rows: i32,
  last: usize,
): void {
  for (let line = 0; line < lines; line++) {
    for (let row: usize = 0; row < <usize>rows; row++) {
      rowOfTwo<T>(u + row * uRow, taps, end, q, y + row * yRow, yPlane, last);
    }
    u += uLine;
    q += qLine;
    y += yLine;
  }
}

/** Fills rows of two outputs in every line; filters are q[tap, output]. */
export function convolveTwo64(
  lines: i32,
  uLine: usize,
  qLine: usize,
  yLine: usize,
  u: usize,
  uRow: usize,
  taps: usize,
  end: usize,
  q: usize,
  y: usize,
  yRow: usize,
  yPlane: usize,
  rows: i32,
  last: usize,
): void {
  linesOfTwo<f64>(lines, uLine, qLine, yLine, u, uRow, taps, end, q, y, yRow, yPlane, rows, last);
}

export function convolveTwo32(
  lines: i32,
  uLine: usize,
  qLine: usize,
  yLine: usize,
  u: usize,
  uRow: usize,
  taps: usize,
  end: usize,
  q: usize,
  y: usize,
  yRow: usize,
  yPlane: usize,
  rows: i32,
  last: usize,
): void {
  linesOfTwo<f32>(lines, uLine, qLine, yLine, u, uRow, taps, end, q, y, yRow, yPlane, rows, last);
}
