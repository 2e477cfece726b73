/**
 * Whether two ellipsoids keep a distance. Two convex bodies whose centres lie r apart have the distance g between
 * them if and only if a plane has both at its sides with a margin of g, that is for some direction u with r·u = 1
 *
 *   h(u) = √(uᵀA u) + √(uᵀB u) + g |u| ≤ 1,
 *
 * with the matrices of what they reach (ellipsoid.ts). h is convex, and u ← M⁻¹r / rᵀM⁻¹r with
 * M = A/√(uᵀA u) + B/√(uᵀB u) + g I/|u| never raises it: M is the parabola that touches h from above at u.
 *
 * Such least squares with weights renewed go back to Weiszfeld, Tôhoku Mathematical Journal 43 (1937) 355.
 */
import type { Ellipsoid } from "./ellipsoid.js";

/** Steps that lower h by less than this share are the last ones: bodies that close count as touching. */
const LEAST_STEP = 1e-9;

/** Whether two ellipsoids, the second with its centre at (x, y, z) from the first, are at least `gap` apart. */
export function areApart(
  first: Ellipsoid,
  second: Ellipsoid,
  x: number,
  y: number,
  z: number,
  gap: number,
): boolean {
  const square = x * x + y * y + z * z;
  const apart = Math.sqrt(square);
  if (apart >= first.largest + second.largest + gap) return true;
  if (apart < first.smallest + second.smallest + gap) return false;
  const [a, b] = [first.reach, second.reach];
  let u = [x / square, y / square, z / square];
  for (let before = Infinity; ;) {
    const [p, q, size] = [reached(a, u), reached(b, u), Math.hypot(...u)];
    const h = p + q + gap * size;
    if (h <= 1) return true;
    if (h > before * (1 - LEAST_STEP)) return false;
    before = h;
    const M = a.map((entry, i) => entry / p + b[i] / q + (i % 4 === 0 ? gap / size : 0));
    const direction = solved(M, x, y, z);
    const scale = direction[0] * x + direction[1] * y + direction[2] * z;
    u = direction.map((component) => component / scale);
  }
}

/** √(uᵀA u). */
function reached(A: readonly number[], [x, y, z]: readonly number[]): number {
  const [xx, xy, xz, , yy, yz, , , zz] = A;
  return Math.sqrt(
    xx * x * x + yy * y * y + zz * z * z + 2 * (xy * x * y + xz * x * z + yz * y * z),
  );
}

/** M⁻¹r of a symmetric matrix, times its determinant, which is positive: only the direction counts. */
function solved(M: readonly number[], x: number, y: number, z: number): number[] {
  const [xx, xy, xz, , yy, yz, , , zz] = M;
  const [pxy, pxz, pyz] = [xz * yz - xy * zz, xy * yz - xz * yy, xy * xz - xx * yz];
  return [
    (yy * zz - yz * yz) * x + pxy * y + pxz * z,
    pxy * x + (xx * zz - xz * xz) * y + pyz * z,
    pxz * x + pyz * y + (xx * yy - xy * xy) * z,
  ];
}
