/** Lengths of SymNets, and numbers for them. */
import { symnetFactors, symnetSize } from "../../../src/compute/index.js";
import type { Backend, SymnetShape } from "../../../src/compute/index.js";
import { createRng, normals } from "../../../src/core/index.js";

/** Samples, C, points, nets, K: single points, odd and even counts, many samples and parts of one. */
export const SHAPES: readonly SymnetShape[] = (
  [
    [1, 1, 1, 1, 0],
    [1, 1, 1, 1, 1],
    [2, 1, 7, 3, 2],
    [1, 3, 8, 1, 0],
    [3, 5, 9, 2, 0],
    [2, 4, 16, 2, 3],
    [5, 6, 17, 3, 1],
    [700, 2, 3, 1, 2],
    [3, 12, 1024, 2, 5],
    [2, 6, 1025, 1, 3],
    [1, 20, 2051, 3, 7],
  ] as const
).map(([samples, inputs, points, nets, products]) => ({
  samples,
  inputs,
  points,
  nets,
  products,
}));

/** What a call works on. */
export interface Given {
  readonly x: Float64Array;
  readonly weights: Float64Array;
  readonly g: Float64Array;
}

/** What both calls fill. */
export interface Found {
  readonly values: Float64Array;
  readonly dx: Float64Array;
  readonly dWeights: Float64Array;
}

/** Normal numbers; weights have variance 1/(C + K), so that sums neither vanish nor grow. */
export function drawn(shape: SymnetShape, seed = 1): Given {
  const { samples, inputs, points, nets, products } = shape;
  const draw = (length: number, stream: number): Float64Array =>
    Float64Array.from(normals(createRng(10 * seed + stream), [length]).data);
  const spread = 1 / Math.sqrt(inputs + products);
  return {
    x: draw(samples * inputs * points, 1),
    weights: draw(nets * symnetSize(inputs, products), 2).map((value) => spread * value),
    g: draw(samples * nets * points, 3),
  };
}

/** Runs both into arrays of NaN; the way back may find factors that the way forward kept. */
export function computed(
  by: Backend,
  { x, weights, g }: Given,
  shape: SymnetShape,
  keeps = false,
): Found {
  const { samples, points, nets } = shape;
  const blank = (length: number): Float64Array => new Float64Array(length).fill(NaN);
  const values = blank(samples * nets * points);
  const [dx, dWeights] = [blank(x.length), blank(weights.length)];
  const factors = keeps ? blank(symnetFactors(shape)) : undefined;
  by.symnet(x, weights, shape, values, factors);
  by.symnetBackward(x, weights, g, shape, dx, dWeights, factors);
  return { values, dx, dWeights };
}
