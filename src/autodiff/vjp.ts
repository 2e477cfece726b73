/**
 * Products with the Jacobian J = ∂f/∂x and the Hessian H = ∂²f/∂x²: Jᵀg by one pass back, J v as the
 * derivative of g ↦ Jᵀg, which is linear, and H v as the derivative of x ↦ ⟨∇f, v⟩.
 */
import { formatShape, sameShape, ShapeError } from "../core/index.js";
import type { NdArray, Reals } from "../core/index.js";
import { backward } from "./backward.js";
import { checkSingle, gradientOf, leafOn, ones } from "./grad.js";
import { add, multiply } from "./operations/arithmetic.js";
import { sum } from "./operations/reductions.js";
import { newValues, onTape, recorded, type Tape } from "./tape.js";
import { toArray } from "./toArray.js";
import { type Given, type Gradients, type Leaf, leavesOf, type Tree, withLeaves } from "./tree.js";
import { Variable } from "./variable.js";

/** f(x), and a product with its Jacobian. */
export interface ValueAndProduct<T> {
  readonly value: NdArray<Reals>;
  readonly product: T;
}

/**
 * Returns f(x) and the vector–Jacobian product Jᵀg in the tree of x.
 * @param g of the shape of f(x)
 * @throws ShapeError if g has another shape
 */
export function vjp<V, P extends Given<V>>(
  f: (x: V) => Variable,
  x: P,
  g: Leaf,
): ValueAndProduct<Gradients<P>> {
  return onTape((tape) => {
    const { given, leaves, y, from } = evaluate(tape, f, x);
    const back = leafOn(tape, g, false);
    checkDirection(back, y, "autodiff.vjp: g", "f(x)");
    const gradients = backward(tape, y, back, leaves, { from });
    const returned = given.map((leaf, i) => gradientOf(leaf, leaves[i], gradients[i]));
    return {
      value: toArray(y),
      product: withLeaves(x, returned.values()) as Gradients<P>,
    };
  });
}

/**
 * Returns f(x) and the Jacobian–vector product J v, of the shape of f(x).
 * @param v a direction, in the tree and the shapes of x
 * @throws ShapeError if a leaf of v has another shape
 */
export function jvp<V, P extends Given<V>>(
  f: (x: V) => Variable,
  x: P,
  v: P,
): ValueAndProduct<NdArray<Reals>> {
  return onTape((tape) => {
    const { leaves, y, from } = evaluate(tape, f, x);
    const g = new Variable(newValues(y.size, y.precision).fill(0), y.shape, true, tape);
    const gradients = backward(tape, y, g, leaves, { from, record: true });
    const along = inner(tape, gradients, leaves, v, "autodiff.jvp: v");
    const [product] = along ? backward(tape, along, ones(along), [g], { from }) : [];
    return { value: toArray(y), product: toArray(product ?? zeroOf(y)) };
  });
}

/**
 * Returns the Hessian–vector product H v of a function that returns a single number, in the tree of x.
 * @param v a direction, in the tree and the shapes of x
 * @throws ShapeError if a leaf of v has another shape, or f returns more than one number
 */
export function hessianVector<V, P extends Given<V>>(
  f: (x: V) => Variable,
  x: P,
  v: P,
): Gradients<P> {
  return onTape((tape) => {
    const { given, leaves, y, from } = evaluate(tape, f, x);
    checkSingle(y);
    const gradients = backward(tape, y, ones(y), leaves, { from, record: true });
    const along = inner(tape, gradients, leaves, v, "autodiff.hessianVector: v");
    const products = along ? backward(tape, along, ones(along), leaves, { from }) : [];
    const returned = given.map((leaf, i) => gradientOf(leaf, leaves[i], products[i]));
    return withLeaves(x, returned.values()) as Gradients<P>;
  });
}

/** f at leaves of its own. */
function evaluate<V>(tape: Tape, f: (x: V) => Variable, x: Given<V>) {
  const given = leavesOf(x as Tree).map(({ leaf }) => leaf);
  const leaves = given.map((leaf) => leafOn(tape, leaf, true));
  const from = tape.steps.length;
  const y = recorded(true, () => f(withLeaves(x as Tree, leaves.values()) as V));
  return { given, leaves, y, from };
}

/** Σ ⟨gradient, v⟩ over the leaves, recorded; undefined if nothing depends on them. */
function inner(
  tape: Tape,
  gradients: readonly (Variable | undefined)[],
  leaves: readonly Variable[],
  v: Tree,
  where: string,
): Variable | undefined {
  const directions = leavesOf(v).map(({ leaf }) => leafOn(tape, leaf, false));
  return recorded(true, () => {
    let total: Variable | undefined;
    leaves.forEach((leaf, i) => {
      checkDirection(directions[i], leaf, where, "x");
      const gradient = gradients[i];
      if (!gradient) return;
      const part = sum(multiply(gradient, directions[i]));
      total = total ? add(total, part) : part;
    });
    return total;
  });
}

function checkDirection(
  direction: Variable | undefined,
  like: Variable,
  where: string,
  whose: string,
): void {
  if (direction && sameShape(direction.shape, like.shape)) return;
  throw new ShapeError(
    `${where} should have the shape ${formatShape(like.shape)} of ${whose}; got ` +
      `${direction ? formatShape(direction.shape) : "nothing"}.`,
  );
}

function zeroOf(y: Variable): Variable {
  return new Variable(newValues(y.size, y.precision).fill(0), y.shape);
}
