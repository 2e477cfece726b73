/**
 * The few loops worth replacing, as one small contract on flat typed arrays. `portable.ts` defines
 * the answer; a faster backend gives the same one. Nothing is checked here: callers did.
 *
 * Complex data are two planes (re, im). A grid transform works on `fields` fields that lie one
 * after another; the half spectrum of a real field keeps ⌊n/2⌋ + 1 entries on the last axis.
 */

import type { Precision, Precisions, Reals } from "../core/index.js";
import type { Convolutions } from "./convolution/convolution.js";
import type { Elementwise } from "./elementwise/elementwise.js";
import type { Elements } from "./elements/elements.js";
import type { Products } from "./products/products.js";
import type { SparseProducts } from "./products/sparseProducts.js";
import type { Stencils } from "./stencils/stencils.js";
import type { Symnets } from "./symnet/symnet.js";
import type { UpwindSymnets } from "./symnet/upwindSymnet.js";

/**
 * Transforms of fields on one grid, in the precision of the arrays they are given. Forward:
 * e^{−2πi k·x/n}, unnormalised.
 */
export interface GridTransform {
  readonly grid: readonly number[];
  /** Cells of the grid. */
  readonly size: number;
  /** Entries of the half spectrum. */
  readonly halfSize: number;
  /** Fills `re`, `im` (in place) with the transforms of `fields` complex fields. */
  forward<A extends Reals>(re: A, im: A, fields: number): void;
  /** Fills `re`, `im` (in place) with the inverse transforms, divided by the grid's size. */
  inverse<A extends Reals>(re: A, im: A, fields: number): void;
  /** Fills `re`, `im` with the half spectra of `fields` real fields. */
  forwardReal<A extends Reals>(x: A, fields: number, re: A, im: A): void;
  /** Fills `x` with the real fields of the half spectra; `re` and `im` are used up on the way. */
  inverseReal<A extends Reals>(re: A, im: A, fields: number, x: A): void;
}

/** Running sums with the rounding they lost: Σ ≈ value + lost. */
export interface CompensatedSum {
  readonly value: Float64Array;
  readonly lost: Float64Array;
}

/** Systems G[k] x[k] = b[k] with Hermitian G, one for every frequency k < size. */
export interface HermitianSystems {
  readonly unknowns: number;
  readonly responses: number;
  readonly size: number;
  /** The upper triangle row by row, [pair i ≤ j, k]; the diagonal is taken to be real. */
  readonly gRe: Float64Array;
  readonly gIm: Float64Array;
  /** b[unknown, response, k] */
  readonly bRe: Float64Array;
  readonly bIm: Float64Array;
}

/** Eigenvalues ≤ max(tolerance λ_max, floor, 0) count as zero. */
export interface HermitianCut {
  readonly tolerance: number;
  readonly floor: number;
}

/** The solutions of least norm, and what they rest on. */
export interface HermitianSolutions {
  /** x[response, unknown, k] */
  readonly xRe: Float64Array;
  readonly xIm: Float64Array;
  /** Eigenvalues that were kept, [k]. */
  readonly rank: Int32Array;
  /** Largest over smallest kept eigenvalue, [k]; 1 where none was kept. */
  readonly condition: Float64Array;
}

/** What a backend can do. */
export interface Backend
  extends
    Convolutions,
    Elementwise,
    Elements,
    Products,
    SparseProducts,
    Stencils,
    Symnets,
    UpwindSymnets {
  readonly name: string;
  /** Whether a product and a sum may share a rounding, so that last digits depend on the processor. */
  readonly relaxed: boolean;
  /** Threads that share its work, the calling one among them. */
  readonly threads: number;
  /**
   * Does both; the other threads may go on with the last transform or sum of `work` while the calling
   * thread does `meanwhile`, which calls nothing of the backend and touches no array of `work`.
   */
  readonly overlap: (work: () => void, meanwhile: () => void) => void;
  /** Ends the other threads; they come again when they are needed. */
  readonly close: () => void;
  /**
   * An array that this backend works on where it is, while others may have to be copied. Its entries
   * are undefined. It belongs to the caller, who gives it back.
   */
  readonly allocate: <P extends Precision = "float64">(
    length: number,
    precision?: P,
  ) => Precisions[P];
  /** Takes back an array of `allocate`, which must not be used any more. */
  readonly release: (array: Reals) => void;
  /** Transforms on a grid; plans are kept and reused. */
  readonly gridTransform: (grid: readonly number[]) => GridTransform;
  /**
   * Adds Σ_s conj(W_i[s, k]) W_j[s, k] to the sums of every pair (i, j).
   * Spectra are w[s, field, k]; sums are [pair, k]; `pairs` lists i, j, i, j, …
   */
  readonly addGram: (
    re: Float64Array,
    im: Float64Array,
    samples: number,
    fields: number,
    size: number,
    pairs: Int32Array,
    sumRe: CompensatedSum,
    sumIm: CompensatedSum,
  ) => void;
  /** Fills the solutions of small Hermitian systems, one for every frequency. */
  readonly solveHermitian: (
    systems: HermitianSystems,
    cut: HermitianCut,
    solutions: HermitianSolutions,
  ) => void;
  /**
   * Fills `out[k]` with Σ_h a[h, k] m[h, k]; a and m hold `fields` planes of `size` entries. The first
   * plane of m may be what is filled.
   */
  readonly sumOfProducts: (
    aRe: Float64Array,
    aIm: Float64Array,
    mRe: Float64Array,
    mIm: Float64Array,
    fields: number,
    size: number,
    outRe: Float64Array,
    outIm: Float64Array,
  ) => void;
}
