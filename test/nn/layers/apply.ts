/** A layer applied outside a model, for tests of what it computes. */
import { ndarrayOf, sizeOf } from "../../../src/core/index.js";
import type { NdArray, Rng } from "../../../src/core/index.js";
import * as nn from "../../../src/nn/index.js";

/** An array of given numbers, row-major. */
export function array(shape: readonly number[], values: readonly number[]): NdArray {
  if (values.length !== sizeOf(shape))
    throw new Error(`${values.length} values for [${shape.join()}]`);
  return ndarrayOf(Float64Array.from(values), shape);
}

/** The layer's output as a list, by the parameters that are given and else its first ones. */
export function apply(
  layer: nn.Layer,
  x: NdArray,
  { training = false, rng, ...given }: ApplyOptions = {},
): number[] {
  const model = nn.createModel(layer);
  const parameters = { ...model.parameters, ...given.parameters };
  const options = { training, ...(rng && { rng }) };
  return [...nn.forward(layer, parameters, given.state ?? model.state, x, options).y.data];
}

export interface ApplyOptions {
  readonly parameters?: nn.Parameters;
  readonly state?: nn.State;
  readonly training?: boolean;
  readonly rng?: Rng;
}
