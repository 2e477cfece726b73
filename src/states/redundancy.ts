/**
 * What a basis knows beforehand about Σ over its states. Away from k = 0 such a relation makes the
 * regression singular, so one state is left out there and put back afterwards.
 *
 * - `partition`: Σ_h m_h = 1, so Σ_h M_h(k) = N δ_{k0} and the last state follows from the others.
 * - `constant`: one state is the same number in every cell; its transform vanishes for k ≠ 0.
 * - `none`: nothing is known.
 */
import type { Basis } from "./basis.js";

/** The relation among the states of a basis, and the states that are free away from k = 0. */
export interface Redundancy {
  readonly kind: "partition" | "constant" | "none";
  /** The state that follows from the others for k ≠ 0; −1 if there is none. */
  readonly state: number;
  /** The value of a constant state, 0 otherwise. */
  readonly value: number;
  /** The other states, in order. */
  readonly free: readonly number[];
}

/** The relation among the states of a basis. */
export function redundancyOf(basis: Basis): Redundancy {
  const count = stateCount(basis);
  const without = (state: number): number[] =>
    Array.from({ length: count }, (_, h) => h).filter((h) => h !== state);
  switch (basis.kind) {
    case "phase":
    case "primitive":
      return count === basis.count
        ? { kind: "partition", state: count - 1, value: 0, free: without(count - 1) }
        : { kind: "none", state: -1, value: 0, free: without(-1) };
    case "legendre":
    case "fourier": {
      const state = basis.states.indexOf(0);
      if (state < 0) return { kind: "none", state, value: 0, free: without(-1) };
      const value = basis.kind === "legendre" ? 0.5 : 1;
      return { kind: "constant", state, value, free: without(state) };
    }
    case "neighbours":
      return { kind: "constant", state: 0, value: 1, free: without(0) };
  }
}

/** How many local states a basis has: the length H of the state axis. */
export function stateCount(basis: Basis): number {
  return basis.kind === "neighbours" ? basis.terms.length : basis.states.length;
}

/** Whether the local states of a basis are complex numbers. */
export function isComplexBasis(basis: Basis): boolean {
  return basis.kind === "fourier";
}
