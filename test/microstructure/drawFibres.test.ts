import { describe, expect, test } from "vitest";
import { createRng, sizeOf, unravel } from "../../src/core/index.js";
import { drawFibres } from "../../src/microstructure/index.js";
import type { Fibre } from "../../src/microstructure/index.js";
import { rolled } from "../mks/synthetic.js";
import { distanceToLine, imageShifts } from "./images.js";

const WINDINGS = [
  [1, 0, 0],
  [0, 1, 0],
  [0, 0, 1],
  [1, 1, 0],
  [1, -1, 1],
  [2, -1, 0],
  [1, 2, 3],
];

const count = (m: { data: Uint8Array }): number => m.data.reduce((sum, phase) => sum + phase, 0);

/** Cell by cell, over every image. */
function drawnSlowly(shape: readonly number[], { centre, radius, winding }: Fibre): number[] {
  const direction = winding?.map((w, a) => w * shape[a]);
  const shifts = imageShifts(shape, 4);
  return Array.from({ length: sizeOf(shape) }, (_, cell) => {
    const r = unravel(cell, shape).map((x, a) => x - centre[a]);
    const apart = shifts.map((shift) =>
      distanceToLine(
        r.map((c, a) => c - shift[a]),
        direction,
      ),
    );
    return Number(Math.min(...apart) <= radius);
  });
}

describe("a disc", () => {
  test("holds as many cells as there are lattice points in its circle, 1, 5, 13, 29, 49, 81, …", () => {
    const known = [5, 13, 29, 49, 81, 113, 149, 197];
    known.forEach((cells, i) => {
      expect(count(drawFibres([21, 24], [{ centre: [10, 3], radius: i + 1 }]))).toBe(cells);
    });
  });

  test("is the set of cells within the radius of any image, also where it covers the cell", () => {
    for (const shape of [
      [9, 12],
      [7, 5],
      [1, 6],
    ]) {
      for (const radius of [0.4, 2.5, 4.2, 9]) {
        const disc = { centre: [-3.3, 17.8], radius };
        expect([...drawFibres(shape, [disc]).data]).toEqual(drawnSlowly(shape, disc));
      }
    }
  });
});

describe("a fibre", () => {
  test("is the set of cells within the radius of any image of its axis", () => {
    for (const winding of WINDINGS) {
      for (const [shape, radius] of [
        [[6, 6, 6], 1.7],
        [[5, 7, 4], 1.1],
      ] as const) {
        const fibre = { centre: [1.3, 4.7, 2.2], radius, winding };
        expect([...drawFibres(shape, [fibre]).data]).toEqual(drawnSlowly(shape, fibre));
      }
    }
  });

  test("along an axis is constant along it, exactly, and has the disc of its circle across", () => {
    const shape = [13, 14, 15];
    for (const axis of [0, 1, 2]) {
      const winding = [0, 1, 2].map((a) => Number(a === axis));
      const m = drawFibres(shape, [{ centre: [4, 5, 6], radius: 5, winding }]);
      for (let shift = 1; shift < shape[axis]; shift++) {
        const moved = rolled(
          m,
          winding.map((w) => w * shift),
        );
        expect([...moved.data]).toEqual([...m.data]);
      }
      expect(count(m)).toBe(81 * shape[axis]);
    }
  });

  test("along a diagonal goes over into itself one cell further along it", () => {
    const m = drawFibres(
      [12, 12, 12],
      [{ centre: [3.1, 2.6, 0.4], radius: 2, winding: [1, 1, 0] }],
    );
    expect([...rolled(m, [1, 1, 0]).data]).toEqual([...m.data]);
    expect([...rolled(m, [1, -1, 0]).data]).not.toEqual([...m.data]);
  });

  test("runs along z by default; sign and common factor of its winding do not matter", () => {
    const fibre = { centre: [3, 4, 5], radius: 2 };
    const along = (winding: number[]): Uint8Array => {
      return drawFibres([9, 8, 7], [{ ...fibre, winding }]).data;
    };
    expect(drawFibres([9, 8, 7], [fibre]).data).toEqual(along([0, 0, 1]));
    expect(along([-2, 2, -4])).toEqual(along([1, -1, 2]));
  });

  test("has the volume πR²L, up to the cells that its surface may cut", () => {
    const rng = createRng(5);
    const shape = [40, 44, 36];
    for (const winding of [
      [0, 0, 1],
      [1, 0, 1],
      [1, -1, 1],
    ]) {
      const length = Math.hypot(...winding.map((w, a) => w * shape[a]));
      for (const radius of [3, 6, 9]) {
        const centre = shape.map((n) => n * rng.uniform());
        const cells = count(drawFibres(shape, [{ centre, radius, winding }]));
        // A cell that counts wrongly has its middle within half its diagonal, √3/2, of the surface.
        const shell = Math.PI * length * (Math.sqrt(3) * radius + 3 / 4);
        expect(Math.abs(cells - Math.PI * radius ** 2 * length)).toBeLessThan(shell);
      }
    }
  });
});

