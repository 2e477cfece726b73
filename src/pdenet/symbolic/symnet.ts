/** SymNets of the channels of a field as an operation of autodiff: F[s, net, …x] of x[s, channel, …x]. */
import { defineOperation, isRecorded, newValues, passingValues } from "../../autodiff/index.js";
import type { Operation, Variable } from "../../autodiff/index.js";
import { backend, symnetFactors } from "../../compute/index.js";
import type { SymnetShape } from "../../compute/index.js";
import { sizeOf, ValueError } from "../../core/index.js";

/** How many products the nets have. */
export interface SymnetOptions {
  /** K. */
  readonly products: number;
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
    const factors = factorsOf(shape);
    const inputs = [x.data, weights.data] as [Float64Array, Float64Array];
    backend().symnet(...inputs, shape, data, factors);
    return { data, shape: [samples, shape.nets, ...grid], kept: { factors } satisfies Kept };
  },
  (g, { inputs: [x, weights], options: { products }, kept, index }) =>
    gradientOnce([g, x, weights], {
      kept: kept as Kept,
      index,
      backward: (seed, dx, dw) => {
        const { factors } = kept as Kept;
        const inputs = [x.data, weights.data] as [Float64Array, Float64Array];
        const shape = shapeOf(x.shape, weights.shape, products);
        backend().symnetBackward(...inputs, seed, shape, dx, dw, factors);
      },
    }),
  "symnet",
);

interface Kept {
  readonly factors: Float64Array | undefined;
}

/** The gradient to weights, which is computed with that to x and fetched after it. */
interface Left {
  readonly g: Float64Array;
  readonly w: Float64Array;
}

/** How the gradient to input `index` is found. */
interface Once {
  /** What the operation kept: the gradients belong to it. */
  readonly kept: object;
  readonly index: number;
  /** Fills both gradients. */
  readonly backward: (g: Float64Array, dx: Float64Array, dw: Float64Array) => void;
}

const left = new WeakMap<object, Left>();

/** The gradient of [g, x, weights] to x or weights; both are computed when the first is asked for. */
export const gradientOnce: Operation<Once> = defineOperation<Once>(
  ([g, x, weights], { kept, index, backward }) => {
    const seed = g.data as Float64Array;
    const known = left.get(kept);
    if (index === 1 && known?.g === seed) return { data: known.w, shape: weights.shape };
    const dx = passingValues(x.data.length, "float64");
    const dw = newValues(weights.data.length, "float64");
    backward(seed, dx, dw);
    left.set(kept, { g: seed, w: dw });
    return index === 0 ? { data: dx, shape: x.shape } : { data: dw, shape: weights.shape };
  },
  (): Variable => {
    throw new ValueError(
      "pdenet: a SymNet should be differentiated once; its gradient was to be differentiated again. " +
        "Write the polynomial in operations of autodiff for that.",
    );
  },
  "symnetGradient",
);

/** Room for the factors of nets, if a derivative may ask for them. */
export function factorsOf(shape: Parameters<typeof symnetFactors>[0]): Float64Array | undefined {
  return isRecorded() ? newValues(symnetFactors(shape), "float64") : undefined;
}

function shapeOf(
  [samples, inputs, ...grid]: readonly number[],
  [nets]: readonly number[],
  products: number,
): SymnetShape {
  return { samples, inputs, points: sizeOf(grid), nets, products };
}
