import { describe, expect, test } from "vitest";
import { ValueError } from "../../src/core/index.js";
import { fields, toPng } from "../../src/plot/index.js";
import { renderPng } from "../../src/plot/png.js";
import type { Peers } from "../../src/plot/png.js";
import { picture, textAt } from "../../src/plot/svg.js";

const missing = (name: string): Promise<never> => Promise.reject(new Error(`no ${name}`));
const load = (name: string): Promise<unknown> => import(name);

/** Width and height in the header of a PNG. */
function sizeOf(bytes: Uint8Array): [number, number] {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  return [view.getUint32(16), view.getUint32(20)];
}

describe("toPng", () => {
  const svg = picture(120, 80, "", "");

  test("gives a PNG of the picture's size times the scale, by default twice", async () => {
    const bytes = await toPng(svg);
    expect([...bytes.subarray(0, 8)]).toEqual([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
    expect(sizeOf(bytes)).toEqual([240, 160]);
    expect(sizeOf(await toPng(svg, { scale: 3 }))).toEqual([360, 240]);
    expect(sizeOf(await toPng(svg, { scale: 0.5 }))).toEqual([60, 40]);
  });
  test("draws text with the packaged fonts", async () => {
    const [bare, written] = [svg, picture(120, 80, "", textAt(10, 40, "strain", { size: 30 }))];
    expect((await toPng(written)).length).toBeGreaterThan((await toPng(bare)).length + 500);
  });
  test("draws embedded rasters", async () => {
    const quiet = fields([
      {
        title: "u",
        field: [
          [0, 0],
          [0, 0],
        ],
      },
    ]);
    const loud = fields([
      {
        title: "u",
        field: [
          [0, 1],
          [1, 0],
        ],
        range: [0, 1],
      },
    ]);
    expect(await toPng(quiet)).not.toEqual(await toPng(loud));
  });
});

describe("toPng refuses", () => {
  const svg = picture(10, 10, "", textAt(1, 9, "x"));

  test("to go on without resvg, and says how to install it", async () => {
    const peers: Peers = { load: missing, locate: missing };
    await expect(renderPng(svg, 2, peers)).rejects.toThrow(
      new ValueError(
        "plot.toPng: the package @resvg/resvg-js is not installed. " +
          "Run npm install @resvg/resvg-js dejavu-fonts-ttf, or keep the SVG, which every browser shows.",
      ),
    );
  });
  test("to leave text out where no font is found", async () => {
    const peers: Peers = { load, locate: (file) => Promise.resolve(`/nowhere/${file}`) };
    await expect(renderPng(svg, 2, peers)).rejects.toThrow(
      "plot.toPng: no font was found, so text would be missing. Run npm install @resvg/resvg-js dejavu-fonts-ttf",
    );
  });
  test("what is no SVG", async () => {
    await expect(toPng("<html>")).rejects.toThrow(
      `plot.toPng: svg should be a picture of plot.fields, plot.kernels, …, beginning with "<svg"; got "<html>".`,
    );
    await expect(toPng(7 as unknown as string)).rejects.toThrow("got number.");
    await expect(toPng("<svg><g></svg>")).rejects.toThrow("plot.toPng: svg is not well-formed");
  });
  test("scales out of range, and pictures too large", async () => {
    await expect(toPng(svg, { scale: 0 })).rejects.toThrow(
      "plot.toPng: scale should be a finite number between 0.1 and 20; got 0.",
    );
    await expect(toPng(picture(9000, 10, "", ""), { scale: 2 })).rejects.toThrow(
      "plot.toPng: the picture would be 18000 pixels long; 16384 are the most. Choose a smaller scale.",
    );
  });
});

test("without the font package, system fonts are tried: text is drawn, or its absence refused", async () => {
  const outcome = await renderPng(picture(10, 10, "", ""), 1, { load, locate: missing }).then(
    sizeOf,
    (error: unknown) => (error as Error).message,
  );
  expect([[10, 10], expect.stringContaining("no font was found")]).toContainEqual(outcome);
});
