/**
 * Dropout: in training every entry is left out with a probability, and the others are enlarged so that the
 * mean stays. Srivastava et al., Journal of Machine Learning Research 15 (2014) 1929.
 */
import { multiply } from "../../autodiff/index.js";
import { checkNumber, createArray, ValueError } from "../../core/index.js";
import type { LayerRule } from "./layer.js";

/** A dropout layer. */
export interface Dropout {
  readonly kind: "dropout";
  readonly rate: number;
}

/**
 * Leaves out entries in training; does nothing otherwise.
 * @param rate probability of leaving an entry out, 0 ≤ rate < 1. Default 0.5
 * @throws ValueError for a rate out of range
 */
export function dropout(rate = 0.5): Dropout {
  checkNumber(rate, 0, 1 - Number.EPSILON, "nn.dropout: rate");
  return { kind: "dropout", rate };
}

export const dropoutRule: LayerRule<Dropout> = {
  title: ({ rate }) => `DROPOUT ${rate}`,
  outputShape: (_layer, shape) => shape,
  forward({ rate }, _parameters, _state, x, { training, rng, path }) {
    if (!training || rate === 0) return x;
    if (!rng) {
      throw new ValueError(
        `nn.forward: layer ${path} (dropout) needs rng to draw what it leaves out; got none. Pass ` +
          `{ training: true, rng: createRng(seed) }.`,
      );
    }
    const mask = createArray(x.size, x.precision).fill(0);
    for (let i = 0; i < mask.length; i++) mask[i] = rng.uniform() < rate ? 0 : 1 / (1 - rate);
    return multiply(x, { data: mask, shape: x.shape });
  },
};
