import { expect, test } from "vitest";
import { noGrad, Variable } from "../../../src/autodiff/index.js";
import { ndarrayOf } from "../../../src/core/index.js";
import type { NdArray } from "../../../src/core/index.js";
import { channelsOf } from "../../../src/pdenet/filters.js";
import { moments, rollout } from "../../../src/pdenet/index.js";
import { symbolicDynamics, symbolicFilters } from "../../../src/pdenet/symbolic/dynamics.js";
import { createObjective } from "../../../src/pdenet/training/objective.js";
import type { Objective } from "../../../src/pdenet/training/objective.js";
import type { Batch } from "../../../src/pdenet/training/windows.js";
import { recorded } from "../recorded.js";
import { facts, freeOf, model, netsOf, network } from "./publishedProblem.js";

/** Sums of some hundred products of numbers of one size. */
const ROUNDING = 1e-12;

const FRAME = 2 * 2 * 16 * 16; // samples, components, points

function expectClose(got: ArrayLike<number>, { data }: NdArray): void {
  const largest = data.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
  expect(got.length).toBe(data.length);
  const error = data.reduce((most, x, i) => Math.max(most, Math.abs(x - got[i])), 0);
  expect(error).toBeLessThanOrEqual(ROUNDING * largest);
}

/** Frame n of the recorded fields, u[s, c, y, x]. */
const frame = (n: number): Float64Array =>
  recorded("p2_obs").data.slice(n * FRAME, (n + 1) * FRAME);

const variables = Object.fromEntries(
  Object.entries(model.parameters).map(([name, { data, shape }]) => [
    name,
    new Variable(data, shape),
  ]),
);
const places = { samples: 2, grid: [16, 16], origins: null };

test("channels are the recorded ones, mirror images behind those of each component", () => {
  const bank = symbolicFilters(network, model.spacing);
  const u = new Variable(frame(0), [2, 2, 16, 16]);
  const seen = channelsOf(u, bank.kernels(variables.moments), "periodic");
  expect(seen.shape).toEqual([2, 16, 16, 16]);
  const points = 256;
  const unmirrored = [0, 1].flatMap((c) =>
    Array.from(seen.data.subarray(8 * c * points, (8 * c + 6) * points)),
  );
  const channels = recorded("p2_upwind_uinputs"); // of sample 0
  expectClose(unmirrored, ndarrayOf(channels.data.slice(0, 12 * points), [12, points]));
});

test("the right-hand side is the recorded one", () => {
  const { rate } = symbolicDynamics(model).prepare(variables, places);
  const found = noGrad(() => rate(new Variable(frame(0), [2, 2, 16, 16])));
  expectClose(found.data, recorded("p2_upwind_rhs"));
});

test("three steps are the recorded ones", () => {
  const { u, runaway } = rollout(model, ndarrayOf(frame(0), [2, 2, 16, 16]), 3);
  expect(runaway).toBeNull();
  const last = [0, 1].flatMap((s) => {
    const at = (4 * s + 3) * (FRAME / 2);
    return Array.from(u.data.subarray(at, at + FRAME / 2));
  });
  expectClose(last, recorded("p2_upwind_step3"));
});

/** The recorded objective of two steps, with the weights of the penalties. */
function objective(sparsity: number, momentSparsity: number): Objective {
  const batch: Batch = {
    ...{ samples: 2, components: 2, grid: [16, 16] },
    movies: Int32Array.of(0, 1),
    start: frame(0),
    targets: [frame(1), frame(2)],
    observed: [Float64Array.of(1, 1), Float64Array.of(1, 1)],
    intervals: [facts.dt, facts.dt],
  };
  const dynamics = symbolicDynamics(model);
  return createObjective(model.parameters, batch, {
    ...{ network, dynamics, origins: null, rates: [1, 1], frozen: [] },
    ...{ sparsity, momentSparsity },
  });
}

test("the loss of two steps and its gradients are the recorded ones", () => {
  const { evaluate, unknowns, close } = objective(0.005, 0.001);
  const { value, data, gradient } = evaluate(unknowns);
  expect(Math.abs(data - facts.dataloss)).toBeLessThanOrEqual(ROUNDING * data);
  // The original counts the fixed moments, too: in each of six filters a one, of H(1) = 1 − s/2.
  const fixed = 2 * 0.001 * 6 * (1 - 0.01 / 2);
  expect(Math.abs(value + fixed - facts.total)).toBeLessThanOrEqual(ROUNDING * value);
  const free = model.parameters.moments.size;
  expectClose(gradient.subarray(0, free), freeOf(recorded("p2_upwind_grad_moment")));
  expectClose(gradient.subarray(free), netsOf(recorded("p2_upwind_grad_expr")));
  close();
});

test("without penalties the loss is that of the data", () => {
  const { evaluate, unknowns, close } = objective(0, 0);
  const { value, data } = evaluate(unknowns);
  expect(value).toBe(data);
  close();
});

test("moments are those that were recorded, with the fixed ones in their places", () => {
  const { filters, carrier } = moments(model);
  expect(carrier).toBeNull();
  const all = filters.flatMap((one) => Array.from(one.moments.data));
  expectClose(all, recorded("p2_upwind_params_moment"));
  expect(filters.map(({ order }) => order.join(""))).toEqual(["00", "01", "10", "02", "11", "20"]);
});
