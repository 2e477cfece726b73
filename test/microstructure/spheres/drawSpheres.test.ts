import { describe, expect, test } from "vitest";
import { createRng } from "../../../src/core/index.js";
import { drawFibres, drawSpheres } from "../../../src/microstructure/index.js";
import type { Sphere } from "../../../src/microstructure/index.js";
import { rolled } from "../../mks/synthetic.js";
import { drawnSlowly } from "./slowly.js";

const count = (m: { data: Uint8Array }): number => m.data.reduce((sum, phase) => sum + phase, 0);

describe("a sphere", () => {
  test("holds as many cells as there are lattice points in it: 7, 33, 123, 257, 515, …", () => {
    [7, 33, 123, 257, 515, 925].forEach((cells, i) => {
      expect(count(drawSpheres([13, 14, 15], [{ centre: [4, 12, 0], radius: i + 1 }]))).toBe(cells);
    });
  });

  test("is a disc of drawFibres in 2-D, and 2⌊R⌋ + 1 cells in 1-D", () => {
    for (const [shape, centre, radius] of [
      [[9, 12], [-3.3, 17.8], 3.7],
      [[20, 7], [4, 5], 3],
    ]) {
      const disc = { centre, radius } as { centre: number[]; radius: number };
      const expected = drawFibres(shape as number[], [disc]).data;
      expect(drawSpheres(shape as number[], [disc]).data).toEqual(expected);
    }
    for (const radius of [0.4, 1, 3.9]) {
      const rod = drawSpheres([11], [{ centre: [9], radius }]);
      expect(count(rod)).toBe(2 * Math.floor(radius) + 1);
    }
  });

  test("and an ellipsoid are the cells in any of their images, also where they meet themselves", () => {
    const ellipsoids: [number[], Sphere][] = [
      [[9], { centre: [2.3], radius: 3.1 }],
      [[9], { centre: [2.3], radius: 2, aspect: [2.2] }],
      [[8, 11], { centre: [1.5, -4], radius: 2, aspect: [2.5, 1], orientation: [0.6] }],
      [[7, 5], { centre: [3, 3.3], radius: 3.4, aspect: [2, 0.5], orientation: [-2] }],
      [[6, 8, 7], { centre: [0.2, 7.7, 3], radius: 2.6 }],
      [
        [7, 6, 8],
        { centre: [-1, 2.2, 9], radius: 1.6, aspect: [3, 1, 0.6], orientation: [1, 0.8, 4] },
      ],
      [[5, 5, 1], { centre: [2, 2, 0], radius: 2, aspect: [1.5, 0.7, 1] }],
    ];
    for (const [shape, sphere] of ellipsoids) {
      const m = drawSpheres(shape, [sphere]);
      expect(m.shape).toEqual([1, ...shape]);
      expect([...m.data]).toEqual(drawnSlowly(shape, sphere));
    }
  });

  test("has the volume 4πR³/3, up to the cells that its surface may cut", () => {
    const rng = createRng(2);
    for (const radius of [3, 6, 9.5]) {
      for (const aspect of [
        [1, 1, 1],
        [1.5, 0.8, 1],
      ]) {
        const centre = [0, 0, 0].map(() => 32 * rng.uniform());
        const cells = count(
          drawSpheres([32, 32, 32], [{ centre, radius, aspect, orientation: [1, 2, 3] }]),
        );
        // A cell that counts wrongly has its middle within half its diagonal of the surface: a shell. Its
        // volume is that of a sphere's at the largest semi-axis at most.
        const shell = 4 * Math.PI * (radius * Math.max(...aspect)) ** 2 * Math.sqrt(3);
        const volume = (4 / 3) * Math.PI * radius ** 3 * aspect[0] * aspect[1] * aspect[2];
        expect(Math.abs(cells - volume)).toBeLessThan(shell);
        // In fact errors of cells cancel: about √(surface) of them count wrongly on balance.
        expect(Math.abs(cells - volume)).toBeLessThan(4 * Math.sqrt(shell));
      }
    }
  });

  test("lies along the first of Bunge's axes: turned by φ1 = 90° about z, x becomes y", () => {
    const [along, turned] = [[], [Math.PI / 2, 0, 0]].map((orientation) =>
      drawSpheres([9, 9, 9], [{ centre: [4, 4, 4], radius: 1, aspect: [4, 1, 1], orientation }]),
    );
    expect([0, 8].map((x) => along.get(0, x, 4, 4))).toEqual([1, 1]);
    expect([0, 8].map((y) => turned.get(0, 4, y, 4))).toEqual([1, 1]);
    expect(count(along)).toBe(count(turned));
  });
});

describe("spheres", () => {
  test("move with their centres, through the faces of the cell", () => {
    const shape = [10, 9, 11];
    const shift = [4, 7, 3];
    const spheres = [
      { centre: [2.5, 3.25, 0.75], radius: 2.2 },
      { centre: [7.75, 0.5, 6], radius: 1.3, aspect: [2, 1, 1], orientation: [0.25, 1, 2] },
    ];
    const moved = spheres.map((sphere) => {
      return { ...sphere, centre: sphere.centre.map((c, a) => c + shift[a] - 2 * shape[a]) };
    });
    const expected = rolled(drawSpheres(shape, spheres), shift).data;
    expect([...drawSpheres(shape, moved).data]).toEqual([...expected]);
  });

  test("may overlap, and be none", () => {
    const [a, b] = [
      { centre: [3, 3], radius: 2 },
      { centre: [5, 3], radius: 1 },
    ];
    expect(count(drawSpheres([9, 9], [a, b]))).toBe(13 + 5 - 2);
    expect(count(drawSpheres([9, 9], []))).toBe(0);
  });
});

describe("drawSpheres refuses", () => {
  const draw = (sphere: Partial<Sphere>, shape = [6, 6, 6]) => {
    return () => drawSpheres(shape, [{ centre: [1, 1, 1], radius: 1, ...sphere }]);
  };

  test("components and angles that do not fit the space", () => {
    expect(draw({ centre: [1, 2] })).toThrow(
      "microstructure.drawSpheres: sphere 0: centre should have 3 components, one per axis; got [1, 2].",
    );
    expect(draw({ aspect: [1, 2] })).toThrow("sphere 0: aspect should have 3 components");
    expect(draw({ orientation: [1] })).toThrow(
      "microstructure.drawSpheres: sphere 0: orientation should have 3 angles in 3-D; got [1].",
    );
    expect(draw({ centre: [1], orientation: [1] }, [6])).toThrow("0 angles in 1-D; got [1].");
    expect(draw({}, [6, 6, 6, 6])).toThrow("microstructure.drawSpheres: shape should list");
  });

  test("semi-axes that are none or endless, and numbers that are not finite", () => {
    expect(draw({ radius: 0 })).toThrow(
      "microstructure.drawSpheres: sphere 0: radius and aspect should give semi-axes > 0 and up to the cell's " +
        "diagonal, 10.4; got [0, 0, 0].",
    );
    expect(draw({ radius: 11 })).toThrow("got [11, 11, 11].");
    expect(draw({ aspect: [1, NaN, 1] })).toThrow("got [1, NaN, 1].");
    expect(draw({ centre: [1, NaN, 1] })).toThrow("sphere 0: centre[1] should be a finite number");
    expect(draw({ orientation: [1, 2, Infinity] })).toThrow("sphere 0: orientation[2] should be");
  });
});
