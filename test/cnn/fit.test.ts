import { describe, expect, test } from "vitest";
import {
  createModel,
  fit,
  linearLocalization,
  predict,
  recurrent,
  weightsOf,
  withWeights,
} from "../../src/cnn/index.js";
import type { FitStrainsOptions } from "../../src/cnn/index.js";
import { filteredCells } from "../../src/microstructure/index.js";
import { solveElasticity } from "../../src/physics/index.js";
import { contrast } from "../physics/elasticity/cells.js";

const problem = { ...contrast(10), element: "q1bbar", macroStrain: [1, 0, 0] } as const;
const network = recurrent({
  axes: 2,
  width: 6,
  kernelSize: 3,
  dilations: [1],
  passes: 3,
  memory: 2,
});
const m = filteredCells([9, 9], { samples: 30 }, 1);
const { strain } = await solveElasticity(m, contrast(10), [1, 0, 0]);
const some = (first: number, last: number) => ({
  microstructures: m.lo(first).hi(last - first),
  strains: strain.lo(first).hi(last - first),
});
const training = some(0, 24);
const validation = some(24, 30);
const options: FitStrainsOptions = { problem, epochs: 8, batchSize: 4, validation, seed: 3 };

const train = (more: FitStrainsOptions = {}) =>
  fit(network, training.microstructures, training.strains, { ...options, ...more });

/** ⟨|Δε_xx|⟩ of the validation cells. */
function error(model: Parameters<typeof predict>[0]): number {
  const found = predict(model, validation.microstructures, problem).strain;
  let sum = 0;
  for (let s = 0; s < 6; s++) {
    for (let x = 0; x < 81; x++) {
      sum +=
        Math.abs(
          found.get(s, 0, Math.floor(x / 9), x % 9) -
            validation.strains.get(s, 0, Math.floor(x / 9), x % 9),
        ) / 486;
    }
  }
  return sum;
}

/** The same of the mean strain, which is 1. */
const errorOfMean = strain.data
  .slice(24 * 243)
  .reduce((sum, value, i) => sum + (i % 243 < 81 ? Math.abs(value - 1) / 486 : 0), 0);

describe("training", () => {
  test("makes unseen cells better than the mean strain and than first weights", async () => {
    const { model, history } = await train({ epochs: 25 });
    expect(history).toHaveLength(25);
    const before = error(createModel(network, problem, { seed: 3, precision: "float32" }));
    expect(error(model)).toBeLessThan(before / 2);
    expect(error(model)).toBeLessThan(errorOfMean / 2);
  }, 60000);

  test("goes on from a checkpoint to the same bits", async () => {
    const saved: Uint8Array[] = [];
    const whole = await train({
      checkpoint: { save: (bytes) => void saved.push(bytes), every: 3 },
    });
    const resumed = await train({ checkpoint: { resume: saved[0] } });
    expect(resumed.history).toEqual(whole.history);
    expect(weightsOf(resumed.model)).toEqual(weightsOf(whole.model));
  }, 60000);

  test("goes on from a model, which stays as it was", async () => {
    const { model } = await train();
    const kept = JSON.stringify(weightsOf(model));
    const further = await fit(model, training.microstructures, training.strains, {
      ...{ epochs: 12, batchSize: 4, validation, seed: 4 },
    });
    expect(JSON.stringify(weightsOf(model))).toBe(kept);
    const last = (history: typeof further.history): number =>
      history[history.length - 1].validationLoss ?? NaN;
    expect(last(further.history)).toBeLessThan((await train()).history[7].validationLoss ?? NaN);
  }, 60000);

  test("one weight tensor a little off changes the prediction", () => {
    const model = createModel(network, problem, { seed: 3 });
    const weights = weightsOf(model);
    const before = predict(model, validation.microstructures, problem).strain;
    for (const name of Object.keys(weights).filter((key) => key.endsWith("weight"))) {
      const { data, shape } = weights[name] as { data: Float64Array; shape: number[] };
      const scaled = { ...weights, [name]: { data: data.map((w) => 1.05 * w), shape } };
      const after = predict(withWeights(model, scaled), validation.microstructures, problem).strain;
      const most = after.data.reduce(
        (max, value, i) => Math.max(max, Math.abs(value - before.data[i])),
        0,
      );
      expect(most, name).toBeGreaterThan(1e-5);
    }
  });

  test("several loads are several samples of a cell", async () => {
    const loads = [
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ];
    const cells = {
      data: Uint8Array.from(loads.flatMap(() => [...m.data.slice(0, 8 * 81)])),
      shape: [24, 9, 9],
    };
    const each = loads.flatMap((E) => Array.from({ length: 8 }, () => E));
    const strains = (await solveElasticity(cells, contrast(10), each)).strain;
    const many = { ...problem, macroStrain: loads };
    const { model } = await fit(network, cells, strains, {
      ...options,
      problem: many,
      validation: undefined,
      epochs: 2,
    });
    expect(
      predict(model, validation.microstructures, { ...problem, macroStrain: [0, 0, 2] }).warnings,
    ).toEqual([]);
    expect(
      predict(model, validation.microstructures, { ...problem, macroStrain: [1, 1, 0] })
        .warnings[0],
    ).toContain("mean strains along (1, 0, 0), (0, 1, 0), (0, 0, 1); this problem has (1, 1, 0)");
  }, 60000);
});

