import { expect, test } from "vitest";
import {
  checkGrid,
  lengthsPerAxis,
  perAxis,
  ShapeError,
  ValueError,
} from "../../src/core/index.js";

test("a grid is one to three whole lengths", () => {
  for (const shape of [[4], [1, 3], [2, 2, 2]]) checkGrid(shape, [1, 2, 3], "f");
  expect(() => checkGrid([4], [2, 3], "f")).toThrow(
    "f: shape should list the lengths of 2 or 3 space axes, integers ≥ 1; got [4].",
  );
  for (const shape of [[0, 2], [2.5, 2], [1, 2, 3, 4], 5 as unknown as number[]]) {
    expect(() => checkGrid(shape, [1, 2, 3], "f")).toThrow(ShapeError);
  }
});

test("one number stands for every axis, and a list for each", () => {
  expect(perAxis(3, 2, "f: x")).toEqual([3, 3]);
  expect(perAxis([1, 2], 2, "f: x")).toEqual([1, 2]);
  expect(() => perAxis([1, 2, 3], 2, "f: x")).toThrow(
    "f: x should be one number, or one for each of the 2 axes; got [1, 2, 3].",
  );
  expect(() => perAxis(undefined as unknown as number, 2, "f: x")).toThrow(ShapeError);
});

test("lengths are positive", () => {
  expect(lengthsPerAxis(0.5, 3, "f: spacing")).toEqual([0.5, 0.5, 0.5]);
  for (const wrong of [0, -1, NaN, Infinity]) {
    expect(() => lengthsPerAxis([1, wrong], 2, "f: spacing")).toThrow(ValueError);
  }
  expect(() => lengthsPerAxis([1, -1], 2, "f: spacing")).toThrow(
    "f: spacing[1] should be a positive length; got -1.",
  );
});
