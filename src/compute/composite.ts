/**
 * The transform of a product length n = p·m from p transforms of length m:
 *
 *   X[k + m q] = Σ_{r<p} e^{−2πi rq/p} · e^{−2πi rk/n} Y_r[k],   Y_r = transform of x[r], x[r+p], …
 *
 * Cooley and Tukey, Mathematics of Computation 19 (1965) 297.
 */
import type { LineTransform } from "./lines.js";
import { unitRoots } from "./roots.js";

/** The transform of lines of length p·m, on top of those of length p and m. */
export function createComposite(
  p: number,
  m: number,
  short: LineTransform,
  long: LineTransform,
): LineTransform {
  const n = p * m;
  const roots = unitRoots(n, n);
  const part = new Float64Array(2 * m);
  const transformed = new Float64Array(2 * m);
  const columns = new Float64Array(2 * n); // Y_r[k] with its twiddle, [k, r]
  const column = new Float64Array(2 * p);
  const columnOut = new Float64Array(2 * p);

  return (out, line) => {
    for (let r = 0; r < p; r++) {
      for (let j = 0, from = 2 * r; j < 2 * m; j += 2, from += 2 * p) {
        part[j] = line[from];
        part[j + 1] = line[from + 1];
      }
      long(transformed, part);
      for (let k = 0, to = 2 * r, power = 0; k < m; k++, to += 2 * p, power += 2 * r) {
        const re = transformed[2 * k];
        const im = transformed[2 * k + 1];
        columns[to] = re * roots[power] + im * roots[power + 1];
        columns[to + 1] = im * roots[power] - re * roots[power + 1];
      }
    }
    if (p === 3) return thirds(out, columns, m);
    if (p === 5) return fifths(out, columns, m);
    for (let k = 0; k < m; k++) {
      const start = 2 * k * p;
      for (let i = 0; i < 2 * p; i++) column[i] = columns[start + i];
      short(columnOut, column);
      for (let q = 0, to = 2 * k; q < p; q++, to += 2 * m) {
        out[to] = columnOut[2 * q];
        out[to + 1] = columnOut[2 * q + 1];
      }
    }
  };
}

/** Transforms of length 3, written out: they are too short for a call each. */
function thirds(out: Float64Array, columns: Float64Array, m: number): void {
  const sine = Math.sqrt(3) / 2;
  for (let k = 0, at = 0; k < 2 * m; k += 2, at += 6) {
    const re0 = columns[at];
    const im0 = columns[at + 1];
    const pRe = columns[at + 2] + columns[at + 4];
    const pIm = columns[at + 3] + columns[at + 5];
    const qRe = sine * (columns[at + 2] - columns[at + 4]);
    const qIm = sine * (columns[at + 3] - columns[at + 5]);
    const halfRe = re0 - 0.5 * pRe;
    const halfIm = im0 - 0.5 * pIm;
    out[k] = re0 + pRe;
    out[k + 1] = im0 + pIm;
    out[k + 2 * m] = halfRe + qIm;
    out[k + 2 * m + 1] = halfIm - qRe;
    out[k + 4 * m] = halfRe - qIm;
    out[k + 4 * m + 1] = halfIm + qRe;
  }
}

/** cos and sin of 2π/5 and 4π/5. */
const FIFTHS = unitRoots(5, 3).subarray(2);

/** Transforms of length 5, written out. */
function fifths(out: Float64Array, columns: Float64Array, m: number): void {
  const c1 = FIFTHS[0];
  const s1 = FIFTHS[1];
  const c2 = FIFTHS[2];
  const s2 = FIFTHS[3];
  for (let k = 0, at = 0; k < 2 * m; k += 2, at += 10) {
    const re0 = columns[at];
    const im0 = columns[at + 1];
    const pRe = columns[at + 2] + columns[at + 8];
    const pIm = columns[at + 3] + columns[at + 9];
    const qRe = columns[at + 2] - columns[at + 8];
    const qIm = columns[at + 3] - columns[at + 9];
    const uRe = columns[at + 4] + columns[at + 6];
    const uIm = columns[at + 5] + columns[at + 7];
    const vRe = columns[at + 4] - columns[at + 6];
    const vIm = columns[at + 5] - columns[at + 7];
    const aRe = re0 + c1 * pRe + c2 * uRe;
    const aIm = im0 + c1 * pIm + c2 * uIm;
    const bRe = s1 * qRe + s2 * vRe;
    const bIm = s1 * qIm + s2 * vIm;
    const dRe = re0 + c2 * pRe + c1 * uRe;
    const dIm = im0 + c2 * pIm + c1 * uIm;
    const eRe = s2 * qRe - s1 * vRe;
    const eIm = s2 * qIm - s1 * vIm;
    out[k] = re0 + pRe + uRe;
    out[k + 1] = im0 + pIm + uIm;
    out[k + 2 * m] = aRe + bIm;
    out[k + 2 * m + 1] = aIm - bRe;
    out[k + 4 * m] = dRe + eIm;
    out[k + 4 * m + 1] = dIm - eRe;
    out[k + 6 * m] = dRe - eIm;
    out[k + 6 * m + 1] = dIm + eRe;
    out[k + 8 * m] = aRe - bIm;
    out[k + 8 * m + 1] = aIm + bRe;
  }
}
