/**
 * The directions in which influence coefficients are determined away from k = 0.
 *
 * Where states sum to one, M_{H−1} = −Σ M_h there, so M = L M_free with L = [I; −1ᵀ], and of the
 * coefficients only those with Σ_h A_h = 0 matter: A = T y with orthonormal columns T ⟂ 1. Then
 * P = Aᵀ M = yᵀ (Bᵀ M_free) with B = Lᵀ T: a full-rank regression, whose least norm is that of A.
 * Where one state is constant its coefficient is zero for k ≠ 0, and the others stay as they are.
 */
import type { Basis } from "./basis.js";
import { redundancyOf, stateCount } from "./redundancy.js";

/** Real matrices, row-major. */
export interface Directions {
  /** Number of directions R = number of free states. */
  readonly count: number;
  /** Number of states H. */
  readonly states: number;
  /** B[free state, direction], R × R: features = Bᵀ M_free. */
  readonly fromFree: Float64Array;
  /** T[state, direction], H × R: A = T y. */
  readonly toStates: Float64Array;
}

/** The free directions of a basis. */
export function directionsOf(basis: Basis): Directions {
  const states = stateCount(basis);
  const { kind, free } = redundancyOf(basis);
  const count = free.length;
  const fromFree = new Float64Array(count * count);
  const toStates = new Float64Array(states * count);
  if (kind !== "partition") {
    free.forEach((state, direction) => {
      fromFree[direction * count + direction] = 1;
      toStates[state * count + direction] = 1;
    });
    return { count, states, fromFree, toStates };
  }
  for (let direction = 0; direction < count; direction++) {
    // Column j of Helmert's matrix: j + 1 equal entries, then one that makes the sum vanish.
    const entry = 1 / Math.sqrt((direction + 1) * (direction + 2));
    for (let h = 0; h <= direction; h++) toStates[h * count + direction] = entry;
    toStates[(direction + 1) * count + direction] = -(direction + 1) * entry;
  }
  const last = (states - 1) * count;
  for (let h = 0; h < count; h++) {
    for (let direction = 0; direction < count; direction++) {
      fromFree[h * count + direction] =
        toStates[h * count + direction] - toStates[last + direction];
    }
  }
  return { count, states, fromFree, toStates };
}
