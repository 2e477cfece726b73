/**
 * Pseudo-upwinding: u_t = g u_x with g > 0 carries information from larger x, so u_x should lean there. At every
 * point and for every component c and axis a the slope
 *
 *   g_{c,a} = ∂F_c/∂(∂_a u_c),   of channels that all lean to one side,
 *
 * decides: where g > 0 the channel stays, elsewhere that of the mirrored filter takes its place. The choice is a
 * constant to derivatives.
 *
 * Long, Lu and Dong, J. Comput. Phys. 399 (2019) 108925, section 2.3.
 */
import { defineOperation, newValues } from "../../autodiff/index.js";
import type { Operation } from "../../autodiff/index.js";
import { backend } from "../../compute/index.js";
import type { UpwindShape } from "../../compute/index.js";
import { sizeOf } from "../../core/index.js";
import { factorsOf, gradientOnce } from "./symnet.js";

/** Where the first derivatives and their mirrors are among the channels of one component. */
export type UpwindLayout = Pick<UpwindShape, "components" | "filters" | "firsts" | "products">;

/**
 * F[s, component, …x] of what the slopes choose, from [x, weights] with channels x[s, c · (filter and mirrors), …x] and
 * weights[component, …] in units of the channels. Its gradients cannot be differentiated again.
 */
export const upwindSymnet: Operation<UpwindLayout> = defineOperation<UpwindLayout>(
  ([x, weights], layout) => {
    const shape = shapeOf(x.shape, layout);
    const [samples, , ...grid] = x.shape;
    const { components, firsts, points } = shape;
    const slopes = newValues(samples * components * firsts.length * points, "float64");
    const data = newValues(samples * components * points, "float64");
    const inputs = [x.data, weights.data] as [Float64Array, Float64Array];
    const factors = factorsOf({ ...shape, nets: components });
    backend().upwindSymnet(...inputs, shape, slopes, data, factors);
    return {
      data,
      shape: [samples, components, ...grid],
      kept: { slopes, factors } satisfies Kept,
    };
  },
  (g, { inputs: [x, weights], options, kept, index }) =>
    gradientOnce([g, x, weights], {
      kept: kept as Kept,
      index,
      backward: (seed, dx, dw) => {
        const { slopes, factors } = kept as Kept;
        const [from, own] = [x.data, weights.data] as [Float64Array, Float64Array];
        const shape = shapeOf(x.shape, options);
        backend().upwindSymnetBackward(from, slopes, own, seed, shape, dx, dw, factors);
      },
    }),
  "upwindSymnet",
);

interface Kept {
  readonly slopes: Float64Array;
  readonly factors: Float64Array | undefined;
}

function shapeOf([samples, , ...grid]: readonly number[], layout: UpwindLayout): UpwindShape {
  return { samples, points: sizeOf(grid), ...layout };
}
