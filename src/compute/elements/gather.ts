/** Values of the nodes of a voxel, its coefficients, and forces back to the nodes. */
import { sizeOf, unravel } from "../../core/index.js";
import type { VoxelElements } from "./elements.js";
import { VOIGT } from "./gradients.js";

/** Numbers that describe one voxel. */
export function coefficientCount({ grid, components, law }: VoxelElements): number {
  const axes = grid.length;
  if (law === "isotropic") return components === 1 ? 1 : 2;
  const rows = components === 1 ? axes : (axes * (axes + 1)) / 2;
  return (rows * (rows + 1)) / 2;
}

/** The values [component, node] of a voxel. */
export function gathered(
  plan: VoxelElements,
  u: Float64Array,
  start: number,
  voxel: number,
): Float64Array {
  return Float64Array.from(nodesOf(plan, voxel), (node) => u[start + node]);
}

/** Adds the forces [component, node] of a voxel. */
export function scattered(
  plan: VoxelElements,
  forces: Float64Array,
  out: Float64Array,
  start: number,
  voxel: number,
): void {
  nodesOf(plan, voxel).forEach((node, i) => (out[start + node] += forces[i]));
}

/** Where the values of a voxel's nodes lie in u[component, type, …x]. */
function nodesOf({ grid, order, components }: VoxelElements, voxel: number): number[] {
  const axes = grid.length;
  const at = unravel(voxel, grid);
  const size = sizeOf(grid);
  const types = order ** axes;
  const places: number[] = [];
  for (let node = 0; node < (order + 1) ** axes; node++) {
    const offset = unravel(node, new Array<number>(axes).fill(order + 1));
    let [type, cell] = [0, 0];
    for (let a = 0; a < axes; a++) {
      type = order * type + (offset[a] % order);
      cell = grid[a] * cell + ((at[a] + Math.floor(offset[a] / order)) % grid[a]);
    }
    places.push(type * size + cell);
  }
  const field = types * size;
  return Array.from({ length: components }, (_, c) => places.map((at) => c * field + at)).flat();
}

/** The matrix of a voxel's coefficients that takes a strain to a stress, or a gradient to a flux. */
export function coefficientsAt(
  plan: VoxelElements,
  coefficients: Float64Array,
  start: number,
  voxel: number,
): number[][] {
  const size = sizeOf(plan.grid);
  const own = Array.from(
    { length: coefficientCount(plan) },
    (_, i) => coefficients[start + i * size + voxel],
  );
  return coefficientMatrix(plan.law, plan.grid.length, plan.components, own);
}

/**
 * The matrix of given coefficients.
 * @param components 1 for a potential; as many as axes for a displacement
 */
export function coefficientMatrix(
  law: VoxelElements["law"],
  axes: number,
  components: number,
  own: readonly number[],
): number[][] {
  const rows = components === 1 ? axes : VOIGT[axes].length;
  if (law === "anisotropic") return symmetric(own, rows);
  const matrix = Array.from({ length: rows }, () => new Array<number>(rows).fill(0));
  const [first, μ] = own;
  for (let i = 0; i < rows; i++) {
    if (components === 1) matrix[i][i] = first;
    else if (i >= axes) matrix[i][i] = μ;
    else for (let j = 0; j < axes; j++) matrix[i][j] = first + (i === j ? 2 * μ : 0);
  }
  return matrix;
}

function symmetric(upper: readonly number[], rows: number): number[][] {
  const matrix = Array.from({ length: rows }, () => new Array<number>(rows).fill(0));
  let next = 0;
  for (let i = 0; i < rows; i++) {
    for (let j = i; j < rows; j++) matrix[i][j] = matrix[j][i] = upper[next++];
  }
  return matrix;
}
