/**
 * The tile of a product: four rows by two vectors of columns stay in registers while k goes by,
 *
 *   out[i, j] (+)= Σ_k left[k, i] right[k, j].
 *
 * Eight sums, two vectors of the right and one factor leave room for a product in the registers that
 * engines give to vectors; unrolled loops and larger tiles spill and are slower. A tile that sticks
 * out of the matrix, or whose columns are not neighbours in it, goes by memory of its own.
 */
import { multiplyAdd } from "./fused";
import { Real } from "./real";

const V: usize = 16; // bytes of a vector
const SIZE: usize = sizeof<Real>();

/** Rows of a tile. */
export const ROWS: usize = 4;

/** Bytes of a row of a tile. */
export const WIDTH: usize = 2 * V;

/** Fills a tile, or adds to it, whose rows are `row` bytes apart. */
export function multiplyTile(
  left: usize,
  right: usize,
  depth: usize,
  out: usize,
  row: usize,
  add: bool,
): void {
  const zero = v128.splat<Real>(0);
  const end = right + depth * WIDTH;
  let a0 = zero,
    a1 = zero,
    b0 = zero,
    b1 = zero;
  let c0 = zero,
    c1 = zero,
    d0 = zero,
    d1 = zero;
  for (; right < end; right += WIDTH, left += ROWS * SIZE) {
    const r0 = v128.load(right);
    const r1 = v128.load(right, V);
    const a = v128.load_splat<Real>(left);
    a0 = multiplyAdd<Real>(a, r0, a0);
    a1 = multiplyAdd<Real>(a, r1, a1);
    const b = v128.load_splat<Real>(left, SIZE);
    b0 = multiplyAdd<Real>(b, r0, b0);
    b1 = multiplyAdd<Real>(b, r1, b1);
    const c = v128.load_splat<Real>(left, 2 * SIZE);
    c0 = multiplyAdd<Real>(c, r0, c0);
    c1 = multiplyAdd<Real>(c, r1, c1);
    const d = v128.load_splat<Real>(left, 3 * SIZE);
    d0 = multiplyAdd<Real>(d, r0, d0);
    d1 = multiplyAdd<Real>(d, r1, d1);
  }
  putRow(out, a0, a1, add);
  putRow(out + row, b0, b1, add);
  putRow(out + 2 * row, c0, c1, add);
  putRow(out + 3 * row, d0, d1, add);
}

// @inline
function putRow(out: usize, x: v128, y: v128, add: bool): void {
  if (add) {
    x = v128.add<Real>(v128.load(out), x);
    y = v128.add<Real>(v128.load(out, V), y);
  }
  v128.store(out, x);
  v128.store(out, y, V);
}

/** Puts the part of a tile that is in the matrix into its place, or adds it there. */
export function placeTile(
  tile: usize,
  rows: usize,
  columns: usize,
  out: usize,
  row: usize,
  column: usize,
  add: bool,
): void {
  for (let i: usize = 0; i < rows; i++) {
    let from = tile + i * WIDTH;
    let to = out + i * row;
    for (let j: usize = 0; j < columns; j++) {
      const value = load<Real>(from);
      store<Real>(to, add ? load<Real>(to) + value : value);
      from += SIZE;
      to += column;
    }
  }
}
