import { expect, test } from "vitest";
import { multiply, squaredError, valueAndGrad, Variable } from "../../../src/autodiff/index.js";
import type { NdArray } from "../../../src/core/index.js";
import { filterBank } from "../../../src/pdenet/filters.js";
import { linearDynamics } from "../../../src/pdenet/linear/dynamics.js";
import { interpolate, interpolationAt } from "../../../src/pdenet/linear/interpolate.js";
import { advance } from "../../../src/pdenet/step.js";
import {
  dt,
  dx,
  freeMoments,
  freeOf,
  inOurOrder,
  carrier,
  loss,
  model,
  network,
  nodesInOurOrder,
  places,
  recorded,
  variance,
} from "./publishedProblem.js";

/** Sums of about a hundred products of numbers of one size. */
const ROUNDING = 1e-12;

function expectClose(got: ArrayLike<number>, expected: NdArray, tolerance = ROUNDING): void {
  const largest = expected.data.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
  expect(got.length).toBe(expected.data.length);
  let error = 0;
  expected.data.forEach((x, i) => (error = Math.max(error, Math.abs(x - got[i]))));
  expect(error).toBeLessThanOrEqual(tolerance * largest);
}

const variablesOf = (parameters: Readonly<Record<string, NdArray>>) =>
  Object.fromEntries(
    Object.entries(parameters).map(([name, { data, shape }]) => [name, new Variable(data, shape)]),
  );

function rolledOut(parameters: Readonly<Record<string, Variable>>, steps: number): Variable {
  const prepared = linearDynamics(model).prepare(parameters, places);
  const { data } = recorded("p1_u0");
  let u = new Variable(data, [2, 1, 16, 16]);
  for (let n = 0; n < steps; n++) u = advance(prepared, network, u, dt);
  return u;
}

test("filters of recorded moments are the recorded filters", () => {
  const { moments } = variablesOf(model.parameters);
  const kernels = filterBank(network, [dx, dx]).kernels(moments);
  expectClose(kernels.data, inOurOrder(recorded("p1_5x5_o2_kernels")));
});

test("coefficients of recorded nodes at the recorded points are the recorded fields", () => {
  const { fields } = variablesOf(model.parameters);
  const at = interpolationAt(network.coefficients, places, model.spacing, model.lengths);
  const { data } = interpolate(fields, at);
  const first = recorded("p1_5x5_o2_coefield");
  const turned = inOurOrder({ ...first, shape: [6, 16, 16] });
  expectClose(data.subarray(0, data.length / 2), turned);
});

test("one step and three steps are the recorded ones", () => {
  const parameters = variablesOf(model.parameters);
  expectClose(rolledOut(parameters, 1).data, recorded("p1_5x5_o2_step1"));
  expectClose(rolledOut(parameters, 3).data, recorded("p1_5x5_o2_step3"));
});

test("the loss after two steps and its gradients are the recorded ones", () => {
  const target = new Variable(recorded("p1_uT").data, [2, 1, 16, 16]);
  const { value, gradient } = valueAndGrad((parameters: Readonly<Record<string, Variable>>) => {
    const error = squaredError(rolledOut(parameters, 2), target, { reduction: "sum" });
    return multiply(error, 1 / (512 * variance));
  })(model.parameters);
  expect(Math.abs(value - loss)).toBeLessThanOrEqual(ROUNDING * loss);
  const { moments, fields, carrier: averaging } = gradient as Record<string, NdArray>;
  expectClose(fields.data, nodesInOurOrder("p1_5x5_o2_grad_coe"));
  const expected = inOurOrder(recorded("p1_5x5_o2_grad_moment_intended"));
  expectClose(moments.data, freeMoments(expected));
  expectClose(averaging.data, freeOf(carrier, recorded("p1_5x5_o2_grad_id_raw")));
});
