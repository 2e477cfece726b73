/**
 * Convolution and its two adjoints,
 *
 *   convolution:  y[s, o, …x] = Σ_i Σ_j q[o, i, …j] u[s, i, …S x + d j − c]
 *   transposed:  ū[s, i, …t] = Σ over o, j and x with S x + d j − c = t of q[o, i, …j] ȳ[s, o, …x]
 *   correlation: q̄[o, i, …j] = Σ_s Σ_x ȳ[s, o, …x] u[s, i, …S x + d j − c].
 *
 * All three are linear in both arguments, and the rules of each are the other two, so that derivatives of
 * any order exist. A third input of the first two is the bias, which is added to every output channel.
 */
import { backend, type Planes } from "../../compute/index.js";
import { precisionOf, sizeOf } from "../../core/index.js";
import { defineOperation, type Operation, type Result } from "../operation.js";
import { newValues } from "../tape.js";
import type { Values, Variable } from "../variable.js";
import { broadcastTo } from "./broadcast.js";
import type { ConvolutionLayout } from "./convolutionLayout.js";
import { planOf, shapeOf } from "./convolutionPlan.js";
import { withPlaced, withTaken } from "./placement.js";
import { reshape } from "./shapes.js";

/** y of [u, q] or [u, q, bias]. */
export const convolution: Operation<ConvolutionLayout> = defineOperation<ConvolutionLayout>(
  ([{ data: u, shape: fields }, { data: q, shape: filter }, bias], layout) => {
    const plan = planOf(layout, filter[1], filter[0] / layout.groups);
    const y = emptyLike(u, [fields[0], filter[0], ...layout.outputGrid]);
    withPlaced(u, plan.input, fields[0], (from) =>
      withPlaced(q, plan.filter, 1, (by) =>
        withTaken(y.data, plan.output, fields[0], (to) =>
          backend().convolve(from, by, shapeOf(plan, fields[0]), to),
        ),
      ),
    );
    return biased(y, bias);
  },
  [
    (g, { inputs: [, q], options }) => transposed([g, q], options),
    (g, { inputs: [u], options }) => correlation([u, g], options),
    (g) => channelSums([g], undefined),
  ],
  "convolve",
);

/** ū of [ȳ, q] or [ȳ, q, bias]. */
export const transposed: Operation<ConvolutionLayout> = defineOperation<ConvolutionLayout>(
  ([{ data: g, shape: fields }, { data: q, shape: filter }, bias], layout) => {
    const plan = planOf(layout, filter[1], filter[0] / layout.groups);
    const u = emptyLike(g, [fields[0], filter[1] * layout.groups, ...layout.grid]);
    withPlaced(g, plan.output, fields[0], (from) =>
      withPlaced(q, plan.filter, 1, (by) =>
        withTaken(u.data, plan.input, fields[0], (to) =>
          backend().convolveTransposed(from, by, shapeOf(plan, fields[0]), to),
        ),
      ),
    );
    return biased(u, bias);
  },
  [
    (g, { inputs: [, q], options }) => convolution([g, q], options),
    (g, { inputs: [y], options }) => correlation([g, y], options),
    (g) => channelSums([g], undefined),
  ],
  "convolveTransposed",
);

/** q̄ of [u, ȳ]. */
const correlation: Operation<ConvolutionLayout> = defineOperation<ConvolutionLayout>(
  ([{ data: u, shape: fields }, { data: g, shape: result }], layout) => {
    const inputs = fields[1] / layout.groups;
    const plan = planOf(layout, inputs, result[1] / layout.groups);
    const q = emptyLike(u, [result[1], inputs, ...layout.window]);
    withPlaced(u, plan.input, fields[0], (from) =>
      withPlaced(g, plan.output, fields[0], (by) =>
        withTaken(q.data, plan.filter, 1, (to) =>
          backend().correlate(from, by, shapeOf(plan, fields[0]), to),
        ),
      ),
    );
    return q;
  },
  [
    (g, { inputs: [, y], options }) => transposed([y, g], options),
    (g, { inputs: [u], options }) => convolution([u, g], options),
  ],
  "correlate",
);

/** Σ over samples and cells of every channel: the adjoint of adding a bias. */
const channelSums = defineOperation(
  ([{ data, shape }]) => {
    const sums = emptyLike(data, [shape[1]]);
    backend().sumChannels(data, planesOf(shape), sums.data);
    return sums;
  },
  (g, { inputs: [x] }): Variable => {
    const [, channels, ...grid] = x.shape;
    return broadcastTo(reshape(g, [channels, ...grid.map(() => 1)]), x.shape);
  },
  "channelSums",
);

function emptyLike(data: Values["data"], shape: readonly number[]): Result {
  return { data: newValues(sizeOf(shape), precisionOf(data)), shape };
}

/** Adds the bias, if there is one, where the values stand. */
function biased(y: Result, bias: Values | undefined): Result {
  if (bias) backend().addBias(y.data, bias.data, planesOf(y.shape), y.data);
  return y;
}

function planesOf([samples, channels, ...grid]: readonly number[]): Planes {
  return { samples, channels, size: sizeOf(grid) };
}
