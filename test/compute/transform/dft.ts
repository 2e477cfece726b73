/**
 * The discrete Fourier transform by its definition, the slow truth that judges every fast one:
 *
 *   X[k] = Σ_j x[j] e^{−2πi jk/n}, one axis after the other.
 *
 * Its own error lies well below the bars of the tests. Angles are reduced to an eighth of a turn in
 * integers, so every root is right to about its last bit; sums carry along what rounding lost
 * (Knuth's TwoSum), so a long sum costs no more than its last rounding. What remains is the rounding
 * of every root and of every product; their signs are random, so the relative L2 error of a line stays
 * below 2⁻⁵³ whatever its length (dft.test.ts measures it in 128-bit integers), while a fast transform
 * is allowed 5 · 2⁻⁵³ √log₂n.
 */
import type { ComplexArray } from "../../../src/core/index.js";

/** The transform of a complex array over its last `axes` axes. */
export function dftn(u: ComplexArray, axes: number): ComplexArray {
  let planes = { re: u.re, im: u.im };
  let inner = 1;
  for (const n of u.shape.slice(u.shape.length - axes).reverse()) {
    planes = alongAxis(planes.re, planes.im, n, inner);
    inner *= n;
  }
  return { ...planes, shape: [...u.shape] };
}

/** cos and sin of 2πj/n for 0 ≤ j ≤ n; an angle beyond a half, quarter or eighth turn is mirrored. */
export function unitRoot(j: number, n: number): [number, number] {
  if (2 * j > n) {
    const [c, s] = unitRoot(n - j, n);
    return [c, -s];
  }
  if (4 * j > n) {
    const [c, s] = unitRoot(n - 2 * j, 2 * n);
    return [-c, s];
  }
  if (8 * j > n) {
    const [c, s] = unitRoot(n - 4 * j, 4 * n);
    return [s, c];
  }
  const angle = (2 * Math.PI * j) / n;
  return [Math.cos(angle), Math.sin(angle)];
}

/** The transform along the middle axis of [outer, n, inner]. */
function alongAxis(
  re: Float64Array,
  im: Float64Array,
  n: number,
  inner: number,
): { re: Float64Array; im: Float64Array } {
  const out = { re: new Float64Array(re.length), im: new Float64Array(im.length) };
  const roots = Array.from({ length: n }, (_, j) => unitRoot(j, n));
  const cosines = Float64Array.from(roots, ([c]) => c);
  const sines = Float64Array.from(roots, ([, s]) => s);
  const lineRe = new Float64Array(n);
  const lineIm = new Float64Array(n);
  const reals = new Float64Array(2 * n);
  const imaginaries = new Float64Array(2 * n);
  for (let start = 0; start < re.length; start += n * inner) {
    for (let i = start; i < start + inner; i++) {
      for (let j = 0; j < n; j++) {
        lineRe[j] = re[i + j * inner];
        lineIm[j] = im[i + j * inner];
      }
      for (let k = 0; k < n; k++) {
        for (let j = 0, power = 0; j < n; j++, power = (power + k) % n) {
          reals[2 * j] = lineRe[j] * cosines[power];
          reals[2 * j + 1] = lineIm[j] * sines[power];
          imaginaries[2 * j] = lineIm[j] * cosines[power];
          imaginaries[2 * j + 1] = -lineRe[j] * sines[power];
        }
        out.re[i + k * inner] = sumOf(reals);
        out.im[i + k * inner] = sumOf(imaginaries);
      }
    }
  }
  return out;
}

function sumOf(terms: Float64Array): number {
  let sum = 0;
  let lost = 0;
  for (let i = 0; i < terms.length; i++) {
    const total = sum + terms[i];
    const back = total - sum;
    lost += sum - (total - back) + (terms[i] - back);
    sum = total;
  }
  return sum + lost;
}
