import { describe, expect, test } from "vitest";
import {
  createRng,
  integers,
  ShapeError,
  sizeOf,
  unravel,
  ValueError,
} from "../../src/core/index.js";
import type { NdArray, NumericData } from "../../src/core/index.js";
import { crop, flip, labelComponents, rotate90, tile } from "../../src/microstructure/index.js";

const GRIDS = [[7], [5, 4], [6, 6], [3, 4, 5], [1, 2, 1]];

function same(a: NdArray<NumericData>, b: NdArray<NumericData>): void {
  expect(a.shape).toEqual(b.shape);
  expect(a.data).toEqual(b.data);
}

/** The entry m[s, …x]. */
function at({ data, shape }: NdArray<NumericData>, index: readonly number[]): number {
  return data[index.reduce((position, i, axis) => position * shape[axis] + i, 0)];
}

describe("mirror images and quarter turns", () => {
  test.each(GRIDS.map((grid) => [grid]))("obey the laws of their group on %j", (grid) => {
    const m = integers(createRng(2), 9, [2, ...grid]);
    grid.forEach((_, axis) => {
      same(flip(flip(m, axis), axis), m);
      grid.forEach((_, other) => {
        same(flip(flip(m, axis), other), flip(flip(m, other), axis));
        if (axis === other) return;
        const plane = [axis, other] as const;
        const turned = (times: number): NdArray<Int32Array> => rotate90(m, times, plane);
        same(turned(0), m);
        same(turned(4), m);
        same(turned(2), flip(flip(m, axis), other));
        same(rotate90(turned(1), 1, plane), turned(2));
        same(rotate90(turned(1), -1, plane), m);
        same(turned(3), turned(-1));
        same(turned(1), rotate90(m, -1, [other, axis]));
        // A mirror image turns the other way round.
        same(flip(turned(1), axis), rotate90(flip(m, axis), -1, plane));
      });
    });
  });

  test("one turn takes x to y: counter-clockwise, with y up", () => {
    const m = integers(createRng(3), 100, [1, 4, 3]);
    const turned = rotate90(m);
    expect(turned.shape).toEqual([1, 3, 4]);
    for (let x = 0; x < 4; x++) {
      for (let y = 0; y < 3; y++) expect(at(turned, [0, 2 - y, x])).toBe(at(m, [0, x, y]));
    }
  });

  test("a mirror image runs backwards along its axis", () => {
    expect([...flip([[1, 2, 3]], 0).data]).toEqual([3, 2, 1]);
    const m = integers(createRng(3), 100, [2, 3, 4]);
    for (let x = 0; x < 3; x++) expect(at(flip(m, 0), [1, 2 - x, 3])).toBe(at(m, [1, x, 3]));
  });

  test("keep the number type, and do not write to what they get", () => {
    const m = integers(createRng(1), 5, [1, 3, 3]);
    const before = m.data.slice();
    expect(flip(m, 0).data).toBeInstanceOf(Int32Array);
    expect(rotate90(m).data).toBeInstanceOf(Int32Array);
    expect(rotate90(m, 4).data).not.toBe(m.data);
    expect(m.data).toEqual(before);
  });

  test("refuse axes that are not there", () => {
    const m = [[[1, 2]]];
    expect(() => flip(m, 2)).toThrow(
      "microstructure.flip: axis should be an integer between 0 and 1; got 2.",
    );
    expect(() => rotate90(m, 0.5)).toThrow("microstructure.rotate90: turns should be an integer");
    expect(() => rotate90(m, 1, [1, 1])).toThrow(
      "microstructure.rotate90: plane should be two different axes; got 1 twice.",
    );
    expect(() => rotate90([[1, 2]])).toThrow("microstructure.rotate90: plane[1] should be");
    expect(() => flip([1, 2], 0)).toThrow(ShapeError);
    expect(() => flip([[[[[1]]]]], 0)).toThrow(
      "microstructure.flip: m should have the axes [sample, …x], one to three of them in space and none empty; got [1, 1, 1, 1, 1]. " +
        "Add a leading axis of length 1 to a single sample.",
    );
  });
});

