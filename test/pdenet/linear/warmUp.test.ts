import { expect, test } from "vitest";
import { ConvergenceError, ValueError } from "../../../src/core/index.js";
import { minimize } from "../../../src/nn/index.js";
import { linear } from "../../../src/pdenet/index.js";
import type { Linear, PdeModel } from "../../../src/pdenet/index.js";
import { firstStep } from "../../../src/pdenet/linear/firstStep.js";
import { linearDynamics } from "../../../src/pdenet/linear/dynamics.js";
import { normalEquations } from "../../../src/pdenet/linear/normalEquations.js";
import { warmUpLinear } from "../../../src/pdenet/linear/warmUp.js";
import { createObjective } from "../../../src/pdenet/training/objective.js";
import type { Objective } from "../../../src/pdenet/training/objective.js";
import { partOf } from "../../../src/pdenet/training/windows.js";
import type { Batch } from "../../../src/pdenet/training/windows.js";
import { DT, emptyModel, stepsOf, withDrawn } from "./movingFields.js";

const GRID = [12, 11];
const ORIGINS = [0, 1, 2, 3, 4, 5].map((s) => [s / 70, s / 90]);
const SAMPLES = ORIGINS.length;

const mesh = { kind: "lagrange", cells: 2, degree: 2, periodic: true } as const;
const published = linear({ size: 5, stepper: "euler", coefficients: mesh, carrier: 1 });

/** Σ (û − u)² over all points: what the objective has, in other units. */
function objectiveOf(model: PdeModel<Linear>, batch: Batch): Objective {
  return createObjective(model.parameters, batch, {
    network: model.network,
    dynamics: linearDynamics(model),
    origins: ORIGINS,
    rates: [1 / (DT * Math.sqrt(SAMPLES * GRID[0] * GRID[1]))],
    sparsity: 0,
    momentSparsity: 0,
    frozen: ["moments", "carrier"],
  });
}

const norm = (x: Float64Array): number => Math.sqrt(x.reduce((sum, one) => sum + one * one, 0));

/** The largest error, as a part of the largest entry. */
function errorOf(found: Float64Array, expected: Float64Array): number {
  const largest = expected.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
  return found.reduce((most, x, i) => Math.max(most, Math.abs(x - expected[i])), 0) / largest;
}

test("coefficients that made the data are found, for filters and a carrier as they were", () => {
  const truth = withDrawn(emptyModel(published, GRID), { fields: 0.1, moments: 0.01, carrier: 0.01 }, 3); // prettier-ignore
  const start = withDrawn(truth, { fields: 0 }, 4);
  const { parameters, misfit, unvisited } = warmUpLinear(start, stepsOf(truth, GRID, SAMPLES, ORIGINS), { origins: ORIGINS, ridge: 1e-14 }); // prettier-ignore
  // The columns are near to dependent: condition 10⁷, times what the residual leaves, 10⁻¹⁰.
  expect(errorOf(parameters.fields.data, truth.parameters.fields.data)).toBeLessThan(1e-5);
  expect(misfit).toBeLessThan(1e-15);
  expect(unvisited).toEqual({ fields: 0, source: 0 });
  expect(parameters.moments).toBe(start.parameters.moments);
});

test("the gradient of the loss vanishes where it ends", () => {
  const truth = withDrawn(emptyModel(published, GRID), { fields: 0.1 }, 3);
  const start = withDrawn(truth, { fields: 0 }, 4);
  const batch = stepsOf(truth, GRID, SAMPLES, ORIGINS, 0.05);
  const { parameters } = warmUpLinear(start, batch, { origins: ORIGINS, ridge: 0, tolerance: 1e-13 }); // prettier-ignore
  const objective = objectiveOf(start, batch);
  const first = norm(objective.evaluate(start.parameters.fields.data).gradient);
  const last = norm(objective.evaluate(parameters.fields.data).gradient);
  expect(last / first).toBeLessThanOrEqual(1e-8);
});

