import { describe, expect, test } from "vitest";
import { ndarrayOf, ShapeError, ValueError } from "../../src/core/index.js";
import { colourAt, diverging } from "../../src/plot/colours.js";
import { coefficientMaps } from "../../src/plot/index.js";
import { cellColour, imagesOf, textsOf } from "./reading.js";

const field = (...values: number[]) => ndarrayOf(Float64Array.from(values), [2, 2]);

describe("coefficients over the domain", () => {
  test("stand beside the known ones, with the error of the first", () => {
    const svg = coefficientMaps([
      { name: "u_x", learnt: field(1, 2, 3, 5), known: field(1, 2, 3, 4) },
    ]);
    const panels = imagesOf(svg).filter(({ shownWidth }) => shownWidth !== 14);
    expect(panels).toHaveLength(3);
    expect(cellColour(panels[2], [1, 1], [2, 2])).toBe(colourAt(diverging, 1).join(" "));
    expect(textsOf(svg)).toEqual(
      expect.arrayContaining(["of ux, learnt", "of ux, known", "error", "learnt − known"]),
    );
  });
  test("stand side by side where nothing is known", () => {
    const svg = coefficientMaps([
      { name: "u_x", learnt: field(1, 2, 3, 5) },
      { name: "u_xx", learnt: [1, 2, 3] },
    ]);
    expect(textsOf(svg)).toEqual(expect.arrayContaining(["of ux", "of uxx"]));
  });
  test("are refused where there are none, some are known and some not, or grids differ", () => {
    const one = { name: "u", learnt: field(1, 2, 3, 4) };
    expect(() => coefficientMaps([])).toThrow(ValueError);
    expect(() => coefficientMaps([one, { ...one, known: one.learnt }])).toThrow(/all or none/);
    expect(() => coefficientMaps([{ ...one, known: [1, 2] }])).toThrow(ShapeError);
  });
});
