/** Slow definitions for ellipsoids: every image of every cell, and points all over a surface. */
import { sizeOf, unravel } from "../../../src/core/index.js";
import type { Sphere } from "../../../src/microstructure/index.js";
import { bungeMatrix } from "../../../src/states/index.js";
import { imageShifts } from "../images.js";

/** The directions of the semi-axes, one per row. */
export function axesOf(axes: number, orientation: readonly number[] = []): number[][] {
  if (orientation.length === 0) {
    return Array.from({ length: axes }, (_, i) =>
      Array.from({ length: axes }, (_, j) => +(i === j)),
    );
  }
  const [a, b, c] = orientation;
  if (axes === 2) {
    return [
      [Math.cos(a), Math.sin(a)],
      [-Math.sin(a), Math.cos(a)],
    ];
  }
  const g = bungeMatrix(a, b, c);
  return [g.slice(0, 3), g.slice(3, 6), g.slice(6, 9)];
}

/** Cell by cell, over every image: Σ_i (e_i·(x − c) / r_i)² ≤ 1. */
export function drawnSlowly(shape: readonly number[], sphere: Sphere): number[] {
  const { centre, radius, aspect = shape.map(() => 1), orientation } = sphere;
  const rows = axesOf(shape.length, orientation);
  const shifts = imageShifts(shape, 3);
  return Array.from({ length: sizeOf(shape) }, (_, cell) => {
    const r = unravel(cell, shape).map((x, a) => x - centre[a]);
    const inside = shifts.some((shift) => {
      const shares = rows.map((row, i) => {
        const along = row.reduce((sum, e, a) => sum + e * (r[a] + shift[a]), 0);
        return along / (radius * aspect[i]);
      });
      return shares.reduce((sum, share) => sum + share * share, 0) <= 1 + 1e-12;
    });
    return Number(inside);
  });
}
