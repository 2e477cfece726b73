import { expect, test } from "vitest";
import { multiply, squaredError, valueAndGrad, Variable } from "../../../src/autodiff/index.js";
import { createRng, sizeOf, unravel } from "../../../src/core/index.js";
import type { NdArray } from "../../../src/core/index.js";
import { filterBank } from "../../../src/pdenet/filters.js";
import { linear } from "../../../src/pdenet/index.js";
import type { Border } from "../../../src/pdenet/index.js";
import { linearDynamics } from "../../../src/pdenet/linear/dynamics.js";
import { interpolate, interpolationAt } from "../../../src/pdenet/linear/interpolate.js";
import { firstFields } from "../../../src/pdenet/linear/start.js";
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

/** After so many steps, for which the network was prepared one by one, or for how many there are. */
function rolledOut(
  parameters: Readonly<Record<string, Variable>>,
  steps: number,
  together?: number,
): Variable {
  const prepared = linearDynamics(model).prepare(parameters, places, together);
  expect(prepared.step === undefined).toBe(together === undefined);
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
  expectClose(rolledOut(parameters, 1, 1).data, recorded("p1_5x5_o2_step1"));
  expectClose(rolledOut(parameters, 3).data, recorded("p1_5x5_o2_step3"));
  expectClose(rolledOut(parameters, 3, 3).data, recorded("p1_5x5_o2_step3"));
});

test.each([undefined, 1, 2])(
  "the loss after two steps and its gradients are the recorded ones, prepared for %s",
  (together) => {
    const target = new Variable(recorded("p1_uT").data, [2, 1, 16, 16]);
    const { value, gradient } = valueAndGrad((parameters: Readonly<Record<string, Variable>>) => {
      const error = squaredError(rolledOut(parameters, 2, together), target, { reduction: "sum" });
      return multiply(error, 1 / (512 * variance));
    })(model.parameters);
    expect(Math.abs(value - loss)).toBeLessThanOrEqual(ROUNDING * loss);
    const { moments, fields, carrier: averaging } = gradient as Record<string, NdArray>;
    expectClose(fields.data, nodesInOurOrder("p1_5x5_o2_grad_coe"));
    const expected = inOurOrder(recorded("p1_5x5_o2_grad_moment_intended"));
    expectClose(moments.data, freeMoments(expected));
    expectClose(averaging.data, freeOf(carrier, recorded("p1_5x5_o2_grad_id_raw")));
  },
);

const GRIDS: [Border, number[], number[]][] = [
  ["periodic", [9], [0.5]],
  ["zero", [8], [0.5]],
  ["reflect", [9], [0.5]],
  ["periodic", [7, 8], [0.5, 0.25]],
  ["zero", [6, 7], [0.5, 0.25]],
  ["reflect", [7, 6], [0.5, 0.25]],
  ["periodic", [5, 6, 7], [1, 0.5, 2]],
];

