/**
 * Rows of up to 32 neighbouring points, multiplied by numbers and added. Rows lie `ROW` bytes apart, so that a panel
 * of them stays in the nearest cache; eight points at a time stay in registers while all rows go by. `columns` are
 * the bytes of a row that are worked on, a multiple of `TILE`. Addresses are bytes.
 */
import { multiplyAdd } from "./fused";

const V: usize = 16; // bytes of a vector

/** Points of a panel, bytes of a row, and of eight points. */
export const POINTS: usize = 32;
export const ROW: usize = 256;
export const TILE: usize = 64;

/**
 * Fills two rows with sums + Σ_j weights[j] v_j: the weights of the second lie `next` bytes behind those of the first,
 * its sums `sumRow` bytes. Sums go on by `step` bytes from eight points to the next. Puts the product of both rows to
 * `product`, if that is an address.
 */
export function addPair(
  weights: usize,
  next: usize,
  v: usize,
  end: usize,
  sums: usize,
  sumRow: usize,
  step: usize,
  to: usize,
  product: usize,
  columns: usize,
): void {
  for (let c: usize = 0; c < columns; c += TILE, sums += step) {
    let a0 = v128.load(sums);
    let a1 = v128.load(sums, V);
    let a2 = v128.load(sums, 2 * V);
    let a3 = v128.load(sums, 3 * V);
    let b0 = v128.load(sums + sumRow);
    let b1 = v128.load(sums + sumRow, V);
    let b2 = v128.load(sums + sumRow, 2 * V);
    let b3 = v128.load(sums + sumRow, 3 * V);
    const stop = end + c;
    let w = weights;
    for (let x = v + c; x < stop; x += ROW, w += 8) {
      const toA = v128.load64_splat(w);
      const toB = v128.load64_splat(w + next);
      const x0 = v128.load(x);
      a0 = multiplyAdd<f64>(toA, x0, a0);
      b0 = multiplyAdd<f64>(toB, x0, b0);
      const x1 = v128.load(x, V);
      a1 = multiplyAdd<f64>(toA, x1, a1);
      b1 = multiplyAdd<f64>(toB, x1, b1);
      const x2 = v128.load(x, 2 * V);
      a2 = multiplyAdd<f64>(toA, x2, a2);
      b2 = multiplyAdd<f64>(toB, x2, b2);
      const x3 = v128.load(x, 3 * V);
      a3 = multiplyAdd<f64>(toA, x3, a3);
      b3 = multiplyAdd<f64>(toB, x3, b3);
    }
    const at = to + c;
    v128.store(at, a0);
    v128.store(at, a1, V);
    v128.store(at, a2, 2 * V);
    v128.store(at, a3, 3 * V);
    v128.store(at, b0, ROW);
    v128.store(at, b1, ROW + V);
    v128.store(at, b2, ROW + 2 * V);
    v128.store(at, b3, ROW + 3 * V);
    if (product == 0) continue;
    const p = product + c;
    v128.store(p, v128.mul<f64>(a0, b0));
    v128.store(p, v128.mul<f64>(a1, b1), V);
    v128.store(p, v128.mul<f64>(a2, b2), 2 * V);
    v128.store(p, v128.mul<f64>(a3, b3), 3 * V);
  }
}

/** Fills a row with sums + Σ_j weights[j] v_j, as `addPair` does two. */
export function addRow(
  weights: usize,
  v: usize,
  end: usize,
  sums: usize,
  step: usize,
  to: usize,
  columns: usize,
): void {
  for (let c: usize = 0; c < columns; c += TILE, sums += step) {
    let a0 = v128.load(sums);
    let a1 = v128.load(sums, V);
    let a2 = v128.load(sums, 2 * V);
    let a3 = v128.load(sums, 3 * V);
    const stop = end + c;
    let w = weights;
    for (let x = v + c; x < stop; x += ROW, w += 8) {
      const factor = v128.load64_splat(w);
      a0 = multiplyAdd<f64>(factor, v128.load(x), a0);
      a1 = multiplyAdd<f64>(factor, v128.load(x, V), a1);
      a2 = multiplyAdd<f64>(factor, v128.load(x, 2 * V), a2);
      a3 = multiplyAdd<f64>(factor, v128.load(x, 3 * V), a3);
    }
    const at = to + c;
    v128.store(at, a0);
    v128.store(at, a1, V);
    v128.store(at, a2, 2 * V);
    v128.store(at, a3, 3 * V);
  }
}

/** Adds Σ g v over the points of a row: of rows g, h and four rows v each to four vectors of sums. */
export function addProducts(
  g: usize,
  h: usize,
  v: usize,
  ofG: usize,
  ofH: usize,
  columns: usize,
): void {
  let a0 = v128.load(ofG);
  let a1 = v128.load(ofG, V);
  let a2 = v128.load(ofG, 2 * V);
  let a3 = v128.load(ofG, 3 * V);
  let b0 = v128.load(ofH);
  let b1 = v128.load(ofH, V);
  let b2 = v128.load(ofH, 2 * V);
  let b3 = v128.load(ofH, 3 * V);
  for (const end = v + columns; v < end; v += V, g += V, h += V) {
    const p = v128.load(g);
    const q = v128.load(h);
    const x0 = v128.load(v);
    a0 = multiplyAdd<f64>(p, x0, a0);
    b0 = multiplyAdd<f64>(q, x0, b0);
    const x1 = v128.load(v, ROW);
    a1 = multiplyAdd<f64>(p, x1, a1);
    b1 = multiplyAdd<f64>(q, x1, b1);
    const x2 = v128.load(v, 2 * ROW);
    a2 = multiplyAdd<f64>(p, x2, a2);
    b2 = multiplyAdd<f64>(q, x2, b2);
    const x3 = v128.load(v, 3 * ROW);
    a3 = multiplyAdd<f64>(p, x3, a3);
    b3 = multiplyAdd<f64>(q, x3, b3);
  }
  v128.store(ofG, a0);
  v128.store(ofG, a1, V);
  v128.store(ofG, a2, 2 * V);
  v128.store(ofG, a3, 3 * V);
  v128.store(ofH, b0);
  v128.store(ofH, b1, V);
  v128.store(ofH, b2, 2 * V);
  v128.store(ofH, b3, 3 * V);
}

/** Adds a row to a vector of sums. */
export function addAll(g: usize, sums: usize, columns: usize): void {
  let a = v128.load(sums);
  for (const end = g + columns; g < end; g += TILE) {
    const low = v128.add<f64>(v128.load(g), v128.load(g, V));
    const high = v128.add<f64>(v128.load(g, 2 * V), v128.load(g, 3 * V));
    a = v128.add<f64>(a, v128.add<f64>(low, high));
  }
  v128.store(sums, a);
}

/** Copies numbers into a row, and zeros up to `columns`. */
export function readRow(from: usize, bytes: usize, to: usize, columns: usize): void {
  copy(from, bytes, to);
  for (let at = bytes; at < columns; at += 8) store<f64>(to + at, 0);
}

/** Copies so many bytes of numbers. */
export function copy(from: usize, bytes: usize, to: usize): void {
  let at: usize = 0;
  for (const whole = bytes & ~15; at < whole; at += V) v128.store(to + at, v128.load(from + at));
  if (at < bytes) store<f64>(to + at, load<f64>(from + at));
}

/** Fills so many bytes, whole vectors, with a number. */
export function fillRow(value: f64, to: usize, bytes: usize): void {
  const vector = f64x2.splat(value);
  for (const end = to + bytes; to < end; to += V) v128.store(to, vector);
}
