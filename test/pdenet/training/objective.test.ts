import { describe, expect, test } from "vitest";
import { add, multiply } from "../../../src/autodiff/index.js";
import { createRng, ndarrayOf, sizeOf } from "../../../src/core/index.js";
import type { NdArray } from "../../../src/core/index.js";
import { dynamicsOf } from "../../../src/pdenet/dynamicsOf.js";
import { fit, fromEquation, linear, ownRate, symbolic } from "../../../src/pdenet/index.js";
import type { Equation, PdeModel, PdeNetwork, Term } from "../../../src/pdenet/index.js";
import { createObjective } from "../../../src/pdenet/training/objective.js";
import type { Objective, ObjectiveOptions } from "../../../src/pdenet/training/objective.js";
import { drawBatch } from "../../../src/pdenet/training/windows.js";
import { moviesOf } from "../../../src/pdenet/trajectories.js";
import { distance, smoothFields } from "../drawnModels.js";

const term = (
  coefficient: number,
  orders: readonly (readonly number[])[],
  derivative: readonly number[] | null = null,
): Term => ({
  ...{ coefficient, derivative, contribution: 1, interval: null },
  factors: orders.map((order) => ({ component: 0, order })),
});

/** u_t = −∂_x(u²/2) + 0.1 u_xx − u u_y + 0.2 */
const EQUATION: Equation = {
  ...{ names: ["u"], axes: ["x", "y"], remainder: [0] },
  terms: [
    [
      term(
        -0.5,
        [
          [0, 0],
          [0, 0],
        ],
        [1, 0],
      ),
      term(0.1, [[2, 0]]),
      term(-1, [
        [0, 0],
        [0, 1],
      ]),
      term(0.2, []),
    ],
  ],
};

interface Case {
  readonly name: string;
  readonly network: PdeNetwork;
  readonly grid: readonly number[];
  readonly components?: number;
  readonly origins?: boolean;
}

const CASES: readonly Case[] = [
  {
    name: "a symbolic network",
    network: symbolic({ size: 5, accuracy: 2, products: 2 }),
    grid: [6, 7],
    components: 2,
  },
  {
    name: "an upwind network",
    network: symbolic({ size: 5, accuracy: 2, products: 2, scheme: "upwind", stepper: "rk4" }),
    grid: [9],
  },
  {
    name: "a network with mirrored borders",
    network: symbolic({ size: 4, accuracy: 1, products: 1, border: "reflect", substeps: 2 }),
    grid: [6, 5],
  },
  {
    name: "a linear network with a carrier and a source",
    network: linear({
      ...{ size: 4, stepper: "euler", carrier: 1, border: "zero" },
      coefficients: { kind: "lagrange", cells: 2, degree: 1, periodic: false },
      source: { cells: 3, degree: 2, from: -2, to: 2 },
    }),
    grid: [5, 6],
    origins: true,
  },
  {
    name: "a linear network of constant coefficients",
    network: linear({ size: 5, coefficients: { kind: "constant" } }),
    grid: [8],
  },
  { name: "an equation", network: fromEquation(EQUATION, { size: 5, accuracy: 2 }), grid: [6, 5] },
  {
    name: "a right-hand side of one's own",
    network: ownRate({
      ...{ size: 5, accuracy: 1, parameters: { nu: 0.3, speed: [0.5, 2] } },
      rate: (see, { nu, speed }) => [
        add(multiply(nu, see(0, [2])), multiply(speed, see(1, [1]))),
        multiply(see(0, [0]), see(1, [0])),
      ],
    }),
    grid: [2 * 4],
    components: 2,
  },
];

interface Drawn {
  readonly model: PdeModel;
  readonly objective: (options?: Partial<ObjectiveOptions>) => Objective;
}

/** The objective of windows with uneven times and missing frames, at drawn parameters. */
async function drawn({ network, grid, components = 1, origins }: Case): Promise<Drawn> {
  const own = network.kind === "own" ? twoSpeeds(network, grid) : network;
  // Frames that change slowly, so that roll-outs of drawn parameters do not run away.
  const u = slow(grid, components);
  const dt = [
    [0.03, 0.05, 0.02],
    [0.02, 0.02, 0.04],
  ];
  const spacing = grid.map((_, axis) => 0.5 + 0.2 * axis);
  const places = grid.map((_, axis) => 0.1 + axis);
  const shared = { spacing, missing: "skip" } as const;
  const { model: begin } = await fit(u, dt, {
    ...shared,
    network: own,
    start: "random",
    schedule: [],
  });
  const rng = createRng(5);
  const parameters = Object.fromEntries(
    Object.entries(begin.parameters).map(([name, { data: values, shape }]) => [
      name,
      ndarrayOf(
        Float64Array.from(values, (value) => value + 0.1 * rng.normal()),
        shape,
      ),
    ]),
  );
  const model = { ...begin, parameters };
  const batch = drawBatch(moviesOf(u, dt, shared, "pdenet.fit"), 3, 4, createRng(1));
  expect(batch.samples).toBe(2);
  return {
    model,
    objective: (options = {}) =>
      createObjective(parameters, batch, {
        network: own,
        dynamics: dynamicsOf(model),
        origins: origins ? [places, places.map((x) => x + 0.3)] : null,
        rates: model.scales.rates,
        ...{ sparsity: 0.1, momentSparsity: 0.2, frozen: [], ...options },
      }),
  };
}

/** Two movies of four frames, u₀ + t u₁, the third missing. */
function slow(grid: readonly number[], components: number): NdArray {
  const { data: ends } = smoothFields(grid, { samples: 4, components, seed: 3 });
  const size = sizeOf([components, ...grid]);
  const data = Float64Array.from({ length: 8 * size }, (_, i) => {
    const [movie, frame, at] = [Math.floor(i / (4 * size)), Math.floor(i / size) % 4, i % size];
    if (frame === 2) return NaN;
    return ends[2 * movie * size + at] + 0.02 * frame * ends[(2 * movie + 1) * size + at];
  });
  return ndarrayOf(data, [2, 4, components, ...grid]);
}

