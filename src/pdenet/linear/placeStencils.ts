/**
 * Many steps through the same coefficients: what a step does to u is one stencil that differs from place to place,
 *
 *   S[j, x] = q₀[j] + Σ_o c_o(x) q_o[j],      y = S u,
 *
 * computed once for all steps. Its gradient is what all steps have in common, too: Σ_n ȳ_n ⊗ u_n, which is taken from
 * the pairs (u_n, ȳ_n) when all of them are there, and never laid out for a single step.
 */
import { defineOperation, newValues, Variable } from "../../autodiff/index.js";
import type { Operation } from "../../autodiff/index.js";
import { backend, stencilSize } from "../../compute/index.js";
import type { StencilShape, StencilUse } from "../../compute/index.js";
import { ValueError } from "../../core/index.js";

/**
 * The step y[s, 1, …x] of u[s, 1, …x] for coefficients c[s or 1, o, …x], filters q[o, 1, …j] and one more, q₀[1, 1, …j],
 * on a periodic grid. Its gradients cannot be differentiated again.
 */
export function placeStencils(
  c: Variable,
  q: Variable,
  q0: Variable,
  samples: number,
): (u: Variable) => Variable {
  const [places, terms, ...grid] = c.shape;
  const [, , ...window] = q.shape;
  const shape = { samples, places, terms, grid, window };
  const values = newValues(stencilSize(shape), "float64");
  const stencils: Stencils = { shape, values, uses: [], gradients: null };
  const made = make([c, q, q0], stencils);
  return (u) => apply([u, made], stencils);
}

interface Stencils {
  readonly shape: StencilShape;
  /** S. */
  readonly values: Float64Array;
  /** Steps whose gradients have come, in the order in which they came. */
  readonly uses: StencilUse[];
  /** Those to c, q and q₀, once they were asked for. */
  gradients: readonly Float64Array[] | null;
}

/** Stands for S: a single number that nobody looks at, to which gradients find their way. */
const make: Operation<Stencils> = defineOperation<Stencils>(
  ([c, q, q0], { shape, values }) => {
    const given = [c.data, q.data, q0.data] as [Float64Array, Float64Array, Float64Array];
    backend().fillStencils(...given, shape, values);
    const data = newValues(1, "float64").fill(0);
    return { data, shape: [] };
  },
  (g, { inputs, options, index }) => gradient([g, ...inputs], { stencils: options, index }),
  "stencils",
);

const gradient: Operation<{ readonly stencils: Stencils; readonly index: number }> =
  defineOperation<{ readonly stencils: Stencils; readonly index: number }>(
    ([, ...inputs], { stencils, index }) => {
      stencils.gradients ??= gradientsOf(
        inputs.map(({ data }) => data as Float64Array),
        stencils,
      );
      return { data: stencils.gradients[index], shape: inputs[index].shape };
    },
    refuse,
    "stencilsGradient",
  );

function gradientsOf(
  [c, q, q0]: readonly Float64Array[],
  { shape, uses }: Stencils,
): readonly Float64Array[] {
  const [dc, dq, dq0] = [c, q, q0].map(({ length }) => newValues(length, "float64"));
  backend().stencilsBackward(uses, c, q, shape, dc, dq, dq0);
  return [dc, dq, dq0];
}

const apply: Operation<Stencils> = defineOperation<Stencils>(
  ([{ data: u, shape: field }], { shape, values }) => {
    const data = newValues(u.length, "float64");
    backend().applyStencils(values, u as Float64Array, shape, data);
    return { data, shape: field };
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
  ([{ data: g, shape: field }], { shape, values }) => {
    const data = newValues(g.length, "float64");
    backend().applyStencilsTransposed(values, g as Float64Array, shape, data);
    return { data, shape: field };
  },
  refuse,
  "applyStencilsTransposed",
);

function refuse(): Variable {
  throw new ValueError(
    "pdenet: steps of a linear network should be differentiated once; their gradient was to be differentiated again. " +
      "Prepare the network for a single step.",
  );
}
