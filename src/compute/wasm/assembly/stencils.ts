/**
 * Stencils that differ from place to place, as compute/stencils/stencils.ts defines them, in f64. A line of taps is
 * one row of the window: `length` taps. Tables of lines, [row of the grid, line of taps], hold where the first tap of
 * a line finds the row, as 32-bit byte offsets. Addresses are bytes; rows have `width` bytes.
 */
import { multiplyAdd } from "./fused";

const V: usize = 16; // bytes of a vector
const TILE: usize = 4 * V;

/**
 * Fills y[row, x] with Σ over taps of a[tap, …] b[…]. From one tap of a line to the next a goes on by `aStep` bytes, b
 * by `bStep`; from line to line a goes on by `aLine`.
 */
export function applyRows(
  a: usize,
  aTable: usize,
  aStep: usize,
  aLine: usize,
  b: usize,
  bTable: usize,
  bStep: usize,
  rows: usize,
  lines: usize,
  length: usize,
  width: usize,
  y: usize,
): void {
  for (let row: usize = 0; row < rows; row++, y += width) {
    const aRow = aTable + ((row * lines) << 2);
    const bRow = bTable + ((row * lines) << 2);
    let x: usize = 0;
    if (width >= TILE) {
      const last = width - TILE;
      for (;;) {
        applyTile(a + x, aRow, aStep, aLine, b + x, bRow, bStep, lines, length, y + x);
        if (x == last) break;
        x = min(x + TILE, last);
      }
      continue;
    }
    for (; x < width; x += 8) {
      let sum: f64 = 0;
      for (let line: usize = 0; line < lines; line++) {
        let p = a + line * aLine + <usize>load<u32>(aRow + (line << 2)) + x;
        let q = b + <usize>load<u32>(bRow + (line << 2)) + x;
        for (let j: usize = 0; j < length; j++, p += aStep, q += bStep) {
          sum += load<f64>(p) * load<f64>(q);
        }
      }
      store<f64>(y + x, sum);
    }
  }
}

/** Eight neighbouring results. */
function applyTile(
  a: usize,
  aRow: usize,
  aStep: usize,
  aLine: usize,
  b: usize,
  bRow: usize,
  bStep: usize,
  lines: usize,
  length: usize,
  y: usize,
): void {
  let s0 = f64x2.splat(0);
  let s1 = s0;
  let s2 = s0;
  let s3 = s0;
  for (let line: usize = 0; line < lines; line++, a += aLine) {
    let p = a + <usize>load<u32>(aRow + (line << 2));
    let q = b + <usize>load<u32>(bRow + (line << 2));
    for (let j: usize = 0; j < length; j++, p += aStep, q += bStep) {
      s0 = multiplyAdd<f64>(v128.load(p), v128.load(q), s0);
      s1 = multiplyAdd<f64>(v128.load(p, V), v128.load(q, V), s1);
      s2 = multiplyAdd<f64>(v128.load(p, 2 * V), v128.load(q, 2 * V), s2);
      s3 = multiplyAdd<f64>(v128.load(p, 3 * V), v128.load(q, 3 * V), s3);
    }
  }
  v128.store(y, s0);
  v128.store(y, s1, V);
  v128.store(y, s2, 2 * V);
  v128.store(y, s3, 3 * V);
}

/**
 * Fills out[tap, row, x] with Σ over uses of g[row, x] u[…]. `uses` holds the addresses of g and of u in turn, as 32-bit
 * integers, up to `end`; u is seen by lines as in `applyRows`.
 */
export function fillSlopes(
  uses: usize,
  end: usize,
  table: usize,
  rows: usize,
  lines: usize,
  length: usize,
  width: usize,
  out: usize,
): void {
  for (let line: usize = 0; line < lines; line++) {
    for (let j: usize = 0; j < length; j++) {
      for (let row: usize = 0; row < rows; row++, out += width) {
        const from = <usize>load<u32>(table + ((row * lines + line) << 2)) + (j << 3);
        fillRow(uses, end, row * width, from, width, out);
      }
    }
  }
}

function fillRow(uses: usize, end: usize, at: usize, from: usize, width: usize, out: usize): void {
  let x: usize = 0;
  if (width < TILE) {
    for (; x < width; x += 8) {
      let sum: f64 = 0;
      for (let use = uses; use < end; use += 8) {
        const g = <usize>load<u32>(use) + at + x;
        const u = <usize>load<u32>(use, 4) + from + x;
        sum += load<f64>(g) * load<f64>(u);
      }
      store<f64>(out + x, sum);
    }
    return;
  }
  const last = width - TILE;
  for (;;) {
    let s0 = f64x2.splat(0);
    let s1 = s0;
    let s2 = s0;
    let s3 = s0;
    for (let use = uses; use < end; use += 8) {
      const g = <usize>load<u32>(use) + at + x;
      const u = <usize>load<u32>(use, 4) + from + x;
      s0 = multiplyAdd<f64>(v128.load(g), v128.load(u), s0);
      s1 = multiplyAdd<f64>(v128.load(g, V), v128.load(u, V), s1);
      s2 = multiplyAdd<f64>(v128.load(g, 2 * V), v128.load(u, 2 * V), s2);
      s3 = multiplyAdd<f64>(v128.load(g, 3 * V), v128.load(u, 3 * V), s3);
    }
    const to = out + x;
    v128.store(to, s0);
    v128.store(to, s1, V);
    v128.store(to, s2, 2 * V);
    v128.store(to, s3, 3 * V);
    if (x == last) return;
    x = min(x + TILE, last);
  }
}
