/** One kernel, found twice: by regression at every frequency, and by learning in space. */
import { sameShape } from "../core/index.js";
import { kernels } from "../mks/index.js";
import type { Localization } from "../states/index.js";
import { toGauge } from "../stencil/index.js";

/** Influence coefficients side by side. */
export interface KernelPair {
  readonly mks: Localization;
  readonly cnn: Localization;
  /** ‖β_cnn − β_mks‖/‖β_mks‖ in the gauge of least norm, over all components, states and distances. */
  readonly difference: number;
}

/** A pair with its difference; null unless both are coefficients of one shape. */
export function kernelPair(
  mks: Localization | undefined,
  cnn: Localization | undefined,
): KernelPair | null {
  if (!mks || !cnn || !sameShape(mks.coefficients.shape, cnn.coefficients.shape)) return null;
  const [a, b] = [mks, cnn].map(
    (model) => kernels({ ...model, coefficients: toGauge(model.coefficients, "minimumNorm") }).data,
  );
  let [error, norm] = [0, 0];
  for (let i = 0; i < a.length; i++) {
    error += (b[i] - a[i]) ** 2;
    norm += a[i] ** 2;
  }
  return { mks, cnn, difference: Math.sqrt(error / norm) };
}
