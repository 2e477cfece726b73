/**
 * Two equations, one energy: with F[φ] = ∫ ¼(φ² − 1)² + ½γ|∇φ|² dV and μ = δF/δφ = φ³ − φ − γ∇²φ,
 *
 *   φ_t = −G μ,   Ĝ[k] = M k²  (Cahn–Hilliard: the mean is conserved),   Ĝ = M  (Allen–Cahn),
 *
 * so that dF/dt = −⟨μ, G μ⟩ ≤ 0.
 */
import { ValueError } from "../../core/index.js";
import { createLattice } from "./lattice.js";
import type { Lattice } from "./lattice.js";

/** What both equations are told. */
export interface FlowOptions {
  /** The lengths of one to three space axes. Any lengths will do; products of 2, 3 and 5 are fastest. */
  readonly shape: readonly number[];
  /** Δx, one length or one per axis. Default 0.25; at most half the width of interfaces, √γ or ε. */
  readonly spacing?: number | readonly number[];
  /** Δt. Default 1e-3. */
  readonly timeStep?: number;
  /** M, the pace of everything. Default 1. */
  readonly mobility?: number;
}

/** An equation on a grid, with its time step. */
export interface GradientFlow {
  readonly lattice: Lattice;
  /** γ of the energy, a length squared. */
  readonly gamma: number;
  /** Ĝ of every entry of the half spectrum. */
  readonly mobilities: Float64Array;
  readonly timeStep: number;
}

/**
 * The flow of the energy with the weight γ of gradients.
 * @param conserved whether Ĝ is M k² rather than M
 * @throws ShapeError, ValueError for a grid or numbers that are none
 */
export function createFlow(
  options: FlowOptions,
  gamma: number,
  conserved: boolean,
  where: string,
): GradientFlow {
  const { shape, spacing = 0.25, timeStep = 1e-3, mobility = 1 } = options;
  const lattice = createLattice(shape, spacing, where);
  checkPositive(timeStep, `${where}: timeStep`);
  checkPositive(mobility, `${where}: mobility`);
  const mobilities = lattice.squares.map((square) => mobility * (conserved ? square : 1));
  return { lattice, gamma, mobilities, timeStep };
}

function checkPositive(value: number, where: string): void {
  if (Number.isFinite(value) && value > 0) return;
  throw new ValueError(`${where} should be positive and finite; got ${value}.`);
}
