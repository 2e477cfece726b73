import { describe, expect, test } from "vitest";
import { ndarrayOf, ShapeError, ValueError } from "../../src/core/index.js";
import { colourAt, diverging } from "../../src/plot/colours.js";
import { derivativeFilters } from "../../src/plot/index.js";
import type { DerivativeFilter } from "../../src/plot/index.js";
import { constraint, momentsFromFilter } from "../../src/stencil/index.js";
import {
  cellColour,
  elementsOf,
  imagesOf,
  overlap,
  parseXml,
  textBoxes,
  textsOf,
} from "./reading.js";

function filterFor(order: readonly number[], size: number, accuracy = 1): DerivativeFilter {
  const { filter, free } = constraint({ order, size, accuracy });
  return { order, moments: momentsFromFilter(filter), free };
}

/** The rasters of panels; colour bars are narrow ones. */
function panelsOf(svg: string) {
  return imagesOf(svg).filter(({ shownWidth }) => shownWidth !== 14);
}

describe("filters and their moments", () => {
  test("stand side by side with their numbers, coloured by their part of the largest", () => {
    const svg = derivativeFilters([filterFor([1, 0], 3)]);
    const [weights, moments] = panelsOf(svg);
    // (u[x + h] − u[x − h])/2: the right neighbour has +½, the left one −½.
    expect(cellColour(weights, [2, 1], [3, 3])).toBe(colourAt(diverging, 1).join(" "));
    expect(cellColour(weights, [0, 1], [3, 3])).toBe(colourAt(diverging, 0).join(" "));
    // The moment of ∂_x is m[1, 0].
    expect(cellColour(moments, [1, 0], [3, 3])).toBe(colourAt(diverging, 1).join(" "));
    const texts = textsOf(svg);
    expect(texts).toEqual(
      expect.arrayContaining(["Dx: filter", "Dx: moments", "0.5000", "−0.5000"]),
    );
    expect(texts).toEqual(expect.arrayContaining(["rx", "ry", "kx", "ky"]));
  });
  test("write what rounds to zero without a sign", () => {
    const moments = [1, -1e-6, 1e-6];
    const texts = textsOf(derivativeFilters([{ order: [0], moments }]));
    expect(texts).toEqual(expect.arrayContaining(["0.000"]));
    expect(texts.filter((text) => /^[−-][0.]+$/.test(text))).toEqual([]);
  });
  test("have frames around the moments that are fixed", () => {
    const framed = (filter: DerivativeFilter): number =>
      elementsOf(parseXml(derivativeFilters([filter])), "rect").filter(
        ({ attributes }) => attributes["stroke-width"] === "1.2",
      ).length;
    // |k| ≤ |o| + p − 1: three of degree ≤ 1, six of degree ≤ 2.
    expect(framed(filterFor([1, 0], 5))).toBe(3);
    expect(framed(filterFor([1, 0], 5, 2))).toBe(6);
    expect(framed({ ...filterFor([1, 0], 5), free: undefined })).toBe(0);
  });
  test("write numbers that nearly touch, but do not overlap", () => {
    const filter = filterFor([1, 1], 5);
    const boxes = textBoxes(derivativeFilters([filter])).filter(({ text }) =>
      /^[−\d.]+$/.test(text),
    );
    boxes.forEach((a, i) =>
      boxes
        .slice(i + 1)
        .forEach((b) => expect(overlap(a, b), `${a.text} and ${b.text}`).toBe(false)),
    );
  });
  test("on a line are rows, in space planes that say which", () => {
    const line = textsOf(derivativeFilters([filterFor([2], 5)]));
    expect(line).toEqual(expect.arrayContaining(["Dxx: filter", "r", "k", "−2.500"]));
    const space = textsOf(derivativeFilters([filterFor([0, 0, 1], 3)]));
    // (u[z + h] − u[z − h])/2 has no weights at z.
    expect(space).toEqual(expect.arrayContaining(["Dz: filter", "rz = 1", "kz = 1", "0.5000"]));
  });
  test("have the names that they are given, or D with their axes", () => {
    const named = { ...filterFor([0, 0], 3), name: "carrier" };
    const texts = textsOf(derivativeFilters([named, filterFor([0, 0], 3)], { axes: ["a", "b"] }));
    expect(texts).toEqual(expect.arrayContaining(["carrier: filter", "D0: filter", "ra", "kb"]));
  });
  test("are refused without filters, with moments of other axes, marks of another shape, or NaN", () => {
    expect(() => derivativeFilters([])).toThrow(ValueError);
    const one = filterFor([1, 0], 3);
    expect(() => derivativeFilters([{ ...one, order: [1] }])).toThrow(ShapeError);
    const marks = ndarrayOf(new Uint8Array(3), [3]);
    expect(() => derivativeFilters([{ ...one, free: marks }])).toThrow(
      /free should have the shape/,
    );
    expect(() => derivativeFilters([{ order: [1], moments: [0, NaN] }])).toThrow(ValueError);
    expect(() => derivativeFilters([one], { size: 3 })).toThrow(ValueError);
    expect(() => derivativeFilters([one], { columns: 0 })).toThrow(ValueError);
  });
});
