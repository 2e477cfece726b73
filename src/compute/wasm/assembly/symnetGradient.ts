/**
 * Back through a SymNet at a block of eight points, as in symnetBlock.ts. The gradient of a weight is a
 * vector whose two lanes are summed in the end, so that points never meet in a block.
 */
import { multiplyAdd } from "./fused";
import { BLOCK, turnFactors } from "./symnetBlock";

const V: usize = 16; // bytes of a vector

/** Fills the slopes of g F to v, and adds the gradients of its weights to `sums`, one vector for each. */
export function pullBlock(
  weights: usize,
  inputs: usize,
  products: usize,
  g: usize,
  v: usize,
  factors: usize,
  slopes: usize,
  sums: usize,
): void {
  const last = products * (2 * inputs + products + 1);
  const terms = inputs + products;
  pullSum(weights + (last << 3), terms, g, v, slopes, sums + last * V);
  let at = weights + (last << 3);
  let sum = sums + last * V;
  for (let k = products; k > 0; k--) {
    const width = inputs + k - 1;
    const pair = factors + (k - 1) * 2 * BLOCK;
    at -= (width << 4) + 16;
    sum -= (width << 5) + 32;
    turnFactors(slopes + width * BLOCK, pair);
    pullProduct(at, width, pair, v, slopes, sum);
  }
}

/** Through F = w · v + b: fills the slopes. */
function pullSum(w: usize, terms: usize, g: usize, v: usize, slopes: usize, sums: usize): void {
  const g0 = v128.load(g);
  const g1 = v128.load(g, V);
  const g2 = v128.load(g, 2 * V);
  const g3 = v128.load(g, 3 * V);
  for (const end = v + terms * BLOCK; v < end; v += BLOCK, slopes += BLOCK, w += 8, sums += V) {
    const factor = v128.load64_splat(w);
    v128.store(slopes, v128.mul<f64>(g0, factor));
    v128.store(slopes, v128.mul<f64>(g1, factor), V);
    v128.store(slopes, v128.mul<f64>(g2, factor), 2 * V);
    v128.store(slopes, v128.mul<f64>(g3, factor), 3 * V);
    let sum = v128.load(sums);
    sum = multiplyAdd<f64>(g0, v128.load(v), sum);
    sum = multiplyAdd<f64>(g1, v128.load(v, V), sum);
    sum = multiplyAdd<f64>(g2, v128.load(v, 2 * V), sum);
    sum = multiplyAdd<f64>(g3, v128.load(v, 3 * V), sum);
    v128.store(sums, sum);
  }
  addAll(g0, g1, g2, g3, sums);
}

/** Through the two sums of a product, from the slopes to them: adds to the slopes of v. */
function pullProduct(
  weights: usize,
  width: usize,
  pair: usize,
  v: usize,
  slopes: usize,
  sums: usize,
): void {
  const a0 = v128.load(pair);
  const a1 = v128.load(pair, V);
  const a2 = v128.load(pair, 2 * V);
  const a3 = v128.load(pair, 3 * V);
  const b0 = v128.load(pair, BLOCK);
  const b1 = v128.load(pair, BLOCK + V);
  const b2 = v128.load(pair, BLOCK + 2 * V);
  const b3 = v128.load(pair, BLOCK + 3 * V);
  const row = width << 3;
  const next = width << 4;
  for (
    const end = v + width * BLOCK;
    v < end;
    v += BLOCK, slopes += BLOCK, weights += 8, sums += V
  ) {
    const a = v128.load64_splat(weights);
    const b = v128.load64_splat(weights + row);
    let sumA = v128.load(sums);
    let sumB = v128.load(sums + next);
    const x0 = v128.load(v);
    sumA = multiplyAdd<f64>(a0, x0, sumA);
    sumB = multiplyAdd<f64>(b0, x0, sumB);
    addSlope(slopes, a, b, a0, b0);
    const x1 = v128.load(v, V);
    sumA = multiplyAdd<f64>(a1, x1, sumA);
    sumB = multiplyAdd<f64>(b1, x1, sumB);
    addSlope(slopes + V, a, b, a1, b1);
    const x2 = v128.load(v, 2 * V);
    sumA = multiplyAdd<f64>(a2, x2, sumA);
    sumB = multiplyAdd<f64>(b2, x2, sumB);
    addSlope(slopes + 2 * V, a, b, a2, b2);
    const x3 = v128.load(v, 3 * V);
    sumA = multiplyAdd<f64>(a3, x3, sumA);
    sumB = multiplyAdd<f64>(b3, x3, sumB);
    addSlope(slopes + 3 * V, a, b, a3, b3);
    v128.store(sums, sumA);
    v128.store(sums + next, sumB);
  }
  addAll(a0, a1, a2, a3, sums + next);
  addAll(b0, b1, b2, b3, sums + next + V);
}

// @inline
function addSlope(at: usize, a: v128, b: v128, toA: v128, toB: v128): void {
  const slope = multiplyAdd<f64>(toB, b, v128.mul<f64>(toA, a));
  v128.store(at, v128.add<f64>(v128.load(at), slope));
}

/** Adds four vectors to the gradient of a bias. */
// @inline
function addAll(x0: v128, x1: v128, x2: v128, x3: v128, sum: usize): void {
  const all = v128.add<f64>(v128.add<f64>(x0, x1), v128.add<f64>(x2, x3));
  v128.store(sum, v128.add<f64>(v128.load(sum), all));
}
