/**
 * Ordering and grain-boundary motion by curvature, without a conserved quantity:
 *
 *   φ_t = M (ε²∇²φ − (φ³ − φ)).
 *
 * A flat interface tanh(x/(√2 ε)) stands still; a curved one moves towards its centre of curvature at M ε² times its
 * mean curvature, (d − 1) M ε²/R for a circle or a sphere.
 *
 * Allen and Cahn, Acta Metallurgica 27 (1979) 1085.
 */
import { checkNumber } from "../../core/index.js";
import { createFlow } from "./gradientFlow.js";
import type { FlowOptions } from "./gradientFlow.js";
import { createPhaseField } from "./phaseField.js";
import type { PhaseField, SchemeOptions } from "./phaseField.js";

/** Options of `allenCahn`. */
export interface AllenCahnOptions extends FlowOptions, SchemeOptions {
  /** ε, the width of interfaces; the energy has γ = ε². Default 1; 2Δx to 4Δx resolves them. */
  readonly epsilon?: number;
}

/**
 * The Allen–Cahn equation on a periodic grid, ready to take fields on in time: `step` and `rollout`.
 *
 * Smooth fields within ±1 stay there, as far as the grid resolves their interfaces. Pixels of ±1 ring by up to 0.15 before
 * they are smooth, as spectral derivatives of jumps do.
 * @throws ShapeError for other than one to three axes, or another number of spacings
 * @throws ValueError for Δt, Δx or M that are not positive, ε < 0, or an unknown scheme
 */
export function allenCahn(options: AllenCahnOptions): PhaseField {
  const where = "physics.allenCahn";
  const { epsilon = 1 } = options;
  checkNumber(epsilon, 0, Infinity, `${where}: epsilon`);
  return createPhaseField(createFlow(options, epsilon ** 2, false, where), options, where);
}
