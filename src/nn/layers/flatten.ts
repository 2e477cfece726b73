/** The layer that makes one line of numbers of every sample. */
import { reshape } from "../../autodiff/index.js";
import { sizeOf } from "../../core/index.js";
import type { LayerRule } from "./layer.js";

/** A flattening layer. */
export interface Flatten {
  readonly kind: "flatten";
}

/** Flattens samples: x[s, …] → y[s, entry]. */
export function flatten(): Flatten {
  return { kind: "flatten" };
}

export const flattenRule: LayerRule<Flatten> = {
  title: () => "FLATTEN",
  outputShape: (_layer, shape) => [sizeOf(shape)],
  forward: (_layer, _parameters, _state, x) => reshape(x, [x.shape[0], sizeOf(x.shape.slice(1))]),
};
