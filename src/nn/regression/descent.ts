/**
 * Linear regression by descent along the gradient of the mean of ½ ‖Wᵀx − y‖², from W = 0. No step leaves the
 * span of the samples, so that the limit has least norm. With H = XᵀX/n and Ŵ the answer,
 *
 *   full      W ← W − α G,  G = H (W − Ŵ), until ‖G‖ ≤ τ √(λ_max/n) ‖Y‖, the most G can be at W = 0. A step
 *             shrinks an error along an eigenvector of H by 1 − α λ, and ‖W − Ŵ‖ ≤ ‖G‖/λ_min, over λ > 0.
 *   batches   W ← W − α_k G_B over all batches B of b samples of a shuffle, epoch after epoch, with
 *             α_k = α/(1 + k/10)^¾; the mean of the last half of the epochs' ends is Ŵ up to Θ(k^−¾)
 *             (Gürbüzbalaban, Ozdaglar and Parrilo, Mathematical Programming 186 (2021) 49).
 *
 * Default rates: α = 1/λ_max, and for batches b/(β + (b − 1) λ_max) with β = max ‖x‖² (Ma, Bassily and Belkin,
 * ICML 2018).
 */
import { checkpoint, ConvergenceError, permutation } from "../../core/index.js";
import type { Rng, RunOptions } from "../../core/index.js";
import { fillGradient, norm } from "./samples.js";
import type { Samples } from "./samples.js";

/** Weights W[d, c] and the steps that led to them. */
export interface Descent {
  readonly weights: Float64Array;
  readonly iterations: number;
}

/** How to descend. */
export interface DescentPlan {
  readonly learningRate: number | undefined;
  readonly epochs: number;
  readonly rng: Rng;
}

/**
 * Descent along the gradient over all samples.
 * @throws ConvergenceError if it diverges, or does not reach the tolerance in so many epochs
 */
export async function descend(
  samples: Samples,
  { learningRate, epochs, rng }: DescentPlan,
  tolerance: number,
  run: RunOptions,
): Promise<Descent> {
  const curvature = largestCurvature(samples, rng);
  const rate = learningRate ?? reciprocal(curvature);
  const all = Int32Array.from({ length: samples.samples }, (_, s) => s);
  const weights = new Float64Array(samples.features * samples.responses);
  const g = new Float64Array(weights.length);
  const bound = Math.sqrt(curvature / samples.samples) * norm(samples.y);
  for (let epoch = 0; ; epoch++) {
    await checkpoint(run, { done: epoch, total: epochs, unit: "epochs" });
    fillGradient(g, samples, weights, all, 0, all.length);
    const size = norm(g);
    if (size <= tolerance * bound) return { weights, iterations: epoch };
    checkBounded(size, rate, 2 / curvature, epoch);
    if (epoch === epochs) throw unfinished(size / bound, tolerance, epochs);
    for (let i = 0; i < weights.length; i++) weights[i] -= rate * g[i];
  }
}

/**
 * Descent along the gradients of batches.
 * @throws ConvergenceError if it diverges
 */
export async function descendByBatches(
  samples: Samples,
  { learningRate, epochs, rng }: DescentPlan,
  batchSize: number,
  run: RunOptions,
): Promise<Descent> {
  const n = samples.samples;
  const stable = batchRate(samples, batchSize, rng);
  const base = learningRate ?? stable;
  const weights = new Float64Array(samples.features * samples.responses);
  const g = new Float64Array(weights.length);
  const sum = new Float64Array(weights.length);
  const averaged = Math.ceil(epochs / 2);
  for (let epoch = 0; epoch < epochs; epoch++) {
    await checkpoint(run, { done: epoch, total: epochs, unit: "epochs" });
    const rate = base / Math.sqrt(1 + epoch / 10) / Math.sqrt(Math.sqrt(1 + epoch / 10));
    const order = permutation(rng, n);
    for (let start = 0; start < n; start += batchSize) {
      fillGradient(g, samples, weights, order, start, Math.min(batchSize, n - start));
      for (let i = 0; i < weights.length; i++) weights[i] -= rate * g[i];
    }
    checkBounded(norm(weights), base, stable, epoch);
    if (epoch < epochs - averaged) continue;
    for (let i = 0; i < weights.length; i++) sum[i] += weights[i] / averaged;
  }
  return { weights: sum, iterations: epochs * Math.ceil(n / batchSize) };
}

/** b/(β + (b − 1) λ_max). */
function batchRate(samples: Samples, batchSize: number, rng: Rng): number {
  const { x, features } = samples;
  let β = 0;
  for (let at = 0; at < x.length; at += features) {
    const row = norm(x.subarray(at, at + features));
    β = Math.max(β, row * row);
  }
  return batchSize * reciprocal(β + (batchSize - 1) * largestCurvature(samples, rng));
}

/** λ_max of XᵀX/n by power iteration, to about a hundredth; 0 where there is none. */
function largestCurvature(samples: Samples, rng: Rng): number {
  const { x, samples: n, features } = samples;
  let v = Float64Array.from({ length: features }, () => rng.normal());
  let found = 0;
  for (let step = 0; step < 100; step++) {
    const before = found;
    const length = norm(v);
    const next = new Float64Array(features);
    for (let s = 0; s < n; s++) {
      let along = 0;
      for (let d = 0; d < features; d++) along += (x[s * features + d] * v[d]) / length;
      for (let d = 0; d < features; d++) next[d] += (along * x[s * features + d]) / n;
    }
    v = next;
    found = norm(v);
    if (found - before <= 1e-4 * found) break;
  }
  return found;
}

/** Without any curvature nothing moves, at whatever rate. */
function reciprocal(curvature: number): number {
  return curvature > 0 ? 1 / curvature : 1;
}

function checkBounded(size: number, rate: number, stable: number, epoch: number): void {
  if (Number.isFinite(size)) return;
  throw new ConvergenceError(
    `nn.linearRegression: descent with learningRate ${rate} should stay bounded; it diverged in epoch ` +
      `${epoch}. Choose a rate below ${stable.toPrecision(3)}, or leave it out.`,
  );
}

function unfinished(reached: number, tolerance: number, epochs: number): ConvergenceError {
  return new ConvergenceError(
    `nn.linearRegression: the gradient should fall to ${tolerance} of its bound; it came to ` +
      `${reached.toPrecision(3)} in ${epochs} epochs. Scale the features to one size, allow more epochs, ` +
      `or choose method "svd".`,
  );
}