test.each(GRIDS)("the rate is the sum of its definition, %s on %o", (border, grid, h) => {
  const axes = grid.length;
  const rng = createRng(7);
  const lengths = grid.map((n, axis) => n * h[axis]);
  const net = linear({
    ...{ size: 5, border, maxOrder: 2 },
    coefficients: { kind: "lagrange", cells: 2, degree: 1, periodic: border === "periodic" },
  });
  const bank = filterBank(net, h);
  const nodes = firstFields(net, h).fields;
  const noise = (length: number): Float64Array =>
    Float64Array.from({ length }, () => 0.1 * rng.normal());
  const fields = new Variable(noise(nodes.size), nodes.shape);
  const moments = new Variable(noise(bank.freeCount), [bank.freeCount]);
  const own = { samples: 1, grid, origins: [h.map((step) => step / 3)] };
  const u = noise(sizeOf(grid));
  const { rate, carry } = linearDynamics({ network: net, spacing: h, lengths }).prepare(
    { moments, fields },
    own,
  );
  const at = new Variable(u, [1, 1, ...grid]);
  const found = rate(at).data;
  expect(carry(at)).toBe(at);

  const kernels = bank.kernels(moments).data;
  const c = interpolate(fields, interpolationAt(net.coefficients, own, h, lengths)).data;
  const valueAt = (x: readonly number[]): number => {
    const inside = x.map((j, axis) => {
      const n = grid[axis];
      if (border === "periodic") return (j + n) % n;
      if (border === "zero") return j;
      return j < 0 ? -j : j < n ? j : 2 * (n - 1) - j;
    });
    if (inside.some((j, axis) => j < 0 || j >= grid[axis])) return 0;
    return u[inside.reduce((place, j, axis) => place * grid[axis] + j, 0)];
  };
  const taps = 5 ** axes;
  found.forEach((value, x) => {
    const point = unravel(x, grid);
    let sum = 0;
    bank.orders.forEach((_, o) => {
      for (let j = 0; j < taps; j++) {
        const away = unravel(j, new Array<number>(axes).fill(5));
        const seen = valueAt(point.map((p, axis) => p + away[axis] - 2));
        sum += c[o * u.length + x] * kernels[o * taps + j] * seen;
      }
    });
    // Differences of second order have weights of a hundred.
    expect(Math.abs(value - sum)).toBeLessThanOrEqual(100 * ROUNDING);
  });
});

test("a source stands in the place of c₀ u, and sees u through its filter", () => {
  const source = { cells: 2, degree: 2, from: -3, to: 3 };
  const net = linear({ size: 3, source, coefficients: { kind: "constant" } });
  const { fields, source: nodes } = firstFields(net, [1]);
  expect(fields.shape).toEqual([2, 1]);
  const u = new Variable(Float64Array.of(1, -2, 0.5, 3, 0), [1, 1, 5]);
  const parameters = {
    moments: new Variable(new Float64Array(3), [3]),
    fields: new Variable(Float64Array.of(0, 0.5), [2, 1]),
    // f(u) = u² at −3, −1.5, 0, 1.5, 3
    source: new Variable(Float64Array.of(9, 2.25, 0, 2.25, 9), nodes.shape),
  };
  const { rate } = linearDynamics({ network: net, spacing: [1], lengths: [5] }).prepare(
    parameters,
    { samples: 1, grid: [5], origins: null },
  );
  const bends = [-4, 5.5, 0, -5.5, 4];
  rate(u).data.forEach((value, x) => {
    expect(value).toBeCloseTo(u.data[x] ** 2 + 0.5 * bends[x], 13);
  });
});

test("data constant along an axis step as those of one dimension less", () => {
  const coefficients = { kind: "constant" } as const;
  const net = linear({ size: 5, coefficients, stepper: "rk4" });
  const line = Float64Array.from({ length: 8 }, (_, x) => Math.sin(x));
  const plane = Float64Array.from({ length: 48 }, (_, at) => line[Math.floor(at / 6)]);
  const step = (u: Variable, c: number[], h: number[]): Variable => {
    const { freeCount } = filterBank(net, h);
    const shape = firstFields(net, h).fields.shape;
    const parameters = {
      moments: new Variable(new Float64Array(freeCount), [freeCount]),
      fields: new Variable(Float64Array.from(c), shape),
    };
    const grid = u.shape.slice(2);
    const lengths = grid.map((n, axis) => n * h[axis]);
    const dynamics = linearDynamics({ network: net, spacing: h, lengths });
    const prepared = dynamics.prepare(parameters, { samples: 1, grid, origins: null });
    return advance(prepared, net, u, 0.1);
  };
  const expected = step(new Variable(line, [1, 1, 8]), [0.3, -1, 0.5], [0.5]).data;
  const c = [0.3, 7, -1, 8, 9, 0.5]; // 1; y, x; yy, xy, xx
  const found = step(new Variable(plane, [1, 1, 8, 6]), c, [0.5, 0.7]).data;
  found.forEach((value, at) => expect(value).toBeCloseTo(expected[Math.floor(at / 6)], 12));
});
