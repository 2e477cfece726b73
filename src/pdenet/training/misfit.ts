/**
 * How far a prediction is from what was observed, Σ (w (u − t))² with a weight for every plane, in as few passes as
 * there are: targets are multiplied by the weights once, before all evaluations.
 *
 *   L = Σ_p Σ_x (w_p u[p, x] − w_p t[p, x])²,   ū = 2 g w_p (w_p u − w_p t).
 */
import { defineOperation, multiply, newValues, sum, Variable } from "../../autodiff/index.js";
import type { Operation } from "../../autodiff/index.js";
import { backend } from "../../compute/index.js";

/** What was observed, with the weights of planes. */
export interface Observed {
  /** w of planes; 0 where nothing was observed. */
  readonly weights: Float64Array;
  /** w t, plane by plane. */
  readonly weighted: Float64Array;
}

/** Fills `observed.weighted`, which belongs to the caller, with targets times the weights of their planes. */
export function observe(target: Float64Array, { weights, weighted }: Observed): void {
  weigh(target, weights, weighted);
}

/** L of a prediction u, plane by plane. */
export function misfit(u: Variable, observed: Observed): Variable {
  return misfitOperation([u], observed);
}

const misfitOperation: Operation<Observed> = defineOperation<Observed>(
  ([u], { weights, weighted }) => {
    const seen = newValues(u.data.length, "float64");
    weigh(u.data as Float64Array, weights, seen);
    const data = newValues(1, "float64");
    data[0] = backend().loss("squared", seen, weighted, 1);
    return { data, shape: [], kept: seen };
  },
  (g, { inputs: [u], options, kept }) =>
    gradientOperation([g, u], { ...options, seen: kept as Float64Array }),
  "misfit",
);

/** 2 g w (w u − w t); `seen` is w u. */
const gradientOperation: Operation<Observed & { readonly seen: Float64Array }> = defineOperation<
  Observed & { readonly seen: Float64Array }
>(
  ([g, u], { weights, weighted, seen }) => {
    const data = newValues(u.data.length, "float64");
    backend().lossBackward("squared", seen, weighted, 1, g.data[0], data);
    weigh(data, weights, data);
    return { data, shape: u.shape };
  },
  [
    (h, { inputs: [, u], options }) => sum(multiply(h, gradientOperation([1, u], options))),
    (h, { inputs: [g, u], options: { weights } }) => {
      const [samples, components, ...grid] = u.shape;
      const twice = weights.map((w) => 2 * w * w);
      const shape = [samples, components, ...grid.map(() => 1)];
      return multiply(multiply(h, g), new Variable(twice, shape));
    },
  ],
  "misfitGradient",
);

/** Fills `out`, which may be `x`, with planes times their weights; neighbours of one weight go together. */
function weigh(x: Float64Array, weights: Float64Array, out: Float64Array): void {
  const size = x.length / weights.length;
  const compute = backend();
  for (let first = 0, end = 1; first < weights.length; first = end++) {
    while (end < weights.length && weights[end] === weights[first]) end++;
    const [from, to] = [first * size, end * size];
    compute.scale(weights[first], x.subarray(from, to), out.subarray(from, to));
  }
}
