/** Strains, stresses and forces of a cell, from its displacements: ε = B̄u + E, σ = C (ε − ε*). */
import { backend, VOIGT } from "../../compute/index.js";
import type { VoxelElements } from "../../compute/index.js";
import { sizeOf } from "../../core/index.js";
import { addMeanGradientTranspose, meanGradient } from "../cell/averages.js";

/** Fills out[c, …x] with E + the mean strain of u over every voxel. */
export function fillStrain(
  elements: VoxelElements,
  u: Float64Array,
  meanStrain: Float64Array,
  out: Float64Array,
): void {
  const { grid, order } = elements;
  const axes = grid.length;
  const size = sizeOf(grid);
  const field = order ** axes * size;
  const gradient = new Float64Array(size);
  const addTo = (component: number, axis: number, j: number): void => {
    meanGradient(elements, axis, u, j * field, gradient);
    const start = component * size;
    for (let x = 0; x < size; x++) out[start + x] += gradient[x];
  };
  VOIGT[axes].forEach(([i, j], component) => {
    out.fill(meanStrain[component], component * size, (component + 1) * size);
    addTo(component, i, j);
    if (i !== j) addTo(component, j, i);
  });
}

/** Fills out[c, …x] with C ε of an elastic strain ε[c, …x]. */
export function fillStress(
  { grid, law }: VoxelElements,
  coefficients: Float64Array,
  elastic: Float64Array,
  out: Float64Array,
): void {
  const axes = grid.length;
  const size = sizeOf(grid);
  const c = VOIGT[axes].length;
  if (axes === 1) {
    for (let x = 0; x < size; x++) out[x] = coefficients[x] * elastic[x];
    return;
  }
  if (law === "isotropic") {
    for (let x = 0; x < size; x++) {
      const [λ, μ] = [coefficients[x], coefficients[size + x]];
      let trace = 0;
      for (let i = 0; i < axes; i++) trace += elastic[i * size + x];
      for (let i = 0; i < axes; i++) out[i * size + x] = λ * trace + 2 * μ * elastic[i * size + x];
      for (let i = axes; i < c; i++) out[i * size + x] = μ * elastic[i * size + x];
    }
    return;
  }
  out.fill(0);
  for (let i = 0, pair = 0; i < c; i++) {
    for (let j = i; j < c; j++, pair++) {
      for (let x = 0; x < size; x++) {
        const entry = coefficients[pair * size + x];
        out[i * size + x] += entry * elastic[j * size + x];
        if (i !== j) out[j * size + x] += entry * elastic[i * size + x];
      }
    }
  }
}

/** Fills f[component, type, …x] = −Σ_e |V| B̄ᵀ σ: what a uniform strain's stress σ leaves unbalanced. */
export function fillForces(
  elements: VoxelElements,
  stress: Float64Array,
  forces: Float64Array,
): void {
  const { grid, spacing, order } = elements;
  const axes = grid.length;
  const size = sizeOf(grid);
  const field = order ** axes * size;
  const volume = sizeOf(spacing);
  forces.fill(0);
  VOIGT[axes].forEach(([i, j], component) => {
    const weighted = stress
      .subarray(component * size, (component + 1) * size)
      .map((value) => -volume * value);
    addMeanGradientTranspose(elements, i, weighted, forces, j * field);
    if (i !== j) addMeanGradientTranspose(elements, j, weighted, forces, i * field);
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
