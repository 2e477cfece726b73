/** Maxout: the largest of several channels. */
import { checkInteger, checkRank, formatShape, ShapeError } from "../../core/index.js";
import { asVariables, type Operand, type Variable } from "../variable.js";
import { max } from "./reductions.js";
import { reshape } from "./shapes.js";

/**
 * The largest of every `pieces` channels that follow each other: y[s, c, …x] of x[s, c · pieces, …x].
 * Goodfellow, Warde-Farley, Mirza, Courville and Bengio (ICML 2013).
 * @param pieces ≥ 1; of equal ones the first gets the gradient
 * @throws ShapeError if the channels are no multiple of the pieces
 */
export function maxout(x: Operand, pieces: number): Variable {
  checkInteger(pieces, 1, Infinity, "autodiff.maxout: pieces");
  const [from] = asVariables([x], "autodiff.maxout");
  checkRank(from, [2, 3, 4, 5], "[sample, channel, …x]", "autodiff.maxout: x");
  const [samples, channels, ...space] = from.shape;
  if (channels % pieces !== 0) {
    throw new ShapeError(
      `autodiff.maxout: x should have a multiple of ${pieces} channels on axis 1; got shape ` +
        `${formatShape(from.shape)}. Choose pieces that divide ${channels}.`,
    );
  }
  return max(reshape(from, [samples, channels / pieces, pieces, ...space]), { axes: [2] });
}
