import { beforeAll, describe, expect, test } from "vitest";
import { cost, predict as predictStrains, recurrent } from "../../src/cnn/index.js";
import type { Problem, StrainModel } from "../../src/cnn/index.js";
import { ndarrayOf, ShapeError, ValueError } from "../../src/core/index.js";
import { mase, strainError } from "../../src/metrics/index.js";
import { fit, predict } from "../../src/mks/index.js";
import { phaseBasis } from "../../src/states/index.js";
import {
  compare,
  formatComparison,
  linearPredictor,
  networkPredictor,
  refine,
  solverRows,
} from "../../src/studies/index.js";
import type { Comparison, ComparisonRow, Predictor } from "../../src/studies/index.js";
import { componentOf } from "../../src/studies/scores.js";
import { distance } from "../physics/elasticity/cells.js";
import { knownCells, problem, solved } from "./cells.js";
import type { Known, PhaseIndices } from "./cells.js";

const grid = [9, 8];
let training: Known;
let unseen: Known;
beforeAll(async () => {
  training = await knownCells(60, grid, 1);
  unseen = await knownCells(5, grid, 2);
});

/** A predictor that knows the answer, and adds a uniform error of mean zero to ε_xx. */
const oracle = (name: string, error: number, isStart = false): Predictor => ({
  ...{ name, isStart },
  async fit(_data, of, run) {
    run.onProgress?.({ done: 1, total: 2, unit: "epochs" });
    await Promise.resolve();
    return {
      ...{ parameters: 7, operations: 1000, model: null, warnings: ["Fitted."] },
      predict: async (m) => {
        const { strain } = await solved(m as PhaseIndices, of);
        const size = grid[0] * grid[1];
        const data = strain.data.map((ε, i) =>
          Math.floor(i / size) % 3 === 0 ? ε + error * (i % 2 === 0 ? 1 : -1) : ε,
        );
        return { strain: ndarrayOf(data, strain.shape), warnings: ["Predicted."] };
      },
    };
  },
});

const rowOf = ({ rows }: Comparison, name: string): ComparisonRow => {
  const found = rows.find((row) => row.name === name);
  if (!found) throw new Error(`no row ${name} in ${rows.map((row) => row.name).join("; ")}`);
  return found;
};

