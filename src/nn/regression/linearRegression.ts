/**
 * Linear regression, y ≈ Wᵀx + b: the perceptron without a bend, and the one network whose best weights
 * have a closed form. W minimises Σ_s ‖Wᵀx_s + b − y_s‖².
 *
 * The short form Ŵ = XᵀY/N holds for whitened features alone, those with mean 0 and XᵀX/N = 1; then it is
 * also the first step of gradient descent from W = 0 at the rate 1.
 */
import {
  checkBoolean,
  checkFinite,
  checkInteger,
  checkNumber,
  checkOneOf,
  checkRank,
  createRng,
  formatShape,
  ndarrayOf,
  ShapeError,
  toFloat64,
} from "../../core/index.js";
import type { ArrayInput, NdArray, RunOptions, Seed } from "../../core/index.js";
import { closedForm } from "./closedForm.js";
import { descend, descendByBatches } from "./descent.js";
import { centre, residualSquares } from "./samples.js";
import type { CentredSamples, Samples } from "./samples.js";

const METHODS = ["qr", "svd", "gradientDescent", "stochastic"] as const;

/** Options of `linearRegression`. */
export interface LinearRegressionOptions extends RunOptions {
  /**
   * "svd", the default, is right for any X; "qr" needs full rank; "gradientDescent" goes along the gradient
   * over all samples, "stochastic" over one batch after another.
   */
  readonly method?: (typeof METHODS)[number];
  /** Whether there is a b. Default true; it is then fitted exactly by every method. */
  readonly intercept?: boolean;
  /**
   * What counts as zero. Closed forms: a singular value relative to the largest, or a feature's distance from
   * those before it relative to its norm; default 2.2e-12. "gradientDescent": the gradient relative to
   * √(λ_max/n) ‖Y‖, with λ_max that of XᵀX/n; default 1e-10. "stochastic" takes all its epochs.
   */
  readonly tolerance?: number;
  /**
   * α of descents, the first one of "stochastic". Default 1/λ_max; for batches of b samples
   * b/(max ‖x‖² + (b − 1) λ_max).
   */
  readonly learningRate?: number;
  /** Passes over the samples, at most. Default 100,000 for "gradientDescent", 200 for "stochastic". */
  readonly epochs?: number;
  /** Samples of a batch, for "stochastic". Default 32, or all if there are fewer. */
  readonly batchSize?: number;
  /** Of the shuffles. Default 0. */
  readonly seed?: Seed;
}

/** Weights and what they rest on. */
export interface LinearRegression {
  /** W[d], or W[d, c] for Y[s, c]. */
  readonly weights: NdArray;
  /** b[c], of length 1 for Y[s]; zeros if none was asked for. */
  readonly intercept: NdArray;
  /** ‖Y − X W − b‖²[c]. */
  readonly residualSquares: NdArray;
  /** Directions of X that the weights rest on; known to closed forms. */
  readonly rank?: number;
  /** σ_max/σ_min of X in these directions, after centring if there is an intercept; known to "svd". */
  readonly condition?: number;
  /** Steps of a descent, 0 for closed forms. */
  readonly iterations: number;
}

/**
 * The weights of least squares; of least norm where X has less than full rank. Descents find those of the closed
 * form, up to their tolerance.
 * @param X features X[s, d]
 * @param Y responses Y[s] or Y[s, c]
 * @throws ShapeError unless X and Y are of these shapes with the same s
 * @throws ValueError for no samples, NaN, options out of range, and by "qr" for a feature that is a combination
 *   of those before it
 * @throws ConvergenceError for a descent that diverges, or does not reach its tolerance
 */
export async function linearRegression(
  X: ArrayInput,
  Y: ArrayInput,
  options: LinearRegressionOptions = {},
): Promise<LinearRegression> {
  const { method = "svd", intercept = true } = options;
  checkOneOf(method, METHODS, "nn.linearRegression: method");
  checkBoolean(intercept, "nn.linearRegression: intercept");
  const { single, ...samples } = checkSamples(X, Y);
  const centred = intercept ? centre(samples) : about0(samples);
  const found = await fit(centred, method, options);
  const { weights, ...rest } = found;
  const { features, responses, meanX, meanY } = centred;
  const b = meanY.map((mean, c) =>
    meanX.reduce((left, x, d) => left - x * weights[d * responses + c], mean),
  );
  return {
    weights: ndarrayOf(weights, single ? [features] : [features, responses]),
    intercept: ndarrayOf(b, [responses]),
    residualSquares: ndarrayOf(residualSquares(centred, weights), [responses]),
    ...rest,
  };
}

type Fit = Omit<LinearRegression, "weights" | "intercept" | "residualSquares"> & {
  readonly weights: Float64Array;
};

async function fit(
  centred: CentredSamples,
  method: (typeof METHODS)[number],
  options: LinearRegressionOptions,
): Promise<Fit> {
  const direct = method === "qr" || method === "svd";
  const { tolerance = direct ? 2.220446e-12 : 1e-10, learningRate, seed = 0 } = options;
  checkNumber(tolerance, 0, 1, "nn.linearRegression: tolerance");
  if (direct) {
    options.signal?.throwIfAborted();
    return { ...closedForm(centred, method, tolerance), iterations: 0 };
  }
  const { epochs = method === "stochastic" ? 200 : 100_000 } = options;
  if (learningRate !== undefined) {
    checkNumber(learningRate, 1e-30, Infinity, "nn.linearRegression: learningRate");
  }
  checkInteger(epochs, 1, Infinity, "nn.linearRegression: epochs");
  const plan = { learningRate, epochs, rng: createRng(seed) };
  if (method === "gradientDescent") return descend(centred, plan, tolerance, options);
  const { batchSize = Math.min(32, centred.samples) } = options;
  checkInteger(batchSize, 1, centred.samples, "nn.linearRegression: batchSize");
  return descendByBatches(centred, plan, batchSize, options);
}

function checkSamples(X: ArrayInput, Y: ArrayInput): Samples & { readonly single: boolean } {
  const x = toFloat64(X, "nn.linearRegression: X");
  const y = toFloat64(Y, "nn.linearRegression: Y");
  checkRank(x, [2], "[s, d]", "nn.linearRegression: X");
  checkRank(y, [1, 2], "[s] or [s, c]", "nn.linearRegression: Y");
  const [samples, features] = x.shape;
  const [count, responses = 1] = y.shape;
  if (count !== samples || samples * features * responses === 0) {
    throw new ShapeError(
      `nn.linearRegression: X has shape ${formatShape(x.shape)}, Y ${formatShape(y.shape)}; both should ` +
        `begin with the same number of samples, and neither be empty. Pass X[s, d] and Y[s] or Y[s, c].`,
    );
  }
  checkFinite(x, "nn.linearRegression: X");
  checkFinite(y, "nn.linearRegression: Y");
  return { x: x.data, y: y.data, samples, features, responses, single: y.shape.length === 1 };
}

/** Samples that need no intercept. */
function about0(samples: Samples): CentredSamples {
  const { features, responses } = samples;
  return { ...samples, meanX: new Float64Array(features), meanY: new Float64Array(responses) };
}
