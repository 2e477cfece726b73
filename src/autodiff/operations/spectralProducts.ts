/**
 * Products of spectra with matrices of spectra, frequency by frequency, and their adjoints,
 *
 *   ŷ[s, o] = Σ_i W[o, i] x̂[s, i],   x̂[s, i] = Σ_o conj(W[o, i]) ŷ[s, o],   W[o, i] = Σ_s conj(x̂[s, i]) ŷ[s, o],
 *
 * each of which is a derivative of the other two. All are sums of products of planes over frequencies.
 */
import { precisionOf, sizeOf } from "../../core/index.js";
import type { Reals } from "../../core/index.js";
import { defineOperation, type Operation } from "../operation.js";
import { newValues } from "../tape.js";

/** Ŷ[2, s, o, …k] of W[2, o, i, …k] and X̂[2, s, i, …k], where axis 0 holds real and imaginary parts. */
export const spectralProduct: Operation<undefined> = defineOperation(
  ([{ data: w, shape: weights }, { data: x, shape }]) => {
    const [, outputs, inputs] = weights;
    const [, samples, , ...kept] = shape;
    const size = sizeOf(kept);
    const data = newValues(2 * samples * outputs * size, precisionOf(x));
    const planes = { size, rows: samples, columns: outputs, terms: inputs, conjugate: false };
    addProducts(data, w, [0, inputs, 1], x, [inputs, 0, 1], planes);
    return { data, shape: [2, samples, outputs, ...kept] };
  },
  [
    (g, { inputs: [, x] }) => weightProduct([x, g], undefined),
    (g, { inputs: [w] }) => backProduct([w, g], undefined),
  ],
  "spectralProduct",
);

/** X̂[2, s, i, …k] of W and Ŷ. */
const backProduct: Operation<undefined> = defineOperation(
  ([{ data: w, shape: weights }, { data: y, shape }]) => {
    const [, outputs, inputs] = weights;
    const [, samples, , ...kept] = shape;
    const size = sizeOf(kept);
    const data = newValues(2 * samples * inputs * size, precisionOf(y));
    const planes = { size, rows: samples, columns: inputs, terms: outputs, conjugate: true };
    addProducts(data, w, [0, 1, inputs], y, [outputs, 0, 1], planes);
    return { data, shape: [2, samples, inputs, ...kept] };
  },
  [
    (g, { inputs: [, y] }) => weightProduct([g, y], undefined),
    (g, { inputs: [w] }) => spectralProduct([w, g], undefined),
  ],
  "spectralProductBack",
);

/** W[2, o, i, …k] of X̂ and Ŷ. */
const weightProduct: Operation<undefined> = defineOperation(
  ([{ data: x, shape: fields }, { data: y, shape }]) => {
    const [, samples, inputs, ...kept] = fields;
    const [, , outputs] = shape;
    const size = sizeOf(kept);
    const data = newValues(2 * outputs * inputs * size, precisionOf(x));
    const planes = { size, rows: outputs, columns: inputs, terms: samples, conjugate: true };
    addProducts(data, x, [0, 1, inputs], y, [1, 0, outputs], planes);
    return { data, shape: [2, outputs, inputs, ...kept] };
  },
  [
    (g, { inputs: [, y] }) => backProduct([g, y], undefined),
    (g, { inputs: [x] }) => spectralProduct([g, x], undefined),
  ],
  "spectralWeights",
);

/** How many planes there are, and how many frequencies in each. */
interface Planes {
  readonly size: number;
  readonly rows: number;
  readonly columns: number;
  readonly terms: number;
  /** Whether a is conjugated. */
  readonly conjugate: boolean;
}

/** From plane to plane along rows, columns and terms. */
type Steps = readonly [number, number, number];

/** Frequencies worked on together, so that their planes stay in a near cache. */
const BLOCK = 512;

/** Fills out[row, column] with Σ_term a[row, column, term] b[row, column, term], frequency by frequency. */
function addProducts(
  out: Reals,
  a: Reals,
  [aRow, aColumn, aTerm]: Steps,
  b: Reals,
  [bRow, bColumn, bTerm]: Steps,
  { size, rows, columns, terms, conjugate }: Planes,
): void {
  const sign = conjugate ? -1 : 1;
  out.fill(0);
  for (let first = 0; first < size; first += BLOCK) {
    const count = Math.min(BLOCK, size - first);
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        const y = (row * columns + column) * size + first;
        const p = (row * aRow + column * aColumn) * size + first;
        const q = (row * bRow + column * bColumn) * size + first;
        const [pStep, qStep] = [aTerm * size, bTerm * size];
        let term = 0;
        for (; term + 1 < terms; term += 2) {
          addTwo(out, y, a, p + term * pStep, pStep, b, q + term * qStep, qStep, sign, count);
        }
        if (term < terms) addOne(out, y, a, p + term * pStep, b, q + term * qStep, sign, count);
      }
    }
  }
}

/** Adds a product of planes. */
function addOne(
  out: Reals,
  y: number,
  a: Reals,
  p: number,
  b: Reals,
  q: number,
  sign: number,
  count: number,
): void {
  const [outIm, aIm, bIm] = [y + out.length / 2, p + a.length / 2, q + b.length / 2];
  for (let k = 0; k < count; k++) {
    const re = a[p + k];
    const im = sign * a[aIm + k];
    const u = b[q + k];
    const v = b[bIm + k];
    out[y + k] += re * u - im * v;
    out[outIm + k] += re * v + im * u;
  }
}

/** Adds two products of planes at once, which saves half the traffic to the sum. */
function addTwo(
  out: Reals,
  y: number,
  a: Reals,
  p: number,
  pStep: number,
  b: Reals,
  q: number,
  qStep: number,
  sign: number,
  count: number,
): void {
  const [outIm, aIm, bIm] = [y + out.length / 2, p + a.length / 2, q + b.length / 2];
  const [r, rIm, t, tIm] = [p + pStep, aIm + pStep, q + qStep, bIm + qStep];
  for (let k = 0; k < count; k++) {
    const re = a[p + k];
    const im = sign * a[aIm + k];
    const u = b[q + k];
    const v = b[bIm + k];
    const re2 = a[r + k];
    const im2 = sign * a[rIm + k];
    const u2 = b[t + k];
    const v2 = b[tIm + k];
    out[y + k] += re * u - im * v + (re2 * u2 - im2 * v2);
    out[outIm + k] += re * v + im * u + (re2 * v2 + im2 * u2);
  }
}
