import { beforeAll, describe, expect, test } from "vitest";
import { createRng, integers, normals } from "../../src/core/index.js";
import { fit, kernels as kernelsOf } from "../../src/mks/index.js";
import { colourAt, diverging } from "../../src/plot/colours.js";
import { kernels } from "../../src/plot/index.js";
import { stateNames } from "../../src/plot/stateNames.js";
import {
  fourierBasis,
  legendreBasis,
  neighbourBasis,
  phaseBasis,
  primitiveBasis,
} from "../../src/states/index.js";
import type { Localization } from "../../src/states/index.js";
import { cellColour, elementsOf, imagesOf, parseXml, textsOf } from "./reading.js";
import type { Image } from "./reading.js";

const rasters = (svg: string): Image[] =>
  imagesOf(svg).filter(({ shownWidth }) => shownWidth !== 14);
const bars = (svg: string): Image[] => imagesOf(svg).filter(({ shownWidth }) => shownWidth === 14);

/** A model whose response is the state of the same cell, so that its kernels peak at r = 0. */
async function localModel(grid: readonly number[], phases: number): Promise<Localization> {
  const m = integers(createRng(1), phases, [12 * phases, ...grid]);
  return fit(m, { data: Float64Array.from(m.data), shape: m.shape }, phaseBasis(phases));
}

let plane: Localization;
beforeAll(async () => {
  plane = await localModel([6, 5], 2);
});

describe("the picture of kernels", () => {
  test("has r = 0 in the middle, of even and odd axes", () => {
    const [first, second] = rasters(kernels(plane));
    // Index ⌊n/2⌋ = 3 along x, 2 along y. Phase 1 answers with more than the mean, phase 0 with less.
    expect(cellColour(second, [3, 2], [6, 5])).toBe(colourAt(diverging, 1).join(" "));
    const [red, , blue] = cellColour(first, [3, 2], [6, 5]).split(" ").map(Number);
    expect(blue).toBeGreaterThan(red);
    expect(textsOf(kernels(plane))).toEqual(expect.arrayContaining(["rx", "ry", "0", "−2", "2"]));
  });
  test("labels r = −2 and r = 2 where those cells are", () => {
    const svg = kernels(plane);
    const [{ x, y, shownWidth, shownHeight }] = rasters(svg);
    // The first label is below the first panel: r_x = −2 is cell 1 of 6 there.
    const texts = elementsOf(parseXml(svg), "text");
    const centre = (text: string, anchor: string): { x: number; y: number } => {
      const found = texts.find((t) => t.text === text && t.attributes["text-anchor"] === anchor);
      return { x: Number(found?.attributes.x), y: Number(found?.attributes.y) };
    };
    expect(centre("−2", "middle").x).toBeCloseTo(x + (shownWidth * 1.5) / 6, 1);
    expect(centre("2", "middle").x).toBeCloseTo(x + (shownWidth * 5.5) / 6, 1);
    // r_y = 2 is the uppermost of 5 cells; baselines are 4 pixels below the middle of the digits.
    expect(centre("2", "end").y - 4).toBeCloseTo(y + (shownHeight * 0.5) / 5, 1);
  });
  test("shows the numbers of mks.kernels on one scale, symmetric about 0", () => {
    const svg = kernels(plane);
    expect(bars(svg)).toHaveLength(1);
    const { data } = kernelsOf(plane, { centred: true });
    const largest = Math.max(...data.map(Math.abs));
    rasters(svg).forEach((image, h) => {
      for (const [x, y] of [
        [0, 0],
        [3, 2],
        [5, 4],
        [2, 3],
      ]) {
        const value = data[h * 30 + x * 5 + y];
        const expected = colourAt(diverging, (value + largest) / (2 * largest));
        expect(cellColour(image, [x, y], [6, 5])).toBe(expected.join(" "));
      }
    });
  });
  test("of two phases in the gauge of least norm are each other's negative without their means", () => {
    const [first, second] = rasters(kernels(plane, { fluctuation: true }));
    for (const cell of [
      [3, 2],
      [0, 0],
      [4, 2],
    ]) {
      const place = (image: Image): number => {
        const colour = cellColour(image, cell, [6, 5]);
        return diverging().findIndex((rgb) => rgb.join(" ") === colour);
      };
      // Both are rounded to one of 256 colours, which have no middle one.
      expect(Math.abs(place(first) + place(second) - 255)).toBeLessThanOrEqual(1);
    }
  });
  test("of the whole range show more of the far cells within a smaller limit", () => {
    const corner = (limit?: number): string =>
      cellColour(rasters(kernels(plane, { limit }))[1], [0, 0], [6, 5]);
    expect(corner(1e-3)).toBe(colourAt(diverging, 1).join(" "));
    expect(corner()).not.toBe(corner(1e-3));
  });
  test("of three axes shows the plane r_z = 0", async () => {
    const volume = await localModel([3, 4, 5], 2);
    const svg = kernels(volume);
    expect(textsOf(svg).filter((text) => text === "rz = 0")).toHaveLength(2);
    expect(cellColour(rasters(svg)[1], [1, 2], [3, 4])).toBe(colourAt(diverging, 1).join(" "));
  });
  test("of one axis draws curves", async () => {
    const svg = kernels(await localModel([7], 3));
    expect(imagesOf(svg)).toHaveLength(0);
    expect(svg.match(/<path /g)).toHaveLength(3);
  });
  test("of eight states has two rows and one bar", async () => {
    const svg = kernels(await localModel([5, 4], 8));
    expect(rasters(svg)).toHaveLength(8);
    expect(bars(svg)).toHaveLength(1);
    expect(new Set(rasters(svg).map(({ y }) => y)).size).toBe(2);
  });
  test("shows the states and the component asked for, by the names given", async () => {
    const m = integers(createRng(2), 3, [20, 4, 4]);
    const model = await fit(m, normals(createRng(3), [20, 2, 4, 4]), phaseBasis(3));
    const names = ["a", "b", "<c>"];
    const svg = kernels(model, { component: 1, states: [2, 0], names });
    expect(textsOf(svg).filter((text) => names.includes(text))).toEqual(["<c>", "a"]);
    expect(kernels(model, { component: 1 })).not.toBe(kernels(model, { component: 0 }));
  });
  test("of a complex basis shows either part", async () => {
    const m = normals(createRng(4), [30, 4, 4]);
    const model = await fit(m, m, fourierBasis(3, [-6, 6]));
    expect(parseXml(kernels(model)).name).toBe("svg");
    expect(kernels(model, { part: "imaginary" })).not.toBe(kernels(model));
  });
});

