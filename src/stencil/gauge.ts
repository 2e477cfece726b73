/**
 * The gauge of influence coefficients. Where local states sum to one, Σ_h M_h(k) = 0 for k ≠ 0, so
 * any function of k ≠ 0 may be added to all states at once and predicts the same. Two forms:
 *
 * - `minimumNorm`: Σ_h A_h(k) = 0;   A_h ← A_h − (1/H) Σ_g A_g
 * - `dropLast`:    A_{H−1}(k) = 0;   A_h ← A_h − A_{H−1}
 *
 * both for k ≠ 0 only; the mean, k = 0, is never touched. Compare coefficients in one form only.
 */
import { checkComplex, checkOneOf, formatShape, ShapeError, sizeOf } from "../core/index.js";
import type { ComplexArray } from "../core/index.js";

/** The two canonical forms of coefficients whose states sum to one. */
export type Gauge = "minimumNorm" | "dropLast";

/** The known gauges. */
export const GAUGES: readonly Gauge[] = ["minimumNorm", "dropLast"];

/**
 * The coefficients in the other canonical form; they predict the same.
 * @param coefficients A[c, h, …k], half or full spectrum with k = 0 at index 0
 * @param gauge the form asked for
 * @throws ValueError for an unknown gauge
 * @throws ShapeError without component, state and frequency axes
 */
export function toGauge(coefficients: ComplexArray, gauge: Gauge): ComplexArray {
  checkOneOf(gauge, GAUGES, "stencil.toGauge: gauge");
  checkComplex(coefficients, "stencil.toGauge: coefficients");
  const { shape } = coefficients;
  if (shape.length < 3) {
    throw new ShapeError(
      `stencil.toGauge: coefficients should have the axes [component, state, …k]; ` +
        `got ${formatShape(shape)}. Add a component axis of length 1 for a scalar response.`,
    );
  }
  const [components, states, ...spectrum] = shape;
  const shift = (plane: Float64Array): Float64Array =>
    shifted(plane, components, states, sizeOf(spectrum), gauge);
  return { re: shift(coefficients.re), im: shift(coefficients.im), shape: [...shape] };
}

function shifted(
  plane: Float64Array,
  components: number,
  states: number,
  size: number,
  gauge: Gauge,
): Float64Array {
  const out = plane.slice();
  for (let c = 0; c < components; c++) {
    const first = c * states * size;
    for (let k = 1; k < size; k++) {
      let common = 0;
      if (gauge === "dropLast") {
        common = plane[first + (states - 1) * size + k];
      } else {
        for (let h = 0; h < states; h++) common += plane[first + h * size + k] / states;
      }
      for (let h = 0; h < states; h++) out[first + h * size + k] -= common;
    }
  }
  return out;
}
