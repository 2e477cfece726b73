/** Gradients of functions of parameters. */
import {
  checkFinite,
  createArray,
  formatShape,
  ndarrayOf,
  ShapeError,
  toDense,
  ValueError,
} from "../core/index.js";
import type { Reals, Strided } from "../core/index.js";
import { backward } from "./backward.js";
import { defineOperation } from "./operation.js";
import { newValues, onTape, recorded, type Tape } from "./tape.js";
import { type Given, type Gradients, type Leaf, leavesOf, type Tree, withLeaves } from "./tree.js";
import { Variable } from "./variable.js";

/** Which parameters count. */
export interface GradOptions {
  /** Says of a parameter's path (`0.weight`) whether it is a constant: its gradient is zero and costs nothing. */
  readonly frozen?: ((path: string) => boolean) | undefined;
}

/** A value with its gradient. */
export interface ValueAndGradient<P> {
  readonly value: number;
  /** ∂f/∂parameters, in the tree of the parameters. */
  readonly gradient: Gradients<P>;
}

/**
 * Returns the function that computes f and ∇f.
 *
 *   const { value, gradient } = valueAndGrad((w: Variable) => mean(square(matmul(x, w))))(w0);
 *
 * f is computed by operations of this module and returns a single number. Parameters are a number, an
 * array, or a tree of them; further arguments are handed through. Gradients have the precision of their
 * parameters. Called within a differentiated function on Variables, it returns Variables that can be
 * differentiated again.
 * @throws ShapeError if f returns more than one number
 * @throws ValueError for parameters that are not finite, and if f returns no Variable
 */
export function valueAndGrad<V, R extends readonly unknown[]>(
  f: (parameters: V, ...rest: R) => Variable,
  options: GradOptions = {},
): <P extends Given<V>>(parameters: P, ...rest: R) => ValueAndGradient<P> {
  return <P extends Given<V>>(parameters: P, ...rest: R) =>
    onTape((tape) => {
      const given = leavesOf(parameters);
      const record = tape.recording && given.some(({ leaf }) => leaf instanceof Variable);
      const leaves = given.map(({ path, leaf }) =>
        leafOn(tape, leaf, options.frozen?.(path) !== true, path),
      );
      const from = tape.steps.length;
      const y = recorded(true, () =>
        f(withLeaves(parameters as Tree, leaves.values()) as V, ...rest),
      );
      checkSingle(y);
      const gradients = backward(tape, y, ones(y), leaves, { from, record });
      const returned = given.map(({ leaf }, i) => gradientOf(leaf, leaves[i], gradients[i]));
      return {
        value: y.data[0],
        gradient: withLeaves(parameters, returned.values()) as Gradients<P>,
      };
    });
}

/**
 * Returns the function that computes ∇f, as `valueAndGrad` does.
 * @throws as `valueAndGrad`
 */
export function grad<V, R extends readonly unknown[]>(
  f: (parameters: V, ...rest: R) => Variable,
  options: GradOptions = {},
): <P extends Given<V>>(parameters: P, ...rest: R) => Gradients<P> {
  const both = valueAndGrad(f, options);
  return (parameters, ...rest) => both(parameters, ...rest).gradient;
}

const identity = defineOperation(
  ([x]) => x,
  (g) => g,
  "identity",
);

/** A leaf of a computation. One that hangs on an outer computation stays bound to it. */
export function leafOn(tape: Tape, leaf: Leaf, tracked: boolean, path = ""): Variable {
  if (leaf instanceof Variable) {
    if (!tracked) return new Variable(leaf.data, leaf.shape, false, tape);
    return leaf.tracked
      ? identity([leaf], undefined)
      : new Variable(leaf.data, leaf.shape, true, tape);
  }
  const where = `autodiff: parameters${path === "" ? "" : ` at ${path}`}`;
  const { data, shape } =
    typeof leaf === "number" ? { data: [leaf], shape: [] } : toDense(leaf, where);
  const values = newValues(data.length, data instanceof Float32Array ? "float32" : "float64");
  values.set(data);
  checkFinite({ data: values, shape }, where);
  return new Variable(values, shape, tracked, tape);
}

/** Ones in the shape of y: the gradient of its sum. */
export function ones(y: Variable): Variable {
  return new Variable(newValues(y.size, y.precision).fill(1), y.shape);
}

/**
 * Refuses what is no single number.
 * @throws ShapeError, ValueError
 */
export function checkSingle(y: Variable): void {
  if (!(y instanceof Variable)) {
    throw new ValueError(
      `autodiff: the differentiated function should return a Variable; got ${typeof y}. ` +
        `Compute it by operations of autodiff, synchronously.`,
    );
  }
  if (y.size === 1) return;
  throw new ShapeError(
    `autodiff: the differentiated function should return a single number; got shape ` +
      `${formatShape(y.shape)}. Reduce it with autodiff.sum or autodiff.mean, or use autodiff.vjp.`,
  );
}

/** What a caller gets for a leaf: of the leaf's kind, and outliving the computation unless it is a Variable. */
export function gradientOf(given: Leaf, leaf: Variable, gradient: Variable | undefined): unknown {
  if (given instanceof Variable) {
    return gradient ?? new Variable(createArray(leaf.size, leaf.precision), leaf.shape);
  }
  if (typeof given === "number") return gradient?.data[0] ?? 0;
  return arrayOf(gradient, leaf);
}

/** An ndarray in ordinary memory, zeros where there is no Variable. */
function arrayOf(x: Variable | undefined, like: Variable): Strided {
  const values: Reals = x ? x.data.slice() : createArray(like.size, like.precision);
  return ndarrayOf(values, like.shape);
}