test("no iteration ends lower, with the same ridge", async () => {
  const truth = withDrawn(emptyModel(published, GRID), { fields: 0.1 }, 3);
  const start = withDrawn(truth, { fields: 0 }, 4);
  const batch = stepsOf(truth, GRID, SAMPLES, ORIGINS, 0.05);
  const ridge = 1e-4;
  const { diagonal } = normalEquations(firstStep(start, batch, ORIGINS).rows, ridge);
  const objective = objectiveOf(start, batch);
  const lossAt = (x: Float64Array): { value: number; gradient: Float64Array } => {
    const { value, gradient } = objective.evaluate(x);
    const extra = x.reduce((sum, one, i) => sum + diagonal[i] * one * one, 0);
    return {
      value: value + ridge * extra,
      gradient: gradient.map((g, i) => g + 2 * ridge * diagonal[i] * x[i]),
    };
  };
  const { parameters } = warmUpLinear(start, batch, { origins: ORIGINS, ridge });
  const direct = lossAt(parameters.fields.data).value;
  const iterated = await minimize(lossAt, start.parameters.fields.data, {
    method: "lbfgs",
    maxIterations: 200,
  });
  expect(direct).toBeLessThanOrEqual(iterated.value * (1 + 1e-12));
  expect(iterated.value).toBeLessThan(1.5 * direct); // it was on its way to the same minimum
});

test.each(["midpoint", "rk4"] as const)(
  "the error of Euler's step is taken out for %s",
  (stepper) => {
    const network = linear({ size: 5, stepper, coefficients: { kind: "constant" } });
    // Advection across a cell in a step: ½ a² Δt is an eighth of the diffusion.
    const truth = emptyModel(network, [24]);
    truth.parameters.fields.data.set([0, 2, 0.3]);
    const batch = stepsOf(truth, [24], 8, null);
    const start = emptyModel(network, [24]);
    const direct = warmUpLinear(start, batch, { ridge: 0, corrections: 0 });
    const corrected = warmUpLinear(start, batch, { ridge: 0, corrections: 30 });
    const expected = truth.parameters.fields.data;
    expect(errorOf(direct.parameters.fields.data, expected)).toBeGreaterThan(0.01);
    // Each correction leaves a third of the error, or less.
    expect(errorOf(corrected.parameters.fields.data, expected)).toBeLessThan(1e-5);
  },
);

test("a source that made the data is found together with diffusion", () => {
  const source = { cells: 3, degree: 2, from: -6, to: 6 };
  const network = linear({ size: 5, stepper: "euler", source, coefficients: { kind: "constant" } });
  const truth = withDrawn(emptyModel(network, GRID), { fields: 0.01, source: 1 }, 5);
  const start = emptyModel(network, GRID);
  const { parameters } = warmUpLinear(start, stepsOf(truth, GRID, SAMPLES, null), { ridge: 0 });
  expect(errorOf(parameters.fields.data, truth.parameters.fields.data)).toBeLessThan(1e-6);
  expect(errorOf(parameters.source.data, truth.parameters.source.data)).toBeLessThan(1e-6);
});

test("nodes that no value comes near are zero, and counted", () => {
  const source = { cells: 8, degree: 2, from: -100, to: 100 };
  const network = linear({ size: 5, stepper: "euler", source, coefficients: { kind: "constant" } });
  const start = emptyModel(network, GRID);
  const { parameters, unvisited } = warmUpLinear(start, stepsOf(start, GRID, 2, null));
  expect(unvisited).toEqual({ fields: 0, source: 12 }); // of 17: two cells see all, with five nodes
  expect(parameters.source.data[0]).toBe(0);
});

test("windows whose second frame was not observed count for nothing", () => {
  const truth = withDrawn(emptyModel(published, GRID), { fields: 0.1 }, 3);
  const start = withDrawn(truth, { fields: 0 }, 4);
  const batch = stepsOf(truth, GRID, SAMPLES, ORIGINS, 0.05);
  const targets = [batch.targets[0].slice()];
  targets[0].fill(0, (SAMPLES - 1) * GRID[0] * GRID[1]);
  const observed = [Float64Array.from({ length: SAMPLES }, (_, s) => (s < SAMPLES - 1 ? 1 : 0))];
  const part = partOf(batch, 0, SAMPLES - 1);
  const all = warmUpLinear(start, { ...batch, targets, observed }, { origins: ORIGINS });
  const without = warmUpLinear(start, part, { origins: ORIGINS.slice(0, SAMPLES - 1) });
  expect(errorOf(all.parameters.fields.data, without.parameters.fields.data)).toBeLessThan(1e-8);
});

test("options out of range, and data beyond Float64, are refused", () => {
  const start = emptyModel(published, GRID);
  const batch = stepsOf(start, GRID, 1, null);
  for (const options of [
    { ridge: -1 },
    { tolerance: 2 },
    { maxIterations: 0 },
    { corrections: -1 },
  ]) {
    expect(() => warmUpLinear(start, batch, options)).toThrow(ValueError);
  }
  const huge = { ...batch, start: batch.start.map((x) => 1e200 * x) };
  expect(() => warmUpLinear(start, huge)).toThrow(ConvergenceError);
});
