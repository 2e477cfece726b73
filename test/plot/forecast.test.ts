import { describe, expect, test } from "vitest";
import { ndarrayOf, ShapeError, ValueError } from "../../src/core/index.js";
import type { NdArray } from "../../src/core/index.js";
import { colourAt, diverging, viridis } from "../../src/plot/colours.js";
import { forecast } from "../../src/plot/index.js";
import { cellColour, imagesOf, textsOf } from "./reading.js";

/** u[t, x, y] = scale · t in one cell, 0 elsewhere. */
function movie(frames: number, scale: number, grid = [3, 2]): NdArray {
  const size = grid.reduce((a, b) => a * b);
  const data = new Float64Array(frames * size);
  for (let t = 0; t < frames; t++) data[t * size] = scale * t;
  return ndarrayOf(data, [frames, ...grid]);
}

describe("a forecast beside the reference", () => {
  test("is a row each for the reference, the forecast and the error, at five times", () => {
    const svg = forecast(movie(9, 1), movie(9, 0.75), {
      times: [...Array(9).keys()].map((t) => t / 4),
    });
    const panels = imagesOf(svg).filter(({ shownWidth }) => shownWidth !== 14);
    expect(panels).toHaveLength(15);
    const colour = (row: number, column: number) =>
      cellColour(panels[5 * row + column], [0, 0], [3, 2]);
    // 8 is the largest value of both, −2 the largest error.
    expect(colour(0, 4)).toBe(colourAt(viridis, 1).join(" "));
    expect(colour(1, 4)).toBe(colourAt(viridis, 0.75).join(" "));
    expect(colour(2, 4)).toBe(colourAt(diverging, 0).join(" "));
    expect(colour(2, 2)).toBe(colourAt(diverging, 0.25).join(" "));
    expect(textsOf(svg)).toEqual(
      expect.arrayContaining(["u, t = 0", "forecast, t = 1", "error, t = 2"]),
    );
  });
  test("ends where the forecast ends, and shows the frames asked for", () => {
    const texts = textsOf(forecast(movie(9, 1), movie(4, 1), { name: "T" }));
    expect(texts).toEqual(expect.arrayContaining(["T, frame 0", "error, frame 3"]));
    expect(texts).not.toContain("T, frame 4");
    const asked = textsOf(forecast(movie(9, 1), movie(9, 1), { frames: [2, 7] }));
    expect(asked.filter((text) => text.startsWith("u, frame"))).toEqual([
      "u, frame 2",
      "u, frame 7",
    ]);
  });
  test("may be of lines and of volumes", () => {
    expect(forecast(movie(3, 1, [5]), movie(3, 2, [5]))).toContain("<svg");
    expect(forecast(movie(2, 1, [2, 3, 4]), movie(2, 2, [2, 3, 4]))).toContain("z = 2 of 4");
    expect(forecast(movie(1, 1), movie(1, 1))).toContain("frame 0");
  });
  test("is refused fields of other grids, frames that are not there, and NaN", () => {
    expect(() => forecast(movie(3, 1), movie(3, 1, [2, 3]))).toThrow(ShapeError);
    expect(() => forecast([1, 2], [1, 2])).toThrow(ShapeError);
    expect(() => forecast(movie(3, 1), movie(2, 1), { frames: [2] })).toThrow(ValueError);
    expect(() => forecast(movie(3, 1), movie(3, NaN))).toThrow(/forecast should be finite/);
  });
});
