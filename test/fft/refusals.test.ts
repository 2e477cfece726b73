import { describe, expect, test } from "vitest";
import { complexZeros } from "../../src/core/index.js";
import { fftn, ifftn, irfftn, rfftn } from "../../src/fft/index.js";

describe("fftn, ifftn, rfftn and irfftn refuse", () => {
  test("fewer axes than are to be transformed, or one without length", () => {
    expect(() => fftn(complexZeros([4]), 2)).toThrow(
      "fft.fftn: u should have at least 2 axes of length ≥ 1 to be transformed; got [4]. " +
        "Choose fewer axes.",
    );
    expect(() => ifftn(complexZeros([4]), 2)).toThrow("fft.ifftn: spectrum should have at least 2");
    expect(() => rfftn([1, 2], 2)).toThrow("fft.rfftn: u should have at least 2 axes");
    expect(() => rfftn({ data: [], shape: [2, 0] }, 1)).toThrow("got [2, 0]. Choose fewer axes.");
  });

  test("a precision that does not exist", () => {
    expect(() => rfftn([1], 1, { precision: "float16" as "float32" })).toThrow(
      'fft.rfftn: precision should be one of "float64", "float32"; got "float16".',
    );
  });

  test("a number of axes that is none", () => {
    for (const axes of [0, -1, 1.5, NaN]) {
      expect(() => fftn(complexZeros([4]), axes)).toThrow(
        `fft.fftn: axes should be an integer ≥ 1; got ${axes}.`,
      );
    }
    expect(() => rfftn([1], 0)).toThrow("fft.rfftn: axes should be");
    expect(() => irfftn(complexZeros([1]), [])).toThrow("fft.irfftn: axes should be");
  });

  test("planes that do not fill their shape", () => {
    const short = { re: new Float64Array(4), im: new Float64Array(3), shape: [4] };
    const message = "has shape [4], which needs 4 real and imaginary parts; got 4 and 3.";
    expect(() => fftn(short, 1)).toThrow(`fft.fftn: u ${message}`);
    expect(() => ifftn(short, 1)).toThrow(`fft.ifftn: spectrum ${message}`);
    expect(() => irfftn(short, [6])).toThrow(`fft.irfftn: spectrum ${message}`);
  });

  test("a half spectrum of another grid", () => {
    expect(() => irfftn(complexZeros([5, 4]), [5, 8])).toThrow(
      "fft.irfftn: the half spectrum of grid [5, 8] ends with [5, 5]; got [5, 4]. " +
        "Pass the grid of the real array.",
    );
    expect(() => irfftn(complexZeros([4]), [5, 6])).toThrow("ends with [5, 4]; got [4].");
  });

  test("a grid that is none", () => {
    for (const length of [0, -4, 4.5, NaN]) {
      expect(() => irfftn(complexZeros([3]), [length])).toThrow(
        `fft.irfftn: grid should have at least 1 axes of length ≥ 1 to be transformed; got [${length}].`,
      );
    }
  });

  test("ragged lists", () => {
    expect(() => rfftn([[1, 2], [3]], 1)).toThrow("fft.rfftn: u is a ragged list");
  });
});
