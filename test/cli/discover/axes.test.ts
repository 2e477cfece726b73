import { describe, expect, test } from "vitest";
import { trajectoriesIn } from "../../../src/cli/discover/axes.js";
import { UsageError } from "../../../src/cli/command.js";
import { ndarrayOf, ShapeError, sizeOf } from "../../../src/core/index.js";
import type { NdArray } from "../../../src/core/index.js";

const HINTS = { axes: undefined, components: undefined, points: 7 };

/** 0, 1, 2, … in an array. */
function counted(...shape: number[]): NdArray {
  return ndarrayOf(
    Float64Array.from({ length: sizeOf(shape) }, (_, i) => i),
    shape,
  );
}

function shapes(array: NdArray, letters?: string, hints = {}): number[][] {
  return trajectoriesIn(array, letters, { ...HINTS, ...hints }, "u.npy").map(({ shape }) => shape);
}

describe("the axes of an array are", () => {
  test.each([
    ["[time, x]", [20, 32], [[20, 1, 32]]],
    ["[time, x, y]", [20, 16, 32], [[20, 1, 16, 32]]],
    ["[time, component, x]", [20, 2, 32], [[20, 2, 32]]],
    ["[time, component, x, y]", [20, 2, 16, 32], [[20, 2, 16, 32]]],
    ["[time, x, y, z]", [20, 9, 12, 10], [[20, 1, 9, 12, 10]]],
    ["[sample, time, component, x]", [3, 20, 1, 32], Array<number[]>(3).fill([20, 1, 32])],
    ["[sample, time, component, x, y]", [2, 20, 2, 8, 9], Array<number[]>(2).fill([20, 2, 8, 9])],
    ["[time, component, x, y, z]", [20, 2, 12, 9, 10], [[20, 2, 12, 9, 10]]],
    ["all of them", [1, 20, 2, 8, 9, 10], [[20, 2, 8, 9, 10]]],
  ])("%s where the shape leaves nothing else", (_, shape, expected) => {
    expect(shapes(counted(...shape))).toEqual(expected);
  });

  test("those of the hints where the shape leaves several readings", () => {
    const array = counted(20, 8, 32);
    expect(() => shapes(array)).toThrow(UsageError);
    expect(() => shapes(array)).toThrow(
      "u.npy has the shape [20, 8, 32], which may be [time, x, y] or [time, component, x]. Say which: --axes txy " +
        "or --axes tcx.",
    );
    expect(shapes(array, undefined, { axes: 2 })).toEqual([[20, 1, 8, 32]]);
    expect(shapes(array, undefined, { components: 8 })).toEqual([[20, 8, 32]]);
    expect(shapes(counted(20, 10, 32), undefined, { components: 10 })).toEqual([[20, 10, 32]]);
    expect(shapes(array, undefined, { points: 9 })).toEqual([[20, 8, 32]]);
  });

  test("those of the letters, in whatever order they stand", () => {
    expect(shapes(counted(3, 20, 32), "stx")).toEqual(Array<number[]>(3).fill([20, 1, 32]));
    expect(shapes(counted(20, 8, 32), "tcx")).toEqual([[20, 8, 32]]);
    const array = counted(4, 5, 2, 3); // y, x, c, t
    const [movie] = trajectoriesIn(array, "yxct", HINTS, "u.npy");
    expect(movie.shape).toEqual([3, 2, 5, 4]);
    for (const [t, c, x, y] of [
      [0, 0, 0, 0],
      [2, 1, 4, 3],
      [1, 0, 3, 2],
    ]) {
      expect(movie.get(t, c, x, y)).toBe(array.get(y, x, c, t));
    }
  });

  test("those on which filters would fit, and else those that are possible at all", () => {
    expect(shapes(counted(2, 12, 1, 32), undefined, { points: 33 })).toEqual([
      [12, 1, 32],
      [12, 1, 32],
    ]);
    expect(() => shapes(counted(20, 4, 4))).toThrow("--axes txy or --axes tcx");
    expect(shapes(counted(1, 8, 8))).toEqual([[1, 1, 8, 8]]);
  });
});

describe("refused are", () => {
  test.each([
    ["no time", "xy"],
    ["no space", "tc"],
    ["y without x", "ty"],
    ["a letter twice", "ttx"],
    ["another letter", "tux"],
  ])("letters with %s", (_, letters) => {
    const sentence = `letters for the axes in turn, once each: s sample, t time, c component, x, y, z, with t and x; got ${letters}`;
    expect(() => shapes(counted(20, 32), letters)).toThrow(UsageError);
    expect(() => shapes(counted(20, 32), letters)).toThrow(sentence);
  });

  test("letters for another number of axes", () => {
    expect(() => shapes(counted(20, 32), "tcx")).toThrow(
      "--axes should have a letter for every axis of u.npy, which has the shape [20, 32]; got tcx.",
    );
  });

  test.each([[[20]], [[1, 1, 1, 1, 1, 1, 1]]])("arrays of other ranks: %j", (shape) => {
    expect(() => shapes(counted(...shape))).toThrow(ShapeError);
    expect(() => shapes(counted(...shape))).toThrow("u.npy should have two to six axes");
  });
});
