/** SymNets of the channels of a field as an operation of autodiff: F[s, net, …x] of x[s, channel, …x]. */
import { defineOperation, newValues } from "../../autodiff/index.js";
import type { Operation, Variable } from "../../autodiff/index.js";
import { backend } from "../../compute/index.js";
import type { SymnetShape } from "../../compute/index.js";
import { sizeOf, ValueError } from "../../core/index.js";

/** How many products the nets have. */
export interface SymnetOptions {
  /** K. */
  readonly products: number;
}

/** Both gradients at once; they are computed together and fetched one by one. */
interface Kept {
  gradients?: { readonly g: Float64Array; readonly x: Float64Array; readonly w: Float64Array };
}

/**
 * F of every net at every point, from [x, weights] with weights[net, …] as `compute` lays them out. Its gradients
 * cannot be differentiated again.
 */
export const symnet: Operation<SymnetOptions> = defineOperation<SymnetOptions>(
  ([x, weights], { products }) => {
    const shape = shapeOf(x.shape, weights.shape, products);
    const [samples, , ...grid] = x.shape;
    const data = newValues(samples * shape.nets * shape.points, "float64");
    backend().symnet(x.data as Float64Array, weights.data as Float64Array, shape, data);
    return { data, shape: [samples, shape.nets, ...grid], kept: {} satisfies Kept };
  },
  (g, { inputs: [x, weights], options, kept, index }) =>
    symnetGradient([g, x, weights], { ...options, kept: kept as Kept, index }),
  "symnet",
);

const symnetGradient = defineOperation<
  SymnetOptions & { readonly kept: Kept; readonly index: number }
>(
  ([g, x, weights], { products, kept, index }) => {
    const seed = g.data as Float64Array;
    if (kept.gradients?.g !== seed) {
      const dx = newValues(x.data.length, "float64");
      const dw = newValues(weights.data.length, "float64");
      const shape = shapeOf(x.shape, weights.shape, products);
      const inputs = [x.data, weights.data] as [Float64Array, Float64Array];
      backend().symnetBackward(...inputs, seed, shape, dx, dw);
      kept.gradients = { g: seed, x: dx, w: dw };
    }
    const { gradients } = kept;
    return index === 0
      ? { data: gradients.x, shape: x.shape }
      : { data: gradients.w, shape: weights.shape };
  },
  (): Variable => {
    throw new ValueError(
      "pdenet: a SymNet should be differentiated once; its gradient was to be differentiated again. " +
        "Write the polynomial in operations of autodiff for that.",
    );
  },
  "symnetGradient",
);

/** ∂F_n/∂x_i of the pairs (n, i), as numbers without a record: slopes[s, pair, …x]. */
export function symnetSlopes(
  x: Variable,
  weights: Variable,
  products: number,
  pairs: Int32Array,
  out: Float64Array,
): void {
  const shape = shapeOf(x.shape, weights.shape, products);
  const inputs = [x.data, weights.data] as [Float64Array, Float64Array];
  backend().symnetSlopes(...inputs, shape, pairs, out);
}

function shapeOf(
  [samples, inputs, ...grid]: readonly number[],
  [nets]: readonly number[],
  products: number,
): SymnetShape {
  return { samples, inputs, points: sizeOf(grid), nets, products };
}
