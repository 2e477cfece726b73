/**
 * Which differential operator a kernel approximates. Its moments are the coefficients of a Taylor series,
 *
 *   (q ⋆ u)[x] = Σ_k m[k] Π_a h_a^{k_a} ∂^k u(x),
 *
 * so on fields that vary slowly a kernel is the sum of its terms of lowest degree d; over h^d that is an operator,
 * and the terms of the next degree d + p are its leading error: it is of order p. How slowly is told by the symbol, which
 * is compared with the sum of terms wave by wave.
 *
 * A series in θ = 0 knows nothing of a kernel whose symbol is not smooth there, such as Green's operators, whose
 * kernels decay as slowly as r^{−n}: their high moments grow with the grid, and the series ends before the longest
 * wave. A window around r = 0 then tells what near cells do.
 */
import { checkInteger, checkNumber, formatShape, lengthsPerAxis } from "../core/index.js";
import { ShapeError, toDense, unravel } from "../core/index.js";
import type { ArrayInput, Dense } from "../core/index.js";
import { sentenceOf, strengthOf } from "./formatReading.js";
import { momentsBelow } from "./moments.js";
import { compareWithSymbol } from "./symbolReach.js";
import type { SeriesError } from "./symbolReach.js";
import { trimmed, wholeFilter } from "./wholeFilter.js";
import type { KernelKind } from "./wholeFilter.js";

/** How a kernel is to be read. */
export interface ReadOptions {
  /**
   * "filter", q[…j] with its centre at (l − 1) ⫽ 2, which correlates, or "kernel", β[…r] with r = 0 at index 0, which
   * convolves: its odd moments have the other sign. Default "filter".
   */
  readonly kind?: KernelKind | undefined;
  /** h: distance of the points, one for all axes or one each. Default the unit of length, written h. */
  readonly spacing?: number | readonly number[] | undefined;
  /** Names of the space axes. Default x, y, z. */
  readonly axisNames?: readonly string[] | undefined;
  /**
   * A moment is taken for zero if it is at most this part of Σ_r |q[r]| Π_a |r_a|^{k_a}/k_a!, which it would be if
   * nothing cancelled. Default 1e-9, for Float32 1e-5; for what was learnt from noisy data 1e-2.
   */
  readonly tolerance?: number | undefined;
  /** Terms are listed up to this degree, and up to the leading error. Default 4. */
  readonly degree?: number | undefined;
  /** Of a periodic kernel only so many cells around r = 0, odd lengths, one for all axes or one each. Default all. */
  readonly window?: number | readonly number[] | undefined;
}

/** One term of the series. */
export interface KernelTerm {
  /** k: orders of the derivative along the axes. */
  readonly order: readonly number[];
  /** |k|. */
  readonly degree: number;
  /** m[k], in cells. */
  readonly moment: number;
  /** m[k] Π_a h_a^{k_a}, in the unit of the spacing to the power |k|; m[k] without spacing. */
  readonly coefficient: number;
}

/** What a kernel does: plain data. */
export interface KernelReading {
  /** In words and numbers. */
  readonly sentence: string;
  /** The terms of lowest degree, strongest first; none for a kernel of zeros. */
  readonly operator: readonly KernelTerm[];
  /** p: degree of the leading error less that of the operator; Infinity if there is none. */
  readonly accuracy: number;
  /** The terms of the next degree, strongest first. */
  readonly error: readonly KernelTerm[];
  /** All terms that are not zero, up to a degree, the strongest at waves of θ = 1/radius first. */
  readonly terms: readonly KernelTerm[];
  /** Up to which θ, in radians per cell along any axis, operator and terms are within 5 % of the symbol. */
  readonly reach: { readonly operator: number; readonly terms: number };
  /** How far both are from the symbol at a few θ. */
  readonly checks: readonly SeriesError[];
  /** θ of the longest wave of a periodic kernel's grid; 0 for a filter. */
  readonly longestWave: number;
  /** Σ |β| outside the window over that of all cells. */
  readonly cut: number;
  /** How far the kernel reaches in the mean: (Σ |q[r]| |r|² / Σ |q[r]|)^{1/2}, in cells. */
  readonly radius: number;
  /** Names of the axes. */
  readonly axisNames: readonly string[];
  /** h of every axis, if it was given. */
  readonly spacing?: readonly number[] | undefined;
}

const NAMES = ["x", "y", "z"];

/**
 * What a kernel is as a sum of differential operators.
 * @param kernel q[…j] or β[…r], of one to three axes
 * @throws ShapeError for other axes, names or windows that are not those of the axes
 * @throws ValueError for entries that are not finite, and options out of their range
 */
