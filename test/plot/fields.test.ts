import { describe, expect, test } from "vitest";
import { createRng, ndarrayOf, normals } from "../../src/core/index.js";
import { colourAt, cssColour, diverging, phaseColours, viridis } from "../../src/plot/colours.js";
import type { ColourMap } from "../../src/plot/colours.js";
import { fields } from "../../src/plot/index.js";
import type { Panel } from "../../src/plot/index.js";
import {
  cellColour,
  elementsOf,
  imagesOf,
  overlap,
  parseXml,
  placeOf,
  textBoxes,
  textsOf,
} from "./reading.js";
import type { Image } from "./reading.js";

const ramp = (shape: readonly number[], from = 0, step = 1) => {
  const size = shape.reduce((a, b) => a * b, 1);
  return ndarrayOf(
    Float64Array.from({ length: size }, (_, i) => from + i * step),
    shape,
  );
};
const colourOf = (map: ColourMap, t: number): string => colourAt(map, t).join(" ");

/** Rasters of fields, and those of colour bars, which are one pixel wide before they are enlarged. */
const isBar = ({ shownWidth }: Image): boolean => shownWidth === 14;
const rasters = (svg: string): Image[] => imagesOf(svg).filter((image) => !isBar(image));
const bars = (svg: string): Image[] => imagesOf(svg).filter(isBar);

describe("a raster", () => {
  test("shows cell (x, y) x to the right and y up", () => {
    const [nx, ny] = [3, 4];
    const svg = fields([{ title: "u", field: ramp([nx, ny]) }]);
    const [image] = rasters(svg);
    for (let x = 0; x < nx; x++) {
      for (let y = 0; y < ny; y++) {
        const expected = colourOf(viridis, (x * ny + y) / (nx * ny - 1));
        expect(cellColour(image, [x, y], [nx, ny])).toBe(expected);
      }
    }
  });
  test("of strided input shows the same cells", () => {
    const transposed = ramp([3, 4]).transpose(1, 0);
    const [image] = rasters(fields([{ title: "u", field: transposed }]));
    expect(cellColour(image, [3, 0], [4, 3])).toBe(colourOf(viridis, 3 / 11));
  });
  test("is enlarged to at least 480 pixels with sharp cells", () => {
    const [image] = rasters(fields([{ title: "u", field: ramp([5, 3]) }]));
    expect([image.width, image.height]).toEqual([480, 288]);
    const colours = new Set<string>();
    for (let x = 0; x < image.width; x++) colours.add(image.at(x, 0).join());
    expect(colours.size).toBe(5);
  });
  test("keeps its aspect, and its area where it can", () => {
    for (const [nx, ny] of [
      [21, 21],
      [30, 20],
      [8, 24],
      [256, 256],
    ]) {
      const [{ shownWidth, shownHeight }] = rasters(
        fields([{ title: "u", field: ramp([nx, ny]) }]),
      );
      // Sides are whole pixels.
      expect(shownWidth / shownHeight).toBeCloseTo(nx / ny, 1);
      expect(Math.sqrt(shownWidth * shownHeight) / 200).toBeCloseTo(1, 1);
    }
  });
  test("labels its axes in cells", () => {
    const texts = textsOf(fields([{ title: "u", field: ramp([3, 2]) }]));
    expect(texts).toEqual(expect.arrayContaining(["u", "x", "y", "0", "1", "2"]));
  });
  test("has the number of a cell below its middle", () => {
    const svg = fields([{ title: "u", field: ramp([5, 1]) }]);
    const [{ x, shownWidth }] = rasters(svg);
    for (const cell of [1, 4]) {
      expect(placeOf(svg, String(cell)).x).toBeCloseTo(x + (shownWidth * (cell + 0.5)) / 5, 1);
    }
  });
  test("of a volume shows the plane at the middle z and says so", () => {
    const [nx, ny, nz] = [2, 3, 5];
    const svg = fields([{ title: "u", field: ramp([nx, ny, nz]), range: [0, 29] }]);
    expect(textsOf(svg)).toContain("z = 2 of 5");
    const [image] = rasters(svg);
    expect(cellColour(image, [1, 0], [nx, ny])).toBe(colourOf(viridis, (1 * 15 + 0 * 5 + 2) / 29));
  });
});

