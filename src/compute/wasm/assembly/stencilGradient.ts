/**
 * The gradient of steps through stencils to the nodes that they are interpolated from. That of a single step goes to
 * nodes at once; for several steps rows of Σ g u over all of them, the gradient to stencils, come first. See stencils.ts.
 */
import { multiplyAdd } from "./fused";
import { lineAt, spread, spreadTwo, together } from "./nodeLines";

const V: usize = 16; // bytes of a vector

/**
 * The way back of `fillRows` and `applyNodes`: adds to the gradient of nodes what uses give back. `slopes` has room for a row of S, `row` for
 * two rows of nodes.
 */
export function spreadRows(
  uses: usize,
  end: usize,
  table: usize,
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
  slopes: usize,
  row: usize,
  nodes: usize,
): void {
  const long = columns * line;
  const single = end == uses + 8;
  let at: usize = 0;
  for (let left = rows; left > 0;) {
    const here = together(rowIndices, rowWidth, left);
    memory.fill(row, 0, here * long);
    for (let to = row; to < row + here * long; to += long) {
      if (single) spreadUse(uses, at, table, line, indices, weights, width, points, to);
      else {
        fillSlopes(uses, end, at, table, line, points, slopes);
        spreadSlopes(slopes, line, indices, weights, width, points, to);
      }
      table += line >> 2;
      at += points << 3;
    }
    if (here == 2) spreadTwo(rowIndices, rowWeights, row, long, nodes);
    else spread(rowIndices, rowWeights, rowWidth, row, long, nodes);
    rowIndices += (here * rowWidth) << 2;
    rowWeights += (here * rowWidth) << 3;
    left -= here;
  }
}

/** Adds what a single use gives back to a row of nodes. */
function spreadUse(
  use: usize,
  at: usize,
  table: usize,
  line: usize,
  indices: usize,
  weights: usize,
  width: usize,
  points: usize,
  row: usize,
): void {
  const g = <usize>load<u32>(use) + at;
  const u = <usize>load<u32>(use, 4);
  for (let x: usize = 0; x < points;) {
    const index = indices + ((x * width) << 2);
    const weight = weights + ((x * width) << 3);
    const shift = x << 3;
    const both = together(index, width, points - x);
    if (both == 2) spreadTapsOfTwo(index, weight, g + shift, u + shift, table, line, row);
    else spreadTaps(index, weight, width, load<f64>(g + shift), u + shift, table, line, row);
    x += both;
  }
}

function spreadSlopes(
  slopes: usize,
  line: usize,
  indices: usize,
  weights: usize,
  width: usize,
  points: usize,
  row: usize,
): void {
  for (let x: usize = 0; x < points;) {
    const index = indices + ((x * width) << 2);
    const weight = weights + ((x * width) << 3);
    const both = together(index, width, points - x);
    if (both == 2) spreadTwo(index, weight, slopes + x * line, line, row);
    else spread(index, weight, width, slopes + x * line, line, row);
    x += both;
  }
}

/** What two neighbours that go together give back. */
function spreadTapsOfTwo(
  indices: usize,
  weights: usize,
  g: usize,
  u: usize,
  table: usize,
  line: usize,
  nodes: usize,
): void {
  const end = table + (line >> 2);
  const v = v128.load64_splat(g);
  const w = v128.load64_splat(g, 8);
  const a0 = f64x2.mul(v, v128.load64_splat(weights));
  const b0 = f64x2.mul(v, v128.load64_splat(weights, 8));
  const c0 = f64x2.mul(v, v128.load64_splat(weights, 16));
  const a1 = f64x2.mul(w, v128.load64_splat(weights, 24));
  const b1 = f64x2.mul(w, v128.load64_splat(weights, 32));
  const c1 = f64x2.mul(w, v128.load64_splat(weights, 40));
  let p = nodes + lineAt(indices, 0, line);
  let q = nodes + lineAt(indices, 1, line);
  let r = nodes + lineAt(indices, 2, line);
  for (let entry = table; entry < end; entry += 4, p += V, q += V, r += V) {
    const at = u + <usize>load<u32>(entry);
    const u0 = v128.load(at);
    const u1 = v128.load(at, 8);
    v128.store(p, multiplyAdd<f64>(a1, u1, multiplyAdd<f64>(a0, u0, v128.load(p))));
    v128.store(q, multiplyAdd<f64>(b1, u1, multiplyAdd<f64>(b0, u0, v128.load(q))));
    v128.store(r, multiplyAdd<f64>(c1, u1, multiplyAdd<f64>(c0, u0, v128.load(r))));
  }
}

