/** Parameters in trees: lists and objects, nested as one likes, with arrays and numbers at their ends. */
import { ValueError } from "../core/index.js";
import type { NdArray, Strided } from "../core/index.js";
import { Variable } from "./variable.js";

/** The end of a tree. */
export type Leaf = Variable | Strided | number;

/** Lists and objects of leaves. A plain list of numbers is a list of leaves: give arrays as ndarrays. */
export type Tree = Leaf | readonly Tree[] | { readonly [name: string]: Tree };

/** What may be given where a function takes this tree of Variables. */
export type Given<V> = V extends Variable ? Leaf : { readonly [K in keyof V]: Given<V[K]> };

/** The tree with a gradient in place of every leaf: a number for a number, an ndarray for an array. */
export type Gradients<T> = T extends number
  ? number
  : T extends Variable
    ? Variable
    : T extends { readonly data: Float32Array }
      ? NdArray<Float32Array>
      : T extends Strided
        ? NdArray
        : { readonly [K in keyof T]: Gradients<T[K]> };

/** The leaves in order, each with its path: `0.weight`. */
export function leavesOf(tree: Tree, path = ""): { readonly path: string; readonly leaf: Leaf }[] {
  if (isLeaf(tree)) return [{ path, leaf: tree }];
  if (typeof tree !== "object" || tree === null) {
    throw new ValueError(
      `autodiff: parameters should be arrays, numbers, and lists and objects of them; got ${String(tree)}` +
        `${path === "" ? "" : ` at ${path}`}. Leave it out of the parameters.`,
    );
  }
  return Object.entries(tree as Record<string, Tree>).flatMap(([name, branch]) =>
    leavesOf(branch, path === "" ? name : `${path}.${name}`),
  );
}

/** The tree with other leaves, which are given in order. */
export function withLeaves(tree: Tree, leaves: Iterator<unknown>): unknown {
  if (isLeaf(tree)) return leaves.next().value;
  if (Array.isArray(tree)) return tree.map((branch: Tree) => withLeaves(branch, leaves));
  return Object.fromEntries(
    Object.entries(tree).map(([name, branch]) => [name, withLeaves(branch, leaves)]),
  );
}

function isLeaf(tree: Tree): tree is Leaf {
  return (
    typeof tree === "number" ||
    tree instanceof Variable ||
    (typeof tree === "object" && tree !== null && "data" in tree && "shape" in tree)
  );
}
