import { describe, expect, test } from "vitest";
import { ConvergenceError } from "../../../src/core/index.js";
import { drawSpheres, placeSpheres } from "../../../src/microstructure/index.js";
import type { PlaceSpheresOptions, Sphere } from "../../../src/microstructure/index.js";
import { imageShifts } from "../images.js";
import { axesOf } from "./slowly.js";

/** The least distance between two surfaces of spheres, images included, straight from the definition. */
function closest(shape: readonly number[], spheres: readonly Sphere[]): number {
  let least = Infinity;
  spheres.forEach((a, i) => {
    for (const shift of imageShifts(shape, 1)) {
      for (const b of spheres.slice(i)) {
        const offset = b.centre.map((c, axis) => c + shift[axis] - a.centre[axis]);
        const apart = Math.hypot(...offset);
        if (apart > 0) least = Math.min(least, apart - a.radius - b.radius);
      }
    }
  });
  return least;
}

describe("separate spheres", () => {
  test("keep their gap, through the faces of the cell too, in 1-D, 2-D and 3-D", () => {
    for (const [shape, radius, count] of [
      [[60], 2, 8],
      [[40, 31], 3, 15],
      [[24, 21, 22], 3, 22],
    ] as const) {
      for (const gap of [0, 0.8]) {
        const spheres = placeSpheres(shape, { radius, count, separate: true, gap }, 1);
        expect(spheres).toHaveLength(count);
        const least = closest(shape, spheres);
        expect(least).toBeGreaterThanOrEqual(gap - 1e-12);
        expect(least).toBeLessThan(gap + 1); // crowded enough for the gap to matter
      }
    }
  });

  test("of several radii are placed from the largest on, each radius with equal chance", () => {
    const options = { radius: [1, 2, 4], count: 120, separate: true };
    const spheres = placeSpheres([90, 90], options, 2);
    const radii = spheres.map(({ radius }) => radius);
    expect(radii).toEqual([...radii].sort((a, b) => b - a));
    for (const radius of options.radius) {
      // A binomial number: 40 with a standard deviation of 5.
      expect(Math.abs(radii.filter((r) => r === radius).length - 40)).toBeLessThan(16);
    }
    expect(closest([90, 90], spheres)).toBeGreaterThanOrEqual(0);
  });

  test("are as many as come closest to a volume fraction", () => {
    const volume = (4 / 3) * Math.PI * 27;
    for (const volumeFraction of [0.05, 0.12, 0.25]) {
      const options = { radius: 3, volumeFraction, separate: true };
      const { length } = placeSpheres([30, 30, 30], options, 3);
      expect(length).toBe(Math.round((volumeFraction * 27_000) / volume));
    }
    const mixed = placeSpheres(
      [60, 60],
      { radius: [2, 3], volumeFraction: 0.3, separate: true },
      3,
    );
    const area = mixed.reduce((sum, { radius }) => sum + Math.PI * radius ** 2, 0);
    expect(Math.abs(area / 3600 - 0.3)).toBeLessThanOrEqual((Math.PI * 9) / 2 / 3600);
  });

  test("that are ellipsoids share no cell, and no point of one's surface lies in another", () => {
    for (const [shape, aspect, orientation] of [
      [[60, 50], [3, 1], "random"],
      [[60, 50], [1, 3], [0.7]],
      [[26, 27, 28], [2, 1, 0.8], "random"],
      [
        [26, 27, 28],
        [2, 1, 1],
        [1, 0.5, 0],
      ],
    ] as const) {
      const options = { radius: 2.2, aspect, orientation, count: 25, separate: true, gap: 0.3 };
      const spheres = placeSpheres(shape, options, 4);
      const owners = new Uint8Array(shape.reduce((product, n) => product * n, 1));
      for (const sphere of spheres) {
        drawSpheres(shape, [sphere]).data.forEach((phase, x) => (owners[x] += phase));
      }
      expect(Math.max(...owners)).toBe(1);
      const orientations = new Set(spheres.map((sphere) => String(sphere.orientation)));
      expect(orientations.size).toBe(orientation === "random" ? 25 : 1);
      expect(leastShare(shape, spheres)).toBeGreaterThan(1);
    }
  });

  test("that find no room are refused with the fraction reached", () => {
    const crowded = (): unknown =>
      placeSpheres([20, 20], { radius: 3, volumeFraction: 0.8, separate: true, attempts: 300 }, 1);
    expect(crowded).toThrow(ConvergenceError);
    expect(crowded).toThrow(
      /^microstructure\.placeSpheres: found room for \d of 11 spheres, volume fraction 0\.[345]\d\d, and none for another in 300 attempts\. Ask for fewer/,
    );
  });
});

