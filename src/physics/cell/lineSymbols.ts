/**
 * One axis of an element on a periodic line of n voxels, frequency by frequency. With φ_i the shape
 * functions of a voxel, ξ = 2πk/n and node i at i/p,
 *
 *   M = Σ_ij ∫φ_i φ_j e^{iξ(j−i)/p},   K = Σ_ij ∫φ_i' φ_j' e^{iξ(j−i)/p},   i D = Σ_ij ∫φ_i' φ_j e^{iξ(j−i)/p},
 *
 * summed over the nodes of types t (row) and s (column). All three are real: a voxel looks the same from
 * both ends.
 */

/** M, K and D of one axis: entry [k, t, s]. */
export interface LineSymbols {
  readonly mass: Float64Array;
  readonly stiffness: Float64Array;
  readonly mixed: Float64Array;
}

/** ∫φ_i φ_j, ∫φ_i' φ_j' and ∫φ_i' φ_j on a voxel of length 1. */
const INTEGRALS = {
  1: {
    mass: [2, 1, 1, 2].map((entry) => entry / 6),
    stiffness: [1, -1, -1, 1],
    mixed: [-1, -1, 1, 1].map((entry) => entry / 2),
  },
  2: {
    mass: [4, 2, -1, 2, 16, 2, -1, 2, 4].map((entry) => entry / 30),
    stiffness: [7, -8, 1, -8, 16, -8, 1, -8, 7].map((entry) => entry / 3),
    mixed: [-3, -4, 1, 4, 0, -4, -1, 4, 3].map((entry) => entry / 6),
  },
} as const;

/** ∫φ_i φ_j of linear shape functions by the one point in the middle; the others are exact by it. */
const ONE_POINT_MASS = [1, 1, 1, 1].map((entry) => entry / 4);

/**
 * The symbols of an axis.
 * @param n voxels
 * @param h length of a voxel
 * @param order polynomial order p
 * @param onePoint whether to integrate with the one point in the middle
 */
export function lineSymbols(n: number, h: number, order: 1 | 2, onePoint: boolean): LineSymbols {
  const { mass, stiffness, mixed } = INTEGRALS[order];
  return {
    mass: summed(onePoint ? ONE_POINT_MASS : mass, n, order, h, Math.cos),
    stiffness: summed(stiffness, n, order, 1 / h, Math.cos),
    mixed: summed(mixed, n, order, 1, Math.sin),
  };
}

/** Σ_ij A_ij wave(ξ(j−i)/p) over the nodes of each pair of types. */
function summed(
  integrals: readonly number[],
  n: number,
  order: number,
  factor: number,
  wave: (phase: number) => number,
): Float64Array {
  const nodes = order + 1;
  const symbols = new Float64Array(n * order * order);
  for (let k = 0; k < n; k++) {
    for (let i = 0; i < nodes; i++) {
      for (let j = 0; j < nodes; j++) {
        const at = (k * order + (i % order)) * order + (j % order);
        const phase = (2 * Math.PI * k * (j - i)) / (n * order);
        symbols[at] += factor * integrals[i * nodes + j] * wave(phase);
      }
    }
  }
  return symbols;
}
