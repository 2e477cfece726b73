/** How a plan of elements lies in memory, numbers in f64, a header and then records; and its lines of scratch. */

/** Bytes from line to line: 128 voxels, and a gap, as lines a power of two apart would compete for the cache. */
export const LINE: usize = 1088;

// @inline
function word(plan: usize, i: usize): usize {
  return <usize>load<f64>(plan + (i << 3));
}

/** Axes of the grid, one to three. */
export function axesOf(plan: usize): usize {
  return word(plan, 0);
}
/** Voxels along axis x, y or z, of which z is the last; 1 where there is no such axis. */
export function lengthOf(plan: usize, axis: usize): usize {
  return word(plan, 1 + axis);
}
export function orderOf(plan: usize): usize {
  return word(plan, 4);
}
export function componentsOf(plan: usize): usize {
  return word(plan, 5);
}
/** Numbers that describe a voxel. */
export function coefficientsOf(plan: usize): usize {
  return word(plan, 6);
}
/** Voxels of a line that are worked on together; even. */
export function blockOf(plan: usize): usize {
  return word(plan, 7);
}
/** ρ of axis x or y, for mode 1 and 2. */
export function scaleOf(plan: usize, axis: usize, mode: usize): f64 {
  return load<f64>(plan + ((7 + 2 * axis + mode) << 3));
}
/** Records of modes alone: [line, α, β]. */
export function stretchesOf(plan: usize): usize {
  return word(plan, 12);
}
/** Records of pairs of axes: [ii, jj, ij, ji, α, β, γ]. */
export function couplingsOf(plan: usize): usize {
  return word(plan, 13);
}
/** Records of modes with a stiffness: [rows, weight, deviator], then [index, sources, line, line] of every row. */
export function modesOf(plan: usize): usize {
  return word(plan, 14);
}
/** Rows of the matrix of coefficients. */
export function rowsOf(plan: usize): usize {
  return word(plan, 15);
}

/** Whether they are the solid of elementSolid.ts; then its weight and nine factors precede the records. */
export function isSolid(plan: usize): bool {
  return word(plan, 16) == 1;
}

export function recordsOf(plan: usize): usize {
  return plan + 17 * 8;
}

/** Nodes, modes or types of a field: so many along every axis. */
export function power(base: usize, exponent: usize): usize {
  let product: usize = 1;
  for (; exponent > 0; exponent--) product *= base;
  return product;
}
