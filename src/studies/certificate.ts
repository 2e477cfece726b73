/**
 * What a residual says about strains, whoever proposed them. With the stiffness K of a cell, that of its
 * homogeneous reference M, and the generalised eigenvalues α ≤ K/M ≤ β of the phases' stiffnesses, the error
 * e = u − u* of displacements with the residual r = K e obeys
 *
 *   ‖e‖_M ≤ ‖r‖_M⁻¹/α,   ‖e‖_K ≤ ‖r‖_M⁻¹/√α,   ‖f‖_M⁻¹ ≤ β ‖u*‖_M,   ‖f‖_M⁻¹ ≤ √β ‖u*‖_K,
 *
 * so with ρ = ‖r‖_M⁻¹/‖f‖_M⁻¹, which the solver measures, and κ = β/α: relative errors κρ of the fluctuation of
 * the strain in the norm of the reference, and √κ ρ in the norm of energy.
 */
import { lameConstants } from "../physics/index.js";
import type { ElasticSolution } from "../physics/index.js";
import type { ElasticCase } from "./elasticCase.js";

/** Bounds of the error of strains. */
export interface Certificate {
  /** ρ of every sample: what is out of equilibrium, in the norm of the preconditioner, relative to the load. */
  readonly residual: readonly number[];
  /** ρ of the prediction: of the multiple of its fluctuation that has the least energy, from which the solver starts. */
  readonly predicted: readonly number[];
  /** κ, at most the contrast of the phases where Poisson's ratios agree; Infinity where there are voids. */
  readonly contrast: number;
  /** κρ ≥ ‖ε − ε*‖/‖ε* − E‖ in the norm of the reference, √⟨ε:C_ref:ε⟩. */
  readonly strainBound: readonly number[];
  /** √κ ρ ≥ ‖ε − ε*‖/‖ε* − E‖ in the norm of energy, √⟨ε:C:ε⟩. */
  readonly energyBound: readonly number[];
  /** The same in words. */
  readonly statement: string;
}

/** The certificate of solved cells. */
export function certificateOf(solution: ElasticSolution, cell: ElasticCase): Certificate {
  const { residual, history } = solution;
  const contrast = contrastOf(cell);
  const [strainBound, energyBound] = [contrast, Math.sqrt(contrast)].map((factor) =>
    residual.map((ρ) => (ρ === 0 ? 0 : factor * ρ)),
  );
  const worst = Math.max(...residual);
  const statement =
    `What is out of equilibrium is at most ${worst.toExponential(1)} of the load, whatever predicted the strains. ` +
    (contrast < Infinity
      ? `With phases that differ by a factor ${Number(contrast.toPrecision(3))}, the fluctuation of the strain ` +
        `is within ${(contrast * worst).toExponential(1)} of that of the exact finite-element solution (norm of the ` +
        `reference medium; ${(Math.sqrt(contrast) * worst).toExponential(1)} in the norm of energy).`
      : `Voids have no stiffness, so that this bounds the error of stresses around them, not that of strains in them.`);
  return {
    ...{ residual, predicted: history.map(([first]) => first) },
    ...{ contrast, strainBound, energyBound, statement },
  };
}

/** β/α of isotropic phases against their mean: moduli of compression and shear, in the dimension of the cell. */
function contrastOf({ phases, grid, discretization: { plane } }: ElasticCase): number {
  const axes = grid.length;
  const [E, ν] = [phases.elasticModulus, phases.poissonRatio] as [number[], number[]];
  const moduli = E.map((modulus, h) => {
    const [λ, μ] = lameConstants(modulus, ν[h], axes === 2 ? plane : "strain");
    return axes === 1 ? [λ + 2 * μ] : [axes * λ + 2 * μ, μ];
  });
  const solid = moduli.filter((_, h) => E[h] > 0);
  if (solid.length < moduli.length) return Infinity;
  const ratios = moduli.flatMap((own) =>
    own.map((modulus, i) => modulus / solid.reduce((sum, other) => sum + other[i], 0)),
  );
  return Math.max(...ratios) / Math.min(...ratios);
}
