import { describe, expect, test } from "vitest";
import { ConvergenceError, ndarrayOf } from "../../../src/core/index.js";
import { errors, fit, fromEquation, symbolic } from "../../../src/pdenet/index.js";
import type { Equation, FitOptions, PdeModel, StageRecord } from "../../../src/pdenet/index.js";
import { changed, decayingMovies } from "../movies.js";

const DT = 0.05;

describe("a stage", () => {
  const u = decayingMovies(4, 12, 9);
  const shared: FitOptions = {
    ...{ spacing: 0.5, maxIterations: 3 },
    network: symbolic({ size: 5, products: 1 }),
  };

  test("lowers its loss, and tells how it ended", async () => {
    const { stages } = await fit(u, DT, { ...shared, start: "random", schedule: [1, 2] });
    expect(stages.map(({ steps, windows }) => [steps, windows])).toEqual([
      [0, 16],
      [1, 16],
      [2, 16],
    ]);
    for (const { loss, data, iterations, evaluations, stop, validation } of stages.slice(1)) {
      expect(loss).toBeGreaterThan(data);
      expect(data).toBeGreaterThan(0);
      expect(iterations).toBeLessThanOrEqual(3);
      expect(evaluations).toBeGreaterThanOrEqual(iterations);
      expect(stop).toBe("iterations");
      expect(validation).toBeNaN();
    }
    expect(stages[0].loss).toBe(stages[0].data);
  });

  test("is as long as asked, by default as the published ones up to the length of the movies", async () => {
    const { stages } = await fit(u, DT, { ...shared, maxIterations: 1 });
    expect(stages.map(({ steps }) => steps)).toEqual([1, 3, 6, 9]);
    const { stages: shorter } = await fit(decayingMovies(4, 12, 5), DT, {
      ...{ ...shared, maxIterations: 1 },
    });
    expect(shorter.map(({ steps }) => steps)).toEqual([1, 3]);
  });

  test("with everything frozen changes nothing", async () => {
    const frozen = ["moments", "symnet"];
    const { stages, model } = await fit(u, DT, { ...shared, schedule: [{ steps: 1, frozen }] });
    const start = await fit(u, DT, { ...shared, schedule: [] });
    expect(stages[0].stop).toBe("frozen");
    expect(model.parameters).toEqual(start.model.parameters);
  });

  test("tells of itself as it ends", async () => {
    const told: [StageRecord, PdeModel][] = [];
    const result = await fit(u, DT, {
      ...{ ...shared, schedule: [1, 2] },
      onStage: (record, model) => void told.push([record, model]),
    });
    expect(told.map(([record]) => record)).toEqual(result.stages);
    expect(told[1][1]).toEqual(result.model);
  });

  test("by Adam that runs away ends at its last finite step", async () => {
    const { stages, model } = await fit(u, DT, {
      ...{ ...shared, maxIterations: 30, optimizer: "adam", learningRate: 1e60, schedule: [2] },
    });
    expect(stages[0].stop).toBe("diverged");
    expect(stages[0].loss).toBeLessThan(Infinity);
    expect(model.parameters.symnet.data.every(Number.isFinite)).toBe(true);
  });

  test("that no parameters save from running away is refused, with what to do", async () => {
    const growth: Equation = {
      ...{ names: ["u", "v"], axes: ["x"], remainder: [0, 0] },
      terms: [0, 1].map((component) => [
        {
          factors: Array.from({ length: 5 }, () => ({ component, order: [0] })),
          ...{ derivative: null, coefficient: 1e80, contribution: 1, interval: null },
        },
      ]),
    };
    const training = fit(u, DT, { ...shared, network: fromEquation(growth), schedule: [9] });
    await expect(training).rejects.toThrow(ConvergenceError);
    await expect(training).rejects.toThrow(
      "pdenet.fit: some stage should have a finite loss to begin with; none has: every roll-out runs away from the " +
        "start. Take more substeps, shorter intervals, or another start.",
    );
  });
});

