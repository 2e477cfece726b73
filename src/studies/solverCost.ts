/**
 * Operations of the elastic solver, counted as sums say them and not as clever loops save them. For a cell of N
 * voxels with U unknowns each and G Gauss points of n nodes:
 *
 *   K u          G (4 n d² + 3d + shears) N    a row of B has d n entries over all components; twice for Bᵀ C B
 *   M⁻¹ r        5 U N log₂ N + 4 U² N         transforms forth and back, complex products on half of the frequencies
 *   u, r, p, α, β   10 U N                     two products and three sums of vectors
 *
 * A solution with k iterations multiplies by K k times and prepares forces and strains once, which are half of that
 * each, and applies M⁻¹ k + 1 times, the last time to measure the residual.
 */
import { sizeOf } from "../core/index.js";
import type { ElementName } from "../physics/index.js";

/** Gauss points and nodes along every axis, and unknowns of a voxel per axis. */
const RULES: Readonly<Record<ElementName, { points: number; nodes: number; order: number }>> = {
  q1bbar: { points: 2, nodes: 2, order: 1 },
  q1: { points: 2, nodes: 2, order: 1 },
  q1r: { points: 1, nodes: 2, order: 1 },
  q2: { points: 3, nodes: 3, order: 2 },
};

/** Floating-point operations of k iterations in one cell, from zero. */
export function solverOperations(
  grid: readonly number[],
  element: ElementName,
  iterations: number,
): number {
  const axes = grid.length;
  const size = sizeOf(grid);
  const { points, nodes, order } = RULES[element];
  const shears = (axes * (axes - 1)) / 2;
  const unknowns = axes * order ** axes;
  const product = points ** axes * (4 * nodes ** axes * axes ** 2 + 3 * axes + shears) * size;
  const precondition = 5 * unknowns * size * Math.log2(size) + 4 * unknowns ** 2 * size;
  const vectors = 10 * unknowns * size;
  return Math.round((iterations + 1) * (product + precondition) + iterations * vectors);
}
