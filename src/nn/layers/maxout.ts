/**
 * Maxout: the largest of every few channels, a convex function that is learnt with the layer before it.
 * Goodfellow, Warde-Farley, Mirza, Courville and Bengio, "Maxout networks" (ICML 2013).
 */
import { maxout as maxoutOf } from "../../autodiff/index.js";
import { checkInteger } from "../../core/index.js";
import { type LayerRule, unfit } from "./layer.js";

/** A maxout layer. */
export interface Maxout {
  readonly kind: "maxout";
  readonly pieces: number;
}

/**
 * The largest of every `pieces` neighbouring channels: x[s, channel · pieces + piece, …] → y[s, channel, …].
 * @throws ValueError unless `pieces` is a positive integer
 */
export function maxout(pieces = 2): Maxout {
  checkInteger(pieces, 1, Infinity, "nn.maxout: pieces");
  return { kind: "maxout", pieces };
}

export const maxoutRule: LayerRule<Maxout> = {
  title: ({ pieces }) => `MAXOUT${pieces}`,
  outputShape({ pieces }, [channels, ...rest], path) {
    if (channels % pieces === 0) return [channels / pieces, ...rest];
    throw unfit(path, "maxout", `[a multiple of ${pieces}, …]`, [channels, ...rest]);
  },
  forward: ({ pieces }, _parameters, _state, x) => maxoutOf(x, pieces),
};