describe("ranges", () => {
  const low: Panel = { title: "a", field: ramp([2, 2], 0, 1), group: "stress", unit: "Pa" };
  const high: Panel = { title: "b", field: ramp([2, 2], 2, 3), group: "stress", unit: "Pa" };

  test("are shared in a group, with one labelled colour bar behind its last panel", () => {
    const svg = fields([low, high]);
    const [a, b] = rasters(svg);
    expect(bars(svg)).toHaveLength(1);
    expect(cellColour(a, [1, 1], [2, 2])).toBe(colourOf(viridis, 3 / 11));
    expect(cellColour(b, [0, 0], [2, 2])).toBe(colourOf(viridis, 2 / 11));
    expect(cellColour(b, [1, 1], [2, 2])).toBe(colourOf(viridis, 1));
    expect(textsOf(svg).filter((text) => text === "stress / Pa")).toHaveLength(1);
    const [bar] = bars(svg);
    expect(bar.x).toBeGreaterThan(b.x + b.shownWidth);
    expect([bar.y, bar.shownHeight]).toEqual([b.y, b.shownHeight]);
  });
  test("are each panel's own without a group", () => {
    const svg = fields([low, high].map(({ title, field }) => ({ title, field })));
    expect(bars(svg)).toHaveLength(2);
    for (const image of rasters(svg)) {
      expect(cellColour(image, [0, 0], [2, 2])).toBe(colourOf(viridis, 0));
      expect(cellColour(image, [1, 1], [2, 2])).toBe(colourOf(viridis, 1));
    }
  });
  test("of a group in two rows have one bar as high as both", () => {
    const svg = fields([low, high, low, high], { columns: 2 });
    const [bar] = bars(svg);
    expect(bars(svg)).toHaveLength(1);
    const panels = rasters(svg);
    expect(bar.y).toBe(panels[0].y);
    expect(bar.y + bar.shownHeight).toBe(panels[3].y + panels[3].shownHeight);
    expect(panels[2].x).toBe(panels[0].x);
  });
  test("that are given set the ends of the colours, which values beyond keep", () => {
    const [image] = rasters(fields([{ title: "u", field: ramp([2, 2]), range: [1, 2] }]));
    expect(cellColour(image, [0, 0], [2, 2])).toBe(colourOf(viridis, 0));
    expect(cellColour(image, [1, 1], [2, 2])).toBe(colourOf(viridis, 1));
  });
  test("of diverging colours are symmetric about 0", () => {
    const field = [
      [-1, 0],
      [2, 4],
    ];
    const [image] = rasters(fields([{ title: "u", field, colours: "diverging" }]));
    expect(cellColour(image, [0, 0], [2, 2])).toBe(colourOf(diverging, 3 / 8));
    expect(cellColour(image, [0, 1], [2, 2])).toBe(colourOf(diverging, 1 / 2));
    expect(cellColour(image, [1, 1], [2, 2])).toBe(colourOf(diverging, 1));
  });
  test.each([1e-9, 1e9])("of size %d give the same picture, but for the power of ten", (size) => {
    const svg = fields([{ title: "u", field: ramp([4, 4], 0, size) }]);
    const plain = fields([{ title: "u", field: ramp([4, 4]) }]);
    expect(cellColour(rasters(svg)[0], [1, 2], [4, 4])).toBe(
      cellColour(rasters(plain)[0], [1, 2], [4, 4]),
    );
    expect(textsOf(svg).some((text) => /^×10⁻?\d*[⁰¹²³⁴-⁹]+$/.test(text))).toBe(true);
    expect(textsOf(plain).some((text) => text.startsWith("×"))).toBe(false);
  });
  test("without length give a picture all the same", () => {
    for (const value of [0, 0.02, -1e9]) {
      const field = ndarrayOf(new Float64Array(4).fill(value), [2, 2]);
      for (const colours of ["sequential", "diverging"] as const) {
        const svg = fields([{ title: "u", field, colours }]);
        expect(svg).not.toContain("NaN");
        expect(rasters(svg)).toHaveLength(1);
      }
    }
  });
});

