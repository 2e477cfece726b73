/** Activations with channels x[s, c, …x]: a slope of their own, and the largest of several. */
import { checkInteger, checkRank, checkShape, formatShape, ShapeError } from "../../core/index.js";
import { asVariables, type Operand, type Variable } from "../variable.js";
import { relu } from "./activations.js";
import { add, multiply } from "./arithmetic.js";
import { minimum } from "./choices.js";
import { max } from "./reductions.js";
import { reshape } from "./shapes.js";

/**
 * x, or slope[c] · x below zero. He, Zhang, Ren and Sun (ICCV 2015), equation 1.
 * @param x x[s, c, …x]
 * @param slope slope[c], or one for all channels: slope[1]
 * @throws ShapeError if x has no channels, or the slopes are not as many
 */
export function prelu(x: Operand, slope: Operand): Variable {
  const [from, slopes] = asVariables([x, slope], "autodiff.prelu");
  const [, channels, ...space] = channelsOf(from, "autodiff.prelu");
  const count = slopes.size === 1 ? 1 : channels;
  checkShape(slopes, [count], "Give one slope per channel, or one.", "autodiff.prelu: slope");
  const perChannel = reshape(slopes, [count, ...space.map(() => 1)]);
  return add(relu(from), multiply(perChannel, minimum(from, 0)));
}

/**
 * The largest of every `pieces` channels that follow each other: y[s, c, …x] of x[s, c · pieces, …x].
 * Goodfellow, Warde-Farley, Mirza, Courville and Bengio (ICML 2013).
 * @param pieces ≥ 1; of equal ones the first gets the gradient
 * @throws ShapeError if the channels are no multiple of the pieces
 */
export function maxout(x: Operand, pieces: number): Variable {
  checkInteger(pieces, 1, Infinity, "autodiff.maxout: pieces");
  const [from] = asVariables([x], "autodiff.maxout");
  const [samples, channels, ...space] = channelsOf(from, "autodiff.maxout");
  if (channels % pieces !== 0) {
    throw new ShapeError(
      `autodiff.maxout: x should have a multiple of ${pieces} channels on axis 1; got shape ` +
        `${formatShape(from.shape)}. Choose pieces that divide ${channels}.`,
    );
  }
  return max(reshape(from, [samples, channels / pieces, pieces, ...space]), { axes: [2] });
}

function channelsOf(x: Variable, where: string): readonly number[] {
  checkRank(x, [2, 3, 4, 5], "[sample, channel, …x]", `${where}: x`);
  return x.shape;
}
