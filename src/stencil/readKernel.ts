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
import {
  checkInteger,
  checkNumber,
  formatShape,
  lengthsPerAxis,
  ShapeError,
  toDense,
} from "../core/index.js";
import type { ArrayInput } from "../core/index.js";
import { sentenceOf } from "./formatReading.js";
import { compareWithSymbol } from "./symbolReach.js";
import type { SeriesError } from "./symbolReach.js";
import { seriesOf } from "./taylorSeries.js";
import type { KernelSeries } from "./taylorSeries.js";
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

/** What a kernel does: plain data. */
export interface KernelReading extends KernelSeries {
  /** In words and numbers. */
  readonly sentence: string;
  /** Up to which θ, in radians per cell along any axis, operator and terms are within 5 % of the symbol. */
  readonly reach: { readonly operator: number; readonly terms: number };
  /** How far both are from the symbol at a few θ. */
  readonly checks: readonly SeriesError[];
  /** θ of the longest wave of a periodic kernel's grid; 0 for a filter. */
  readonly longestWave: number;
  /** Σ |β| outside the window over that of all cells. */
  readonly cut: number;
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
  const { filter: whole, cut } = wholeFilter(given, kind, options.window, where, "kernel");
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
  const found = seriesOf(filter, degree, tolerance, spacing);
  const compared = compareWithSymbol(filter, found.operator, found.terms);
  const longest = Math.max(...given.shape);
  const reading = {
    ...found,
    ...compared,
    longestWave: kind === "kernel" ? (2 * Math.PI) / longest : 0,
    cut,
    axisNames: [...axisNames],
    ...(spacing === undefined ? {} : { spacing }),
  };
  return { sentence: sentenceOf(reading), ...reading };
}
