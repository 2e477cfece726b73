/** The trained networks of data/models: they load, they are what their logs say, and their weights are what predicts. */
import { readFile, stat } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { isStrainModel, predict, weightsOf, withWeights } from "../../src/cnn/index.js";
import type { StrainModel } from "../../src/cnn/index.js";
import { loadNetwork } from "../../src/io/index.js";
import { mase } from "../../src/metrics/index.js";
import { filteredCells } from "../../src/microstructure/index.js";
import { solveElasticity } from "../../src/physics/index.js";
import type { ElementName } from "../../src/physics/index.js";

const FOLDER = new URL("../../data/models/", import.meta.url).pathname;

/** Cells, and the most percent that ε_xx may be off on average: twice what the log says is no chance for so few. */
const MODELS = [
  { name: "strains2d-c10", grid: [21, 21], sigma: [0, 0], samples: 20, most: 2.3 },
  { name: "strains3d-c10", grid: [31, 31, 31], sigma: [0.5, 2.5], samples: 3, most: 4.5 },
  { name: "strains3d-c50", grid: [31, 31, 31], sigma: [0.5, 2.5], samples: 3, most: 9 },
] as const;

async function load(path: string): Promise<StrainModel> {
  const model = await loadNetwork(path);
  if (!isStrainModel(model)) throw new Error(path);
  return model;
}

describe.each(MODELS)("$name", ({ name, grid, sigma, samples, most }) => {
  const path = `${FOLDER}${name}.npz`;
  // No seed of the training's, its validation's or the log's cells.
  const m = filteredCells(grid, { samples, sigma }, 77);

  test("predicts unseen cells as well as its log says", async () => {
    const model = await load(path);
    const { problem } = model;
    const E = grid.length === 2 ? [1, 0, 0] : [1, 0, 0, 0, 0, 0];
    const element = problem.element as ElementName;
    const { strain } = await solveElasticity(m, problem, E, { element });
    const found = predict(model, m, problem);
    expect(found.warnings).toEqual([]);
    expect(mase(found.strain.pick(null, 0), strain.pick(null, 0)).mean).toBeLessThan(most);
    const log = JSON.parse(await readFile(`${FOLDER}${name}.json`, "utf8")) as { mase: number };
    expect(log.mase).toBeLessThan(most);
  }, 60000);

  test("is as small as it should be, and its weights are those that predict", async () => {
    expect((await stat(path)).size).toBeLessThan(1e6);
    const model = await load(path);
    const one = m.hi(1);
    const before = predict(model, one, model.problem).strain;
    const weights = weightsOf(model);
    for (const key of Object.keys(weights)) {
      const { data, shape } = weights[key] as { data: Float32Array; shape: number[] };
      const scaled = { ...weights, [key]: { data: data.map((w) => 1.05 * w), shape } };
      const after = predict(withWeights(model, scaled), one, model.problem).strain;
      expect(
        after.data.some((value, i) => Math.abs(value - before.data[i]) > 1e-6),
        key,
      ).toBe(true);
    }
  }, 120000);
});