describe("rows", () => {
  test("score an error that is known, beside the mean and the solver", async () => {
    const result = await compare({ training, test: unseen }, problem, {
      models: [oracle("off by 2 %", 0.02), oracle("exact", 0)],
      iterations: [2, 1],
    });
    expect(result.rows.map(({ name, kind }) => [name, kind])).toEqual([
      ["e = mean", "mean"],
      ["off by 2 %", "model"],
      ["exact", "model"],
      ["solver, 2 iterations", "solver"],
      ["solver, 1 iteration", "solver"],
    ]);
    const off = rowOf(result, "off by 2 %");
    // |p − y| = 0.02 everywhere, the mean is 1: 2 % in every sample and in the norm of all components.
    expect(off.scores.mase.mean).toBeCloseTo(2, 10);
    expect(off.scores.mase.std).toBeCloseTo(0, 10);
    expect(off.scores.strain.max).toBeCloseTo(2, 10);
    expect(off).toMatchObject({
      ...{ parameters: 7, operations: 1000, trainingTime: null, predictionTime: null },
      warnings: ["Fitted.", "Predicted."],
    });
    expect(rowOf(result, "exact").scores.mase.max).toBe(0);
    const mean = rowOf(result, "e = mean");
    expect(mean.scores.relativeFluctuationL2).toBeCloseTo(1, 10);
    expect(mean).toMatchObject({ parameters: 0, operations: 0, trainingTime: null, model: null });
    const solver = await solverRows(unseen.microstructures, problem, unseen.strains, [2, 1]);
    expect(result.rows.slice(3)).toEqual(solver);
    expect(result).toMatchObject({
      ...{ component: 0, componentName: "ε_xx", grid, kernels: null },
      samples: { training: 60, validation: 0, test: 5 },
    });
  });

  test("of MKS are those of mks.fit, which the second order improves on", async () => {
    const result = await compare({ training, test: unseen }, problem, {
      ...{ models: ["mks", "mks2"], neighbours: 4, iterations: [] },
    });
    const model = await fit(training.microstructures, training.strains, phaseBasis(2));
    const own = predict(model, unseen.microstructures);
    const first = rowOf(result, "MKS, first order");
    expect(first.model).toEqual(model);
    expect(first.scores.mase).toEqual(mase(componentOf(own, 0), componentOf(unseen.strains, 0)));
    expect(first.scores.strain).toEqual(strainError(own, unseen.strains));
    // Three components: one free number at each of 72 frequencies, and one more at the mean.
    expect(first.parameters).toBe(3 * 73);
    // One state and three components are transformed, and multiplied.
    expect(first.operations).toBe(Math.round(4 * 2.5 * 72 * Math.log2(72) + 4 * 3 * 72));
    const second = rowOf(result, "MKS, second order");
    expect(second.parameters).toBe(3 * (71 * 3 + 4));
    expect(second.scores.mase.mean).toBeLessThan(first.scores.mase.mean);
    expect(first.scores.mase.mean).toBeLessThan(rowOf(result, "e = mean").scores.mase.mean);
  });

  test("of the linear network are those of MKS, and both have one kernel", async () => {
    const window = linearPredictor("3 × 3", phaseBasis(2), { kernelSize: 3 });
    const result = await compare({ training, test: unseen }, problem, {
      ...{ models: ["linear", window, "mks"], iterations: [] },
    });
    const [linear, mks] = ["linear CNN", "MKS, first order"].map((name) => rowOf(result, name));
    // Both are exact least squares; what remains is rounding times the condition of the regression.
    expect(linear.scores.mase.mean).toBeCloseTo(mks.scores.mase.mean, 8);
    expect(linear.scores.strain.mean).toBeCloseTo(mks.scores.strain.mean, 8);
    expect(result.kernels?.difference).toBeLessThan(1e-10);
    expect(result.kernels?.mks).toEqual(mks.model);
    // Two states and three components at 72 distances, of which the filter holds both states.
    expect(linear.parameters).toBeGreaterThanOrEqual(2 * 3 * 72);
    const small = rowOf(result, "3 × 3");
    expect(small.parameters).toBeLessThanOrEqual(2 * 3 * 9 + 3);
    expect(small.scores.strain.mean).toBeGreaterThan(1.05 * linear.scores.strain.mean);
  });

  test("of a network are those of cnn.fit, and the solver goes on from it", async () => {
    const network = recurrent({ axes: 2, passes: 2, width: 4, kernelSize: 3, dilations: [1] });
    const options = { epochs: 2, seed: 3 };
    const result = await compare({ training, validation: unseen, test: unseen }, problem, {
      models: [networkPredictor("small", network, options)],
      iterations: [1],
      refinements: [1, 30],
    });
    const row = rowOf(result, "small");
    const model = row.model as StrainModel;
    const { strain } = predictStrains(model, unseen.microstructures, problem);
    expect(row.scores.strain).toEqual(strainError(strain, unseen.strains));
    expect(row).toMatchObject(cost(network, grid));
    const once = rowOf(result, "small + 1 iteration");
    expect(once.kind).toBe("refined");
    expect(once.scores.strain.mean).toBeLessThan(row.scores.strain.mean);
    const rule = { maxIterations: 1, tolerance: 1e-15, accept: "truncated" } as const;
    const refined = await refine(strain, unseen.microstructures, problem, rule);
    expect(once.scores.strain).toEqual(strainError(refined.strain, unseen.strains));
    expect(rowOf(result, "small + 30 iterations").scores.strain.max).toBeLessThan(1e-3);
    const solver = rowOf(result, "solver, 1 iteration");
    expect(once.operations).toBeGreaterThan((row.operations ?? 0) + (solver.operations ?? 0));
    expect(result.samples.validation).toBe(5);
  });

  test("have times by the clock that is given", async () => {
    let now = 0;
    const result = await compare({ training, test: unseen }, problem, {
      ...{ models: [oracle("exact", 0, true)], iterations: [1] },
      clock: () => (now += 500),
    });
    // 500 ms pass between two looks at the clock; there are five cells.
    const [mean, exact, refined, solver] = result.rows;
    expect(mean).toMatchObject({ trainingTime: null, predictionTime: null });
    expect(exact).toMatchObject({ trainingTime: 0.5, predictionTime: 0.1 });
    expect(refined).toMatchObject({ trainingTime: 0.5, predictionTime: 0.2 });
    expect(solver).toMatchObject({ trainingTime: null, predictionTime: 0.1 });
  });
});

