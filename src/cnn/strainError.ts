/**
 * The loss of strains: the mean square of the error in Mandel components, summed over the passes of a network,
 *
 *   Σ_i ⟨‖εᵢ − ε‖²⟩ / c,  ‖ε‖² = Σ ε_aa² + ½ Σ γ_ab²,
 *
 * so that all passes learn to be answers, and a rotation of the axes changes nothing.
 */
import { defineOperation, multiply, newValues } from "../autodiff/index.js";
import type { Operation, Variable } from "../autodiff/index.js";
import { precisionOf, sizeOf } from "../core/index.js";
import type { Dense } from "../core/index.js";

/** The loss of the strains ε[s, pass · c, …x] of all passes against the targets ε[s, c, …x]. */
export function strainError(passes: Variable, target: Dense): Variable {
  return squares([passes], { target });
}

interface Target {
  readonly target: Dense;
}

const squares: Operation<Target> = defineOperation<Target>(
  ([{ data, shape }], { target }) => {
    let sum = 0;
    forEachField(shape, target.shape, (from, to, size, weight) => {
      let part = 0;
      for (let x = 0; x < size; x++) part += (data[from + x] - target.data[to + x]) ** 2;
      sum += weight * part;
    });
    const value = newValues(1, precisionOf(data));
    value[0] = sum / target.data.length;
    return { data: value, shape: [] };
  },
  (g, { inputs: [ε], options }) => multiply(g, differences([ε], options)),
  "strainError",
);

/** The gradient 2 w (ε − target) / n of the sum of squares. */
const differences: Operation<Target> = defineOperation<Target>(
  ([{ data, shape }], { target }) => {
    const out = newValues(data.length, precisionOf(data));
    forEachField(shape, target.shape, (from, to, size, weight) => {
      const factor = (2 * weight) / target.data.length;
      for (let x = 0; x < size; x++)
        out[from + x] = factor * (data[from + x] - target.data[to + x]);
    });
    return { data: out, shape };
  },
  (g, { options: { target } }) => weighted([g], target),
  "strainDifference",
);

/** The derivative of the differences, which are linear: every component times its weight. */
const weighted: Operation<Dense> = defineOperation<Dense>(
  ([{ data, shape }], target) => {
    const out = newValues(data.length, precisionOf(data));
    forEachField(shape, target.shape, (from, _to, size, weight) => {
      const factor = (2 * weight) / target.data.length;
      for (let x = 0; x < size; x++) out[from + x] = factor * data[from + x];
    });
    return { data: out, shape };
  },
  (g, { options }) => weighted([g], options),
  "strainWeights",
);

/** Calls `work` for every component of every pass, with its weight: 1, or ½ for engineering shear. */
function forEachField(
  [samples, channels, ...grid]: readonly number[],
  [, components]: readonly number[],
  work: (from: number, to: number, size: number, weight: number) => void,
): void {
  const size = sizeOf(grid);
  for (let s = 0; s < samples; s++) {
    for (let i = 0; i < channels; i++) {
      const c = i % components;
      const weight = c < grid.length ? 1 : 0.5;
      work((s * channels + i) * size, (s * components + c) * size, size, weight);
    }
  }
}
