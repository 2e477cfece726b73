import { expect, test } from "vitest";
import { fromInfluenceCoefficients } from "../../src/cnn/index.js";
import { createRng, integers } from "../../src/core/index.js";
import { fit } from "../../src/mks/index.js";
import { colourAt, diverging } from "../../src/plot/colours.js";
import { kernelViews } from "../../src/plot/index.js";
import { phaseBasis } from "../../src/states/index.js";
import type { Localization } from "../../src/states/index.js";
import { cellColour, imagesOf, textsOf } from "./reading.js";

/** A model whose response is the state of the same cell. */
async function localModel(grid: readonly number[]): Promise<Localization> {
  const m = integers(createRng(1), 2, [24, ...grid]);
  return fit(m, { data: Float64Array.from(m.data), shape: m.shape }, phaseBasis(2));
}

test("has a row of three panels for every state, with the filter's centre at 0", async () => {
  const svg = kernelViews(await localModel([6, 5]), { names: ["soft", "stiff"] });
  const rasters = imagesOf(svg).filter(({ shownWidth }) => shownWidth !== 14);
  expect(rasters).toHaveLength(6);
  // The stiff filter peaks at its centre (n − 1) ⫽ 2 = (2, 2).
  expect(cellColour(rasters[3], [2, 2], [6, 5])).toBe(colourAt(diverging, 1).join(" "));
  expect(textsOf(svg)).toEqual(
    expect.arrayContaining(["soft: filter", "stiff: coefficients", "stiff: moments"]),
  );
});

test("shows networks as it shows their coefficients, lines and volumes", async () => {
  const model = await localModel([6, 5]);
  const [a, b] = [model, fromInfluenceCoefficients(model)].map((one) => kernelViews(one));
  expect(textsOf(b)).toEqual(textsOf(a));
  expect(textsOf(kernelViews(await localModel([3, 4, 5]), { states: [1] }))).toEqual(
    expect.arrayContaining(["rz = 0", "kz = 0"]),
  );
  expect(kernelViews(await localModel([7]))).toContain("<svg");
});

test("components, states and names that the model does not have are refused", async () => {
  const model = await localModel([4]);
  expect(() => kernelViews(model, { component: 1 })).toThrow("plot.kernelViews: component");
  expect(() => kernelViews(model, { states: [2] })).toThrow("plot.kernelViews: states");
  expect(() => kernelViews(model, { states: [] })).toThrow("states should name at least one");
  expect(() => kernelViews(model, { names: ["a"] })).toThrow(
    "names should name all 2 local states",
  );
});
