/**
 * Filters that are differential operators. With h the spacing and |k| = Σ_a k_a, a filter with the moments
 *
 *   m[o] = 1,   m[k] = 0 for every other |k| ≤ |o| + p − 1,
 *
 * is h^{−|o|} (q ⋆ u) = ∂^o u + O(h^p): exact on polynomials of degree |o| + p − 1. These moments are fixed; those
 * of higher degree within the filter, k_a < l_a, are free, and a filter may be learnt through them alone.
 *
 * Dong, Jiang and Shen, Multiscale Modeling & Simulation 15 (2017) 606; Long, Lu, Ma and Dong, "PDE-Net", ICML 2018.
 */
import {
  checkInteger,
  checkOneOf,
  formatShape,
  ndarrayOf,
  perAxis,
  sizeOf,
  unravel,
  ValueError,
} from "../core/index.js";
import type { NdArray } from "../core/index.js";
import { filterFromMoments } from "./moments.js";
import { ordersOf } from "./orders.js";

/** Which operator, how well, on how many points. */
export interface ConstraintOptions {
  /** o: orders of the derivative along the axes, [1, 0] for ∂/∂x in the plane. */
  readonly order: readonly number[];
  /**
   * p: the error falls as h^p. "frozen" fixes all moments, "free" none; both begin as with 1. Default 1.
   */
  readonly accuracy?: number | "frozen" | "free" | undefined;
  /** Lengths of the filter, one for all axes or one each. An axis without derivative may have length 1. */
  readonly size: number | readonly number[];
}

/** The moments of a filter for a differential operator: which are fixed, and at what. */
export interface Constraint {
  /** o, along the axes. */
  readonly order: readonly number[];
  /** p, or the word that was given. */
  readonly accuracy: number | "frozen" | "free";
  /** Lengths of the filter along the axes. */
  readonly size: readonly number[];
  /** m[…k]: the fixed moments, and zeros where they are free. */
  readonly moments: NdArray;
  /** Which moments are free: 1, else 0. */
  readonly free: NdArray<Uint8Array>;
  /** How many are free. */
  readonly freeCount: number;
  /** The filter q[…j] of these moments: all that are free at zero, which is the difference of highest accuracy. */
  readonly filter: NdArray;
}

const WORDS = ["frozen", "free"] as const;

/**
 * The moments of a filter that is a differential operator.
 * @throws ShapeError unless orders and lengths are one per axis of at most three
 * @throws ValueError for orders below 0, p below 1 or an unknown word, and filters too short: l_a ≥ |o| + p
 */
export function constraint(options: ConstraintOptions): Constraint {
  const where = "stencil.constraint";
  const order = ordersOf(options, where);
  const { accuracy = 1 } = options;
  const size = perAxis(options.size, order.length, `${where}: size`);
  if (typeof accuracy === "string") {
    checkOneOf(accuracy, WORDS, `${where}: accuracy, if it is no number,`);
  }
  const p = typeof accuracy === "number" ? accuracy : 1;
  checkInteger(p, 1, Infinity, `${where}: accuracy`);
  const degree = order.reduce((sum, o) => sum + o, 0);
  size.forEach((length, axis) => {
    checkInteger(length, 1, Infinity, `${where}: size[${axis}]`);
    if (length >= degree + p || (length === 1 && order[axis] === 0)) return;
    throw new ValueError(
      `${where}: a filter for ${formatShape(order)} of accuracy ${p} should have at least ${degree + p} ` +
        `points along axis ${axis}; got ${length}. Lengthen it or ask for less.`,
    );
  });
  const moments = new Float64Array(sizeOf(size));
  const free = new Uint8Array(moments.length);
  for (let i = 0; i < moments.length; i++) {
    const k = unravel(i, size);
    if (k.every((entry, axis) => entry === order[axis])) moments[i] = 1;
    const low = k.reduce((sum, entry) => sum + entry, 0) < degree + p;
    if (accuracy === "free" || (accuracy !== "frozen" && !low)) free[i] = 1;
  }
  const filter = filterFromMoments(ndarrayOf(moments, size));
  if (accuracy === "free") moments.fill(0);
  return {
    order,
    accuracy,
    size,
    moments: ndarrayOf(moments, size),
    free: ndarrayOf(free, size),
    freeCount: free.reduce((sum, entry) => sum + entry, 0),
    filter,
  };
}
