/** A phase-field equation with everything computed beforehand that does not depend on the field. */
import { checkOneOf, ndarrayOf } from "../../core/index.js";
import type { ArrayInput, NdArray } from "../../core/index.js";
import { Evolution } from "./evolution.js";
import { createExponential } from "./exponential.js";
import type { GradientFlow } from "./gradientFlow.js";
import { rolledOut } from "./rollout.js";
import type { PhaseFieldRollout, RolloutOptions } from "./rollout.js";
import { createSemiImplicit } from "./semiImplicit.js";
import { toStart } from "./state.js";
import type { PhaseFieldState } from "./state.js";

/** How time is discretised. */
export type PhaseFieldScheme = "semi-implicit" | "exponential";

/** Whether a step is of first or of second order. */
export interface SchemeOptions {
  /**
   * "semi-implicit" (default): first order, two transforms per step. "exponential": second order, four. Neither lets
   * the energy rise while |φ| stays within √(5/3) ≈ 1.29, whatever the time step.
   */
  readonly scheme?: PhaseFieldScheme;
}

/** A phase-field equation on a grid, ready to go. */
export interface PhaseField {
  readonly shape: readonly number[];
  readonly timeStep: number;
  /**
   * The fields after one step. `rollout` is faster for many: it keeps φ̂ between them.
   * @param phi φ[s, …x]
   * @returns φ[s, …x] at the time Δt
   * @throws ShapeError for fields on another grid
   * @throws ValueError for entries that are not finite, or beyond ±10
   * @throws ConvergenceError if |φ| passes 10
   */
  step(phi: ArrayInput): NdArray;
  /**
   * Many steps, with the fields and their energies on the way.
   * @param start φ[s, …x], or the state in which another rollout ended
   * @param steps how many to take, ≥ 1
   * @throws ShapeError, ValueError, ConvergenceError as `step`, and what the signal was aborted with
   */
  rollout(
    start: ArrayInput | PhaseFieldState,
    steps: number,
    options?: RolloutOptions,
  ): Promise<PhaseFieldRollout>;
}

/**
 * The plan for a flow.
 * @throws ValueError for an unknown scheme
 */
export function createPhaseField(
  flow: GradientFlow,
  { scheme: name = "semi-implicit" }: SchemeOptions,
  where: string,
): PhaseField {
  checkOneOf(name, ["semi-implicit", "exponential"], `${where}: scheme`);
  const scheme = name === "exponential" ? createExponential(flow) : createSemiImplicit(flow);
  const { timeStep } = flow;
  const { shape } = flow.lattice;
  return {
    shape,
    timeStep,
    step(phi) {
      const start = toStart(phi, shape, `${where}.step: phi`);
      const evolution = new Evolution(flow, scheme, start, `${where}.step`);
      try {
        evolution.advance(1);
        return ndarrayOf(evolution.phi.slice(), [start.samples, ...shape]);
      } finally {
        evolution.release();
      }
    },
    async rollout(start, steps, options = {}) {
      const from = toStart(start, shape, `${where}.rollout: start`);
      const evolution = new Evolution(flow, scheme, from, `${where}.rollout`);
      try {
        return await rolledOut(evolution, flow, steps, options, `${where}.rollout`);
      } finally {
        evolution.release();
      }
    },
  };
}
