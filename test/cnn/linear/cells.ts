/** The cells that linear localizations are fitted to, and how far two kernels are apart. */
import { readFileSync } from "node:fs";
import { influenceCoefficients } from "../../../src/cnn/index.js";
import type { LinearModel } from "../../../src/cnn/index.js";
import { ndarrayOf, toFloat64 } from "../../../src/core/index.js";
import type { NdArray } from "../../../src/core/index.js";
import { readNpy } from "../../../src/formats/index.js";
import { kernels } from "../../../src/mks/index.js";
import type { Localization } from "../../../src/states/index.js";
import { toGauge } from "../../../src/stencil/index.js";

/** A recorded array; see fixtures/localization2d/README.md. */
export function recorded(name: string): NdArray {
  const file = new URL(`../../fixtures/localization2d/${name}.npy`, import.meta.url);
  const { data, shape } = toFloat64(readNpy(readFileSync(file)) as NdArray, name);
  return ndarrayOf(data, shape);
}

/** Microstructures and strains ε_xx of 100 cells of 21². */
export function cellsOf(contrast: "1.5" | "10"): { m: NdArray; p: NdArray } {
  return { m: recorded("phase_u8"), p: recorded(`strain_xx_q1_c${contrast}`) };
}

/** ‖α_a − α_b‖/‖α_b‖ in the gauge of least norm. */
export function gaugedDifference(a: LinearModel | Localization, b: Localization): number {
  const [x, y] = [a, b].map((model) => {
    const localization =
      model.kind === "localization" ? model : influenceCoefficients(model, b.grid);
    const coefficients = toGauge(localization.coefficients, "minimumNorm");
    return kernels({ ...localization, coefficients }).data;
  });
  let [error, norm] = [0, 0];
  for (let i = 0; i < y.length; i++) {
    error += (x[i] - y[i]) ** 2;
    norm += y[i] ** 2;
  }
  return Math.sqrt(error / norm);
}
