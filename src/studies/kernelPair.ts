/** One kernel, found twice: by regression at every frequency, and by learning in space. */
import { formatShape, sameShape, ShapeError } from "../core/index.js";
import { complexKernels } from "../mks/index.js";
import { redundancyOf } from "../states/index.js";
import type { Localization } from "../states/index.js";
import { toGauge } from "../stencil/index.js";

/** Influence coefficients side by side. */
export interface KernelPair {
  readonly mks: Localization;
  readonly cnn: Localization;
  /** `kernelDifference` of the two. */
  readonly difference: number;
}

/** A pair with its difference; null unless both are coefficients of one shape. */
export function kernelPair(
  mks: Localization | undefined,
  cnn: Localization | undefined,
): KernelPair | null {
  if (!mks || !cnn || !sameShape(mks.coefficients.shape, cnn.coefficients.shape)) return null;
  return { mks, cnn, difference: kernelDifference(cnn, mks) };
}

/**
 * ‖β − β_ref‖/‖β_ref‖ of influence coefficients in space, over all components, states and distances. Where
 * states sum to one, both are brought to the gauge of least norm first: what no prediction sees does not count.
 * @throws ShapeError for coefficients of other grids, states or components
 */
export function kernelDifference(learnt: Localization, reference: Localization): number {
  const [own, expected] = [learnt, reference].map(({ coefficients }) => coefficients.shape);
  if (!sameShape(own, expected) || !sameShape(learnt.grid, reference.grid)) {
    throw new ShapeError(
      `studies.kernelDifference: both should have coefficients of one shape; got ${formatShape(own)} on ` +
        `${formatShape(learnt.grid)} and ${formatShape(expected)} on ${formatShape(reference.grid)}. ` +
        `mks.resize brings one to the other's grid.`,
    );
  }
  const [a, b] = [learnt, reference].map((model) => {
    const { coefficients, basis } = model;
    const isGauged = redundancyOf(basis).kind === "partition";
    return complexKernels(
      isGauged ? { ...model, coefficients: toGauge(coefficients, "minimumNorm") } : model,
    );
  });
  let [error, norm] = [0, 0];
  for (let i = 0; i < b.re.length; i++) {
    error += (a.re[i] - b.re[i]) ** 2 + (a.im[i] - b.im[i]) ** 2;
    norm += b.re[i] ** 2 + b.im[i] ** 2;
  }
  return Math.sqrt(error / norm);
}
