/**
 * A SymNet at eight neighbouring points: four vectors of them are a block, and blocks lie one after another:
 *
 *   v = [x, p₀, p₁, …],   factors = [a₀, b₀, a₁, b₁, …],   (a_k, b_k) = W_k v[0 … C + k − 1] + β_k.
 *
 * Going back, factors become ∂F/∂a_k and ∂F/∂b_k, which are s b_k and s a_k for the slope s of p_k. Both sums
 * of a product are gathered at once: eight sums and two weights stay in registers. Addresses are bytes.
 */
import { multiplyAdd } from "./fused";

const V: usize = 16; // bytes of a vector

/** Points of a block, and its bytes. */
export const POINTS: usize = 8;
export const BLOCK: usize = 64;

/** Copies up to eight numbers; zeros stand for those that are missing. */
export function readBlock(from: usize, count: usize, to: usize): void {
  if (count >= POINTS) {
    v128.store(to, v128.load(from));
    v128.store(to, v128.load(from, V), V);
    v128.store(to, v128.load(from, 2 * V), 2 * V);
    v128.store(to, v128.load(from, 3 * V), 3 * V);
    return;
  }
  memory.fill(to, 0, BLOCK);
  for (let i: usize = 0; i < count; i++) store<f64>(to + 8 * i, load<f64>(from + 8 * i));
}

/** Copies up to eight numbers back. */
export function writeBlock(from: usize, count: usize, to: usize): void {
  if (count >= POINTS) {
    v128.store(to, v128.load(from));
    v128.store(to, v128.load(from, V), V);
    v128.store(to, v128.load(from, 2 * V), 2 * V);
    v128.store(to, v128.load(from, 3 * V), 3 * V);
    return;
  }
  for (let i: usize = 0; i < count; i++) store<f64>(to + 8 * i, load<f64>(from + 8 * i));
}

/** Fills the factors and the products p behind the inputs of v. */
export function fillProducts(
  weights: usize,
  inputs: usize,
  products: usize,
  v: usize,
  factors: usize,
): void {
  let end = v + inputs * BLOCK;
  for (let k: usize = 0; k < products; k++) {
    const row = (inputs + k) << 3;
    const bias = weights + 2 * row;
    let a0 = v128.load64_splat(bias);
    let b0 = v128.load64_splat(bias, 8);
    let a1 = a0,
      a2 = a0,
      a3 = a0;
    let b1 = b0,
      b2 = b0,
      b3 = b0;
    for (let x = v; x < end; x += BLOCK, weights += 8) {
      const toA = v128.load64_splat(weights);
      const toB = v128.load64_splat(weights + row);
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
    v128.store(factors, a0);
    v128.store(factors, a1, V);
    v128.store(factors, a2, 2 * V);
    v128.store(factors, a3, 3 * V);
    v128.store(factors, b0, BLOCK);
    v128.store(factors, b1, BLOCK + V);
    v128.store(factors, b2, BLOCK + 2 * V);
    v128.store(factors, b3, BLOCK + 3 * V);
    v128.store(end, f64x2.mul(a0, b0));
    v128.store(end, f64x2.mul(a1, b1), V);
    v128.store(end, f64x2.mul(a2, b2), 2 * V);
    v128.store(end, f64x2.mul(a3, b3), 3 * V);
    weights = bias + 16;
    end += BLOCK;
    factors += 2 * BLOCK;
  }
}

/** Fills a block with F = w · v + b, of `terms` terms. */
export function fillValue(w: usize, v: usize, terms: usize, out: usize): void {
  let s0 = v128.load64_splat(w + (terms << 3));
  let s1 = s0,
    s2 = s0,
    s3 = s0;
  for (const end = v + terms * BLOCK; v < end; v += BLOCK, w += 8) {
    const factor = v128.load64_splat(w);
    s0 = multiplyAdd<f64>(factor, v128.load(v), s0);
    s1 = multiplyAdd<f64>(factor, v128.load(v, V), s1);
    s2 = multiplyAdd<f64>(factor, v128.load(v, 2 * V), s2);
    s3 = multiplyAdd<f64>(factor, v128.load(v, 3 * V), s3);
  }
  v128.store(out, s0);
  v128.store(out, s1, V);
  v128.store(out, s2, 2 * V);
  v128.store(out, s3, 3 * V);
}

/**
 * Fills a block with ∂F/∂v_i, from the slopes to the factors of products `from` and later.
 * @param w the weights that F has for v
 */
export function fillSlope(
  w: usize,
  inputs: usize,
  products: usize,
  i: usize,
  from: usize,
  factors: usize,
  out: usize,
): void {
  let s0 = v128.load64_splat(w + (i << 3));
  let s1 = s0,
    s2 = s0,
    s3 = s0;
  let row = (inputs + products) << 3;
  let at = w + (i << 3);
  factors += 2 * BLOCK * products;
  for (let k = products; k > from; k--) {
    row -= 8;
    at -= 2 * row + 16;
    factors -= 2 * BLOCK;
    const a = v128.load64_splat(at);
    const b = v128.load64_splat(at + row);
    s0 = v128.add<f64>(s0, throughFactors(a, b, factors));
    s1 = v128.add<f64>(s1, throughFactors(a, b, factors + V));
    s2 = v128.add<f64>(s2, throughFactors(a, b, factors + 2 * V));
    s3 = v128.add<f64>(s3, throughFactors(a, b, factors + 3 * V));
  }
  v128.store(out, s0);
  v128.store(out, s1, V);
  v128.store(out, s2, 2 * V);
  v128.store(out, s3, 3 * V);
}

// @inline
function throughFactors(a: v128, b: v128, slopes: usize): v128 {
  return multiplyAdd<f64>(b, v128.load(slopes, BLOCK), v128.mul<f64>(a, v128.load(slopes)));
}

/** Turns the factors a, b of a product with slope s into the slopes to them, s b and s a. */
export function turnFactors(slope: usize, factors: usize): void {
  for (const end = slope + BLOCK; slope < end; slope += V, factors += V) {
    const s = v128.load(slope);
    const a = v128.load(factors);
    v128.store(factors, v128.mul<f64>(s, v128.load(factors, BLOCK)));
    v128.store(factors, v128.mul<f64>(s, a), BLOCK);
  }
}
