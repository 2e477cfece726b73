/**
 * Conjugate gradients for Γ⁰ * (C : e) = 0 among compatible strains, where Γ⁰C is symmetric and positive in the
 * inner product ⟨a, b⟩ = Σ_x a : C⁰ : b, because ⟨a, Γ⁰ * (C : b)⟩ = Σ_x a : C : b:
 *
 *   α = ⟨r, r⟩ / Σ_x p : C : p,   e ← e + α p,   r ← r − α Γ⁰ * (C : p),
 *   β = ⟨r, r⟩ / ⟨r, r⟩_before,   p ← r + β p.
 *
 * Iterations grow as the square root of the contrast, and hardly depend on the reference medium.
 *
 * J. Zeman, J. Vondřejc, J. Novák and I. Marek, J. Comput. Phys. 229 (2010) 8065.
 */
import { backend } from "../../../compute/index.js";
import type { StrainEquation } from "./strainEquation.js";

/** The step of conjugate gradients, which returns the squared norm of the new residual. */
export function conjugateGradients(equation: StrainEquation, square: number): () => number {
  const { elastic, residual, direction, image, applyStiffness, applyGreen, squared } = equation;
  const compute = backend();
  let before = square;
  direction.set(residual);
  return () => {
    applyStiffness(direction, image);
    const α = before / compute.dot(direction, image);
    applyGreen(image);
    compute.addScaled(α, direction, elastic, elastic);
    compute.addScaled(-α, image, residual, residual);
    const after = squared(residual);
    compute.addScaled(after / before, direction, residual, direction);
    before = after;
    return after;
  };
}
