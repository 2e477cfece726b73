/** The samples of a linear regression, and the few products of them that its methods are made of. */

/** X[s, d] and Y[s, c], row-major. */
export interface Samples {
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly samples: number;
  readonly features: number;
  readonly responses: number;
}

/** The samples about their means, with these means. */
export interface CentredSamples extends Samples {
  readonly meanX: Float64Array;
  readonly meanY: Float64Array;
}

/**
 * The samples without their means. The best intercept of any weights is b = ȳ − x̄ᵀW, and what is left is
 * (X − x̄) W ≈ Y − ȳ without one.
 */
export function centre(samples: Samples): CentredSamples {
  const { x, y, features, responses } = samples;
  const meanX = columnMeans(x, features);
  const meanY = columnMeans(y, responses);
  return {
    ...samples,
    x: x.map((value, i) => value - meanX[i % features]),
    y: y.map((value, i) => value - meanY[i % responses]),
    meanX,
    meanY,
  };
}

/**
 * Fills g[d, c] with the gradient Xᵀ(X W − Y)/n over n of the samples, `chosen` from `first` on; the gradient
 * of the mean of ½ ‖Wᵀx − y‖².
 */
export function fillGradient(
  g: Float64Array,
  { x, y, features, responses }: Samples,
  weights: Float64Array,
  chosen: Int32Array,
  first: number,
  n: number,
): void {
  g.fill(0);
  for (let i = first; i < first + n; i++) {
    const s = chosen[i];
    for (let c = 0; c < responses; c++) {
      let rest = -y[s * responses + c];
      for (let d = 0; d < features; d++) rest += x[s * features + d] * weights[d * responses + c];
      for (let d = 0; d < features; d++) g[d * responses + c] += (rest * x[s * features + d]) / n;
    }
  }
}

/** ‖Y − X W‖² of every response. */
export function residualSquares(
  { x, y, samples, features, responses }: Samples,
  weights: Float64Array,
): Float64Array {
  const squares = new Float64Array(responses);
  for (let s = 0; s < samples; s++) {
    for (let c = 0; c < responses; c++) {
      let rest = y[s * responses + c];
      for (let d = 0; d < features; d++) rest -= x[s * features + d] * weights[d * responses + c];
      squares[c] += rest * rest;
    }
  }
  return squares;
}

/** √Σ v². */
export function norm(v: Float64Array): number {
  return Math.sqrt(v.reduce((sum, value) => sum + value * value, 0));
}

/** Counted from the first row, so that a column that is constant has exactly its mean. */
function columnMeans(rows: Float64Array, columns: number): Float64Array {
  const sums = new Float64Array(columns);
  rows.forEach((value, i) => (sums[i % columns] += value - rows[i % columns]));
  return sums.map((sum, column) => rows[column] + (sum * columns) / rows.length);
}
