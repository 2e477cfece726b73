/**
 * Effective tensors from load cases: the means that unit loads bring about are their columns.
 *
 * The Galerkin solution makes them symmetric, and their errors of second order in those of the fields: what is
 * not symmetric measures how far the iteration is from its end.
 */

/** Tensors of samples. */
export interface EffectiveTensors {
  /** The symmetric part of every tensor, [s, c, c]. */
  readonly tensors: Float64Array;
  /** ‖C − Cᵀ‖ / ‖C‖, [s]. */
  readonly symmetryError: readonly number[];
}

/**
 * The tensors of samples.
 * @param columns means [c] of every sample and load case, [s · c]
 */
export function effectiveTensors(
  columns: readonly (readonly number[])[],
  c: number,
): EffectiveTensors {
  const samples = columns.length / c;
  const tensors = new Float64Array(samples * c * c);
  const symmetryError: number[] = [];
  for (let s = 0; s < samples; s++) {
    let [odd, all] = [0, 0];
    for (let i = 0; i < c; i++) {
      for (let j = 0; j < c; j++) {
        const [entry, other] = [columns[s * c + j][i], columns[s * c + i][j]];
        tensors[(s * c + i) * c + j] = (entry + other) / 2;
        odd += (entry - other) ** 2;
        all += entry ** 2;
      }
    }
    symmetryError.push(all === 0 ? 0 : Math.sqrt(odd / all));
  }
  return { tensors, symmetryError };
}
