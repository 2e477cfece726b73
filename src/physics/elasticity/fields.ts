/** Strains of a cell from its displacements, ε = B̄u + E, and forces from its stresses. */
import { backend, VOIGT } from "../../compute/index.js";
import type { VoxelElements } from "../../compute/index.js";
import { sizeOf } from "../../core/index.js";
import type { Averages } from "../cell/averages.js";

/** Fills out[c, …x] with E + the mean strain of u over every voxel. */
export function fillStrain(
  { elements: { grid, order }, gradient }: Averages,
  u: Float64Array,
  meanStrain: Float64Array,
  out: Float64Array,
): void {
  const axes = grid.length;
  const size = sizeOf(grid);
  const field = order ** axes * size;
  const slope = new Float64Array(size);
  const addTo = (component: number, axis: number, j: number): void => {
    gradient(axis, u, j * field, slope);
    const start = component * size;
    for (let x = 0; x < size; x++) out[start + x] += slope[x];
  };
  VOIGT[axes].forEach(([i, j], component) => {
    out.fill(meanStrain[component], component * size, (component + 1) * size);
    addTo(component, i, j);
    if (i !== j) addTo(component, j, i);
  });
}

/** Fills f[component, type, …x] = −Σ_e |V| B̄ᵀ σ: what a uniform strain's stress σ leaves unbalanced. */
export function fillForces(
  { elements: { grid, spacing, order }, addTranspose }: Averages,
  stress: Float64Array,
  forces: Float64Array,
): void {
  const axes = grid.length;
  const size = sizeOf(grid);
  const field = order ** axes * size;
  const volume = sizeOf(spacing);
  forces.fill(0);
  VOIGT[axes].forEach(([i, j], component) => {
    addTranspose(i, -volume, stress, component * size, forces, j * field);
    if (i !== j) addTranspose(j, -volume, stress, component * size, forces, i * field);
  });
}

/** Σ_x |V| σ·ε of two fields [c, …x]. */
export function workOf(
  { spacing }: VoxelElements,
  stress: Float64Array,
  strain: Float64Array,
): number {
  return sizeOf(spacing) * backend().dot(stress, strain);
}
