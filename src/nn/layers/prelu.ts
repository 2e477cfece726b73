/**
 * PReLU: leaky ReLU with a slope for every channel that is learnt.
 * He, Zhang, Ren and Sun, "Delving deep into rectifiers" (ICCV 2015), eq. 1.
 */
import { prelu as preluOf } from "../../autodiff/index.js";
import type { Variable } from "../../autodiff/index.js";
import { checkInteger } from "../../core/index.js";
import { type LayerRule, unfit } from "./layer.js";

/** A PReLU layer. */
export interface Prelu {
  readonly kind: "prelu";
  readonly channels: number;
}

/**
 * x, or slope[channel] · x below zero; slopes start at 0.25.
 * @throws ValueError unless `channels` is a positive integer
 */
export function prelu(channels: number): Prelu {
  checkInteger(channels, 1, Infinity, "nn.prelu: channels");
  return { kind: "prelu", channels };
}

export const preluRule: LayerRule<Prelu> = {
  title: () => "PRELU",
  parameters: ({ channels }) => ({
    weight: { shape: [channels], initialiser: { kind: "constant", value: 0.25 } },
  }),
  outputShape({ channels }, shape, path) {
    if (shape[0] === channels) return shape;
    throw unfit(path, "prelu", `[${channels}, …]`, shape);
  },
  forward: (_layer, parameters, _state, x) => preluOf(x, parameters.weight as Variable),
};
