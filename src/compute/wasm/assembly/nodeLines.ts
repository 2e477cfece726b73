/**
 * Lines of numbers that belong to nodes, blended with the weights of a point, and the adjoint. Three nodes at a time:
 * their weights stay in registers, and piecewise parabolas have no more. Addresses and lengths are bytes.
 */
import { multiplyAdd } from "./fused";

const V: usize = 16; // bytes of a vector

/** How many of `left` neighbouring points may go together: two, where they have the same three nodes. */
export function together(indices: usize, width: usize, left: usize): usize {
  if (width != 3 || left < 2) return 1;
  const alike =
    load<u32>(indices) == load<u32>(indices, 12) &&
    load<u32>(indices, 4) == load<u32>(indices, 16) &&
    load<u32>(indices, 8) == load<u32>(indices, 20);
  return alike ? 2 : 1;
}

/** Fills two lines `to`, one after the other, for two points that go together. */
export function blendTwo(
  indices: usize,
  weights: usize,
  from: usize,
  line: usize,
  to: usize,
): void {
  const a0 = v128.load64_splat(weights);
  const b0 = v128.load64_splat(weights, 8);
  const c0 = v128.load64_splat(weights, 16);
  const a1 = v128.load64_splat(weights, 24);
  const b1 = v128.load64_splat(weights, 32);
  const c1 = v128.load64_splat(weights, 40);
  let p = from + lineAt(indices, 0, line);
  let q = from + lineAt(indices, 1, line);
  let r = from + lineAt(indices, 2, line);
  for (let end = to + line; to < end; to += V, p += V, q += V, r += V) {
    const a = v128.load(p);
    const b = v128.load(q);
    const c = v128.load(r);
    v128.store(to, multiplyAdd<f64>(c0, c, multiplyAdd<f64>(b0, b, f64x2.mul(a0, a))));
    v128.store(to + line, multiplyAdd<f64>(c1, c, multiplyAdd<f64>(b1, b, f64x2.mul(a1, a))));
  }
}

/** Fills `to` with Σ_k w_k of the lines `index[k]` of `from`. */
export function blend(
  indices: usize,
  weights: usize,
  width: usize,
  from: usize,
  line: usize,
  to: usize,
): void {
  if (width < 3) memory.fill(to, 0, line);
  else blendThree(indices, weights, from, line, to, false);
  let k: usize = width < 3 ? 0 : 3;
  for (; k + 3 <= width; k += 3) {
    blendThree(indices + (k << 2), weights + (k << 3), from, line, to, true);
  }
  for (; k < width; k++) {
    const a = v128.load64_splat(weights + (k << 3));
    let p = from + lineAt(indices, k, line);
    for (let x = to; x < to + line; x += V, p += V) {
      v128.store(x, multiplyAdd<f64>(a, v128.load(p), v128.load(x)));
    }
  }
}

// @inline
function blendThree(
  indices: usize,
  weights: usize,
  from: usize,
  line: usize,
  to: usize,
  add: bool,
): void {
  const a = v128.load64_splat(weights);
  const b = v128.load64_splat(weights, 8);
  const c = v128.load64_splat(weights, 16);
  let p = from + lineAt(indices, 0, line);
  let q = from + lineAt(indices, 1, line);
  let r = from + lineAt(indices, 2, line);
  for (let end = to + line; to < end; to += V, p += V, q += V, r += V) {
    let sum = f64x2.mul(a, v128.load(p));
    if (add) sum = f64x2.add(v128.load(to), sum);
    sum = multiplyAdd<f64>(b, v128.load(q), sum);
    v128.store(to, multiplyAdd<f64>(c, v128.load(r), sum));
  }
}

/** The adjoint: adds w_k times `from` to the lines `index[k]` of `to`. */
export function spread(
  indices: usize,
  weights: usize,
  width: usize,
  from: usize,
  line: usize,
  to: usize,
): void {
  const end = from + line;
  let k: usize = 0;
  for (; k + 3 <= width; k += 3) {
    const a = v128.load64_splat(weights + (k << 3));
    const b = v128.load64_splat(weights + (k << 3), 8);
    const c = v128.load64_splat(weights + (k << 3), 16);
    let p = to + lineAt(indices, k, line);
    let q = to + lineAt(indices, k + 1, line);
    let r = to + lineAt(indices, k + 2, line);
    for (let x = from; x < end; x += V, p += V, q += V, r += V) {
      const value = v128.load(x);
      v128.store(p, multiplyAdd<f64>(a, value, v128.load(p)));
      v128.store(q, multiplyAdd<f64>(b, value, v128.load(q)));
      v128.store(r, multiplyAdd<f64>(c, value, v128.load(r)));
    }
  }
  for (; k < width; k++) {
    const a = v128.load64_splat(weights + (k << 3));
    let p = to + lineAt(indices, k, line);
    for (let x = from; x < end; x += V, p += V) {
      v128.store(p, multiplyAdd<f64>(a, v128.load(x), v128.load(p)));
    }
  }
}

/** The adjoint of `blendTwo`. */
export function spreadTwo(
  indices: usize,
  weights: usize,
  from: usize,
  line: usize,
  to: usize,
): void {
  const a0 = v128.load64_splat(weights);
  const b0 = v128.load64_splat(weights, 8);
  const c0 = v128.load64_splat(weights, 16);
  const a1 = v128.load64_splat(weights, 24);
  const b1 = v128.load64_splat(weights, 32);
  const c1 = v128.load64_splat(weights, 40);
  let p = to + lineAt(indices, 0, line);
  let q = to + lineAt(indices, 1, line);
  let r = to + lineAt(indices, 2, line);
  for (let end = from + line; from < end; from += V, p += V, q += V, r += V) {
    const first = v128.load(from);
    const second = v128.load(from + line);
    v128.store(p, multiplyAdd<f64>(a1, second, multiplyAdd<f64>(a0, first, v128.load(p))));
    v128.store(q, multiplyAdd<f64>(b1, second, multiplyAdd<f64>(b0, first, v128.load(q))));
    v128.store(r, multiplyAdd<f64>(c1, second, multiplyAdd<f64>(c0, first, v128.load(r))));
  }
}

/** Where the line of the k-th node begins. */
// @inline
export function lineAt(indices: usize, k: usize, line: usize): usize {
  return <usize>load<u32>(indices + (k << 2)) * line;
}
