/**
 * Stencils that are interpolated from nodes, as compute/stencils/stencils.ts defines them, in f64. A point of the grid
 * has `line` bytes of S, a node as many of N: pairs of taps, one vector each. Fields are padded along rows; a table of
 * 32-bit offsets, [row of the grid, pair], tells where a pair finds its two cells in them for the first point of a row.
 * The functions of an axis are tables of `width` 32-bit numbers of nodes and as many weights at every point.
 *
 * Rows are done one after another, so that what belongs to one stays in the nearest cache. Addresses are bytes.
 */
import { multiplyAdd } from "./fused";
import { blend, blendTwo, together } from "./nodeLines";
import { blend, spread } from "./nodeLines";

const V: usize = 16; // bytes of a vector

/**
 * Fills the stencils of rows from nodes N[row node, column node]: those of a row's nodes are blended into `row`, which
 * has room for two rows of so many columns, and these into points.
 */
export function fillRows(
  nodes: usize,
  columns: usize,
  line: usize,
  rowIndices: usize,
  rowWeights: usize,
  rowWidth: usize,
  indices: usize,
  weights: usize,
  width: usize,
  rows: usize,
  points: usize,
  row: usize,
  stencils: usize,
): void {
  const long = columns * line;
  for (let left = rows; left > 0;) {
    const here = together(rowIndices, rowWidth, left);
    if (here == 2) blendTwo(rowIndices, rowWeights, nodes, long, row);
    else blend(rowIndices, rowWeights, rowWidth, nodes, long, row);
    for (let from = row; from < row + here * long; from += long) {
      for (let x: usize = 0; x < points;) {
        const index = indices + ((x * width) << 2);
        const weight = weights + ((x * width) << 3);
        const both = together(index, width, points - x);
        if (both == 2) blendTwo(index, weight, from, line, stencils);
        else blend(index, weight, width, from, line, stencils);
        stencils += both * line;
        x += both;
      }
    }
    rowIndices += (here * rowWidth) << 2;
    rowWeights += (here * rowWidth) << 3;
    left -= here;
  }
}

/** Fills rows y of `points` points from their stencils and a padded field u. */
export function applyRows(
  stencils: usize,
  line: usize,
  u: usize,
  table: usize,
  rows: usize,
  points: usize,
  y: usize,
): void {
  const offsets = line >> 2; // bytes of a row of the table
  for (let r: usize = 0; r < rows; r++, y += points << 3, stencils += points * line) {
    const end = table + offsets;
    let x: usize = 0;
    if (points >= 4) {
      for (;;) {
        fourPoints(stencils + x * line, line, u + (x << 3), table, end, y + (x << 3));
        if (x == points - 4) break;
        x = min(x + 4, points - 4);
      }
    } else {
      for (; x < points; x++) {
        onePoint(stencils + x * line, u + (x << 3), table, end, y + (x << 3));
      }
    }
    table = end;
  }
}

function fourPoints(S: usize, line: usize, u: usize, table: usize, end: usize, y: usize): void {
  let a = f64x2.splat(0);
  let b = a;
  let c = a;
  let d = a;
  const third = 2 * line;
  const fourth = 3 * line;
  for (; table < end; table += 4, S += V) {
    const at = u + <usize>load<u32>(table);
    a = multiplyAdd<f64>(v128.load(S), v128.load(at), a);
    b = multiplyAdd<f64>(v128.load(S + line), v128.load(at, 8), b);
    c = multiplyAdd<f64>(v128.load(S + third), v128.load(at, 16), c);
    d = multiplyAdd<f64>(v128.load(S + fourth), v128.load(at, 24), d);
  }
  store<f64>(y, laneSum(a));
  store<f64>(y, laneSum(b), 8);
  store<f64>(y, laneSum(c), 16);
  store<f64>(y, laneSum(d), 24);
}

function onePoint(S: usize, u: usize, table: usize, end: usize, y: usize): void {
  let a = f64x2.splat(0);
  for (; table < end; table += 4, S += V) {
    a = multiplyAdd<f64>(v128.load(S), v128.load(u + <usize>load<u32>(table)), a);
  }
  store<f64>(y, laneSum(a));
}

// @inline
function laneSum(a: v128): f64 {
  return f64x2.extract_lane(a, 0) + f64x2.extract_lane(a, 1);
}

/**
 * Adds to a padded field du what rows g give back. Every second point first: neighbours write to pairs of cells that
 * overlap, and processors wait for those.
 */
export function applyRowsTransposed(
  stencils: usize,
  line: usize,
  g: usize,
  table: usize,
  rows: usize,
  points: usize,
  du: usize,
): void {
  const offsets = line >> 2;
  for (let r: usize = 0; r < rows; r++, g += points << 3, stencils += points * line) {
    const end = table + offsets;
    for (let parity: usize = 0; parity < 2; parity++) {
      for (let x = parity; x < points; x += 2) {
        const w = v128.load64_splat(g + (x << 3));
        const to = du + (x << 3);
        let S = stencils + x * line;
        for (let entry = table; entry < end; entry += 4, S += V) {
          const at = to + <usize>load<u32>(entry);
          v128.store(at, multiplyAdd<f64>(w, v128.load(S), v128.load(at)));
        }
      }
    }
    table = end;
  }
}

/** Fills rows with those of a padded field, which repeats: what stands beside them belongs to their other end. */
export function foldRows(
  from: usize,
  rows: usize,
  points: usize,
  before: usize,
  padded: usize,
  to: usize,
): void {
  for (let r: usize = 0; r < rows; r++, from += padded << 3, to += points << 3) {
    for (let x: usize = 0; x < points; x++) {
      store<f64>(to + (x << 3), load<f64>(from + ((x + before) << 3)));
    }
    for (let x: usize = 0; x < before; x++) {
      const at = to + ((points - before + x) << 3);
      store<f64>(at, load<f64>(at) + load<f64>(from + (x << 3)));
    }
    for (let x = before + points; x < padded; x++) {
      const at = to + ((x - before - points) << 3);
      store<f64>(at, load<f64>(at) + load<f64>(from + (x << 3)));
    }
  }
}
