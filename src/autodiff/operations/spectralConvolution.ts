/**
 * Convolution with learnt spectra, on one grid: of the spectra of all inputs the frequencies |k_a| ≤ M_a are kept,
 *
 *   ŷ[s, o, k] = Σ_i W[o, i, k] û[s, i, k],  0 elsewhere,
 *
 * so a layer reaches across the whole cell, and commutes with every shift. With all frequencies it is a periodic
 * convolution with a kernel as large as the grid.
 *
 * Li, Kovachki, Azizzadenesheli, Liu, Bhattacharya, Stuart and Anandkumar, "Fourier neural operator" (ICLR 2021).
 */
import { checkInteger, checkShape, precisionOf, ShapeError, sizeOf } from "../../core/index.js";
import type { Reals } from "../../core/index.js";
import { halfShape } from "../../fft/index.js";
import { defineOperation, type Operation } from "../operation.js";
import { newValues } from "../tape.js";
import { asVariables, type Operand, type Variable } from "../variable.js";
import { halfSpectrum, realFields } from "./fourier.js";

/**
 * The fields whose kept frequencies are products of weights and those of x.
 * @param x fields x[s, i, …x]
 * @param weight W[2, o, i, …m], real and imaginary parts on axis 0, where m counts the kept frequencies of every
 *   axis: 0 … M, −M … −1, and 0 … M on the last one; see `keptFrequencies`
 * @param modes M of every axis, at most ⌊n/2⌋
 * @returns y[s, o, …x]
 * @throws ShapeError, ValueError for weights and modes that do not fit x
 */
export function spectralConvolution(
  x: Operand,
  weight: Operand,
  modes: readonly number[],
): Variable {
  const where = "autodiff.spectralConvolution";
  const [fields, weights] = asVariables([x, weight], where);
  const [, inputs, ...grid] = fields.shape;
  const outputs = weights.shape[1];
  const kept = keptFrequencies(grid, modes, where);
  checkShape(
    weights,
    [2, outputs, inputs, ...kept],
    "Its axes are parts, outputs, inputs and kept frequencies.",
    `${where}: weight`,
  );
  const plan = planOf(grid, kept);
  const spectra = halfSpectrum([fields], { grid, weighted: false, factor: 1 });
  const products = product([spectra, weights], plan);
  return realFields([products], { grid, weighted: true, factor: 1 / sizeOf(grid) });
}

/**
 * How many frequencies are kept on every axis: 2 M + 1, at most all n; M + 1 on the last.
 * @throws ShapeError, ValueError for modes that the grid does not have
 */
export function keptFrequencies(
  grid: readonly number[],
  modes: readonly number[],
  where: string,
): number[] {
  if (modes.length !== grid.length || grid.length === 0) {
    throw new ShapeError(
      `${where}: modes should have one number for each of ${grid.length} axes; got ${modes.length}.`,
    );
  }
  return grid.map((n, axis) => {
    checkInteger(modes[axis], 0, n >> 1, `${where}: modes[${axis}]`);
    return axis === grid.length - 1 ? modes[axis] + 1 : Math.min(n, 2 * modes[axis] + 1);
  });
}

/** Where kept frequencies lie in a half spectrum. */
interface Plan {
  /** at[m] */
  readonly at: Int32Array;
  readonly grid: readonly number[];
  /** Entries of the half spectrum. */
  readonly half: number;
  readonly kept: readonly number[];
}

function planOf(grid: readonly number[], kept: readonly number[]): Plan {
  const shape = halfShape(grid);
  let at = Int32Array.of(0);
  kept.forEach((count, axis) => {
    const positive = axis === grid.length - 1 ? count : (count + 1) >> 1;
    const next = new Int32Array(at.length * count);
    at.forEach((head, i) => {
      for (let m = 0; m < count; m++) {
        const k = m < positive ? m : shape[axis] - count + m;
        next[i * count + m] = head * shape[axis] + k;
      }
    });
    at = next;
  });
  return { at, grid, half: sizeOf(shape), kept };
}