export function readKernel(kernel: ArrayInput, options: ReadOptions = {}): KernelReading {
  const where = "stencil.readKernel";
  const { kind = "filter", degree = 4 } = options;
  const given = toDense(kernel, `${where}: kernel`);
  const { filter: whole, cut } = wholeFilter(given, kind, options.window, `${where}: kernel`);
  const filter = trimmed(whole);
  const { tolerance = given.data instanceof Float32Array ? 1e-5 : 1e-9 } = options;
  checkNumber(tolerance, 0, 1, `${where}: tolerance`);
  checkInteger(degree, 0, Infinity, `${where}: degree`);
  const axes = filter.shape.length;
  const axisNames = options.axisNames ?? NAMES.slice(0, axes);
  if (axisNames.length !== axes) {
    throw new ShapeError(
      `${where}: axisNames should name the ${axes} axes of the kernel; got ${formatShape(given.shape)} and ` +
        `${axisNames.join(", ") || "no names"}.`,
    );
  }
  const spacing =
    options.spacing === undefined
      ? undefined
      : lengthsPerAxis(options.spacing, axes, `${where}: spacing`);
  const radius = radiusOf(filter);
  const found = seriesOf(filter, degree, tolerance, spacing, radius);
  const compared = compareWithSymbol(filter, found.operator, found.terms);
  const longest = Math.max(...given.shape);
  const reading = {
    ...found,
    ...compared,
    longestWave: kind === "kernel" ? (2 * Math.PI) / longest : 0,
    cut,
    radius,
    axisNames: [...axisNames],
    ...(spacing === undefined ? {} : { spacing }),
  };
  return { sentence: sentenceOf(reading), ...reading };
}

type Series = Pick<KernelReading, "operator" | "accuracy" | "error" | "terms">;

/** The terms up to a degree, or as many more as show the leading error. */
function seriesOf(
  filter: Dense<Float64Array>,
  degree: number,
  tolerance: number,
  spacing: readonly number[] | undefined,
  radius: number,
): Series {
  // A filter is given by its moments below its length; the next along an axis has the same parity or follows.
  const last = filter.shape.reduce((sum, length) => sum + length - 1, 2);
  if (filter.data.every((value) => value === 0)) {
    return { operator: [], accuracy: Infinity, error: [], terms: [] };
  }
  for (let highest = Math.max(degree, 1); ; highest = Math.min(last, 2 * highest)) {
    const all = termsUpTo(highest, filter, tolerance, spacing);
    sortByStrength(all, radius);
    const degrees = [...new Set(all.map((term) => term.degree))].sort((a, b) => a - b);
    if (degrees.length < 2 && highest < last) continue;
    const [first = 0, next = Infinity] = degrees;
    const seen = Math.max(degree, next === Infinity ? first : next);
    return {
      operator: all.filter((term) => term.degree === first),
      accuracy: next - first,
      error: all.filter((term) => term.degree === next),
      terms: all.filter((term) => term.degree <= seen),
    };
  }
}

/** The terms that are not zero, of degree up to the highest. */
function termsUpTo(
  highest: number,
  filter: Dense<Float64Array>,
  tolerance: number,
  spacing: readonly number[] | undefined,
): KernelTerm[] {
  const { moments, sizes, shape } = momentsBelow(filter, highest + 1);
  const terms: KernelTerm[] = [];
  moments.forEach((moment, i) => {
    const order = unravel(i, shape);
    const degree = order.reduce((sum, k) => sum + k, 0);
    if (degree > highest || Math.abs(moment) <= tolerance * sizes[i]) return;
    const scale = order.reduce((product, k, axis) => product * (spacing?.[axis] ?? 1) ** k, 1);
    terms.push({ order, degree, moment, coefficient: moment * scale });
  });
  return terms;
}

/** By |m[k]| R^{−|k|}; where that is equal but for rounding, by degree, then ∂/∂x before ∂/∂y. */
function sortByStrength(terms: KernelTerm[], radius: number): void {
  const strengths = new Map(
    terms.map((term) => [term, Number(strengthOf(term, radius).toPrecision(8))]),
  );
  const strength = (term: KernelTerm): number => strengths.get(term) ?? 0;
  terms.sort(
    (a, b) => strength(b) - strength(a) || a.degree - b.degree || compareOrders(b.order, a.order),
  );
}

function compareOrders(a: readonly number[], b: readonly number[]): number {
  const axis = a.findIndex((k, i) => k !== b[i]);
  return axis < 0 ? 0 : a[axis] - b[axis];
}

function radiusOf({ data, shape }: Dense<Float64Array>): number {
  let [sum, size] = [0, 0];
  data.forEach((value, i) => {
    if (value === 0) return;
    const r = unravel(i, shape).map((j, axis) => j - ((shape[axis] - 1) >> 1));
    size += Math.abs(value);
    sum += Math.abs(value) * r.reduce((total, entry) => total + entry * entry, 0);
  });
  return size === 0 ? 0 : Math.sqrt(sum / size);
}