/** Adds w_k g u[j] to N[index k, j], three nodes at a time. */
function spreadTaps(
  indices: usize,
  weights: usize,
  width: usize,
  g: f64,
  u: usize,
  table: usize,
  line: usize,
  nodes: usize,
): void {
  const end = table + (line >> 2);
  let k: usize = 0;
  for (; k + 3 <= width; k += 3) {
    const weight = weights + (k << 3);
    const a = f64x2.splat(g * load<f64>(weight));
    const b = f64x2.splat(g * load<f64>(weight, 8));
    const c = f64x2.splat(g * load<f64>(weight, 16));
    let p = nodes + lineAt(indices, k, line);
    let q = nodes + lineAt(indices, k + 1, line);
    let r = nodes + lineAt(indices, k + 2, line);
    for (let entry = table; entry < end; entry += 4, p += V, q += V, r += V) {
      const seen = v128.load(u + <usize>load<u32>(entry));
      v128.store(p, multiplyAdd<f64>(a, seen, v128.load(p)));
      v128.store(q, multiplyAdd<f64>(b, seen, v128.load(q)));
      v128.store(r, multiplyAdd<f64>(c, seen, v128.load(r)));
    }
  }
  for (; k < width; k++) {
    const a = f64x2.splat(g * load<f64>(weights + (k << 3)));
    let p = nodes + lineAt(indices, k, line);
    for (let entry = table; entry < end; entry += 4, p += V) {
      const seen = v128.load(u + <usize>load<u32>(entry));
      v128.store(p, multiplyAdd<f64>(a, seen, v128.load(p)));
    }
  }
}

/**
 * Fills the gradient to the stencils of one row, Σ over uses of g[x] u[…], two uses at a time. `uses` holds the addresses
 * of g and of a padded field u in turn, as 32-bit integers, up to `end`; the row is `at` bytes behind those of g.
 */
function fillSlopes(
  uses: usize,
  end: usize,
  at: usize,
  table: usize,
  line: usize,
  points: usize,
  out: usize,
): void {
  const last = table + (line >> 2);
  const odd = ((end - uses) >> 3) & 1;
  for (let x: usize = 0; x < points; x++, at += 8, out += line) {
    const shift = x << 3;
    let use = uses;
    if (odd) slopesOfOne(use, at, shift, table, last, out);
    else slopesOfTwo(use, at, shift, table, last, out, false);
    use += odd ? 8 : 16;
    for (; use < end; use += 16) slopesOfTwo(use, at, shift, table, last, out, true);
  }
}

// @inline
function slopesOfOne(
  use: usize,
  at: usize,
  shift: usize,
  table: usize,
  last: usize,
  to: usize,
): void {
  const w = v128.load64_splat(<usize>load<u32>(use) + at);
  const u = <usize>load<u32>(use, 4) + shift;
  for (; table < last; table += 4, to += V) {
    v128.store(to, f64x2.mul(w, v128.load(u + <usize>load<u32>(table))));
  }
}

// @inline
function slopesOfTwo(
  use: usize,
  at: usize,
  shift: usize,
  table: usize,
  last: usize,
  to: usize,
  add: bool,
): void {
  const v = v128.load64_splat(<usize>load<u32>(use) + at);
  const w = v128.load64_splat(<usize>load<u32>(use, 8) + at);
  const first = <usize>load<u32>(use, 4) + shift;
  const second = <usize>load<u32>(use, 12) + shift;
  for (; table < last; table += 4, to += V) {
    const seen = <usize>load<u32>(table);
    let sum = f64x2.mul(v, v128.load(first + seen));
    if (add) sum = f64x2.add(v128.load(to), sum);
    v128.store(to, multiplyAdd<f64>(w, v128.load(second + seen), sum));
  }
}