test("maps show one cell of every row", async () => {
  const { errorMaps, rows } = await compare({ training, test: unseen }, problem, {
    ...{ models: [oracle("off", 0.02)], iterations: [1], sample: 3, component: 0 },
  });
  const cells = grid[0] * grid[1];
  const { data } = unseen.strains;
  expect(errorMaps.maps.map(({ name }) => name)).toEqual(rows.map(({ name }) => name));
  expect(errorMaps.truth.shape).toEqual(grid);
  expect(errorMaps.truth.data).toEqual(data.slice(9 * cells, 10 * cells));
  const phases = unseen.microstructures.data.slice(3 * cells, 4 * cells);
  expect([...errorMaps.microstructure.data]).toEqual([...phases]);
  const [mean, off] = errorMaps.maps;
  expect(mean.error.data).toEqual(errorMaps.truth.data.map((ε) => 1 - ε));
  expect(distance(off.error.data.map(Math.abs), new Float64Array(cells).fill(0.02))).toBeLessThan(
    1e-12,
  );
});

test("the table has a line for every row, and dashes for what is not known", async () => {
  const result = await compare({ training, test: unseen }, problem, {
    ...{ models: [oracle("off by 2 %", 0.02)], iterations: [3] },
  });
  const [head, , mean, off, solver, empty, sets] = formatComparison(result).split("\n");
  expect(head).toMatch(/^ +parameters +training +per cell +operations +MASE ε_xx % +largest/);
  expect(mean).toMatch(/^e = mean +0 +– +– +0 +\d\d\.\d +/);
  expect(off).toMatch(/^off by 2 % +7 +– +– +1\.00 k +2\.00 +2\.00 +\S+ +\S+ +\S+ +2\.00 +\S+$/);
  expect(solver).toMatch(/^solver, 3 iterations +0 +– +– +\d+ k +/);
  expect(empty).toBe("");
  expect(sets).toBe("9 × 8 voxels; cells: 60 for training, 5 for the test.");
  expect(new Set([head, mean, off, solver].map((line) => line.length)).size).toBe(1);
});

test("progress goes up to the end, and an abort ends it between and within models", async () => {
  const shares: number[] = [];
  await compare({ training, test: unseen }, problem, {
    ...{ models: [oracle("a", 0), oracle("b", 0)], iterations: [1] },
    onProgress: ({ done, total = NaN }) => shares.push(done / total),
  });
  expect(shares).toContain(1.5 / 4);
  expect(shares.at(-1)).toBe(1);
  const controller = new AbortController();
  const stopped = compare({ training, test: unseen }, problem, {
    ...{ models: [oracle("a", 0), oracle("b", 0)], signal: controller.signal },
    onProgress: ({ done }) => {
      if (done >= 2) controller.abort(new Error("enough"));
    },
  });
  await expect(stopped).rejects.toThrow("enough");
});

test("data that do not belong together, and unknown models, are refused", async () => {
  const refused = async (
    sentence: RegExp,
    kind: typeof ShapeError | typeof ValueError,
    change: { data?: object; problem?: Partial<Problem>; options?: object },
  ): Promise<void> => {
    const call = compare(
      { training, test: unseen, ...change.data },
      { ...problem, ...change.problem },
      { models: [oracle("exact", 0)], ...change.options },
    );
    await expect(call).rejects.toThrow(sentence);
    await expect(call).rejects.toThrow(kind);
  };
  const loads = [
    [1, 0, 0],
    [0, 1, 0],
  ];
  await refused(/one for all cells/, ValueError, { problem: { macroStrain: loads } });
  await refused(/mean of the strains should be the load/, ValueError, {
    problem: { macroStrain: [0, 1, 0] },
  });
  const other = await knownCells(2, [7, 7], 3);
  await refused(/all cells should be on one grid/, ShapeError, { data: { test: other } });
  await refused(/on one grid/, ShapeError, { data: { validation: other } });
  const { data } = componentOf(unseen.strains, 0);
  const component = { ...unseen, strains: ndarrayOf(data, [5, ...grid]) };
  await refused(/test: strains/, ShapeError, { data: { test: component } });
  await refused(/models should be/, ValueError, { options: { models: ["mlp"] } });
  await refused(/"exact" twice/, ValueError, {
    options: { models: [oracle("exact", 0), oracle("exact", 1)] },
  });
  await refused(/sample should be an integer/, ValueError, { options: { sample: 5 } });
  await refused(/component should be an integer/, ValueError, { options: { component: 3 } });
  await refused(/refinements/, ValueError, { options: { refinements: [0] } });
  await refused(/iterations/, ValueError, { options: { iterations: [-1] } });
  const wrong: Predictor = {
    name: "wrong",
    fit: () =>
      Promise.resolve({
        ...{ parameters: 1, operations: null, model: null },
        predict: () => ({ strain: component.strains }),
      }),
  };
  await refused(/prediction of wrong/, ShapeError, { options: { models: [wrong] } });
});
