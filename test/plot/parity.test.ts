import { describe, expect, test } from "vitest";
import { createRng, normals, zeros } from "../../src/core/index.js";
import { parity } from "../../src/plot/index.js";
import { elementsOf, imagesOf, parseXml, textsOf } from "./reading.js";

/** Where the dots of a picture are, relative to its frame: from 0 to 1, to the right and up. */
function dotsOf(svg: string): number[][] {
  const root = parseXml(svg);
  const [, frame] = elementsOf(root, "rect").map(({ attributes }) => attributes);
  const [path] = elementsOf(root, "path");
  return [...path.attributes.d.matchAll(/M([\d.]+) ([\d.]+)h0/g)].map(([, x, y]) => [
    (Number(x) - Number(frame.x)) / Number(frame.width),
    1 - (Number(y) - Number(frame.y)) / Number(frame.height),
  ]);
}

describe("few points", () => {
  test("are dots, truth to the right and prediction up", () => {
    const dots = dotsOf(parity([0, 1, 4], [1, 1, 0], { range: [0, 4] }));
    const expected = [
      [0, 0.25],
      [0.25, 0.25],
      [1, 0],
    ];
    // Coordinates are written to hundredths of a pixel in a frame of 320.
    dots.forEach((dot, i) => dot.forEach((v, axis) => expect(v).toBeCloseTo(expected[i][axis], 3)));
    expect(dots).toHaveLength(3);
  });
  test("of a perfect prediction are on the diagonal, whatever their size", () => {
    for (const size of [1e-9, 1, 1e9]) {
      const y = normals(createRng(1), [5, 6, 7]);
      const scaled = { data: y.data.map((v) => size * v), shape: y.shape };
      for (const [u, v] of dotsOf(parity(scaled, scaled))) expect(v).toBeCloseTo(u, 3);
    }
  });
  test("that are all the same still have a picture", () => {
    for (const value of [0, 0.02]) expect(parity([value], [value])).not.toContain("NaN");
  });
});

describe("many points", () => {
  const truth = normals(createRng(2), [120_000]);
  const noise = normals(createRng(3), [120_000]);
  const prediction = {
    data: truth.data.map((v, i) => v + 0.1 * noise.data[i]),
    shape: truth.shape,
  };
  const svg = parity(truth, prediction);

  test("become a raster of less than 100 kB", () => {
    expect(svg.length).toBeLessThan(100_000);
    expect(elementsOf(parseXml(svg), "path")).toHaveLength(0);
    expect(imagesOf(svg)).toHaveLength(2);
  });
  test("lie along the rising diagonal, and leave the far corners white", () => {
    const [raster] = imagesOf(svg);
    expect(raster.at(raster.width / 2, raster.height / 2)[3]).toBe(255);
    expect(raster.at(8, 8)[3]).toBe(0);
    expect(raster.at(raster.width - 8, raster.height - 8)[3]).toBe(0);
    let [sum, count] = [0, 0];
    for (let column = 0; column < raster.width; column += 4) {
      for (let row = 0; row < raster.height; row += 4) {
        if (raster.at(column, row)[3] === 0) continue;
        sum += Math.abs(column + row - raster.width);
        count += 1;
      }
    }
    expect(sum / count).toBeLessThan(0.1 * raster.width);
  });
  test("that are predicted too large lie above the diagonal", () => {
    const larger = { data: truth.data.map((v) => v + 3), shape: truth.shape };
    const [raster] = imagesOf(parity(truth, larger, { range: [-4, 4] }));
    const cell = (known: number, predicted: number): number => {
      const [column, row] = [(known + 4) / 8, (4 - predicted) / 8];
      return raster.at(Math.floor(column * raster.width), Math.floor(row * raster.height))[3];
    };
    expect(cell(0.02, 3.02)).toBe(255);
    expect(cell(3.02, 0.02)).toBe(0);
  });
  test("are explained by a colour bar as high as the frame", () => {
    const [raster, bar] = imagesOf(svg);
    expect([bar.y, bar.shownHeight]).toEqual([raster.y, raster.shownHeight]);
    expect(textsOf(svg)).toEqual(expect.arrayContaining(["points per cell", "10⁰", "10¹"]));
  });
  test("that are spread to one in a cell have the darkest colour", () => {
    const across = Float64Array.from({ length: 1600 }, (_, i) => i % 40);
    const up = Float64Array.from({ length: 1600 }, (_, i) => Math.floor(i / 40));
    const picture = parity({ data: across, shape: [1600] }, { data: up, shape: [1600] });
    expect(picture).not.toContain("NaN");
    expect(textsOf(picture)).toContain("1");
  });
});

test("quantity, unit, note and title are written, escaped", () => {
  const svg = parity([1, 2], [1, 2], {
    title: "<t>",
    quantity: "strain ε_xx",
    unit: "%",
    note: "R² = 1\nn & m",
  });
  expect(textsOf(svg)).toEqual(
    expect.arrayContaining([
      "<t>",
      "known strain εxx / %",
      "predicted strain εxx / %",
      "R² = 1",
      "n & m",
    ]),
  );
});

describe("parity refuses", () => {
  test.each<[string, () => string, string]>([
    [
      "unequal shapes",
      () => parity(zeros([2, 3]), zeros([3, 2])),
      "plot.parity: prediction should have shape [2, 3]; got [3, 2].",
    ],
    [
      "nothing to compare",
      () => parity([], []),
      "plot.parity: truth should have at least one entry; it has none.",
    ],
    [
      "NaN in the truth",
      () => parity([1, NaN], [1, 2]),
      "plot.parity: truth should be finite; got NaN at index [1].",
    ],
    [
      "infinities in the prediction",
      () => parity([1, 2], [Infinity, 2]),
      "plot.parity: prediction should be finite; got Infinity at index [0].",
    ],
    [
      "a range without length",
      () => parity([1], [1], { range: [2, 1] }),
      "plot.parity: range should be [low, high] with low < high; got [2, 1].",
    ],
    [
      "a size that shows nothing",
      () => parity([1], [1], { size: 10 }),
      "plot.parity: size should be an integer between 100 and 2000; got 10.",
    ],
  ])("%s", (_, draw, message) => {
    expect(draw).toThrow(message);
  });
});
