/** Periodic cells to solve, and comparisons of their fields. */
import { VOIGT } from "../../../../src/compute/index.js";
import { createRng, sizeOf } from "../../../../src/core/index.js";
import type { RunOptions } from "../../../../src/core/index.js";
import { solveStrains } from "../../../../src/physics/elasticity/strainBased/solveStrains.js";
import type {
  StrainCell,
  StrainSolution,
} from "../../../../src/physics/elasticity/strainBased/solveStrains.js";
import { strainReference } from "../../../../src/physics/elasticity/strainBased/strainReference.js";
import { randomField, randomPhases } from "../../../mks/synthetic.js";

export const SCHEMES = ["moulinec-suquet", "rotated"] as const;

/** Mean strain of plane cells. */
export const E2 = Float64Array.of(1, -0.4, 0.7);

/** Mean strain of cells in space. */
export const E3 = Float64Array.of(0.5, -0.2, 0.1, 0.3, -0.4, 0.6);

/** What a cell is made of, and what is pulled: the rest has defaults. */
export type CellDraft = Pick<StrainCell, "grid" | "coefficients" | "meanStrain"> &
  Partial<StrainCell>;

/** A complete cell: isotropic, unit voxels, the usual reference, conjugate gradients to 1e-12. */
export function cellOf(draft: CellDraft): StrainCell {
  const law = draft.law ?? "isotropic";
  return {
    spacing: draft.grid.map(() => 1),
    law,
    reference: strainReference(law, draft.coefficients, sizeOf(draft.grid)),
    scheme: "rotated",
    method: "cg",
    tolerance: 1e-12,
    maxIterations: 2000,
    ...draft,
  };
}

/** The solution of a draft. */
export function solved(draft: CellDraft, run: RunOptions = {}): Promise<StrainSolution> {
  return solveStrains(cellOf(draft), run);
}

/** λ and μ, [2, …x], of phases with moduli E and Poisson's ratios ν. */
export function lame(
  phase: ArrayLike<number>,
  E: readonly number[],
  ν: readonly number[],
): Float64Array {
  const λ = Array.from(phase, (h) => (E[h] * ν[h]) / ((1 + ν[h]) * (1 - 2 * ν[h])));
  const μ = Array.from(phase, (h) => E[h] / (2 * (1 + ν[h])));
  return Float64Array.from([...λ, ...μ]);
}

/** The same material as upper triangles of its Voigt stiffness, [pair, …x]. */
export function asAnisotropic(coefficients: Float64Array, axes: number): Float64Array {
  const size = coefficients.length / 2;
  const c = VOIGT[axes].length;
  const [λ, μ] = [coefficients.subarray(0, size), coefficients.subarray(size)];
  const rows: number[] = [];
  for (let i = 0; i < c; i++) {
    for (let j = i; j < c; j++) {
      for (let x = 0; x < size; x++) {
        const shared = j < axes ? λ[x] : 0;
        const own = i === j ? (i < axes ? 2 * μ[x] : μ[x]) : 0;
        rows.push(shared + own);
      }
    }
  }
  return Float64Array.from(rows);
}

/** A random positive definite stiffness A Aᵀ + 1 of each phase, as [pair, …x]. */
export function randomStiffness(
  phase: ArrayLike<number>,
  phases: number,
  axes: number,
  seed: number,
): Float64Array {
  const rng = createRng(seed);
  const c = VOIGT[axes].length;
  const triangles = Array.from({ length: phases }, () => {
    const A = Array.from({ length: c }, () => Array.from({ length: c }, () => rng.uniform()));
    return A.flatMap((row, i) =>
      A.slice(i).map((other, step) =>
        row.reduce((sum, a, k) => sum + a * other[k], step === 0 ? 1 : 0),
      ),
    );
  });
  const pairs = Array.from({ length: (c * (c + 1)) / 2 }, (_, pair) => pair);
  return Float64Array.from(pairs.flatMap((pair) => Array.from(phase, (h) => triangles[h][pair])));
}

/** Random voxels of two phases with moduli 1 and 10. */
export function randomCell(grid: readonly number[], seed = 1): CellDraft {
  const phase = randomPhases(1, grid, 2, seed).data;
  const meanStrain = grid.length === 2 ? E2 : E3;
  return { grid, coefficients: lame(phase, [1, 10], [0.35, 0.2]), meanStrain };
}

/** A random field [c, …x]. */
export function randomStrain(grid: readonly number[], seed: number): Float64Array {
  return randomField([VOIGT[grid.length].length, ...grid], seed).data;
}

/** The same strain in every voxel, [c, …x]. */
export function everywhere(strain: Float64Array, grid: readonly number[]): Float64Array {
  const size = sizeOf(grid);
  return Float64Array.from(
    { length: strain.length * size },
    (_, i) => strain[Math.floor(i / size)],
  );
}

/** σ = C (ε − ε*) in Voigt's components, [c, …x]. */
export function stressOf(cell: StrainCell, strain: Float64Array): Float64Array {
  const axes = cell.grid.length;
  const c = VOIGT[axes].length;
  const size = sizeOf(cell.grid);
  const C = cell.law === "isotropic" ? asAnisotropic(cell.coefficients, axes) : cell.coefficients;
  const stress = new Float64Array(c * size);
  for (let i = 0, pair = 0; i < c; i++) {
    for (let j = i; j < c; j++, pair++) {
      for (let x = 0; x < size; x++) {
        const elastic = (k: number): number =>
          strain[k * size + x] - (cell.eigenstrain ? cell.eigenstrain[k * size + x] : 0);
        stress[i * size + x] += C[pair * size + x] * elastic(j);
        if (i !== j) stress[j * size + x] += C[pair * size + x] * elastic(i);
      }
    }
  }
  return stress;
}

/** The mean of every component of a field [c, …x]. */
export function meansOf(field: Float64Array, size: number): number[] {
  return Array.from({ length: field.length / size }, (_, c) => {
    const own = field.subarray(c * size, (c + 1) * size);
    return own.reduce((sum, value) => sum + value, 0) / size;
  });
}

/** The largest difference of two fields. */
export function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return Infinity;
  return Array.from(a).reduce((most, value, i) => Math.max(most, Math.abs(value - b[i])), 0);
}
