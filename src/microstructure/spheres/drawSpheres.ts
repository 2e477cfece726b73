/** Spheres and ellipsoids as phases: a cell belongs to one if its middle lies in it or in one of its images. */
import { checkGrid, ndarrayOf, sizeOf } from "../../core/index.js";
import type { NdArray } from "../../core/index.js";
import { threefold } from "../threefold.js";
import { ellipsoidOf } from "./ellipsoid.js";
import type { Ellipsoid, Sphere } from "./ellipsoid.js";

/**
 * The microstructure of given spheres and ellipsoids, phase 1, in a matrix, phase 0. They may overlap; what leaves
 * through a face comes back through the opposite one.
 * @param shape the lengths of one to three space axes
 * @returns m[1, …x]
 * @throws ShapeError for a shape that is none, or another number of components or angles than it has
 * @throws ValueError for numbers that are not finite, and semi-axes ≤ 0 or beyond the diagonal of the cell
 */
export function drawSpheres(
  shape: readonly number[],
  spheres: readonly Sphere[],
): NdArray<Uint8Array> {
  const where = "microstructure.drawSpheres";
  checkGrid(shape, [1, 2, 3], where);
  const ellipsoids = spheres.map((sphere, i) =>
    ellipsoidOf(sphere, shape, `${where}: sphere ${i}`),
  );
  return ndarrayOf(drawn(shape, ellipsoids), [1, ...shape]);
}

/** The cells of ellipsoids that were checked. */
export function drawn(shape: readonly number[], ellipsoids: readonly Ellipsoid[]): Uint8Array {
  const m = new Uint8Array(sizeOf(shape));
  const grid = threefold(shape, 1);
  for (const ellipsoid of ellipsoids) fill(m, grid, ellipsoid);
  return m;
}

/** Points at exactly the radius count as within, however their coordinates were rounded. */
const ONE = 1 + 1e-12;

/** Writes 1 into the cells of one ellipsoid: the box around it is walked beyond the faces, its cells wrapped. */
function fill(m: Uint8Array, [nx, ny, nz]: readonly number[], ellipsoid: Ellipsoid): void {
  const { centre, within, reach } = ellipsoid;
  const [xx, xy, xz, , yy, yz, , , zz] = within;
  const [cx, cy, cz] = centre;
  const [hx, hy, hz] = [0, 4, 8].map((i) => Math.sqrt(reach[i]) * ONE);
  for (let i = Math.ceil(cx - hx); i <= cx + hx; i++) {
    const x = i - cx;
    for (let j = Math.ceil(cy - hy); j <= cy + hy; j++) {
      const y = j - cy;
      const row = (wrapped(i, nx) * ny + wrapped(j, ny)) * nz;
      const plane = xx * x * x + 2 * xy * x * y + yy * y * y;
      const slope = 2 * (xz * x + yz * y);
      for (let k = Math.ceil(cz - hz); k <= cz + hz; k++) {
        const z = k - cz;
        if (plane + (slope + zz * z) * z <= ONE) m[row + wrapped(k, nz)] = 1;
      }
    }
  }
}

function wrapped(i: number, n: number): number {
  return ((i % n) + n) % n;
}
