/**
 * The coefficients of an equation fitted anew, without penalties: least squares on its own terms,
 *
 *   min_c Σ (r − Σ_i c_i φ_i)²,   φ_i the product of term i,
 *
 * over given channels and rates r. What shrinks coefficients during training, or was learnt beside them, is gone.
 *
 * Intervals come from the spread between trajectories, within which errors are correlated:
 *
 *   V = G/(G − 1) (ΦᵀΦ)⁻¹ (Σ_g Φ_gᵀe_g e_gᵀΦ_g) (ΦᵀΦ)⁻¹,   c_i ± t_{G−1} √V_ii   (95 %),
 *
 * of G groups with residuals e_g. They tell how far other trajectories would move a coefficient, not what filters
 * and time steps do to all of them alike. Liang and Zeger, Biometrika 73 (1986) 13.
 */
import { checkInteger, ShapeError, ValueError } from "../../core/index.js";
import { createTriangleSolver, updateTriangle } from "../../linalg/index.js";
import { checkIsEquation } from "../checkArguments.js";
import { checkedData, factorsOf } from "./equationOf.js";
import type { ChannelData } from "./equationOf.js";
import { byContribution, termKey } from "./equation.js";
import type { Equation, Factor, Term } from "./equation.js";
import { monomialValues } from "./polynomial.js";
import type { ChannelShape } from "./polynomial.js";
import { plainTerms } from "./productRule.js";
import { studentQuantile } from "./studentQuantile.js";
import { textOfProduct } from "./textNotation.js";

/** What the channels are, and which samples belong together. */
export interface RefitOptions {
  /** R: the channels are all derivatives up to this order, of every name of the equation. */
  readonly maxOrder: number;
  /** The trajectory that a sample is from, for intervals. Default every sample is one of its own. */
  readonly groups?: readonly number[] | undefined;
}

/**
 * The equation with the coefficients of least squares, their intervals, contributions and remainder.
 * @param data channels and rates; the rates may be observed differences or the right-hand side of a network
 * @throws ShapeError for data of other channels
 * @throws ValueError for what is no equation, terms of channels that are not there, terms that depend on one another
 *   over the data, or data that are not finite
 */
export function refit(equation: Equation, data: ChannelData, options: RefitOptions): Equation {
  const where = "pdenet.refit";
  checkIsEquation(equation, where);
  const { maxOrder, groups } = options;
  checkInteger(maxOrder, 0, Infinity, `${where}: maxOrder`);
  const factors = factorsOf({ ...equation, maxOrder });
  const components = equation.terms.length;
  const shape = checkedData(data, components, factors.length, where);
  if (groups && groups.length !== shape.samples) {
    throw new ShapeError(
      `${where}: groups should have one entry for each of the ${shape.samples} samples; got ${groups.length}.`,
    );
  }
  const owners = groups ?? Array.from({ length: shape.samples }, (_, s) => s);
  const fits = equation.terms.map((own, c) =>
    own.length === 0
      ? { terms: [], remainder: 1 }
      : fitted(equation, own, c, data, shape, factors, owners, where),
  );
  return {
    ...equation,
    terms: fits.map(({ terms }) => byContribution(terms)),
    remainder: fits.map(({ remainder }) => remainder),
  };
}

/** A column: a sum of monomials. */
type Column = readonly { readonly channels: readonly number[]; readonly times: number }[];