describe("crop", () => {
  test.each(GRIDS.map((grid) => [grid]))("takes the cells from a place on, on %j", (grid) => {
    const m = integers(createRng(6), 50, [2, ...grid]);
    const from = grid.map((n) => Math.floor(n / 3));
    const shape = grid.map((n, a) => Math.max(1, n - from[a] - 1));
    const part = crop(m, from, shape);
    expect(part.shape).toEqual([2, ...shape]);
    for (let i = 0; i < sizeOf(part.shape); i++) {
      const [s, ...x] = unravel(i, part.shape);
      expect(part.data[i]).toBe(at(m, [s, ...x.map((c, a) => c + from[a])]));
    }
    same(
      crop(
        m,
        grid.map(() => 0),
        grid,
      ),
      m,
    );
  });

  test("refuses parts that leave the sample", () => {
    const m = [
      [
        [1, 2, 3],
        [4, 5, 6],
      ],
    ];
    expect(() => crop(m, [0, 1], [2, 3])).toThrow(
      "microstructure.crop: from[1] should be an integer between 0 and 0; got 1.",
    );
    expect(() => crop(m, [0, 0], [3, 1])).toThrow(
      "microstructure.crop: shape[0] should be an integer between 1 and 2; got 3.",
    );
    expect(() => crop(m, [0], [1, 1])).toThrow(
      "microstructure.crop: from should be the first cell on each of the 2 space axes; got [0].",
    );
    expect(() => crop(m, [0, 0], [1])).toThrow(ShapeError);
    expect(() => crop(m, [0.5, 0], [1, 1])).toThrow(ValueError);
  });
});

describe("tile", () => {
  test("repeats every sample: m[s, …x mod n]", () => {
    const m = integers(createRng(4), 50, [2, 3, 4]);
    const tiled = tile(m, [2, 3]);
    expect(tiled.shape).toEqual([2, 6, 12]);
    for (let i = 0; i < tiled.data.length; i++) {
      const [s, x, y] = unravel(i, tiled.shape);
      expect(tiled.data[i]).toBe(at(m, [s, x % 3, y % 4]));
    }
    same(tile(m, 1), m);
    for (const [x, y] of [
      [0, 0],
      [3, 8],
    ]) {
      same(crop(tiled, [x, y], [3, 4]), m);
    }
  });

  test("mirrored, it is its own mirror image, and neighbours are equal where copies meet, the faces of the whole included", () => {
    const m = integers(createRng(5), 50, [1, 5, 3, 2]);
    const tiled = tile(m, 2, { mirrored: true });
    for (const axis of [0, 1, 2]) same(flip(tiled, axis), tiled);
    expect([...tile([[1, 2, 3]], 2, { mirrored: true }).data]).toEqual([1, 2, 3, 3, 2, 1]);
    expect([...tile([[1, 2]], 3, { mirrored: true }).data]).toEqual([1, 2, 2, 1, 1, 2]);
  });

  test("of a cell that repeats has as many components as if it were one, per copy or joined", () => {
    const m = [[0, 1, 1, 0, 1]];
    expect(labelComponents(m).sizes.length).toBe(4);
    expect(labelComponents(tile(m, 3)).sizes.length).toBe(12);
  });

  test("refuses copies that are none", () => {
    expect(() => tile([[1]], 0)).toThrow(
      "microstructure.tile: copies should be an integer ≥ 1 on axis 0; got 0.",
    );
    expect(() => tile([[1]], [1, 2])).toThrow(ShapeError);
    expect(() => tile([[1]], 2, { mirrored: "yes" as unknown as boolean })).toThrow(
      'microstructure.tile: mirrored should be true or false; got "yes".',
    );
  });
});