describe("fibres", () => {
  test("move with their centres, through the faces of the cell", () => {
    const plane: Fibre[] = [
      { centre: [2.5, 3.25], radius: 2.2 },
      { centre: [7.75, 0.5], radius: 1.3 },
    ];
    const space: Fibre[] = WINDINGS.slice(2, 6).map((winding, i) => {
      return { centre: [i + 0.25, 2 * i + 0.5, 0.75], radius: 1.2, winding };
    });
    for (const [shape, fibres, shift] of [
      [[10, 11], plane, [4, 9]],
      [[8, 10, 9], space, [3, 7, 5]],
    ] as const) {
      const moved = fibres.map((fibre) => {
        return { ...fibre, centre: fibre.centre.map((c, a) => c + shift[a] - 3 * shape[a]) };
      });
      const expected = rolled(drawFibres(shape, fibres), shift);
      expect([...drawFibres(shape, moved).data]).toEqual([...expected.data]);
    }
  });

  test("may overlap, differ in radius, and be none", () => {
    const [a, b] = [
      { centre: [3, 3], radius: 2 },
      { centre: [5, 3], radius: 1 },
    ];
    expect(count(drawFibres([9, 9], [a, b]))).toBe(13 + 5 - 2);
    expect(count(drawFibres([9, 9], []))).toBe(0);
  });
});

describe("drawFibres refuses", () => {
  const draw = (fibre: Partial<Fibre>, shape = [6, 6, 6]) => {
    return () => drawFibres(shape, [{ centre: [1, 1, 1], radius: 1, ...fibre }]);
  };
  test("other shapes, and centres or windings that do not fit them", () => {
    expect(draw({ centre: [1] }, [6])).toThrow(
      "microstructure.drawFibres: shape should list the lengths of 2 or 3 space axes, integers ≥ 1; got [6].",
    );
    expect(draw({ centre: [1, 2] })).toThrow(
      "microstructure.drawFibres: fibre 0 should have a centre of 3 numbers and a winding of 3; got [1, 2].",
    );
    expect(draw({ winding: [0, 1] })).toThrow("got [1, 1, 1] and [0, 1].");
    expect(draw({ centre: [1, 2], winding: [0, 0, 1] }, [6, 6])).toThrow(
      "microstructure.drawFibres: fibre 0: winding is for 3-D cells; a 2-D cell shows discs. Leave it out.",
    );
  });

  test("numbers that are not finite, no radius, and a winding that goes nowhere", () => {
    expect(draw({ centre: [1, NaN, 1] })).toThrow(
      "microstructure.drawFibres: fibre 0: centre[1] should be a finite number",
    );
    expect(draw({ radius: 0 })).toThrow(
      "microstructure.drawFibres: fibre 0: radius should be a finite number > 0; got 0.",
    );
    expect(draw({ winding: [0, 0.5, 0] })).toThrow("fibre 0: winding[1] should be an integer");
    expect(draw({ winding: [0, 0, 0] })).toThrow(
      "microstructure.drawFibres: fibre 0: winding should not be [0, 0, 0]; [0, 0, 1] runs along z.",
    );
  });
});
