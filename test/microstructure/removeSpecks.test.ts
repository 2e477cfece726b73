import { describe, expect, test } from "vitest";
import { createRng, integers, ndarrayOf, ValueError } from "../../src/core/index.js";
import { drawFibres, labelComponents, removeSpecks } from "../../src/microstructure/index.js";
import { rolled } from "../mks/synthetic.js";

describe("removeSpecks", () => {
  test("fills a hole and keeps the disc, in 2-D and 3-D", () => {
    for (const shape of [
      [20, 23],
      [12, 13, 7],
    ]) {
      const centre = shape.map((n) => n >> 1);
      const disc = drawFibres(shape, [{ centre, radius: 4 }]);
      const specked = ndarrayOf(disc.data.slice(), disc.shape);
      specked.data[centre.reduce((position, x, axis) => position * shape[axis] + x, 0)] = 0;
      specked.data[0] = 1;
      expect(removeSpecks(specked, { cells: 2 }).data).toEqual(disc.data);
    }
  });

  test.each([[[40]], [[19, 16]], [[8, 7, 6]]])(
    "leaves no speck on %j, and does no more a second time",
    (grid) => {
      const m = integers(createRng(5), 2, [2, ...grid]);
      for (const periodic of [true, false]) {
        const clean = removeSpecks(m, { cells: 4, periodic });
        expect(Math.min(...labelComponents(clean, { periodic }).sizes)).toBeGreaterThanOrEqual(4);
        expect(removeSpecks(clean, { cells: 4, periodic }).data).toEqual(clean.data);
      }
    },
  );

  test("commutes with a shift of a cell that repeats", () => {
    const m = integers(createRng(3), 3, [1, 14, 15]);
    const options = { cells: 3 };
    expect(removeSpecks(rolled(m, [5, 9]), options).data).toEqual(
      rolled(removeSpecks(m, options), [5, 9]).data,
    );
  });

  test("takes the phase with most faces, of equals the lowest; with one cell nothing is a speck", () => {
    const m = [
      [
        [0, 0, 0, 0],
        [0, 2, 1, 1],
        [1, 1, 1, 1],
      ],
    ];
    // The 2 shares two faces with phase 0 and two with phase 1.
    const clean = removeSpecks(m, { cells: 2, periodic: false });
    expect([...clean.data]).toEqual([0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1]);
    expect([...removeSpecks(m, { cells: 1 }).data]).toEqual(m.flat(2));
  });

  test("goes on where specks touch specks, from the outside in", () => {
    const clean = removeSpecks([[0, 0, 0, 1, 2, 3, 2, 1, 0, 0]], { cells: 3 });
    expect([...clean.data]).toEqual(new Array(10).fill(0));
  });

  test("keeps the number type and its argument", () => {
    const data = Int32Array.of(0, 0, 1, 0);
    const clean = removeSpecks(ndarrayOf(data, [1, 4]), { cells: 2 });
    expect(clean.data).toEqual(Int32Array.of(0, 0, 0, 0));
    expect([...data]).toEqual([0, 0, 1, 0]);
  });

  test("refuses to remove everything, and what is no size", () => {
    expect(() =>
      removeSpecks(
        [
          [0, 0, 0],
          [0, 1, 2],
        ],
        { cells: 3 },
      ),
    ).toThrow(
      "microstructure.removeSpecks: cells should be at most the size of the largest component, 1 in sample 1; got 3. " +
        "Choose fewer.",
    );
    expect(() => removeSpecks([[0]], { cells: 0 })).toThrow(ValueError);
    expect(() => removeSpecks([[0.5]], { cells: 1 })).toThrow(
      "microstructure.removeSpecks: m should hold phase indices",
    );
    expect(() => removeSpecks([[0]], { cells: 1, connectivity: 2 })).toThrow(
      "microstructure.removeSpecks: connectivity should be",
    );
  });
});
