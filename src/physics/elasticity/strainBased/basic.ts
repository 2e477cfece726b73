/**
 * The basic scheme, the fixed point of the Lippmann–Schwinger equation:
 *
 *   ε ← ε − Γ⁰ * (C : ε).
 *
 * It contracts if no voxel is more than twice as stiff as the reference; with one half-way between the
 * softest and the stiffest, by (c − 1)/(c + 1) or better for the contrast c: iterations grow as c.
 *
 * H. Moulinec and P. Suquet, Comput. Methods Appl. Mech. Eng. 157 (1998) 69.
 */
import { backend } from "../../../compute/index.js";
import type { StrainEquation } from "./strainEquation.js";

/** The step of the basic scheme, which returns the squared norm of the new residual. */
export function basicScheme(equation: StrainEquation): () => number {
  const { elastic, residual, fillResidual, squared } = equation;
  const compute = backend();
  return () => {
    compute.addScaled(1, residual, elastic, elastic);
    fillResidual();
    return squared(residual);
  };
}