describe("phases", () => {
  test("have a legend with the colours of their cells", () => {
    const field = { data: Uint8Array.of(0, 1, 1, 0), shape: [2, 2] };
    const svg = fields([{ title: "m", field, colours: "phases", phases: ["matrix", "fibre <1>"] }]);
    const [matrix, fibre] = phaseColours(2);
    expect(cellColour(rasters(svg)[0], [0, 1], [2, 2])).toBe(fibre.join(" "));
    expect(textsOf(svg)).toEqual(expect.arrayContaining(["matrix", "fibre <1>"]));
    const fills = elementsOf(parseXml(svg), "rect").map(({ attributes }) => attributes.fill);
    expect(fills).toEqual(expect.arrayContaining([cssColour(matrix), cssColour(fibre)]));
    expect(bars(svg)).toHaveLength(0);
  });
  test("that are named but absent keep their colours", () => {
    const field = [[0, 0]];
    const svg = fields([{ title: "m", field, colours: "phases", phases: ["a", "b", "c"] }]);
    expect(cellColour(rasters(svg)[0], [0, 0], [1, 2])).toBe(phaseColours(3)[0].join(" "));
  });
});

describe("a curve", () => {
  test("is drawn for a field of one axis, rising where the field rises, without a colour bar", () => {
    const svg = fields([{ title: "u", field: [1, 2, 4], unit: "mm" }]);
    expect(imagesOf(svg)).toHaveLength(0);
    expect(textsOf(svg)).toContain("mm");
    const [curve] = elementsOf(parseXml(svg), "path");
    const points = curve.attributes.d
      .slice(1)
      .split("L")
      .map((pair) => pair.split(" ").map(Number));
    expect(points).toHaveLength(3);
    const [[x0, y0], [x1, y1], [x2, y2]] = points;
    expect(x1 - x0).toBeCloseTo(x2 - x1, 1);
    // y is down in SVG: the second step is twice the first, upwards.
    expect((y1 - y2) / (y0 - y1)).toBeCloseTo(2, 1);
    expect(y0).toBeGreaterThan(y1);
  });
  test("of phases is constant within a cell, its levels named", () => {
    const phases = ["matrix", "fibre"];
    const svg = fields([{ title: "m", field: [0, 1], colours: "phases", phases }]);
    expect(textsOf(svg)).toEqual(expect.arrayContaining(phases));
    const [{ attributes }] = elementsOf(parseXml(svg), "path");
    expect(attributes.d.split("L")).toHaveLength(4);
  });
  test("shares the range of its group", () => {
    const heights = (panels: Panel[]): string[] =>
      elementsOf(parseXml(fields(panels)), "path").map(({ attributes }) => attributes.d);
    const [a] = heights([
      { title: "a", field: [0, 1], group: "g" },
      { title: "b", field: [0, 10], group: "g" },
    ]);
    const ys = a
      .slice(1)
      .split("L")
      .map((pair) => Number(pair.split(" ")[1]));
    // 170 pixels hold the range and 6 % of air at both ends.
    expect(ys[0] - ys[1]).toBeCloseTo(170 / 1.12 / 10, 1);
  });
});

describe("the picture", () => {
  const panels: Panel[] = [
    { title: `<b>&"'`, field: ramp([5, 5]), unit: "]]>" },
    {
      title: "a title so long that it can not stand in one line above its panel",
      field: ramp([64, 8]),
    },
    { title: "tall", field: ramp([2, 90]), colours: "diverging" },
    { title: "line", field: normals(createRng(1), [50]) },
    { title: "m", field: [[0, 1]], colours: "phases", phases: ["matrix", "a fibre of long name"] },
    { title: "cell", field: [[3]] },
    { title: "volume", field: ramp([3, 3, 3]) },
  ];

  test("is well-formed, with all titles escaped", () => {
    const svg = fields(panels, { title: "A & <B>", columns: 3 });
    expect(parseXml(svg).name).toBe("svg");
    expect(textsOf(svg)).toEqual(expect.arrayContaining([`<b>&"'`, "]]>", "A & <B>"]));
  });
  test("contains all its rasters, frames and lines", () => {
    for (const columns of [1, 2, 3, 6]) {
      const root = parseXml(fields(panels, { columns }));
      const [width, height] = [Number(root.attributes.width), Number(root.attributes.height)];
      for (const { attributes } of [...elementsOf(root, "rect"), ...elementsOf(root, "image")]) {
        const [x, y] = [Number(attributes.x ?? 0), Number(attributes.y ?? 0)];
        expect(x >= 0 && x + Number(attributes.width) <= width).toBe(true);
        expect(y >= 0 && y + Number(attributes.height) <= height).toBe(true);
      }
      for (const { attributes } of elementsOf(root, "line")) {
        for (const end of ["x1", "x2"]) expect(Number(attributes[end])).toBeLessThan(width);
        for (const end of ["y1", "y2"]) expect(Number(attributes[end])).toBeLessThan(height);
      }
    }
  });
  test("has texts that are not clipped, and lie on no raster and no other text", () => {
    for (const columns of [1, 2, 3, 6]) {
      const svg = fields(panels, { columns, title: "All of them" });
      const { width, height } = parseXml(svg).attributes;
      const texts = textBoxes(svg);
      const images = imagesOf(svg).map(({ x, y, shownWidth, shownHeight }) => ({
        text: "a raster",
        ...{ left: x, right: x + shownWidth, top: y, bottom: y + shownHeight },
      }));
      texts.forEach((box, i) => {
        expect(box.left >= 0 && box.right <= Number(width), box.text).toBe(true);
        expect(box.top >= 0 && box.bottom <= Number(height), box.text).toBe(true);
        const hit = [...images, ...texts.slice(i + 1)].find((other) => overlap(box, other));
        expect(hit?.text, box.text).toBeUndefined();
      });
    }
  });
  test("has panels that do not overlap", () => {
    const images = imagesOf(fields(panels, { columns: 3 }));
    images.forEach((a, i) => {
      for (const b of images.slice(i + 1)) {
        const apart =
          a.x + a.shownWidth <= b.x ||
          b.x + b.shownWidth <= a.x ||
          a.y + a.shownHeight <= b.y ||
          b.y + b.shownHeight <= a.y;
        expect(apart).toBe(true);
      }
    });
  });
  test("is the same whenever it is drawn, and leaves its input alone", () => {
    const field = ramp([4, 4]);
    const before = field.data.slice();
    expect(fields([{ title: "u", field }])).toBe(fields([{ title: "u", field }]));
    expect(field.data).toEqual(before);
  });
});

