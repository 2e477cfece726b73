import { describe, expect, test } from "vitest";
import {
  checkBoolean,
  checkFinite,
  checkInteger,
  checkNumber,
  checkOneOf,
  checkRank,
  checkShape,
  ShapeError,
  ValueError,
} from "../../src/core/index.js";

const matrix = { data: Float64Array.of(1, 2, 3, 4, 5, 6), shape: [2, 3] };

describe("checks of the public border", () => {
  test("checkFinite names the first entry that is no number", () => {
    const data = Float64Array.of(1, 2, 3, 4, NaN, Infinity);
    expect(() => checkFinite({ data, shape: [2, 3] }, "mks.fit: response")).toThrow(
      new ValueError(
        "mks.fit: response should be finite; got NaN at index [1, 1]. " +
          "Remove or fill that entry first.",
      ),
    );
    expect(() => checkFinite(matrix, "m")).not.toThrow();
    const float32 = { data: Float32Array.of(-Infinity), shape: [1] };
    expect(() => checkFinite(float32, "m")).toThrow("got -Infinity at index [0]");
  });

  test("checkFinite finds one entry wherever it stands", () => {
    for (const length of [1, 2, 5, 6]) {
      for (let at = 0; at < length; at++) {
        for (const value of [NaN, Infinity, -Infinity]) {
          const data = new Float64Array(length).fill(1).with(at, value);
          expect(() => checkFinite({ data, shape: [length] }, "m")).toThrow(`got ${value} at`);
        }
      }
    }
  });

  test("checkFinite has nothing to look for in integers", () => {
    expect(() => checkFinite({ data: Int32Array.of(1, 2), shape: [2] }, "m")).not.toThrow();
  });

  test("checkRank accepts any of the given numbers of axes", () => {
    expect(() => checkRank(matrix, [2, 3], "[s, …x]", "m")).not.toThrow();
    expect(() => checkRank(matrix, [3, 4], "[s, h, …x]", "mks.fit: m")).toThrow(ShapeError);
    expect(() => checkRank(matrix, [3, 4], "[s, h, …x]", "mks.fit: m")).toThrow(
      "mks.fit: m should have the axes [s, h, …x] (3 or 4 axes); got [2, 3].",
    );
  });

  test("checkShape says both shapes and what to do", () => {
    expect(() => checkShape(matrix, [2, 3], "", "m")).not.toThrow();
    expect(() => checkShape(matrix, [3, 2], "Transpose it.", "mks.fit: m")).toThrow(
      new ShapeError("mks.fit: m should have shape [3, 2]; got [2, 3]. Transpose it."),
    );
  });

  test("checkInteger refuses fractions, numbers out of range and NaN", () => {
    expect(() => checkInteger(3, 1, 3, "n")).not.toThrow();
    for (const value of [0, 4, 1.5, NaN, Infinity]) {
      expect(() => checkInteger(value, 1, 3, "n")).toThrow(
        new ValueError(`n should be an integer between 1 and 3; got ${value}.`),
      );
    }
    expect(() => checkInteger(0, 1, Infinity, "n")).toThrow("n should be an integer ≥ 1; got 0.");
    expect(() => checkInteger(Infinity, 1, Infinity, "n")).toThrow(ValueError);
  });

  test("checkNumber refuses numbers out of range and infinities", () => {
    expect(() => checkNumber(0.5, 0, 1, "x")).not.toThrow();
    expect(() => checkNumber(-1, 0, Infinity, "x")).toThrow(
      new ValueError("x should be a finite number ≥ 0; got -1."),
    );
    expect(() => checkNumber(2, 0, 1, "x")).toThrow("between 0 and 1; got 2.");
    expect(() => checkNumber(Infinity, 0, Infinity, "x")).toThrow(ValueError);
    const { MIN_VALUE, MAX_VALUE } = Number;
    for (const [from, to, range] of [
      [MIN_VALUE, MAX_VALUE, " > 0"],
      [MIN_VALUE, 2, " > 0 and ≤ 2"],
      [-MAX_VALUE, MAX_VALUE, ""],
      [-Infinity, Infinity, ""],
    ] as const) {
      expect(() => checkNumber(NaN, from, to, "x")).toThrow(
        new ValueError(`x should be a finite number${range}; got NaN.`),
      );
    }
    expect(() => checkNumber("1" as unknown as number, 0, 2, "x")).toThrow('got "1".');
  });

  test("checkBoolean refuses what only looks true", () => {
    expect(() => checkBoolean(false, "relaxed")).not.toThrow();
    expect(() => checkBoolean("no" as unknown as boolean, "compute.use: relaxed")).toThrow(
      new ValueError('compute.use: relaxed should be true or false; got "no".'),
    );
  });

  test("checkOneOf lists the known words", () => {
    expect(() => checkOneOf("qr", ["gram", "qr"], "solver")).not.toThrow();
    expect(() => checkOneOf("lu", ["gram", "qr"], "mks.fit: solver")).toThrow(
      new ValueError('mks.fit: solver should be one of "gram", "qr"; got "lu".'),
    );
  });
});
