/**
 * A single step through stencils that are interpolated from nodes: stencils themselves are never there. See stencils.ts;
 * a row of points sees the nodes of its row, blended into one row of nodes.
 */
import { multiplyAdd } from "./fused";
import { blend, blendTwo, lineAt, together } from "./nodeLines";

const V: usize = 16; // bytes of a vector

/** Fills rows y from nodes and a padded field u; `row` has room for two rows of nodes. */
export function applyNodes(
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
  u: usize,
  table: usize,
  y: usize,
): void {
  const long = columns * line;
  for (let left = rows; left > 0;) {
    const here = together(rowIndices, rowWidth, left);
    if (here == 2) blendTwo(rowIndices, rowWeights, nodes, long, row);
    else blend(rowIndices, rowWeights, rowWidth, nodes, long, row);
    for (let from = row; from < row + here * long; from += long) {
      const end = table + (line >> 2);
      for (let x: usize = 0; x < points;) {
        const index = indices + ((x * width) << 2);
        const weight = weights + ((x * width) << 3);
        const at = u + (x << 3);
        const both = together(index, width, points - x);
        if (both == 2) sumOfTwo(index, weight, from, line, at, table, end, y);
        else store<f64>(y, sumTaps(index, weight, width, from, line, at, table, end));
        y += both << 3;
        x += both;
      }
      table = end;
    }
    rowIndices += (here * rowWidth) << 2;
    rowWeights += (here * rowWidth) << 3;
    left -= here;
  }
}

/** The sums of two neighbours that go together. */
function sumOfTwo(
  indices: usize,
  weights: usize,
  nodes: usize,
  line: usize,
  u: usize,
  table: usize,
  end: usize,
  y: usize,
): void {
  let p = nodes + lineAt(indices, 0, line);
  let q = nodes + lineAt(indices, 1, line);
  let r = nodes + lineAt(indices, 2, line);
  let a0 = f64x2.splat(0);
  let a1 = a0;
  let b0 = a0;
  let b1 = a0;
  let c0 = a0;
  let c1 = a0;
  for (let entry = table; entry < end; entry += 4, p += V, q += V, r += V) {
    const at = u + <usize>load<u32>(entry);
    const u0 = v128.load(at);
    const u1 = v128.load(at, 8);
    const a = v128.load(p);
    const b = v128.load(q);
    const c = v128.load(r);
    a0 = multiplyAdd<f64>(a, u0, a0);
    a1 = multiplyAdd<f64>(a, u1, a1);
    b0 = multiplyAdd<f64>(b, u0, b0);
    b1 = multiplyAdd<f64>(b, u1, b1);
    c0 = multiplyAdd<f64>(c, u0, c0);
    c1 = multiplyAdd<f64>(c, u1, c1);
  }
  store<f64>(y, weighted(a0, b0, c0, weights));
  store<f64>(y, weighted(a1, b1, c1, weights + 24), 8);
}

// @inline
function weighted(a: v128, b: v128, c: v128, weights: usize): f64 {
  let sum = f64x2.mul(a, v128.load64_splat(weights));
  sum = multiplyAdd<f64>(b, v128.load64_splat(weights, 8), sum);
  sum = multiplyAdd<f64>(c, v128.load64_splat(weights, 16), sum);
  return f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
}

/** Σ_k w_k Σ_j N[index k, j] u[j], three nodes at a time. */
function sumTaps(
  indices: usize,
  weights: usize,
  width: usize,
  nodes: usize,
  line: usize,
  u: usize,
  table: usize,
  end: usize,
): f64 {
  let total: f64 = 0;
  let k: usize = 0;
  for (; k + 3 <= width; k += 3) {
    let p = nodes + lineAt(indices, k, line);
    let q = nodes + lineAt(indices, k + 1, line);
    let r = nodes + lineAt(indices, k + 2, line);
    let a = f64x2.splat(0);
    let b = a;
    let c = a;
    for (let entry = table; entry < end; entry += 4, p += V, q += V, r += V) {
      const seen = v128.load(u + <usize>load<u32>(entry));
      a = multiplyAdd<f64>(v128.load(p), seen, a);
      b = multiplyAdd<f64>(v128.load(q), seen, b);
      c = multiplyAdd<f64>(v128.load(r), seen, c);
    }
    total += weighted(a, b, c, weights + (k << 3));
  }
  for (; k < width; k++) {
    let p = nodes + lineAt(indices, k, line);
    let a = f64x2.splat(0);
    for (let entry = table; entry < end; entry += 4, p += V) {
      a = multiplyAdd<f64>(v128.load(p), v128.load(u + <usize>load<u32>(entry)), a);
    }
    total += load<f64>(weights + (k << 3)) * (f64x2.extract_lane(a, 0) + f64x2.extract_lane(a, 1));
  }
  return total;
}
