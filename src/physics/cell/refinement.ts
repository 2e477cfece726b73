/** Fields between a grid of voxels and one with `refine` elements along every axis of a voxel. */
import { sizeOf, unravel } from "../../core/index.js";

/** Fills out[field, …fine] with the value of the voxel that every element is in. */
export function spread(
  fields: Float64Array,
  grid: readonly number[],
  refine: number,
  out: Float64Array,
): void {
  if (refine === 1) {
    out.set(fields);
    return;
  }
  forEachElement(grid, refine, fields.length / sizeOf(grid), (coarse, fine) => {
    out[fine] = fields[coarse];
  });
}

/** Means over voxels, [field, …x], of fields [field, …fine]. */
export function averaged(
  fields: Float64Array,
  grid: readonly number[],
  refine: number,
): Float64Array {
  if (refine === 1) return fields;
  const share = 1 / refine ** grid.length;
  const out = new Float64Array(fields.length * share);
  forEachElement(grid, refine, out.length / sizeOf(grid), (coarse, fine) => {
    out[coarse] += share * fields[fine];
  });
  return out;
}

function forEachElement(
  grid: readonly number[],
  refine: number,
  fields: number,
  visit: (coarse: number, fine: number) => void,
): void {
  const fineGrid = grid.map((n) => refine * n);
  const last = grid[grid.length - 1];
  const rows = sizeOf(fineGrid.slice(0, -1));
  for (let field = 0; field < fields; field++) {
    for (let row = 0; row < rows; row++) {
      const at = unravel(row, fineGrid.slice(0, -1)).map((x) => Math.floor(x / refine));
      const coarseRow = at.reduce((place, x, axis) => place * grid[axis] + x, field);
      // `field` counts whole grids: the first axis continues where the field before it ended.
      const coarse = coarseRow * last;
      const fine = (field * rows + row) * last * refine;
      for (let x = 0; x < last * refine; x++) visit(coarse + Math.floor(x / refine), fine + x);
    }
  }
}

/** Where the lower corner of every voxel is on the grid of elements. */
export function cornersOf(grid: readonly number[], refine: number): Int32Array {
  return Int32Array.from({ length: sizeOf(grid) }, (_, x) => {
    if (refine === 1) return x;
    return unravel(x, grid).reduce(
      (place, at, axis) => place * grid[axis] * refine + at * refine,
      0,
    );
  });
}