/** The least Σ_i (e_i·(y − c) / r_i)² over points y all over the surface of another ellipsoid: above 1 outside. */
function leastShare(shape: readonly number[], spheres: readonly Sphere[]): number {
  let least = Infinity;
  const unit = unitVectors(shape.length);
  const axes = spheres.map(({ orientation }) => axesOf(shape.length, orientation));
  spheres.forEach((a, first) => {
    for (const u of unit) {
      const y = a.centre.map((c, axis) =>
        u.reduce(
          (sum, v, i) => sum + v * a.radius * (a.aspect?.[i] ?? 1) * axes[first][i][axis],
          c,
        ),
      );
      spheres.forEach((b, second) => {
        if (a === b) return;
        const offset = y.map((c, axis) => c - b.centre[axis]);
        const nearest = offset.map((c, axis) => c - shape[axis] * Math.round(c / shape[axis]));
        const shares = axes[second].map((row, i) => {
          const along = row.reduce((sum, e, axis) => sum + e * nearest[axis], 0);
          return along / (b.radius * (b.aspect?.[i] ?? 1));
        });
        least = Math.min(
          least,
          shares.reduce((sum, share) => sum + share * share, 0),
        );
      });
    }
  });
  return least;
}

function unitVectors(axes: number): number[][] {
  const rounds = Array.from({ length: 32 }, (_, i) => (2 * Math.PI * i) / 32);
  if (axes === 2) return rounds.map((t) => [Math.cos(t), Math.sin(t)]);
  const heights = Array.from({ length: 8 }, (_, i) => (i + 0.5) / 4 - 1);
  return heights.flatMap((z) => {
    const ring = Math.sqrt(1 - z * z);
    return rounds.map((t) => [ring * Math.cos(t), ring * Math.sin(t), z]);
  });
}

describe("placeSpheres refuses", () => {
  const place = (options: Partial<PlaceSpheresOptions>, shape = [16, 16, 16]) => {
    return () => placeSpheres(shape, { radius: 2, count: 2, ...options }, 1);
  };

  test("spheres the grid cannot show, and spheres that meet their own images", () => {
    expect(place({ radius: 0.4 })).toThrow(
      "microstructure.placeSpheres: radius should leave no semi-axis below half a cell, which the grid cannot show; " +
        "got 0.4. Choose larger spheres, or a finer grid.",
    );
    expect(place({ aspect: [1, 1, 0.2] })).toThrow("got 0.4.");
    expect(place({ radius: 8, gap: 0.5, separate: true })).toThrow(
      "microstructure.placeSpheres: a sphere of 16 cells and a gap of 0.5 meets its own image on grid [16, 16, 16]. " +
        "Choose a larger cell, or smaller spheres.",
    );
    expect(place({ radius: 8 })).not.toThrow();
    expect(place({ radius: [2, 9] })).toThrow("a sphere of 18 cells meets its own image");
  });

  test("numbers that are none, both or neither", () => {
    expect(() => placeSpheres([9, 9], { radius: 2 }, 1)).toThrow(
      "microstructure.placeSpheres: either count or volumeFraction should be given; got neither.",
    );
    expect(place({ volumeFraction: 0.2 })).toThrow("got both.");
    expect(place({ count: 0.5 })).toThrow("count should be an integer ≥ 1; got 0.5.");
    expect(() => placeSpheres([9, 9], { radius: 2, volumeFraction: 1 }, 1)).toThrow(
      "microstructure.placeSpheres: volumeFraction, that of the spheres, should lie between 0 and 1; got 1.",
    );
    const few = { radius: 4, volumeFraction: 0.1, separate: true };
    expect(() => placeSpheres([9, 9], few, 1)).toThrow(
      "volumeFraction 0.1 is less than half a sphere. Choose smaller spheres, or a count.",
    );
  });

  test("radii that are none, and options of the wrong kind", () => {
    expect(place({ radius: [] })).toThrow("radius should be a number of cells, or a list of them");
    expect(place({ radius: NaN })).toThrow("should give semi-axes > 0");
    expect(place({ gap: 1 })).toThrow(
      "microstructure.placeSpheres: gap is kept between separate spheres only; got 1. Set separate: true.",
    );
    expect(place({ gap: -1 })).toThrow("gap should be a finite number ≥ 0; got -1.");
    expect(place({ attempts: 0 })).toThrow("attempts should be an integer ≥ 1; got 0.");
    expect(place({ separate: 1 as unknown as boolean })).toThrow(
      "separate should be true or false",
    );
    expect(place({ orientation: [1, 2] })).toThrow("orientation should have 3 angles in 3-D");
    expect(place({ aspect: [1, 1] })).toThrow("aspect should have 3 components");
  });
});
