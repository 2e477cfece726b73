import { describe, expect, test } from "vitest";
import { createRng } from "../../../src/core/index.js";
import type { Rng } from "../../../src/core/index.js";
import { areApart } from "../../../src/microstructure/spheres/apart.js";
import { ellipsoidOf } from "../../../src/microstructure/spheres/ellipsoid.js";
import type { Ellipsoid } from "../../../src/microstructure/spheres/ellipsoid.js";
import { randomOrientations } from "../../../src/states/index.js";

const CELL = [99, 99, 99];

const ellipsoid = (aspect: number[], orientation: readonly number[] = []): Ellipsoid =>
  ellipsoidOf({ centre: [0, 0, 0], radius: 1, aspect, orientation }, CELL, "test");

const randomEllipsoid = (rng: Rng): Ellipsoid =>
  ellipsoid(
    [1, 1, 1].map(() => 0.5 + 3 * rng.uniform()),
    [...randomOrientations(1, rng).data],
  );

/** The largest margin u·r − √(uᵀA u) − √(uᵀB u) over many unit vectors u: the distance, or how deep bodies overlap. */
function marginSlowly(a: Ellipsoid, b: Ellipsoid, r: readonly number[]): number {
  let largest = -Infinity;
  const rings = 120;
  for (let i = 0; i <= rings; i++) {
    const polar = (Math.PI * i) / rings;
    for (let j = 0; j < 2 * rings; j++) {
      const around = (Math.PI * j) / rings;
      const u = [
        Math.sin(polar) * Math.cos(around),
        Math.sin(polar) * Math.sin(around),
        Math.cos(polar),
      ];
      const reached = (A: readonly number[]): number => {
        let square = 0;
        for (let k = 0; k < 9; k++) square += A[k] * u[Math.floor(k / 3)] * u[k % 3];
        return Math.sqrt(square);
      };
      const along = u[0] * r[0] + u[1] * r[1] + u[2] * r[2];
      largest = Math.max(largest, along - reached(a.reach) - reached(b.reach));
    }
  }
  return largest;
}

describe("two ellipsoids", () => {
  test("along one axis are apart from the sum of their semi-axes there on, and a gap", () => {
    const [a, b] = [ellipsoid([3, 1, 2]), ellipsoid([1, 4, 2.5])];
    for (const gap of [0, 0.7]) {
      [4, 5, 4.5].forEach((touching, axis) => {
        const at = (distance: number): boolean => {
          const [x, y, z] = [0, 1, 2].map((i) => (i === axis ? distance + gap : 0));
          return areApart(a, b, x, y, z, gap);
        };
        expect(at(touching + 1e-9)).toBe(true);
        expect(at(touching - 1e-9)).toBe(false);
      });
    }
  });

  test("are apart where a plane lies between them, of any direction", () => {
    const rng = createRng(8);
    const found = { apart: 0, touching: 0 };
    for (let trial = 0; trial < 40; trial++) {
      const [a, b] = [randomEllipsoid(rng), randomEllipsoid(rng)];
      const near = a.smallest + b.smallest;
      const far = a.largest + b.largest;
      const direction = [rng.normal(), rng.normal(), rng.normal()];
      const length = Math.hypot(...direction);
      const distance = near + (far - near) * rng.uniform();
      const [x, y, z] = direction.map((c) => (c / length) * distance);
      const margin = marginSlowly(a, b, [x, y, z]);
      // Directions Δ = 1.5° apart miss the largest margin by up to 7 Δ²/4, for bodies 7 long: 1.2·10⁻³.
      for (const gap of [margin - 2e-3, margin + 2e-3]) {
        if (gap < 0) continue;
        const isApart = areApart(a, b, x, y, z, gap);
        expect(isApart).toBe(gap < margin);
        found[isApart ? "apart" : "touching"] += 1;
      }
      if (margin < -2e-3) expect(areApart(a, b, x, y, z, 0)).toBe(false);
    }
    expect(found.apart).toBeGreaterThan(10);
    expect(found.touching).toBeGreaterThan(10);
  });

  test("in a plane touch where ellipses do: 45° between unit circle and x²/4 + y² = 1", () => {
    // The outer normal at the ellipse's point (2 cos t, sin t) is (cos t, 2 sin t); the circle touches there.
    const [flat, round] = [ellipsoid([1, 2, 1]), ellipsoid([1, 1, 1])]; // y is the first axis of the plane
    for (const t of [0.2, 0.8, 1.4]) {
      const normal = [Math.cos(t), 2 * Math.sin(t)];
      const length = Math.hypot(...normal);
      const touching = [2 * Math.cos(t) + normal[0] / length, Math.sin(t) + normal[1] / length];
      for (const [share, isApart] of [
        [1 + 1e-8, true],
        [1 - 1e-8, false],
      ] as const) {
        expect(areApart(flat, round, 0, share * touching[0], share * touching[1], 0)).toBe(isApart);
      }
    }
  });
});
