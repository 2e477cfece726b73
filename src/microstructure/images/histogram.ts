/** Histograms that forget only which cell has which value: how many there are in every step, and their first two moments. */

/** The steps that are not empty, from dark to bright. */
export interface Histogram {
  /** How many values. */
  readonly weights: Float64Array;
  /** Σ (v − v₀) and Σ (v − v₀)², v₀ in the middle of the range: nothing is lost to a large offset. */
  readonly sums: Float64Array;
  readonly squares: Float64Array;
  /** The least and the greatest value. */
  readonly lowest: Float64Array;
  readonly highest: Float64Array;
}

const STEPS = 1 << 16;

/**
 * The histogram of finite values: a step for every integer if they are integers that span less than 2¹⁶, else 2¹⁶ equal steps of
 * their range.
 */
export function histogram(values: Float64Array): Histogram {
  let [low, high, whole] = [values[0] ?? 0, values[0] ?? 0, true];
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
    whole &&= Number.isInteger(value);
  }
  const count = whole && high - low < STEPS ? high - low + 1 : STEPS;
  const scale = high > low ? count / (high - low + Number(whole)) : 0;
  const middle = whole ? Math.round(low + (high - low) / 2) : low + (high - low) / 2;
  const weights = new Float64Array(count);
  const [sums, squares] = [new Float64Array(count), new Float64Array(count)];
  const lowest = new Float64Array(count).fill(Infinity);
  const highest = new Float64Array(count).fill(-Infinity);
  for (const value of values) {
    const bin = Math.min(count - 1, Math.floor((value - low) * scale));
    const offset = value - middle;
    weights[bin]++;
    sums[bin] += offset;
    squares[bin] += offset * offset;
    if (value < lowest[bin]) lowest[bin] = value;
    if (value > highest[bin]) highest[bin] = value;
  }
  const filled = (_: number, bin: number): boolean => weights[bin] > 0;
  return {
    weights: weights.filter(filled),
    sums: sums.filter(filled),
    squares: squares.filter(filled),
    lowest: lowest.filter(filled),
    highest: highest.filter(filled),
  };
}