test("states are named after what their basis says of them", () => {
  expect(stateNames(phaseBasis(3, { states: [0, 2] }))).toEqual(["phase 0", "phase 2"]);
  expect(stateNames(primitiveBasis(3, [-1, 1]))).toEqual(["hat at −1", "hat at 0", "hat at 1"]);
  expect(stateNames(legendreBasis(2))).toEqual(["Legendre degree 0", "Legendre degree 1"]);
  expect(stateNames(fourierBasis(3))).toEqual(["wave number 0", "wave number 1", "wave number −1"]);
  expect(stateNames(neighbourBasis(phaseBasis(2), [[1, 0]]))).toEqual([
    "constant",
    "1 at (0, 0)",
    "1 at (0, 0) · 1 at (1, 0)",
  ]);
});

describe("kernels refuses", () => {
  test.each<[string, object, string]>([
    [
      "a component the model does not have",
      { component: 1 },
      "plot.kernels: component should be an integer between 0 and 0; got 1.",
    ],
    [
      "a state the model does not have",
      { states: [2] },
      "plot.kernels: states should be an integer between 0 and 1; got 2.",
    ],
    [
      "no states",
      { states: [] },
      "plot.kernels: states should name at least one local state; got none.",
    ],
    [
      "names for other states",
      { names: ["a"] },
      "plot.kernels: names should name all 2 local states of the model; got 1.",
    ],
    [
      "a part that is neither",
      { part: "both" },
      `plot.kernels: part should be one of "real", "imaginary"; got "both".`,
    ],
    ["a limit of 0", { limit: 0 }, "plot.kernels: limit should be a finite number"],
    ["no columns", { columns: 0 }, "plot.kernels: columns should be an integer ≥ 1; got 0."],
    [
      "a size that shows nothing",
      { size: 1 },
      "plot.kernels: size should be a finite number between 40 and 2000; got 1.",
    ],
  ])("%s", (_, options, message) => {
    expect(() => kernels(plane, options)).toThrow(message);
  });
  test("coefficients that are not finite", () => {
    const { re, im, shape } = plane.coefficients;
    const damaged = { ...plane, coefficients: { re: re.map(() => NaN), im, shape } };
    expect(() => kernels(damaged)).toThrow("plot.kernels: coefficients should be finite; got NaN");
  });
  test("a grid of four axes", () => {
    expect(() => kernels({ ...plane, grid: [2, 2, 2, 2] })).toThrow(
      "plot.kernels: the model should be on a grid of 1, 2 or 3 axes; got [2, 2, 2, 2].",
    );
  });
});