function fitted(
  equation: Equation,
  terms: readonly Term[],
  component: number,
  data: ChannelData,
  shape: ChannelShape,
  factors: readonly Factor[],
  owners: readonly number[],
  where: string,
): { readonly terms: Term[]; readonly remainder: number } {
  const columns = terms.map((term) => columnOf(term, factors, equation, where));
  const h = columns.length;
  const width = h + 1;
  const { samples, points } = shape;
  const rowsOf = (s: number): Float64Array => designRows(columns, component, data, shape, s);
  const squares = new Float64Array(width);
  for (let s = 0; s < samples; s++) rowsOf(s).forEach((x, i) => (squares[i % width] += x * x));
  const scale = squares.map((square) => (square > 0 ? Math.sqrt(square) : 1));

  const [R, zeros] = [new Float64Array(width * width), new Float64Array(width * width)];
  for (let s = 0; s < samples; s++) {
    const rows = rowsOf(s);
    rows.forEach((_, i) => (rows[i] /= scale[i % width]));
    updateTriangle(R, zeros, width, rows, new Float64Array(rows.length), points);
  }
  const solver = createTriangleSolver(h, 1);
  solver.solve(R, zeros);
  if (solver.rank < h) {
    const names = terms.map((term) => textOfProduct(term, equation)).join(", ");
    throw new ValueError(
      `${where}: the terms ${names} of ${equation.names[component]} should be independent over the data; ` +
        `their rank is ${solver.rank}. Leave out terms that the others make up, or vary the data more.`,
    );
  }
  const coefficients = solver.xRe.map((x, i) => (x * scale[h]) / scale[i]);

  const scores = new Map<number, Float64Array>();
  let left = 0;
  for (let s = 0; s < samples; s++) {
    const score = scores.get(owners[s]) ?? new Float64Array(h);
    scores.set(owners[s], score);
    const rows = rowsOf(s);
    for (let at = 0; at < rows.length; at += width) {
      let e = rows[at + h];
      for (let i = 0; i < h; i++) e -= coefficients[i] * rows[at + i];
      left += e * e;
      for (let i = 0; i < h; i++) score[i] += (e * rows[at + i]) / scale[i];
    }
  }
  const errors = spread([...scores.values()], R, h).map((error, i) => error / scale[i]);
  const t = scores.size > 1 ? studentQuantile(scores.size - 1) : NaN;
  const rate = data.observed?.[component] ?? Math.sqrt(squares[h] / (samples * points));
  return {
    terms: terms.map((term, i): Term => ({
      ...term,
      coefficient: coefficients[i],
      contribution:
        rate > 0
          ? (Math.abs(coefficients[i]) * Math.sqrt(squares[i] / (samples * points))) / rate
          : NaN,
      interval:
        scores.size > 1 ? [coefficients[i] - t * errors[i], coefficients[i] + t * errors[i]] : null,
    })),
    remainder: squares[h] > 0 ? Math.sqrt(left / squares[h]) : NaN,
  };
}

/** The monomials of a term's product, conservative ones written out. */
function columnOf(
  term: Term,
  factors: readonly Factor[],
  equation: Equation,
  where: string,
): Column {
  const places = new Map(
    factors.map((factor, channel) => [termKey({ factors: [factor], derivative: null }), channel]),
  );
  return plainTerms({ ...term, coefficient: 1 }).map(({ factors: own, coefficient }) => ({
    times: coefficient,
    channels: own.map((factor) => {
      const single = { factors: [factor], derivative: null };
      const channel = places.get(termKey(single));
      if (channel !== undefined) return channel;
      throw new ValueError(
        `${where}: all factors should be among the channels; ${textOfProduct(single, equation)} is not. ` +
          `Give channels of a higher maxOrder.`,
      );
    }),
  }));
}

/** [point, column]: the products of one sample and behind them its rates. */
function designRows(
  columns: readonly Column[],
  component: number,
  { channels, rates }: ChannelData,
  shape: ChannelShape,
  s: number,
): Float64Array {
  const { samples, points } = shape;
  const width = columns.length + 1;
  const rows = new Float64Array(points * width);
  columns.forEach((column, i) => {
    for (const { channels: own, times } of column) {
      const values = monomialValues(own, channels, s, shape);
      for (let point = 0; point < points; point++) rows[point * width + i] += times * values[point];
    }
  });
  const components = rates.length / (samples * points);
  const from = (s * components + component) * points;
  for (let point = 0; point < points; point++) {
    rows[point * width + width - 1] = rates[from + point];
  }
  return rows;
}

/** √V_ii from the scores of the groups: R⁻¹ R⁻ᵀ of each, squared and summed. */
function spread(scores: readonly Float64Array[], R: Float64Array, h: number): Float64Array {
  const width = h + 1;
  const sums = new Float64Array(h);
  for (const score of scores) {
    const z = score.slice();
    for (let i = 0; i < h; i++) {
      for (let j = 0; j < i; j++) z[i] -= R[j * width + i] * z[j];
      z[i] /= R[i * width + i];
    }
    for (let i = h - 1; i >= 0; i--) {
      for (let j = i + 1; j < h; j++) z[i] -= R[i * width + j] * z[j];
      z[i] /= R[i * width + i];
    }
    z.forEach((value, i) => (sums[i] += value * value));
  }
  const factor = scores.length > 1 ? scores.length / (scores.length - 1) : 1;
  return sums.map((sum) => Math.sqrt(factor * sum));
}
