/**
 * Steps through coefficients that depend on place, c_o(x) = Σ_i φ_i(x) C[o, i]: what a step does to u is one stencil
 * that differs from place to place, interpolated from nodes as the coefficients are,
 *
 *   S[x, j] = Σ_i φ_i(x) N[i, j],   N[i, j] = q₀[j] + Σ_o C[o, i] q_o[j],      y = S u,
 *
 * where a sum of all φ is one. There are fewer nodes and functions at a point than filters, so that even a single step
 * is less work than its convolutions. For several steps S is laid out, once for all. Its gradient is what all steps have
 * in common, too: Σ_n ȳ_n ⊗ u_n, which is taken from the pairs (u_n, ȳ_n) when all of them are there.
 */
import {
  concat,
  defineOperation,
  matmul,
  newValues,
  reshape,
  Variable,
} from "../../autodiff/index.js";
import type { Operation } from "../../autodiff/index.js";
import { backend, stencilSize } from "../../compute/index.js";
import type { StencilShape, StencilUse } from "../../compute/index.js";
import { sizeOf, ValueError } from "../../core/index.js";
import type { Interpolation } from "./interpolate.js";

/** What stencils are made of. */
export interface StencilParts {
  /** C[o, …i] at nodes. */
  readonly nodes: Variable;
  /** Those of the function that is one everywhere, [1, …i]. */
  readonly one: Variable;
  /** q[o, 1, …j], and q₀[1, 1, …j]. */
  readonly q: Variable;
  readonly q0: Variable;
}

/**
 * The step y[s, 1, …x] of u[s, 1, …x] on a periodic grid. Its gradients cannot be differentiated again.
 * @param steps how many there will be
 */
export function placeStencils(
  { nodes, one, q, q0 }: StencilParts,
  { samples: places, grid, axes }: Interpolation,
  samples: number,
  steps: number,
): (u: Variable) => Variable {
  const [, , ...window] = q.shape;
  const [count, size, taps] = [q.shape[0] + 1, sizeOf(one.shape), sizeOf(window)];
  const coefficients = reshape(concat([nodes, one]), [count, size]);
  const filters = reshape(concat([q, q0]), [count, taps]);
  const shape = { samples, places, grid, window, axes };
  const stencils: Stencils = { shape, nodes: null, isSingle: steps === 1, values: null, uses: [] };
  const made = make([matmul(coefficients, filters, { transposeA: true })], stencils);
  return (u) => apply([u, made], stencils);
}

interface Stencils {
  readonly shape: StencilShape;
  /** N. */
  nodes: Float64Array | null;
  /** Whether S is not worth being laid out for steps. */
  readonly isSingle: boolean;
  /** S, once it was asked for. */
  values: Float64Array | null;
  /** Steps whose gradients have come, in the order in which they came. */
  readonly uses: StencilUse[];
}

/** Stands for N: a single number that nobody looks at, to which gradients find their way. */
const make: Operation<Stencils> = defineOperation<Stencils>(
  ([{ data: nodes }], stencils) => {
    stencils.nodes = nodes as Float64Array;
    return { data: newValues(1, "float64").fill(0), shape: [] };
  },
  (g, { inputs: [nodes], options }) => gradient([g, nodes], options),
  "stencils",
);

/** The gradient to N of all steps together. */
const gradient: Operation<Stencils> = defineOperation<Stencils>(
  ([, { data: nodes, shape }], stencils) => {
    const data = newValues(nodes.length, "float64");
    backend().stencilsBackward(stencils.uses, stencils.shape, data);
    return { data, shape };
  },
  refuse,
  "stencilsGradient",
);

const apply: Operation<Stencils> = defineOperation<Stencils>(
  ([{ data, shape: field }], stencils) => {
    const { nodes, shape, isSingle } = stencils;
    const [u, y] = [data as Float64Array, newValues(data.length, "float64")];
    if (isSingle && nodes) backend().applyNodes(nodes, u, shape, y);
    else backend().applyStencils(valuesOf(stencils), u, shape, y);
    return { data: y, shape: field };
  },
  [
    (g, { inputs: [u], options }) => applyTransposed([g, u], options),
    (g, { inputs: [u], options: { uses } }) => {
      uses.push({ u: u.data as Float64Array, g: g.data as Float64Array });
      return new Variable(newValues(1, "float64").fill(0), []);
    },
  ],
  "applyStencils",
);

const applyTransposed: Operation<Stencils> = defineOperation<Stencils>(
  ([{ data, shape: field }], stencils) => {
    const du = newValues(data.length, "float64");
    const g = data as Float64Array;
    backend().applyStencilsTransposed(valuesOf(stencils), g, stencils.shape, du);
    return { data: du, shape: field };
  },
  refuse,
  "applyStencilsTransposed",
);

/** S, laid out when it is first asked for. */
function valuesOf(stencils: Stencils): Float64Array {
  const { shape, nodes, values } = stencils;
  if (values || !nodes) return values ?? new Float64Array(0);
  stencils.values = newValues(stencilSize(shape), "float64");
  backend().fillStencils(nodes, shape, stencils.values);
  return stencils.values;
}

function refuse(): Variable {
  throw new ValueError(
    "pdenet: steps of a linear network should be differentiated once; their gradient was to be differentiated again. " +
      "Prepare the network without the number of its steps.",
  );
}
