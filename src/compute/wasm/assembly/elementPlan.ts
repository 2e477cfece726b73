/** How a plan of elements lies in memory: numbers in f64, a header and then records. */

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

export function recordsOf(plan: usize): usize {
  return plan + 16 * 8;
}
