import { describe, expect, test } from "vitest";
import type { Problem } from "../../src/cnn/index.js";
import { ndarrayOf, ShapeError, ValueError } from "../../src/core/index.js";
import { meanPredictionMase } from "../../src/metrics/index.js";
import { solveElasticity } from "../../src/physics/index.js";
import { solverRows } from "../../src/studies/index.js";
import { elasticCase } from "../../src/studies/elasticCase.js";
import { meanStresses } from "../../src/studies/meanStresses.js";
import { componentOf } from "../../src/studies/scores.js";
import { solverOperations } from "../../src/studies/solverCost.js";
import { distance } from "../physics/elasticity/cells.js";
import { knownCells, problem, randomCells, solved } from "./cells.js";

const grid = [9, 8];

describe("the solver stopped early", () => {
  test("has the error of the mean after no iteration, and none after many", async () => {
    const { microstructures, strains } = await knownCells(3, grid, 1);
    const [zero, ...rows] = await solverRows(microstructures, problem, strains, [0, 1, 2, 4, 40]);
    const mean = meanPredictionMase(componentOf(strains, 0));
    expect(zero.scores.mase.mean).toBeCloseTo(mean.mean, 10);
    expect(zero.scores.relativeFluctuationL2).toBeCloseTo(1, 10);
    for (const [i, { scores }] of rows.entries()) {
      const before = [zero, ...rows][i].scores;
      expect(scores.strain.mean).toBeLessThan(before.strain.mean);
      expect(scores.mase.mean).toBeLessThan(before.mase.mean);
      expect(scores.effectiveStress).toBeLessThan(before.effectiveStress);
    }
    // The residual falls to about 1e-9 in 40 iterations at this contrast; scores are in percent.
    expect(rows[3].scores.strain.max).toBeLessThan(1e-5);
    expect(rows[3].scores.effectiveStress).toBeLessThan(1e-5);
  });

  test("is the field of the solver that accepts truncation", async () => {
    const { microstructures, strains } = await knownCells(2, [7, 6], 2);
    const [row] = await solverRows(microstructures, problem, strains, [3]);
    const { strain, iterations } = await solveElasticity(
      microstructures,
      { elasticModulus: [1, 10], poissonRatio: [0.3, 0.3] },
      [1, 0, 0],
      { maxIterations: 3, accept: "truncated", tolerance: 1e-15 },
    );
    expect(iterations).toEqual([3, 3]);
    let sum = 0;
    for (let s = 0; s < 2; s++) {
      let error = 0;
      for (let x = 0; x < 42; x++) {
        error += Math.abs(strain.data[s * 126 + x] - strains.data[s * 126 + x]);
      }
      sum += (100 * error) / 42; // the mean of ε_xx is 1
    }
    expect(row.scores.mase.mean).toBeCloseTo(sum / 2, 10);
    expect(row).toMatchObject({
      ...{ name: "solver, 3 iterations", kind: "solver", parameters: 0, model: null },
      ...{ trainingTime: null, predictionTime: null, warnings: [] },
    });
  });

  test("is compared by the component of the load, or the one asked for", async () => {
    const shear: Problem = { ...problem, macroStrain: [0, 0.1, 0.5] };
    const { microstructures, strains } = await knownCells(2, [7, 6], 3, shear);
    const row = async (component?: number): Promise<number> => {
      const options = component === undefined ? {} : { component };
      const [{ scores }] = await solverRows(microstructures, shear, strains, [1], options);
      return scores.relativeL2;
    };
    expect(await row()).toBe(await row(2));
    expect(await row()).not.toBe(await row(1));
  });

  test("is timed by the clock that is given, and tells its progress", async () => {
    const { microstructures, strains } = await knownCells(2, [7, 6], 2);
    let now = 0;
    const done: number[] = [];
    const rows = await solverRows(microstructures, problem, strains, [1, 2], {
      clock: () => (now += 600),
      onProgress: (progress) => done.push(progress.done / (progress.total ?? 1)),
    });
    // 600 ms pass between two looks at the clock: 0.3 s for each of two cells.
    expect(rows.map(({ predictionTime }) => predictionTime)).toEqual([0.3, 0.3]);
    expect(done.at(-1)).toBe(1);
    const signal = AbortSignal.abort(new Error("enough"));
    const stopped = solverRows(microstructures, problem, strains, [1], { signal });
    await expect(stopped).rejects.toThrow("enough");
  });
});

describe("operations", () => {
  test("of one point per voxel in the plane, by hand", () => {
    // K u: one Gauss point, 4 · 4 nodes · 2² + 3 · 2 + 1 = 71; M⁻¹ r: 5 · 2 log₂ 64 + 4 · 2² = 76; vectors: 20.
    expect(solverOperations([8, 8], "q1r", 0)).toBe(64 * (71 + 76));
    expect(solverOperations([8, 8], "q1r", 3)).toBe(64 * (4 * (71 + 76) + 3 * 20));
  });
  test("grow by the same number with every iteration, and with the points of the element", () => {
    const of = (element: "q1r" | "q1" | "q1bbar" | "q2", k: number): number =>
      solverOperations([5, 7, 9], element, k);
    expect(of("q1", 5) - of("q1", 4)).toBeCloseTo(of("q1", 2) - of("q1", 1), -1);
    expect(of("q1", 3)).toBe(of("q1bbar", 3));
    expect(of("q1r", 3)).toBeLessThan(of("q1", 3) / 4);
    expect(of("q2", 3)).toBeGreaterThan(8 * of("q1", 3));
  });
});

test.each([
  ["in the plane", [6, 5], "q1", "strain"],
  ["under plane stress", [6, 5], "q1bbar", "stress"],
  ["in space", [4, 3, 5], "q2", "strain"],
] as const)(
  "effective stresses %s are those of the solver",
  async (_name, cells, element, plane) => {
    const macroStrain = cells.length === 2 ? [0.4, -0.3, 0.7] : [0.4, -0.3, 0.2, 0.7, -0.5, 0.6];
    const own: Problem = {
      ...{ elasticModulus: [1, 5, 0.2], poissonRatio: [0.3, 0.1, 0.4] },
      ...{ element, plane, macroStrain },
    };
    const m = randomCells(2, cells, 4, 3);
    const { strain, meanStress } = await solved(m, own);
    const stresses = meanStresses(strain, elasticCase(m, own, "test"));
    expect(distance(stresses.flat(), meanStress)).toBeLessThan(1e-12);
  },
);

test("what is no truth of the cells is refused", async () => {
  const { microstructures, strains } = await knownCells(2, [7, 6], 2);
  const call = (
    truth: typeof strains,
    iterations: readonly number[] = [1],
    component = 0,
  ): ReturnType<typeof solverRows> =>
    solverRows(microstructures, problem, truth, iterations, { component });
  const one = ndarrayOf(strains.data.slice(0, 84), [2, 7, 6]);
  await expect(call(one)).rejects.toThrow(ShapeError);
  await expect(call(one)).rejects.toThrow(/studies.solverRows: truth.*all components/s);
  await expect(call(strains, [])).rejects.toThrow(/at least one count/);
  await expect(call(strains, [1.5])).rejects.toThrow(ValueError);
  await expect(call(strains, [-1])).rejects.toThrow(ValueError);
  await expect(call(strains, [1], 3)).rejects.toThrow(/component should be an integer/);
  const none = solverRows(microstructures, { ...problem, macroStrain: [0, 0, 0] }, strains);
  await expect(none).rejects.toThrow(/macroStrain should be finite and not zero/);
});
