/**
 * Spinodal decomposition and coarsening at a conserved mean:
 *
 *   φ_t = M ∇²(φ³ − φ − γ∇²φ).
 *
 * A mode exp(i k·x) about a mean φ₀ grows as exp(σt), σ = M k² (1 − 3φ₀² − γk²): where 3φ₀² < 1, waves longer than
 * 2π √(γ/(1 − 3φ₀²)) do, and fastest those √2 times as long.
 *
 * Cahn and Hilliard, Journal of Chemical Physics 28 (1958) 258; Cahn, Acta Metallurgica 9 (1961) 795.
 */
import { checkNumber } from "../../core/index.js";
import { createFlow } from "./gradientFlow.js";
import type { FlowOptions } from "./gradientFlow.js";
import { createPhaseField } from "./phaseField.js";
import type { PhaseField, SchemeOptions } from "./phaseField.js";

/** Options of `cahnHilliard`. */
export interface CahnHilliardOptions extends FlowOptions, SchemeOptions {
  /**
   * γ, the square of the interface width: a flat interface is tanh(x/√(2γ)). Default 1; 4Δx² to 16Δx² resolves
   * interfaces.
   */
  readonly gamma?: number;
}

/**
 * The Cahn–Hilliard equation on a periodic grid, ready to take fields on in time: `step` and `rollout`.
 *
 * With the defaults it is the simulation of PyMKS. The mean of φ is conserved to rounding.
 * @throws ShapeError for other than one to three axes, or another number of spacings
 * @throws ValueError for Δt, Δx or M that are not positive, γ < 0, or an unknown scheme
 */
export function cahnHilliard(options: CahnHilliardOptions): PhaseField {
  const where = "physics.cahnHilliard";
  const { gamma = 1 } = options;
  checkNumber(gamma, 0, Infinity, `${where}: gamma`);
  return createPhaseField(createFlow(options, gamma, true, where), options, where);
}
