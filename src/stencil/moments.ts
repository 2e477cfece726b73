/**
 * The third view of a kernel: the moments of a filter about its centre c = (l − 1) ⫽ 2,
 *
 *   m[…i] = Σ_r q[…r] Π_a r_a^{i_a} / i_a!,   0 ≤ i_a < l_a,   0⁰ = 1,
 *
 * which are the Taylor coefficients of its symbol: (q ⋆ u)[x] = Σ_r q[r] u[x + r] = Σ_i m[i] ∂^i u(x). As many
 * moments as entries, so either determines the other: the inverse along one axis is
 *
 *   q[r] = Σ_i i! t_{r,i} m[i],   Π_{s ≠ r} (t − s)/(r − s) = Σ_i t_{r,i} t^i,
 *
 * the interpolation polynomials of Lagrange. Both matrices are rounded once, but what is stored between them is
 * rounded too, and along three axes the condition numbers multiply. With u = 2⁻⁵³ the way to moments and back is off by
 * about u |M⁻¹||M||q|, where the row sums of |M⁻¹||M| are 5 for three entries along one axis, 26 for five, 165 for
 * seven and 1.2e3 for nine: up to 1e-13 of the largest entry for 5³ entries, 1e-11 for 7³, 1e-8 for 9³. Moments of
 * β[r] = q[−r] carry the sign (−1)^{|i|}.
 *
 * Dong, Jiang and Shen, "Image restoration: wavelet frame shrinkage, nonlinear evolution PDEs, and beyond",
 * Multiscale Modeling & Simulation 15 (2017) 606; Long, Lu, Ma and Dong, "PDE-Net", ICML 2018.
 */
import {
  checkFinite,
  checkInteger,
  formatShape,
  ndarrayOf,
  ShapeError,
  toFloat64,
} from "../core/index.js";
import type { ArrayInput, Dense, NdArray } from "../core/index.js";
import { weightsOfDerivatives } from "./differenceWeights.js";

/** Which axes are space. */
export interface MomentsOptions {
  /** How many of the last axes are space; those before stay: outputs and inputs. Default all. */
  readonly axes?: number | undefined;
}

/**
 * The moments of filters.
 * @param filter q[…, …j]
 * @param order moments are returned up to this power along every axis. Default l_a − 1: all, so that
 *   `filterFromMoments` gives the filter back
 * @returns m[…, …i]
 * @throws ShapeError without space axes; ValueError for entries that are not finite or an order below 0
 */
export function momentsFromFilter(
  filter: ArrayInput,
  order = Infinity,
  options: MomentsOptions = {},
): NdArray {
  const where = "stencil.momentsFromFilter";
  const { axes, ...q } = checked(filter, options, `${where}: filter`);
  if (order !== Infinity) checkInteger(order, 0, Infinity, `${where}: order`);
  return alongAxes(q, axes, (length) => powers(length, Math.min(length, order + 1)));
}

/**
 * The filters of moments: the inverse of `momentsFromFilter`.
 * @param moments m[…, …i], as many along every axis as the filter is long
 * @returns q[…, …j]
 * @throws ShapeError without space axes; ValueError for entries that are not finite
 */
export function filterFromMoments(moments: ArrayInput, options: MomentsOptions = {}): NdArray {
  const { axes, ...m } = checked(moments, options, "stencil.filterFromMoments: moments");
  return alongAxes(m, axes, (length) => weightsOfDerivatives(distancesOf(length)));
}

/** Moments of a filter with all powers below a number, also beyond its length, and what they sum up without signs. */
export interface LongMoments {
  readonly moments: Float64Array;
  /** Σ_r |q[r]| Π_a |r_a|^{i_a} / i_a!. */
  readonly sizes: Float64Array;
  readonly shape: readonly number[];
}

/** The moments m[…i] with all i_a below a number, of a filter all of whose axes are space. */
export function momentsBelow({ data, shape }: Dense<Float64Array>, count: number): LongMoments {
  const axes = shape.length;
  const absolute = (length: number): number[][] =>
    powers(length, count).map((row) => row.map(Math.abs));
  return {
    moments: alongAxes({ data, shape }, axes, (length) => powers(length, count)).data,
    sizes: alongAxes({ data: data.map(Math.abs), shape }, axes, absolute).data,
    shape: shape.map(() => count),
  };
}

function checked(
  input: ArrayInput,
  { axes }: MomentsOptions,
  where: string,
): Dense<Float64Array> & { readonly axes: number } {
  const { data, shape } = toFloat64(input, where);
  const count = axes ?? shape.length;
  checkInteger(count, 1, Infinity, `${where}: axes`);
  if (shape.length < count || shape.includes(0)) {
    throw new ShapeError(
      `${where} should have ${count} space axes of at least one entry, the last ones; got ${formatShape(shape)}.`,
    );
  }
  checkFinite({ data, shape }, where);
  return { data, shape, axes: count };
}

/** Multiplies by a matrix, of a length, along every one of the last axes. */
function alongAxes(
  { data, shape }: Dense<Float64Array>,
  axes: number,
  matrixOf: (length: number) => readonly (readonly number[])[],
): NdArray {
  let values = data;
  const lengths = [...shape];
  for (let axis = shape.length - axes; axis < shape.length; axis++) {
    const matrix = matrixOf(lengths[axis]);
    const inner = lengths.slice(axis + 1).reduce((a, b) => a * b, 1);
    values = alongAxis(values, lengths[axis], inner, matrix);
    lengths[axis] = matrix.length;
  }
  return ndarrayOf(values === data ? data.slice() : values, lengths);
}

function alongAxis(
  data: Float64Array,
  length: number,
  inner: number,
  matrix: readonly (readonly number[])[],
): Float64Array {
  const outer = data.length / (length * inner);
  const rows = matrix.length;
  const out = new Float64Array(outer * rows * inner);
  for (let o = 0; o < outer; o++) {
    matrix.forEach((row, i) => {
      const to = (o * rows + i) * inner;
      row.forEach((entry, j) => {
        const from = (o * length + j) * inner;
        for (let x = 0; x < inner; x++) out[to + x] += entry * data[from + x];
      });
    });
  }
  return out;
}

/** r^i / i! for the distances r of a window, below a power. */
function powers(length: number, count: number): number[][] {
  const distances = distancesOf(length);
  const rows = [distances.map(() => 1)];
  let [power, factorial] = [rows[0], 1];
  for (let i = 1; i < count; i++) {
    power = power.map((value, j) => value * distances[j]);
    factorial *= i;
    // While both are whole numbers below 2⁵³ an entry is rounded once; later they would leave Float64.
    const before = rows[i - 1];
    rows.push(
      i <= EXACT
        ? power.map((value) => value / factorial)
        : before.map((value, j) => (value * distances[j]) / i),
    );
  }
  return rows;
}

/** i! is a whole number below 2⁵³. */
const EXACT = 18;

function distancesOf(length: number): number[] {
  return Array.from({ length }, (_, j) => j - ((length - 1) >> 1));
}
