/**
 * Effective stresses ⟨σ⟩ = ⟨C ε⟩ of strains that are means over voxels: exact for finite elements with one
 * stiffness in every voxel, because σ is linear there.
 */
import { sizeOf } from "../core/index.js";
import type { Dense } from "../core/index.js";
import { lameConstants } from "../physics/index.js";
import type { ElasticCase } from "./elasticCase.js";

/** ⟨σ⟩[s][c] of strains ε[s, c, …x], in Voigt order, in the unit of the moduli. */
export function meanStresses(
  { data }: Dense<Float64Array>,
  { m, samples, components, grid, phases, discretization: { plane } }: ElasticCase,
): number[][] {
  const axes = grid.length;
  const size = sizeOf(grid);
  const [E, ν] = [phases.elasticModulus, phases.poissonRatio] as [number[], number[]];
  const moduli = E.map((modulus, h): [number, number] => {
    if (modulus === 0) return [0, 0];
    return lameConstants(modulus, ν[h], axes === 2 ? plane : "strain");
  });
  return Array.from({ length: samples }, (_, s) => {
    const sums = Array.from({ length: E.length }, () => new Array<number>(components).fill(0));
    for (let c = 0; c < components; c++) {
      const first = (s * components + c) * size;
      for (let x = 0; x < size; x++) sums[m.data[s * size + x]][c] += data[first + x];
    }
    return sums[0].map((_zero, c) =>
      sums.reduce((stress, own, h) => {
        const [λ, μ] = moduli[h];
        const trace = c < axes ? own.slice(0, axes).reduce((sum, ε) => sum + ε, 0) : 0;
        return stress + (λ * trace + (c < axes ? 2 : 1) * μ * own[c]) / size;
      }, 0),
    );
  });
}
