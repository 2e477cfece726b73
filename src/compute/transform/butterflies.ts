/** Stockham passes for the factors 2, 3, 4 and 5, written out; see mixedRadix.ts for the formula. */
import type { Pass } from "./mixedRadix.js";

/** The pass of factor 2. */
export const two: Pass = (y, x, m, s, twiddle) => {
  const half = 2 * s * m;
  for (let k = 0; k < m; k++) {
    const c = twiddle[2 * k];
    const d = twiddle[2 * k + 1];
    let to = 4 * s * k;
    for (let from = 2 * s * k; from < 2 * s * (k + 1); from += 2, to += 2) {
      const re = x[from] - x[from + half];
      const im = x[from + 1] - x[from + half + 1];
      y[to] = x[from] + x[from + half];
      y[to + 1] = x[from + 1] + x[from + half + 1];
      y[to + 2 * s] = re * c - im * d;
      y[to + 2 * s + 1] = re * d + im * c;
    }
  }
};

const SIN_THIRD = Math.sqrt(3) / 2;

/** The pass of factor 3. */
export const three: Pass = (y, x, m, s, twiddle) => {
  const step = 2 * s * m;
  for (let k = 0; k < m; k++) {
    const c1 = twiddle[4 * k];
    const d1 = twiddle[4 * k + 1];
    const c2 = twiddle[4 * k + 2];
    const d2 = twiddle[4 * k + 3];
    let to = 6 * s * k;
    for (let from = 2 * s * k; from < 2 * s * (k + 1); from += 2, to += 2) {
      const pRe = x[from + step] + x[from + 2 * step];
      const pIm = x[from + step + 1] + x[from + 2 * step + 1];
      const qRe = SIN_THIRD * (x[from + step] - x[from + 2 * step]);
      const qIm = SIN_THIRD * (x[from + step + 1] - x[from + 2 * step + 1]);
      const halfRe = x[from] - 0.5 * pRe;
      const halfIm = x[from + 1] - 0.5 * pIm;
      y[to] = x[from] + pRe;
      y[to + 1] = x[from + 1] + pIm;
      y[to + 2 * s] = (halfRe + qIm) * c1 - (halfIm - qRe) * d1;
      y[to + 2 * s + 1] = (halfRe + qIm) * d1 + (halfIm - qRe) * c1;
      y[to + 4 * s] = (halfRe - qIm) * c2 - (halfIm + qRe) * d2;
      y[to + 4 * s + 1] = (halfRe - qIm) * d2 + (halfIm + qRe) * c2;
    }
  }
};

/** The pass of factor 4. */
export const four: Pass = (y, x, m, s, twiddle) => {
  const step = 2 * s * m;
  for (let k = 0; k < m; k++) {
    const c1 = twiddle[6 * k];
    const d1 = twiddle[6 * k + 1];
    const c2 = twiddle[6 * k + 2];
    const d2 = twiddle[6 * k + 3];
    const c3 = twiddle[6 * k + 4];
    const d3 = twiddle[6 * k + 5];
    let to = 8 * s * k;
    for (let from = 2 * s * k; from < 2 * s * (k + 1); from += 2, to += 2) {
      const aRe = x[from] + x[from + 2 * step];
      const aIm = x[from + 1] + x[from + 2 * step + 1];
      const bRe = x[from] - x[from + 2 * step];
      const bIm = x[from + 1] - x[from + 2 * step + 1];
      const eRe = x[from + step] + x[from + 3 * step];
      const eIm = x[from + step + 1] + x[from + 3 * step + 1];
      const fRe = x[from + step] - x[from + 3 * step];
      const fIm = x[from + step + 1] - x[from + 3 * step + 1];
      const oneRe = bRe + fIm;
      const oneIm = bIm - fRe;
      const twoRe = aRe - eRe;
      const twoIm = aIm - eIm;
      const threeRe = bRe - fIm;
      const threeIm = bIm + fRe;
      y[to] = aRe + eRe;
      y[to + 1] = aIm + eIm;
      y[to + 2 * s] = oneRe * c1 - oneIm * d1;
      y[to + 2 * s + 1] = oneRe * d1 + oneIm * c1;
      y[to + 4 * s] = twoRe * c2 - twoIm * d2;
      y[to + 4 * s + 1] = twoRe * d2 + twoIm * c2;
      y[to + 6 * s] = threeRe * c3 - threeIm * d3;
      y[to + 6 * s + 1] = threeRe * d3 + threeIm * c3;
    }
  }
};

// cos and sin of one and two fifths of a turn, in closed form.
const COS_FIFTH = (Math.sqrt(5) - 1) / 4;
const COS_TWO_FIFTHS = -(Math.sqrt(5) + 1) / 4;
const SIN_FIFTH = Math.sqrt(10 + 2 * Math.sqrt(5)) / 4;
const SIN_TWO_FIFTHS = Math.sqrt(10 - 2 * Math.sqrt(5)) / 4;

/** The pass of factor 5. */
export const five: Pass = (y, x, m, s, twiddle) => {
  const step = 2 * s * m;
  for (let k = 0; k < m; k++) {
    const turn = 8 * k;
    let to = 10 * s * k;
    for (let from = 2 * s * k; from < 2 * s * (k + 1); from += 2, to += 2) {
      const pRe = x[from + step] + x[from + 4 * step];
      const pIm = x[from + step + 1] + x[from + 4 * step + 1];
      const qRe = x[from + step] - x[from + 4 * step];
      const qIm = x[from + step + 1] - x[from + 4 * step + 1];
      const uRe = x[from + 2 * step] + x[from + 3 * step];
      const uIm = x[from + 2 * step + 1] + x[from + 3 * step + 1];
      const vRe = x[from + 2 * step] - x[from + 3 * step];
      const vIm = x[from + 2 * step + 1] - x[from + 3 * step + 1];
      const aRe = x[from] + COS_FIFTH * pRe + COS_TWO_FIFTHS * uRe;
      const aIm = x[from + 1] + COS_FIFTH * pIm + COS_TWO_FIFTHS * uIm;
      const bRe = SIN_FIFTH * qRe + SIN_TWO_FIFTHS * vRe;
      const bIm = SIN_FIFTH * qIm + SIN_TWO_FIFTHS * vIm;
      const eRe = x[from] + COS_TWO_FIFTHS * pRe + COS_FIFTH * uRe;
      const eIm = x[from + 1] + COS_TWO_FIFTHS * pIm + COS_FIFTH * uIm;
      const fRe = SIN_TWO_FIFTHS * qRe - SIN_FIFTH * vRe;
      const fIm = SIN_TWO_FIFTHS * qIm - SIN_FIFTH * vIm;
      y[to] = x[from] + pRe + uRe;
      y[to + 1] = x[from + 1] + pIm + uIm;
      store(y, to + 2 * s, aRe + bIm, aIm - bRe, twiddle, turn);
      store(y, to + 4 * s, eRe + fIm, eIm - fRe, twiddle, turn + 2);
      store(y, to + 6 * s, eRe - fIm, eIm + fRe, twiddle, turn + 4);
      store(y, to + 8 * s, aRe - bIm, aIm + bRe, twiddle, turn + 6);
    }
  }
};

/** Fills one entry with a product by its twiddle. */
function store(
  y: Float64Array,
  to: number,
  re: number,
  im: number,
  twiddle: Float64Array,
  turn: number,
): void {
  y[to] = re * twiddle[turn] - im * twiddle[turn + 1];
  y[to + 1] = re * twiddle[turn + 1] + im * twiddle[turn];
}
