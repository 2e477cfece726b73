/**
 * Feed-forward localization: convolutions with activations from states to strains, the non-linear successor of the
 * linear localization.
 */
import { checkInteger } from "../core/index.js";
import { type BodyOptions, convolutions } from "./convolutions.js";
import type { FeedForward } from "./network.js";

/** What a feed-forward network is made of. */
export interface FeedForwardOptions extends BodyOptions {
  /** Phases. Default 2. */
  readonly states?: number;
  /** Axes of the grid. */
  readonly axes: 2 | 3;
}

/**
 * A feed-forward network for all strain components, in the plane or in space; four convolutions unless `dilations`
 * say otherwise.
 * @throws ShapeError, ValueError for options out of range
 */
export function feedForward(options: FeedForwardOptions): FeedForward {
  const where = "cnn.feedForward";
  const { states = 2, axes, dilations = [1, 1, 1, 1] } = options;
  checkInteger(states, 2, 256, `${where}: states`);
  checkInteger(axes, 2, 3, `${where}: axes`);
  const components = axes === 2 ? 3 : 6;
  const body = convolutions(
    states * components,
    components,
    axes,
    { ...options, dilations },
    where,
  );
  return { kind: "feedForward", states, axes, components, ...body };
}
