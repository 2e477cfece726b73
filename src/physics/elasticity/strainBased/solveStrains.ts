/**
 * The strain of a periodic cell by Fourier transforms and a homogeneous reference medium, iterated
 * until
 *
 *   ‖Γ⁰ * σ‖ ≤ tolerance · ‖Γ⁰ * (C : (E − ε*))‖,   ‖a‖² = Σ_x a : C⁰ : a:
 *
 * what is left of the stress out of equilibrium, relative to that of the uniform strain E, wherever the
 * iteration started.
 */
import { checkpoint, ConvergenceError } from "../../../core/index.js";
import type { RunOptions } from "../../../core/index.js";
import { basicScheme } from "./basic.js";
import { checkCell } from "./checkCell.js";
import { conjugateGradients } from "./conjugateGradients.js";
import type { ReferenceMedium } from "./greenOperator.js";
import { openEquation } from "./strainEquation.js";
import type { StiffnessLaw } from "../stress.js";

/** A periodic cell under a mean strain, and how to solve it. Strains have engineering shears, γ = 2ε. */
export interface StrainCell extends ReferenceMedium {
  readonly law: StiffnessLaw;
  /**
   * Isotropic: [λ, μ][…x]. Anisotropic: the upper triangle of the Voigt stiffness row by row, [pair, …x].
   * Of two axes, those of the plane.
   */
  readonly coefficients: Float64Array;
  /** Mean strain E, [c] in Voigt's order. */
  readonly meanStrain: Float64Array;
  /** Stress-free strain ε*, [c, …x]: σ = C (ε − ε*). */
  readonly eigenstrain?: Float64Array;
  /** Where to start, [c, …x]; only its compatible part without mean counts. Default E everywhere. */
  readonly start?: Float64Array;
  /** Conjugate gradients, or the fixed point for comparison. */
  readonly method: "cg" | "basic";
  /** Residual, relative to that of the uniform strain E, at which to stop; 2⁻⁵² … 1. */
  readonly tolerance: number;
  readonly maxIterations: number;
}

/** A strain, and how far the iteration came. */
export interface StrainSolution {
  /** ε[c, …x] in Voigt's order with engineering shears. */
  readonly strain: Float64Array;
  /** Whether the residual is within the tolerance. */
  readonly converged: boolean;
  readonly iterations: number;
  /** ‖Γ⁰ * σ‖ relative to that of the uniform strain. */
  readonly residual: number;
  /** The residual before the first iteration and after every one. */
  readonly history: number[];
}

/** A load is rounding if its squared norm is below this part of the energy Σ_x (E − ε*) : C : (E − ε*). */
const ROUNDING = (64 * Number.EPSILON) ** 2;

/** Residuals beyond this have left for good: those of convergent iterations rise to a few times their start. */
const DIVERGED = 1e8;

/**
 * The strain of one cell; after `maxIterations` the one reached by then, with `converged: false`.
 * @throws ShapeError for arrays of other lengths than the grid asks for
 * @throws ValueError for entries that are not finite, or numbers out of range
 * @throws ConvergenceError if the residual grows without bound
 */
export async function solveStrains(
  cell: StrainCell,
  run: RunOptions = {},
): Promise<StrainSolution> {
  checkCell(cell);
  const { start, method, tolerance, maxIterations } = cell;
  const equation = openEquation(cell);
  try {
    const { residual: r, fillResidual, squared } = equation;
    fillResidual();
    const load = squared(r);
    if (load <= ROUNDING * equation.energy()) return uniform(equation.strain());
    if (start) {
      equation.addCompatible(start);
      fillResidual();
    }
    const first = squared(r);
    const step = method === "cg" ? conjugateGradients(equation, first) : basicScheme(equation);
    const history = [Math.sqrt(first / load)];
    let [residual] = history;
    while (residual > tolerance && history.length <= maxIterations) {
      await checkpoint(run, { done: history.length - 1, unit: "iterations" });
      residual = Math.sqrt(step() / load);
      history.push(residual);
      if (!(residual < DIVERGED)) refuse(cell, history);
    }
    return {
      strain: equation.strain(),
      converged: residual <= tolerance,
      iterations: history.length - 1,
      residual,
      history,
    };
  } finally {
    equation.release();
  }
}

/** The uniform strain, which is in equilibrium already. */
function uniform(strain: Float64Array): StrainSolution {
  return { strain, converged: true, iterations: 0, residual: 0, history: [0] };
}

function refuse({ reference: [λ, μ] }: StrainCell, history: readonly number[]): never {
  throw new ConvergenceError(
    `physics.solveStrains: the residual should fall; after ${history.length - 1} iterations it has grown ` +
      `${history[history.length - 1].toExponential(1)}-fold with the reference λ = ${λ}, μ = ${μ}. The basic ` +
      `scheme needs a reference at least half as stiff as every voxel: take strainReference, or method "cg".`,
  );
}
