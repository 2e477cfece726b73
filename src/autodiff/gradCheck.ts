/**
 * The gradient check: derivatives by the rules against central differences,
 *
 *   J v ≈ (f(x + h v) − f(x − h v)) / 2h,   h = ∛ε max(1, |x|),
 *
 * whose error is about ε^⅔. Every pair of a cotangent g and a direction v compares ⟨Jᵀg, v⟩ with ⟨g, J v⟩.
 */
import { checkInteger, createRng, ndarrayOf, sizeOf, toFloat64 } from "../core/index.js";
import type { NdArray, Reals, Seed } from "../core/index.js";
import { leafOn } from "./grad.js";
import { onTape } from "./tape.js";
import { toArray } from "./toArray.js";
import { type Given, leavesOf, type Tree, withLeaves } from "./tree.js";
import type { Variable } from "./variable.js";
import { vjp } from "./vjp.js";

/** How to check. */
export interface GradCheckOptions {
  /** Up to so many parameters and values, every entry of the Jacobian is compared. Default 200. */
  readonly entries?: number;
  /** Random directions, and random cotangents, beyond that. Default 20. */
  readonly directions?: number;
  /** Of the random directions. Default 0. */
  readonly seed?: Seed;
}

/** What a check found. */
export interface GradCheck {
  /** The largest |a − n| / max(1, |a|, |n|) of an analytic a and a numeric n; 1e-6 is a good bound in Float64. */
  readonly error: number;
  /** The pair with the largest error. */
  readonly analytic: number;
  readonly numeric: number;
  /** Pairs compared. */
  readonly compared: number;
}

/**
 * Compares the derivatives of f at x with central differences, in Float64. Keep x away from kinks.
 * @param x Float64 arrays or numbers, in a tree
 * @throws as f, and ValueError for options out of range
 */
export function gradCheck<V>(
  f: (x: V) => Variable,
  x: Given<V>,
  { entries = 200, directions = 20, seed = 0 }: GradCheckOptions = {},
): GradCheck {
  checkInteger(entries, 0, Infinity, "autodiff.gradCheck: entries");
  checkInteger(directions, 1, Infinity, "autodiff.gradCheck: directions");
  const rng = createRng(seed);
  const start = flatten(x);
  const at = (point: Float64Array): Given<V> => unflatten(x, point) as Given<V>;
  const value = (point: Float64Array): NdArray<Reals> =>
    onTape((tape) => {
      const leaves = leavesOf(at(point) as Tree).map(({ leaf }) => leafOn(tape, leaf, false));
      return toArray(f(withLeaves(x, leaves.values()) as V));
    });
  const choose = (length: number): Float64Array[] =>
    length <= entries
      ? Array.from({ length }, (_, i) => new Float64Array(length).fill(1, i, i + 1))
      : Array.from({ length: directions }, () =>
          Float64Array.from({ length }, () => rng.normal() / Math.sqrt(length)),
        );

  const y = value(start);
  const cotangents = choose(y.data.length).map((g) => ({
    g,
    gradient: flatten(vjp(f, at(start), ndarrayOf(g, y.shape)).product as Tree),
  }));
  let worst: GradCheck = { error: 0, analytic: 0, numeric: 0, compared: 0 };
  let compared = 0;
  for (const v of choose(start.length)) {
    const slope = centralDifference(value, start, v);
    for (const { g, gradient } of cotangents) {
      const analytic = dot(gradient, v);
      const numeric = dot(g, slope);
      const error =
        Math.abs(analytic - numeric) / Math.max(1, Math.abs(analytic), Math.abs(numeric));
      compared++;
      // A NaN is the worst there is.
      if (!(error <= worst.error) && !Number.isNaN(worst.error)) {
        worst = { error, analytic, numeric, compared };
      }
    }
  }
  return { ...worst, compared };
}

/** (f(x + h v) − f(x − h v)) / 2h. */
function centralDifference(
  f: (point: Float64Array) => NdArray<Reals>,
  x: Float64Array,
  v: Float64Array,
): Float64Array {
  const largest = x.reduce(
    (most, value, i) => (v[i] === 0 ? most : Math.max(most, Math.abs(value))),
    1,
  );
  const h = Math.cbrt(Number.EPSILON) * largest;
  const ahead = f(x.map((value, i) => value + h * v[i])).data;
  const behind = f(x.map((value, i) => value - h * v[i])).data;
  return Float64Array.from(ahead, (value, i) => (value - behind[i]) / (2 * h));
}

function dot(x: Float64Array, y: Float64Array): number {
  return x.reduce((sum, value, i) => sum + value * y[i], 0);
}

/** All numbers of a tree, one after another. */
function flatten(tree: Tree): Float64Array {
  return Float64Array.from(
    leavesOf(tree).flatMap(({ leaf }) =>
      typeof leaf === "number" ? [leaf] : [...toFloat64(leaf, "autodiff.gradCheck: x").data],
    ),
  );
}

/** The tree with other numbers. */
function unflatten(tree: Tree, numbers: Float64Array): unknown {
  let taken = 0;
  const leaves = leavesOf(tree).map(({ leaf }) => {
    if (typeof leaf === "number") return numbers[taken++];
    const data = numbers.slice(taken, (taken += sizeOf(leaf.shape)));
    return ndarrayOf(data, leaf.shape);
  });
  return withLeaves(tree, leaves.values());
}