describe("fields refuses", () => {
  const u = ramp([2, 2]);
  test.each<[string, readonly Panel[], object, string]>([
    [
      "no panels",
      [],
      {},
      "plot.fields: panels should hold at least one { title, field }; got none.",
    ],
    [
      "a field with a sample axis too many",
      [{ title: "u", field: ramp([1, 2, 2, 2]) }],
      {},
      "plot.fields: field 0 should have the axes [x], [x, y] or [x, y, z] with at least one cell; got [1, 2, 2, 2].",
    ],
    [
      "an empty field",
      [{ title: "u", field: [] }],
      {},
      "at least one cell; got [0]. Pick one sample",
    ],
    [
      "NaN, with its index",
      [
        { title: "u", field: u },
        { title: "v", field: [[1, NaN]] },
      ],
      {},
      "plot.fields: field 1 should be finite; got NaN at index [0, 1].",
    ],
    [
      "a range without length",
      [{ title: "u", field: u, range: [1, 1] }],
      {},
      "plot.fields: field 0: range should be [low, high] with low < high; got [1, 1].",
    ],
    [
      "phases that are no indices",
      [{ title: "m", field: [[0, 0.5]], colours: "phases" }],
      {},
      `plot.fields: field 0 should hold phase indices 0 … 63 for colours "phases"; got 0.5 at [0, 1].`,
    ],
    [
      "a phase without a name where phases are named",
      [{ title: "m", field: [0, 2], colours: "phases", phases: ["a", "b"] }],
      {},
      `phase indices 0 … 1 for colours "phases"; got 2 at [1].`,
    ],
    [
      "colours it does not know",
      [{ title: "u", field: u, colours: "jet" as "phases" }],
      {},
      `plot.fields: field 0: colours should be one of "sequential", "diverging", "phases"; got "jet".`,
    ],
    [
      "a group in two kinds of colours",
      [
        { title: "u", field: u, group: "g" },
        { title: "v", field: u, group: "g", colours: "diverging" },
      ],
      {},
      `plot.fields: the panels of group "g" should be coloured alike; got "sequential" and "diverging".`,
    ],
    [
      "no columns",
      [{ title: "u", field: u }],
      { columns: 0 },
      "plot.fields: columns should be an integer ≥ 1; got 0.",
    ],
    [
      "a size that shows nothing",
      [{ title: "u", field: u }],
      { size: 4 },
      "plot.fields: size should be a finite number between 40 and 2000; got 4.",
    ],
    [
      "a colour map it does not have",
      [{ title: "u", field: u }],
      { colourMap: "jet" },
      `colourMap should be one of "viridis", "cividis"; got "jet".`,
    ],
  ])("%s", (_, panels, options, message) => {
    expect(() => fields(panels, options)).toThrow(message);
  });
});
