/**
 * The functions of exponential integrators,
 *
 *   φ_0(z) = e^z,   φ_{j+1}(z) = (φ_j(z) − 1/j!) / z,   φ_j(z) = Σ_i z^i / (i + j)!.
 *
 * The recurrence cancels near 0: for |z| ≤ 1 the series of φ_3 is summed and the recurrence taken downwards,
 * where it divides by nothing. Elsewhere it is taken upwards.
 *
 * Cox and Matthews, Journal of Computational Physics 176 (2002) 430; Kassam and Trefethen, SIAM Journal on
 * Scientific Computing 26 (2005) 1214, on the cancellation.
 */

/** 1/(i + 3)! for i = 0 … 16: the next term is below 2⁻⁵³ of the first for |z| ≤ 1. */
const SERIES = Float64Array.from({ length: 17 }, (_, i) => {
  let factorial = 1;
  for (let j = 2; j <= i + 3; j++) factorial *= j;
  return 1 / factorial;
});

/** Fills `out` with the real and imaginary parts of φ_0, φ_1, φ_2, φ_3 at z = re + i im. */
export function phiFunctions(re: number, im: number, out: Float64Array): void {
  const square = re * re + im * im;
  if (square <= 1) return fromSeries(re, im, out);
  const growth = Math.exp(re);
  out[0] = growth * Math.cos(im);
  out[1] = growth * Math.sin(im);
  for (let j = 0, inverse = 1; j < 3; j++, inverse /= j) {
    const [p, q] = [out[2 * j] - inverse, out[2 * j + 1]];
    out[2 * j + 2] = (p * re + q * im) / square;
    out[2 * j + 3] = (q * re - p * im) / square;
  }
}

function fromSeries(re: number, im: number, out: Float64Array): void {
  let [p, q] = [0, 0];
  for (let i = SERIES.length - 1; i >= 0; i--) {
    [p, q] = [p * re - q * im + SERIES[i], p * im + q * re];
  }
  out[6] = p;
  out[7] = q;
  for (let j = 2; j >= 0; j--) {
    [p, q] = [p * re - q * im + (j === 2 ? 1 / 2 : 1), p * im + q * re];
    out[2 * j] = p;
    out[2 * j + 1] = q;
  }
}