describe("a start", () => {
  const u = decayingMovies(4, 12);
  const shared: FitOptions = {
    ...{ spacing: 0.5, maxIterations: 3, schedule: [1] },
    network: symbolic({ size: 5, products: 1 }),
  };

  test.each(["direct", "random"] as const)(
    "named %s without a schedule is the model",
    async (start) => {
      const { stages, model } = await fit(u, DT, { ...shared, start, schedule: [] });
      expect(stages).toEqual([]);
      expect(model.network).toEqual(shared.network);
      expect(model.interval).toBeCloseTo(DT, 14);
      expect(model.lengths).toEqual([6]);
    },
  );

  test("that is a model is trained further, in its own units and with its names", async () => {
    const first = await fit(u, DT, { ...shared, names: ["h", "q"], axisNames: ["s"] });
    const louder = changed(u, (value) => 2 * value);
    const further = await fit(louder, 2 * DT, { spacing: 0.5, start: first.model, schedule: [] });
    expect(further.model.parameters).toEqual(first.model.parameters);
    expect(further.model.scales).toEqual(first.model.scales);
    expect(further.model.network).toEqual(first.model.network);
    expect([further.model.names, further.model.axes]).toEqual([["h", "q"], ["s"]]);
    // The interval is that of the movies it learnt from last.
    expect(further.model.interval).toBeCloseTo(2 * DT, 14);
    const named = await fit(u, DT, {
      ...{ spacing: 0.5, start: first.model, schedule: [], names: ["a", "b"] },
    });
    expect(named.model.names).toEqual(["a", "b"]);
    const trained = await fit(u, DT, { spacing: 0.5, start: first.model, schedule: [2] });
    expect(trained.model.parameters).not.toEqual(first.model.parameters);
  });
});

describe("what is held out", () => {
  const u = decayingMovies(5, 12);
  const shared: FitOptions = {
    ...{ spacing: 0.5, maxIterations: 8, start: "random", validation: 0.4, seed: 2 },
    network: symbolic({ size: 5, products: 1 }),
  };

  test("judges: the best stage is returned, whose forecasts have the error that is told", async () => {
    const { model, stages, validation, held } = await fit(u, DT, { ...shared, schedule: [1, 2] });
    expect(held.length).toBe(2);
    const size = u.data.length / 5;
    const theirs = held.map((s) =>
      ndarrayOf(u.data.slice(s * size, (s + 1) * size), u.shape.slice(1)),
    );
    const means = theirs.map((movie) => {
      const { median } = errors(model, [movie], DT);
      return median.reduce((sum, error) => sum + error, 0) / median.length;
    });
    const middle = (means[0] + means[1]) / 2;
    expect(Math.abs(validation.best / middle - 1)).toBeLessThan(1e-12);
    expect(validation.best).toBe(
      Math.min(validation.start, ...stages.map((stage) => stage.validation)),
    );
    expect(validation.best).toBeLessThan(validation.start);
  });

  test("keeps the start if no stage is better", async () => {
    const exact = await fit(u, DT, { ...shared, start: "direct", schedule: [1, 4] });
    const worse = await fit(u, DT, {
      ...{ ...shared, start: exact.model, network: undefined },
      // Weights that are pressed to zero so hard that nothing is left of the equation.
      schedule: [{ steps: 1, sparsity: 1e3 }],
    });
    expect(worse.stages[0].validation).toBeGreaterThan(10 * worse.validation.start);
    expect(worse.validation.best).toBe(worse.validation.start);
    expect(worse.model.parameters).toEqual(exact.model.parameters);
  });

  test("changes nothing of what the others teach", async () => {
    const whole = await fit(u, DT, { ...shared, schedule: [1] });
    const size = u.data.length / 5;
    const other = changed(u, (value, i) =>
      whole.held.includes(Math.floor(i / size)) ? 3 * value : value,
    );
    const again = await fit(other, DT, { ...shared, schedule: [1] });
    expect(again.stages.map(({ loss }) => loss)).toEqual(whole.stages.map(({ loss }) => loss));
  });
});
