import ndarray from "ndarray";
import { describe, expect, test } from "vitest";
import {
  ndarrayOf,
  ShapeError,
  toDense,
  toFloat64,
  ValueError,
  zeros,
} from "../../src/core/index.js";
import type { ArrayInput } from "../../src/core/index.js";

describe("making arrays", () => {
  test("ndarrayOf wraps the data without a copy, row-major", () => {
    const data = Float64Array.of(1, 2, 3, 4, 5, 6);
    const array = ndarrayOf(data, [2, 3]);
    expect(array.data).toBe(data);
    expect(array.shape).toEqual([2, 3]);
    expect(array.stride).toEqual([3, 1]);
    expect(array.get(1, 0)).toBe(4);
  });

  test("zeros fill their shape", () => {
    expect(zeros([2, 2]).data).toEqual(new Float64Array(4));
    expect(zeros([]).data).toHaveLength(1);
  });
});

describe("toDense", () => {
  test("nested lists become row-major Float64 data", () => {
    const dense = toDense(
      [
        [
          [1, 2],
          [3, 4],
        ],
        [
          [5, 6],
          [7, 8],
        ],
      ],
      "m",
    );
    expect(dense.shape).toEqual([2, 2, 2]);
    expect(dense.data).toEqual(Float64Array.of(1, 2, 3, 4, 5, 6, 7, 8));
  });

  test("contiguous typed arrays keep their type and are not copied", () => {
    const data = Uint8Array.of(0, 1, 1, 0);
    expect(toDense({ data, shape: [2, 2] }, "m").data).toBe(data);
    expect(toDense(ndarray(data, [2, 2]), "m").data).toBe(data);
  });

  test("transposed, reversed, stepped and picked views are gathered", () => {
    const base = ndarray(
      Float64Array.from({ length: 12 }, (_, i) => i),
      [3, 4],
    );
    expect(toDense(base.transpose(1, 0), "m")).toEqual({
      data: Float64Array.of(0, 4, 8, 1, 5, 9, 2, 6, 10, 3, 7, 11),
      shape: [4, 3],
    });
    expect(toDense(base.pick(1, null), "m").data).toEqual(Float64Array.of(4, 5, 6, 7));
    expect(toDense(base.step(-1, 2), "m").data).toEqual(Float64Array.of(8, 10, 4, 6, 0, 2));
    expect(toDense(base.lo(1, 1).hi(2, 2), "m").data).toEqual(Float64Array.of(5, 6, 9, 10));
  });

  test("a view at the front of longer data is cut to its size", () => {
    const long = ndarray(Float64Array.of(1, 2, 3, 4, 5), [2, 2], [2, 1], 0);
    expect(toDense(long, "m").data).toEqual(Float64Array.of(1, 2, 3, 4));
  });

  test("plain lists and 64-bit integers as flat data become Float64", () => {
    expect(toDense({ data: [1, 2], shape: [2] }, "m").data).toEqual(Float64Array.of(1, 2));
    expect(toDense({ data: BigInt64Array.of(-3n, 7n), shape: [2] }, "m").data).toEqual(
      Float64Array.of(-3, 7),
    );
  });

  test("toFloat64 copies only other number types", () => {
    const doubles = Float64Array.of(1, 2);
    expect(toFloat64({ data: doubles, shape: [2] }, "m").data).toBe(doubles);
    expect(toFloat64({ data: Int8Array.of(-1, 2), shape: [2] }, "m").data).toEqual(
      Float64Array.of(-1, 2),
    );
  });

  test("arrays with an empty axis are arrays", () => {
    expect(toDense({ data: new Float64Array(0), shape: [0, 3] }, "m").shape).toEqual([0, 3]);
    expect(toDense([], "m").shape).toEqual([0]);
  });
});

describe("toDense refuses", () => {
  test.each<[string, unknown]>([
    ["a shorter list", [[1, 2], [3]]],
    [
      "a list where a number should be",
      [
        [1, 2],
        [3, [4]],
      ],
    ],
    ["a number where a list should be", [[1, 2], 3]],
  ])("ragged lists: %s", (_, lists) => {
    expect(() => toDense(lists as ArrayInput, "mks.fit: m")).toThrow(ShapeError);
    expect(() => toDense(lists as ArrayInput, "mks.fit: m")).toThrow("mks.fit: m is a ragged list");
  });

  test("entries that are no numbers", () => {
    const words = [["a"]] as unknown as ArrayInput;
    expect(() => toDense(words, "m")).toThrow(
      new ValueError("m should hold numbers only; got the string a."),
    );
    expect(() => toDense([null] as unknown as ArrayInput, "m")).toThrow("got null");
  });

  test.each<[string, unknown, string]>([
    ["nothing", undefined, "got undefined"],
    ["a number", 3, "got the number 3"],
    ["flat data alone", Float64Array.of(1), "got Float64Array"],
    ["another object", new Map(), "got Map"],
  ])("what is no array: %s", (_, value, message) => {
    expect(() => toDense(value as ArrayInput, "m")).toThrow(ValueError);
    expect(() => toDense(value as ArrayInput, "m")).toThrow(message);
    expect(() => toDense(value as ArrayInput, "m")).toThrow("Wrap flat data as { data, shape }.");
  });

  test("data that do not fill the shape, or more than fill it", () => {
    expect(() => toDense({ data: [1, 2, 3], shape: [2, 2] }, "m")).toThrow(
      new ShapeError(
        "m has shape [2, 2], which needs 4 entries; its data hold 3. Check the shape.",
      ),
    );
    expect(() => toDense({ data: [1, 2, 3, 4, 5], shape: [2, 2] }, "m")).toThrow(ShapeError);
  });

  test("strides that reach beyond the data", () => {
    const beyond = { data: Float64Array.of(1, 2, 3), shape: [2], stride: [3] };
    expect(() => toDense(beyond, "m")).toThrow("needs 4 entries; its data hold 3");
  });

  test("lengths that are negative or fractions", () => {
    expect(() => toDense({ data: [1], shape: [-1] }, "m")).toThrow(ShapeError);
    expect(() => toDense({ data: [1], shape: [1.5] }, "m")).toThrow(
      "m has shape [1.5]; every axis length should be an integer ≥ 0.",
    );
  });

  test("64-bit integers that a Float64 cannot hold", () => {
    const data = BigInt64Array.of(2n ** 53n + 1n);
    expect(() => toDense({ data, shape: [1] }, "m")).toThrow(
      new ValueError("m holds 9007199254740993, which a Float64 cannot hold exactly."),
    );
  });
});