describe("refused are", () => {
  test("solvers of linear networks", async () => {
    await expect(train({ solver: "newton" as "adam" })).rejects.toThrow(
      'cnn.fit: solver should be "adam" or "sgd" for a network that is not linear; got "newton"',
    );
  });

  test("networks without a problem", async () => {
    await expect(train({ problem: undefined })).rejects.toThrow(
      "cnn.fit: a network needs the problem",
    );
  });

  test("strains of another shape, without a mean, not finite", async () => {
    const one = strain.pick(null, 0);
    await expect(fit(network, m, one, options)).rejects.toThrow(
      "cnn.fit: strains should hold all 3 components of every sample, [30, 3, 9, 9]; got [30, 9, 9]",
    );
    const zero = { data: new Float64Array(strain.size), shape: strain.shape };
    await expect(fit(network, m, zero, options)).rejects.toThrow("that of sample 0 is zero");
    const bad = { data: strain.data.slice().fill(NaN, 5, 6), shape: strain.shape };
    await expect(fit(network, m, bad, options)).rejects.toThrow("cnn.fit: strains");
  });

  test("cells of other axes, phases, and on grids below the filters' reach", async () => {
    await expect(fit(network, filteredCells([5, 5, 5], {}, 1), strain, options)).rejects.toThrow(
      "cnn.fit: microstructures should have 2 space axes",
    );
    const model = createModel(network, problem);
    expect(() =>
      predict(model, { data: [0, 1, 2, 0, 1, 2, 0, 1, 2], shape: [1, 3, 3] }, problem),
    ).toThrow("cnn.predict: microstructure");
    expect(() => predict(model, { data: [0, 1, 1, 0], shape: [1, 2, 2] }, problem)).toThrow(
      "cells should have at least 3 voxels along every axis",
    );
  });

  test("a linear model where strains are asked for", () => {
    const { parameters, state } = createModel(network, problem);
    const linear = linearLocalization({ states: 2, kernelSize: 3 });
    const model = {
      kind: "localizationNetwork",
      version: 1,
      network: linear,
      parameters,
      state,
    } as const;
    expect(() => predict({ ...model, problem: null }, m, problem)).toThrow(
      "cnn.predict: model should be a network for strains; got a linear one. Call cnn.predictLinear",
    );
  });

  test("weights of another architecture", () => {
    const model = createModel(network, problem);
    const wider = recurrent({
      axes: 2,
      width: 7,
      kernelSize: 3,
      dilations: [1],
      passes: 3,
      memory: 2,
    });
    expect(() => withWeights(model, weightsOf(createModel(wider, problem)))).toThrow(
      "should have shape",
    );
  });

  test("validation on another grid", async () => {
    const other = filteredCells([7, 7], { samples: 2 }, 2);
    const strains = (await solveElasticity(other, contrast(10), [1, 0, 0])).strain;
    await expect(train({ validation: { microstructures: other, strains } })).rejects.toThrow(
      "cnn.fit: validation should be on the grid [9, 9]",
    );
  });
});

describe("a problem other than the model's is named", () => {
  const model = createModel(network, problem);
  const asked = (change: object): readonly string[] =>
    predict(model, validation.microstructures, { ...problem, ...change }).warnings;

  test("not one that differs in units alone", () => {
    expect(asked({ elasticModulus: [200, 2000] })).toEqual([]);
    expect(asked({ macroStrain: [-0.01, 0, 0] })).toEqual([]);
  });

  test("void phases have ratios, too, and no Poisson's ratio", () => {
    const porous = { ...problem, elasticModulus: [0, 10], poissonRatio: [0.7, 0.3] };
    const one = createModel(network, porous);
    expect(
      predict(one, validation.microstructures, { ...porous, elasticModulus: [0, 1] }).warnings,
    ).toEqual([]);
    expect(
      predict(one, validation.microstructures, {
        ...porous,
        elasticModulus: [1, 10],
        poissonRatio: [0.3, 0.3],
      }).warnings,
    ).not.toEqual([]);
  });

  test("a load turned round turns the strains round", () => {
    const [forth, back] = [1, -1].map(
      (e) =>
        predict(model, validation.microstructures, { ...problem, macroStrain: [e, 0, 0] }).strain,
    );
    back.data.forEach((value, i) => {
      expect(value).toBe(-forth.data[i]);
    });
  });

  test.each([
    [{ elasticModulus: [1, 50] }, "the moduli 1 : 10; this problem has 1 : 50"],
    [{ poissonRatio: [0.3, 0.2] }, "Poisson's ratios 0.3, 0.3; this problem has 0.3, 0.2"],
    [{ element: "q1" }, "the element q1bbar; this problem has q1"],
    [{ plane: "stress" }, "the state of plane strain; this problem has plane stress"],
    [{ macroStrain: [0, 1, 0] }, "mean strains along (1, 0, 0); this problem has (0, 1, 0)"],
  ])("%o", (change, sentence) => {
    expect(asked(change)).toEqual([expect.stringContaining(sentence)]);
  });

  test.each([
    [
      { elasticModulus: [1] },
      "cnn.predict: elasticModulus should hold one number for each of 2 phases; got [1]",
    ],
    [{ macroStrain: [1, 0] }, "cnn.predict: macroStrain should have 3 components"],
    [{ macroStrain: [0, 0, 0] }, "macroStrain should be finite and not zero"],
    [
      {
        macroStrain: [
          [1, 0, 0],
          [0, 1, 0],
        ],
      },
      "macroStrain should be one for all samples or one for each of 6; got 2",
    ],
    [
      { poissonRatio: [0.3, 0.5] },
      "cnn.predict: poissonRatio should lie between −1 and ½; got 0.5 for phase 1",
    ],
    [{ element: undefined }, "element should name the element"],
  ])("what is none is refused: %o", (change, sentence) => {
    expect(() => asked(change)).toThrow(sentence);
  });
});
