/**
 * Everything a fit needs to know about its samples, as sums that can be added up anywhere:
 *
 *   G[k] = Σ_s conj(M[s, k]) M[s, k]ᵀ,   b_c[k] = Σ_s conj(M[s, k]) P_c[s, k],   y_c[k] = Σ_s |P_c[s, k]|²,
 *
 * with M the transforms of the free local states and P of the response. With solver "qr" the
 * triangular factor of the stacked rows [Mᵀ | P] takes the place of G and b, and the condition
 * number is never squared. The mean, k = 0, is kept apart: there all H states count, volume
 * fractions vary little, and it is one frequency only, so it always has its triangular factor.
 *
 * One array in memory, a stream from disk, threads and many machines all go this way:
 * createSums, addBatch, merge, solve.
 */
import { addCompensated } from "../compute/index.js";
import type { CompensatedSum } from "../compute/index.js";
import {
  checkInteger,
  checkOneOf,
  formatShape,
  sameShape,
  ShapeError,
  sizeOf,
  ValueError,
} from "../core/index.js";
import { redundancyOf, spectrumShape, stateCount } from "../states/index.js";
import type { Basis } from "../states/index.js";
import { stackTriangles } from "./spectralAdder.js";

/** How the regression is solved at every frequency. */
export type Solver = "gram" | "qr";

/** Sums of products of transforms over samples; `pairs` lists the fields i, j of every plane. */
export interface GramSums {
  readonly kind: "gram";
  readonly pairs: Int32Array;
  /** [pair, k] */
  readonly re: CompensatedSum;
  readonly im: CompensatedSum;
}

/** The triangular factor of the stacked rows [features | responses], [k, row, column]. */
export interface TriangleSums {
  readonly kind: "qr";
  readonly re: Float64Array;
  readonly im: Float64Array;
}

/** A family of regressions of `responses` fields on `features` fields, one per frequency. */
export interface SpectralSums {
  readonly features: number;
  readonly responses: number;
  /** Number of frequencies. */
  readonly size: number;
  readonly sums: GramSums | TriangleSums;
}

/** The sums of a fit. `addBatch` fills them; nothing else changes them. */
export interface Sums {
  readonly kind: "sums";
  readonly basis: Basis;
  readonly grid: readonly number[];
  /** Components of the response; undefined for one without a component axis. */
  readonly components: number | undefined;
  readonly solver: Solver;
  /** Samples added so far. */
  samples: number;
  /** Σ_s Σ_h Σ_x |m_h|², or a bound of it: the scale of rounding in the transforms. */
  power: number;
  /** Every frequency, on the free states. */
  readonly away: SpectralSums;
  /** k = 0 alone, on all states. */
  readonly mean: SpectralSums;
}

/** Options of `createSums`. */
export interface SumsOptions {
  /** Length of the component axis of the response. Default none: responses are [s, …x]. */
  readonly components?: number | undefined;
  /**
   * "gram" (default) sums products: fast, and safe while the condition number stays below 1e5.
   * "qr" keeps triangular factors: slower, for nearly dependent local states.
   */
  readonly solver?: Solver | undefined;
}

/**
 * Empty sums for microstructures on a grid.
 * @param grid cells along every axis
 * @param basis the local states
 * @throws ShapeError for a grid without axes, or with an axis below 1
 * @throws ValueError for an unknown solver or a component count below 1
 */
export function createSums(grid: readonly number[], basis: Basis, options: SumsOptions = {}): Sums {
  return sumsIn((length) => new Float64Array(length), grid, basis, options);
}

/** Empty sums whose products are kept in planes of zeros that the caller makes. */
export function sumsIn(
  zeros: (length: number) => Float64Array,
  grid: readonly number[],
  basis: Basis,
  { components, solver = "gram" }: SumsOptions,
): Sums {
  if (grid.length === 0 || !grid.every((n) => Number.isInteger(n) && n >= 1)) {
    throw new ShapeError(
      `mks.createSums: grid should list the cells along every axis, each ≥ 1; ` +
        `got ${formatShape(grid)}.`,
    );
  }
  checkOneOf(solver, ["gram", "qr"], "mks.createSums: solver");
  if (components !== undefined) {
    checkInteger(components, 1, Infinity, "mks.createSums: components");
  }
  const responses = components ?? 1;
  const size = sizeOf(spectrumShape(basis, grid));
  return {
    kind: "sums",
    basis,
    grid: [...grid],
    components,
    solver,
    samples: 0,
    power: 0,
    away: spectralSums(zeros, redundancyOf(basis).free.length, responses, size, solver),
    mean: spectralSums(zeros, stateCount(basis), responses, 1, "qr"),
  };
}

/**
 * The sums of both sets of samples together. Merging is addition: grouping and order change the
 * result by rounding only.
 * @throws ValueError if the two belong to different fits
 */
export function merge(a: Sums, b: Sums): Sums {
  const alike =
    sameShape(a.grid, b.grid) &&
    a.components === b.components &&
    a.solver === b.solver &&
    JSON.stringify(a.basis) === JSON.stringify(b.basis);
  if (!alike) {
    throw new ValueError(
      `mks.merge: both sums should have the same basis, grid, components and solver; got ` +
        `${describe(a)} and ${describe(b)}. Create both by the same mks.createSums call.`,
    );
  }
  return {
    ...a,
    samples: a.samples + b.samples,
    power: a.power + b.power,
    away: mergeSpectral(a.away, b.away),
    mean: mergeSpectral(a.mean, b.mean),
  };
}

function spectralSums(
  zeros: (length: number) => Float64Array,
  features: number,
  responses: number,
  size: number,
  solver: Solver,
): SpectralSums {
  return { features, responses, size, sums: emptySums(zeros, features, responses, size, solver) };
}

function emptySums(
  zeros: (length: number) => Float64Array,
  features: number,
  responses: number,
  size: number,
  solver: Solver,
): GramSums | TriangleSums {
  if (solver === "qr") {
    const length = size * (features + responses) ** 2;
    return { kind: "qr", re: zeros(length), im: zeros(length) };
  }
  const pairs = pairsOf(features, responses);
  const length = (pairs.length / 2) * size;
  const emptySum = (): CompensatedSum => ({ value: zeros(length), lost: zeros(length) });
  return { kind: "gram", pairs, re: emptySum(), im: emptySum() };
}

/** The products that are needed: features with all later fields, every response with itself. */
function pairsOf(features: number, responses: number): Int32Array {
  const pairs: number[] = [];
  for (let i = 0; i < features + responses; i++) {
    for (let j = i; j < features + responses; j++) {
      if (i < features || i === j) pairs.push(i, j);
    }
  }
  return Int32Array.from(pairs);
}

function mergeSpectral(a: SpectralSums, b: SpectralSums): SpectralSums {
  const { sums: left } = a;
  const { sums: right } = b;
  if (left.kind === "gram" && right.kind === "gram") {
    const sums: GramSums = { ...left, re: added(left.re, right.re), im: added(left.im, right.im) };
    return { ...a, sums };
  }
  if (left.kind === "qr" && right.kind === "qr")
    return { ...a, sums: stackTriangles(a, left, right) };
  return a;
}

function added(a: CompensatedSum, b: CompensatedSum): CompensatedSum {
  const sum = { value: a.value.slice(), lost: a.lost.map((lost, i) => lost + b.lost[i]) };
  addCompensated(sum, 0, b.value, b.value.length);
  return sum;
}

function describe({ grid, components, solver, basis }: Sums): string {
  return `${basis.kind} states on ${formatShape(grid)}, ${components ?? "no"} components, "${solver}"`;
}
