/**
 * Laminates in closed form. Of layers normal to an axis, the strains with that axis, P, and the rest, Q:
 * ε_Q = E_Q and σ_P = t are the same in all layers, so ε_P = C_PP⁻¹ (t − C_PQ (E_Q − ε*_Q)) + ε*_P, and
 * ⟨ε_P⟩ = E_P determines t.
 */
import { VOIGT } from "../../../../src/compute/index.js";
import { sizeOf, stridesOf } from "../../../../src/core/index.js";
import { asAnisotropic } from "./cells.js";
import type { CellDraft } from "./cells.js";

/** The phase of every voxel of a cell whose layers along `axis` have the given phases. */
export function layers(
  grid: readonly number[],
  axis: number,
  phases: readonly number[],
): Uint8Array {
  const stride = stridesOf(grid)[axis];
  return Uint8Array.from(
    { length: sizeOf(grid) },
    (_, x) => phases[Math.floor(x / stride) % grid[axis]],
  );
}

/** The strain [c, …x] of a cell that changes along one axis only. */
export function laminateStrain(draft: CellDraft, axis: number): Float64Array {
  const { grid, coefficients, meanStrain, eigenstrain, law } = draft;
  const axes = grid.length;
  const c = VOIGT[axes].length;
  const size = sizeOf(grid);
  const triangle = law === "anisotropic" ? coefficients : asAnisotropic(coefficients, axes);
  const all = Array.from({ length: c }, (_, i) => i);
  const P = all.filter((i) => VOIGT[axes][i].includes(axis));
  const Q = all.filter((i) => !P.includes(i));
  const stride = stridesOf(grid)[axis];
  const sheets = Array.from({ length: grid[axis] }, (_, layer) => {
    const x = layer * stride;
    const entry = (i: number, j: number): number => {
      const [low, high] = [Math.min(i, j), Math.max(i, j)];
      return triangle[(low * c - (low * (low - 1)) / 2 + high - low) * size + x];
    };
    const free = (i: number): number => (eigenstrain ? eigenstrain[i * size + x] : 0);
    const inverse = inverted(P.map((i) => P.map((j) => entry(i, j))));
    const other = P.map((i) =>
      Q.reduce((sum, j) => sum + entry(i, j) * (meanStrain[j] - free(j)), 0),
    );
    const offset = times(inverse, other).map((value, i) => free(P[i]) - value);
    return { inverse, offset };
  });
  const mean = (pick: (sheet: (typeof sheets)[number]) => number): number =>
    sheets.reduce((sum, sheet) => sum + pick(sheet), 0) / sheets.length;
  const compliance = P.map((_, i) => P.map((__, j) => mean(({ inverse }) => inverse[i][j])));
  const t = times(
    inverted(compliance),
    P.map((i, row) => meanStrain[i] - mean(({ offset }) => offset[row])),
  );
  const strain = new Float64Array(c * size);
  for (let x = 0; x < size; x++) {
    const { inverse, offset } = sheets[Math.floor(x / stride) % grid[axis]];
    const own = times(inverse, t);
    P.forEach((i, row) => (strain[i * size + x] = own[row] + offset[row]));
    Q.forEach((i) => (strain[i * size + x] = meanStrain[i]));
  }
  return strain;
}

function times(A: readonly (readonly number[])[], x: readonly number[]): number[] {
  return A.map((row) => row.reduce((sum, a, j) => sum + a * x[j], 0));
}

/** The inverse of a positive definite matrix (Gauss and Jordan). */
function inverted(matrix: readonly (readonly number[])[]): number[][] {
  const n = matrix.length;
  const rows = matrix.map((row, i) => [...row, ...row.map((_, j) => Number(i === j))]);
  for (let pivot = 0; pivot < n; pivot++) {
    const factor = rows[pivot][pivot];
    rows[pivot] = rows[pivot].map((value) => value / factor);
    rows.forEach((row, i) => {
      const share = row[pivot];
      if (i !== pivot) rows[i] = row.map((value, j) => value - share * rows[pivot][j]);
    });
  }
  return rows.map((row) => row.slice(n));
}