/** With one speed for every point. */
function twoSpeeds(network: PdeNetwork, grid: readonly number[]): PdeNetwork {
  if (network.kind !== "own") return network;
  const speed = ndarrayOf(
    Float64Array.from({ length: sizeOf(grid) }, (_, i) => 1 + i / 9),
    [1, ...grid],
  );
  return { ...network, parameters: { ...network.parameters, speed } };
}

describe.each(CASES)("the loss of $name", (given) => {
  test("has the gradient that central differences see", async () => {
    const { objective } = await drawn(given);
    const { evaluate, unknowns, close } = objective();
    const { gradient, value, data } = evaluate(unknowns);
    const norm = Math.hypot(...gradient);
    expect(value).toBeGreaterThan(data);
    expect(norm).toBeGreaterThan(0);
    const rng = createRng(7);
    for (let n = 0; n < 8; n++) {
      const drawnWay = unknowns.map(() => rng.normal());
      const length = Math.hypot(...drawnWay);
      const way = drawnWay.map((one) => one / length);
      const at = (t: number): number => evaluate(unknowns.map((x, i) => x + t * way[i])).value;
      const slope = gradient.reduce((sum, g, i) => sum + g * way[i], 0);
      // ε/h of the loss is 1e-11 of it, and h⁴ is nothing; no penalty bends within so short a step.
      const h = 1e-5;
      const numeric = (8 * (at(h) - at(-h)) - (at(2 * h) - at(-2 * h))) / (12 * h);
      expect(Math.abs(numeric - slope)).toBeLessThan(1e-7 * Math.max(norm, value));
    }
    close();
  });

  test("leaves what is frozen out of its unknowns, to the last bit", async () => {
    const { model, objective } = await drawn(given);
    const all = objective();
    const some = objective({ frozen: ["moments"] });
    const { moments } = model.parameters;
    expect(all.unknowns.length - some.unknowns.length).toBe(moments.size);
    const moved = some.parametersAt(some.unknowns.map((x) => x + 1));
    expect(moved.moments).toEqual(moments);
    expect(some.evaluate(some.unknowns).value).toBe(all.evaluate(all.unknowns).value);
    all.close();
    some.close();
  });

  test("in other units of moments is the same, with a gradient in these units", async () => {
    const { model, objective } = await drawn(given);
    const strength = Float64Array.from(model.parameters.moments.data, (_, i) => 2 ** ((i % 5) - 2));
    const plain = objective();
    const scaled = objective({ strengths: { moments: strength } });
    expect(plain.parametersAt(plain.unknowns)).toEqual(scaled.parametersAt(scaled.unknowns));
    const [one, other] = [plain.evaluate(plain.unknowns), scaled.evaluate(scaled.unknowns)];
    expect(other.value).toBe(one.value);
    const from = Object.keys(model.parameters)
      .slice(0, Object.keys(model.parameters).indexOf("moments"))
      .reduce((sum, name) => sum + model.parameters[name].size, 0);
    const expected = one.gradient.map((g, i) =>
      i >= from && i < from + strength.length ? g / strength[i - from] : g,
    );
    expect(distance(other.gradient, expected)).toBeLessThan(1e-14);
    plain.close();
    scaled.close();
  });
});

test("the loss of data is a mean over what was observed of squares of errors in units of Δt τ", async () => {
  const [given] = CASES;
  const { model, objective } = await drawn(given);
  const { evaluate, unknowns, close } = objective({ sparsity: 0, momentSparsity: 0 });
  const before = evaluate(unknowns).value;
  const doubled = objective({
    ...{ sparsity: 0, momentSparsity: 0 },
    rates: model.scales.rates.map((rate) => 2 * rate),
  });
  expect(doubled.evaluate(unknowns).value).toBe(before / 4);
  close();
  doubled.close();
});

test("penalties count N times, once for every step", async () => {
  const grid = [8];
  const u = smoothFields(grid, { samples: 5 });
  const movie = ndarrayOf(u.data, [1, 5, 1, 8]);
  const { model } = await fit(movie, 0.1, {
    network: symbolic({ size: 5 }),
    start: "random",
    schedule: [],
  });
  const { moments, symnet } = model.parameters;
  const away: Record<string, NdArray> = {
    symnet,
    moments: ndarrayOf(
      Float64Array.from(moments.data, (_, i) => (i % 2 === 0 ? 0.004 : -0.05)),
      moments.shape,
    ),
  };
  const huber = (p: number, s: number): number =>
    Math.abs(p) < s ? p ** 2 / (2 * s) : Math.abs(p) - s / 2;
  const sum = ({ data }: NdArray, s: number): number =>
    data.reduce((total, p) => total + huber(p, s), 0);
  for (const steps of [1, 3]) {
    const batch = drawBatch(moviesOf(movie, 0.1, {}, "pdenet.fit"), steps, 1, createRng(0));
    const objective = createObjective(away, batch, {
      ...{ network: model.network, dynamics: dynamicsOf(model), origins: null, frozen: [] },
      ...{ rates: model.scales.rates, sparsity: 0.01, momentSparsity: 0.03 },
    });
    const { value, data } = objective.evaluate(objective.unknowns);
    const penalty = steps * (0.01 * sum(symnet, 1e-3) + 0.03 * sum(away.moments, 1e-2));
    expect(Math.abs(value - data - penalty)).toBeLessThan(1e-13 * value);
    objective.close();
  }
});
