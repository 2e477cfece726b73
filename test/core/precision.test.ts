import { describe, expect, test } from "vitest";
import { createArray, precisionOf, PRECISIONS, toReals } from "../../src/core/index.js";

describe("arrays of either precision", () => {
  test("are made of zeros, in Float64 unless another is asked for", () => {
    expect(createArray(2)).toEqual(new Float64Array(2));
    expect(createArray(2, "float32")).toEqual(new Float32Array(2));
  });

  test("know their precision", () => {
    expect(PRECISIONS.map((word) => precisionOf(createArray(1, word)))).toEqual(PRECISIONS);
  });

  test("are made of any input, which is copied only where it has to be", () => {
    const data = Float32Array.of(1, 2);
    expect(toReals({ data, shape: [2] }, "u", "float32").data).toBe(data);
    expect(toReals({ data, shape: [2] }, "u").data).toEqual(Float64Array.of(1, 2));
    expect(toReals([0.1], "u", "float32").data[0]).toBe(Math.fround(0.1));
  });
});