/** Ŷ[2, s, o, k] of X̂[2, s, i, k] and W[2, o, i, m]. */
const product: Operation<Plan> = defineOperation<Plan>(
  ([{ data: x, shape }, { data: w, shape: weights }], plan) => {
    const [, samples, inputs] = shape;
    const outputs = weights[1];
    const data = newValues(2 * samples * outputs * plan.half, precisionOf(x)).fill(0);
    forEachPair(samples, outputs, inputs, plan, [data, x, w], (y, u, f, { at }, parts) => {
      const [yIm, uIm, fIm] = parts;
      for (let m = 0; m < at.length; m++) {
        const k = at[m];
        const [a, b] = [x[u + k], x[uIm + k]];
        const [c, d] = [w[f + m], w[fIm + m]];
        data[y + k] += a * c - b * d;
        data[yIm + k] += a * d + b * c;
      }
    });
    return { data, shape: [2, samples, outputs, ...halfShape(plan.grid)] };
  },
  [
    (g, { inputs: [, w], options }) => backProduct([g, w], options),
    (g, { inputs: [x], options }) => weightProduct([g, x], options),
  ],
  "spectralProduct",
);

/** X̄[2, s, i, k] of Ȳ[2, s, o, k] and W: products with the conjugate of W. */
const backProduct: Operation<Plan> = defineOperation<Plan>(
  ([{ data: g, shape }, { data: w, shape: weights }], plan) => {
    const [, samples, outputs] = shape;
    const inputs = weights[2];
    const data = newValues(2 * samples * inputs * plan.half, precisionOf(g)).fill(0);
    forEachPair(samples, outputs, inputs, plan, [g, data, w], (y, u, f, { at }, parts) => {
      const [yIm, uIm, fIm] = parts;
      for (let m = 0; m < at.length; m++) {
        const k = at[m];
        const [a, b] = [g[y + k], g[yIm + k]];
        const [c, d] = [w[f + m], w[fIm + m]];
        data[u + k] += a * c + b * d;
        data[uIm + k] += b * c - a * d;
      }
    });
    return { data, shape: [2, samples, inputs, ...halfShape(plan.grid)] };
  },
  [
    (g, { inputs: [, w], options }) => product([g, w], options),
    (g, { inputs: [y], options }) => weightProduct([y, g], options),
  ],
  "spectralProductBack",
);

/** W̄[2, o, i, m] of Ȳ[2, s, o, k] and X̂[2, s, i, k]: products with the conjugate of X̂. */
const weightProduct: Operation<Plan> = defineOperation<Plan>(
  ([{ data: g, shape }, { data: x, shape: fields }], plan) => {
    const [, samples, outputs] = shape;
    const inputs = fields[2];
    const data = newValues(2 * outputs * inputs * plan.at.length, precisionOf(g)).fill(0);
    forEachPair(samples, outputs, inputs, plan, [g, x, data], (y, u, f, { at }, parts) => {
      const [yIm, uIm, fIm] = parts;
      for (let m = 0; m < at.length; m++) {
        const k = at[m];
        const [a, b] = [g[y + k], g[yIm + k]];
        const [c, d] = [x[u + k], x[uIm + k]];
        data[f + m] += a * c + b * d;
        data[fIm + m] += b * c - a * d;
      }
    });
    return { data, shape: [2, outputs, inputs, ...plan.kept] };
  },
  [
    (g, { inputs: [, x], options }) => product([x, g], options),
    (g, { inputs: [y], options }) => backProduct([y, g], options),
  ],
  "spectralWeights",
);

/** Calls `work` for every sample, output and input, with where their real and imaginary parts begin. */
function forEachPair(
  samples: number,
  outputs: number,
  inputs: number,
  plan: Plan,
  [y, u, f]: readonly [Reals, Reals, Reals],
  work: (y: number, u: number, f: number, plan: Plan, parts: readonly number[]) => void,
): void {
  const [halfY, halfU, halfF] = [y.length / 2, u.length / 2, f.length / 2];
  for (let s = 0; s < samples; s++) {
    for (let o = 0; o < outputs; o++) {
      for (let i = 0; i < inputs; i++) {
        const at = (s * outputs + o) * plan.half;
        const from = (s * inputs + i) * plan.half;
        const by = (o * inputs + i) * plan.at.length;
        work(at, from, by, plan, [at + halfY, from + halfU, by + halfF]);
      }
    }
  }
}
