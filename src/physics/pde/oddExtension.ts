/**
 * Fields that are zero on the border of a box, as the periodic ones that they are part of: with n points h apart
 * within the box of the length (n + 1) h along every axis, and u odd about all of its faces,
 *
 *   ũ(x) = u(x),   ũ(−x) = −u(x),   of the period 2 (n + 1) h.
 *
 * An equation that maps odd fields to odd fields, as heat and reaction with an odd rate do, keeps them so: what a
 * periodic solver makes of ũ is, within the box, its solution with u = 0 on the border.
 */
import {
  checkRank,
  formatShape,
  ndarrayOf,
  ShapeError,
  sizeOf,
  toFloat64,
  unravel,
} from "../../core/index.js";
import type { ArrayInput, NdArray } from "../../core/index.js";

/**
 * The periodic field of one that is zero on the border.
 * @param u u[s, c, …x] at n points within the box along every axis
 * @returns ũ[s, c, …x] at 2 (n + 1) points, of which the first is on the border
 * @throws ShapeError for another number of axes
 */
export function oddExtension(u: ArrayInput): NdArray {
  const { data, shape } = toFloat64(u, "physics.oddExtension: u");
  checkRank({ data, shape }, [3, 4, 5], "[sample, component, …x]", "physics.oddExtension: u");
  const grid = shape.slice(2);
  const wide = grid.map((n) => 2 * (n + 1));
  const [points, cells] = [sizeOf(grid), sizeOf(wide)];
  const planes = shape[0] * shape[1];
  const out = new Float64Array(planes * cells);
  for (let cell = 0; cell < cells; cell++) {
    let [from, sign] = [0, 1];
    unravel(cell, wide).forEach((x, axis) => {
      const n = grid[axis];
      const [image, side] = x > n ? [2 * (n + 1) - x, -1] : [x, 1];
      if (image === 0 || image === n + 1) sign = 0;
      else sign *= side;
      from = from * n + image - 1;
    });
    if (sign === 0) continue;
    for (let p = 0; p < planes; p++) out[p * cells + cell] = sign * data[p * points + from];
  }
  return ndarrayOf(out, [...shape.slice(0, 2), ...wide]);
}

/**
 * What of a periodic field lies within the box that it was extended from.
 * @param u ũ[…, …x] with 2 (n + 1) points along the last axes
 * @param axes how many axes are space
 * @returns u[…, …x] at n points along them
 * @throws ShapeError for fewer axes, and for lengths that are odd or below 4
 */
export function withinBorder(u: ArrayInput, axes: number): NdArray {
  const where = "physics.withinBorder";
  const { data, shape } = toFloat64(u, `${where}: u`);
  const wide = shape.slice(shape.length - axes);
  if (wide.length < axes || axes < 1 || wide.some((n) => n < 4 || n % 2 === 1)) {
    throw new ShapeError(
      `${where}: u should have ${axes} space axes of 2 (n + 1) points, as oddExtension makes them; got ` +
        `${formatShape(shape)}.`,
    );
  }
  const grid = wide.map((n) => n / 2 - 1);
  const [points, cells] = [sizeOf(grid), sizeOf(wide)];
  const planes = data.length / cells;
  const out = new Float64Array(planes * points);
  for (let point = 0; point < points; point++) {
    const from = unravel(point, grid).reduce((sum, x, axis) => sum * wide[axis] + x + 1, 0);
    for (let p = 0; p < planes; p++) out[p * points + point] = data[p * cells + from];
  }
  return ndarrayOf(out, [...shape.slice(0, shape.length - axes), ...grid]);
}
