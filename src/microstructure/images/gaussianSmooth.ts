/**
 * An image smoothed against noise: the mean of every pixel's surroundings with the weights w_j = exp(−j²/2σ²)/Σ along each axis, |j| up to
 * 4σ. Images do not repeat: beyond an edge stands the mirror image, so that a uniform image stays as it is.
 */

/** How many standard deviations the weights reach. */
const REACH = 4;

/** The field v[…x], smoothed by a Gaussian of standard deviation σ pixels; itself for σ = 0. */
export function gaussianSmooth(
  v: Float64Array,
  shape: readonly number[],
  sigma: number,
): Float64Array {
  if (sigma === 0) return v;
  const reach = Math.round(REACH * sigma);
  const bell = Float64Array.from({ length: 2 * reach + 1 }, (_, j) =>
    Math.exp(-0.5 * ((j - reach) / sigma) ** 2),
  );
  const total = bell.reduce((sum, w) => sum + w, 0);
  const weights = bell.map((w) => w / total);
  return shape.reduce((field, _, axis) => alongAxis(field, shape, axis, weights), v);
}

function alongAxis(
  v: Float64Array,
  shape: readonly number[],
  axis: number,
  weights: Float64Array,
): Float64Array {
  const n = shape[axis];
  const stride = shape.slice(axis + 1).reduce((product, length) => product * length, 1);
  const reach = (weights.length - 1) / 2;
  const line = new Float64Array(n + 2 * reach);
  const source = Int32Array.from(line, (_, i) => mirrored(i - reach, n));
  const out = new Float64Array(v.length);
  for (let block = 0; block < v.length; block += n * stride) {
    for (let first = block; first < block + stride; first++) {
      for (let i = 0; i < line.length; i++) line[i] = v[first + stride * source[i]];
      for (let i = 0; i < n; i++) {
        let sum = 0;
        for (let j = 0; j < weights.length; j++) sum += weights[j] * line[i + j];
        out[first + stride * i] = sum;
      }
    }
  }
  return out;
}

/** The place of i among … 1 0 | 0 1 … n−1 | n−1 n−2 … */
function mirrored(i: number, n: number): number {
  const inside = ((i % (2 * n)) + 2 * n) % (2 * n);
  return inside < n ? inside : 2 * n - 1 - inside;
}
