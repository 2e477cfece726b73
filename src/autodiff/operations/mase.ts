/**
 * The mean absolute strain error as a loss, in percent as `metrics.mase` has it:
 *
 *   MASE_s = 100 · mean_x |p − t| / |mean_x t|,
 *
 * and its mean over the samples.
 */
import { checkShape, formatShape, ShapeError, sizeOf, ValueError } from "../../core/index.js";
import { asVariables, type Operand, type Variable } from "../variable.js";
import { divide, multiply, subtract } from "./arithmetic.js";
import { abs } from "./elementwise.js";
import { mean } from "./reductions.js";
import { reshape } from "./shapes.js";

/** A mean below so much of the largest entry is zero up to rounding. */
const RELATIVE_ZERO = 1e-12;

/**
 * The mean over samples of MASE, in percent.
 * @param prediction p[s, …x]
 * @param target t[s, …x]
 * @throws ShapeError if the shapes differ or have no samples
 * @throws ValueError for a target whose mean over a sample is zero
 */
export function mase(prediction: Operand, target: Operand): Variable {
  const [p, t] = asVariables([prediction, target], "autodiff.mase");
  checkShape(t, p.shape, "Compare fields on the same cells.", "autodiff.mase: target");
  const [samples, ...rest] = p.shape;
  const cells = sizeOf(rest);
  if (p.shape.length < 2 || p.size === 0) {
    throw new ShapeError(
      `autodiff.mase: prediction and target should have the axes [sample, …x] and at least one entry; got ` +
        `${formatShape(p.shape)}. Give a single sample a leading axis of length 1.`,
    );
  }
  const [flatP, flatT] = [p, t].map((x) => reshape(x, [samples, cells]));
  const means = mean(flatT, { axes: [1] });
  checkMeans(means, flatT);
  const errors = mean(abs(subtract(flatP, flatT)), { axes: [1] });
  return multiply(100, mean(divide(errors, abs(means))));
}

function checkMeans(means: Variable, t: Variable): void {
  const [values, entries] = [means.data, t.data];
  const cells = t.shape[1];
  for (let s = 0; s < values.length; s++) {
    let largest = 0;
    for (let i = s * cells; i < (s + 1) * cells; i++) {
      largest = Math.max(largest, Math.abs(entries[i]));
    }
    if (Math.abs(values[s]) > RELATIVE_ZERO * largest) continue;
    throw new ValueError(
      `autodiff.mase: the target of sample ${s} has mean ${values[s]}, which is zero up to rounding; MASE ` +
        `divides by it. Use autodiff.absoluteError for such a component.`,
    );
  }
}
