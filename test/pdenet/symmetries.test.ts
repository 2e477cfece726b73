/** What a step commutes with. Sums in another order differ by rounding, which a step of waves hardly grows. */
import { describe, expect, test } from "vitest";
import { symnetRow, symnetSize } from "../../src/compute/index.js";
import { ndarrayOf, sizeOf, unravel } from "../../src/core/index.js";
import type { NdArray } from "../../src/core/index.js";
import { derivativesUpTo } from "../../src/pdenet/derivatives.js";
import { filterBank, freeMomentsOf } from "../../src/pdenet/filters.js";
import { createMarch } from "../../src/pdenet/forecast/rollout.js";
import { symbolic } from "../../src/pdenet/index.js";
import type { PdeModel, Symbolic, SymbolicOptions } from "../../src/pdenet/index.js";
import { distance, drawnModel, moved, smoothFields } from "./drawnModels.js";

/** Some hundred products, three steps, and weights of order one. */
const ROUNDING = 1e-12;

/** u after three frames, u[s, c, …x]. */
function forecast(model: PdeModel, { data, shape }: NdArray): NdArray {
  const march = createMarch(model, shape, { substeps: model.network.substeps });
  let u: Float64Array = data;
  for (let n = 0; n < 3; n++) u = march.step(u, model.interval);
  march.close();
  return ndarrayOf(u, shape);
}

const SCHEMES: readonly SymbolicOptions[] = [
  { scheme: "central", stepper: "rk4" },
  { scheme: "upwind", stepper: "midpoint" },
];

describe.each(SCHEMES)("a step of a $scheme network", (options) => {
  test.each([
    { grid: [11], spacing: [0.5], size: 5 },
    { grid: [8, 9], spacing: [0.5, 0.7], size: [5, 7] },
    { grid: [7, 8, 9], spacing: [0.6, 0.5, 0.4], size: 5 },
  ])("commutes with periodic shifts on $grid", ({ grid, spacing, size }) => {
    const network = symbolic({ ...options, size, accuracy: 1, products: 2, substeps: 2 });
    const model = drawnModel(network, { spacing, components: 2, away: 0.01, weights: 0.1 });
    const u = smoothFields(grid, { samples: 2, components: 2 });
    const shift = (x: readonly number[]): number[] =>
      x.map((i, axis) => (i + 2 + axis) % grid[axis]);
    const [before, after] = [
      moved(forecast(model, u), shift).data,
      forecast(model, moved(u, shift)).data,
    ];
    // Filters are sums of the same products in the same order wherever they are.
    expect(distance(after, before)).toBeLessThan(ROUNDING);
  });

  test("with axes, spacing and filters in another order gives the fields in that order", () => {
    const network = symbolic({ ...options, size: [5, 7, 5], accuracy: 1, products: 2 });
    const model = drawnModel(network, {
      spacing: [0.6, 0.5, 0.4],
      ...{ components: 2, away: 0.01, weights: 0.05 },
    });
    const turn = [2, 0, 1]; // the new axis a is the old axis turn[a]
    const u = smoothFields([6, 7, 8], { components: 2 });
    const turned = (field: NdArray): NdArray =>
      moved(
        field,
        (x) => [0, 1, 2].map((axis) => x[turn.indexOf(axis)]),
        turn.map((axis) => field.shape[axis + 2]),
      );
    expect(
      distance(forecast(inOrder(model, turn), turned(u)).data, turned(forecast(model, u)).data),
    ).toBeLessThan(ROUNDING);
  });

  test.each([0, 1])(
    "of a field that is constant along axis %i is that of the other axis",
    (flat) => {
      const keep = 1 - flat;
      const network = symbolic({ ...options, size: 5, accuracy: 2, products: 2 });
      const model = drawnModel(network, { spacing: [0.5, 0.3], components: 2, weights: 0.1 });
      const line = smoothFields([9], { components: 2 });
      const grid = keep === 0 ? [9, 6] : [6, 9];
      const plane = moved(line, (x) => [x[keep]], grid);
      const along = moved(forecast(withoutAxis(model, flat), line), (x) => [x[keep]], grid);
      expect(distance(forecast(model, plane).data, along.data)).toBeLessThan(ROUNDING);
    },
  );
});

test.each([
  { grid: [10], spacing: [0.5], size: 5, axis: 0 },
  { grid: [10], spacing: [0.5], size: 7, axis: 0 },
  { grid: [9, 8], spacing: [0.5, 0.4], size: 5, axis: 1 },
  { grid: [9, 8], spacing: [0.5, 0.4], size: 7, axis: 0 },
])(
  "reflecting the axis $axis of $grid with odd channels negated reflects an upwind step, by filters of $size",
  ({ grid, spacing, size, axis }) => {
    const network = symbolic({ size, products: 1, scheme: "upwind", stepper: "rk4" });
    const drawn = drawnModel(network, { spacing, components: 2, weights: 0.3 });
    const orders = derivativesUpTo(2, grid.length);
    // F is linear in the first derivatives: one factor of its product sees fields alone.
    const model = withWeights(drawn, (weight, { channel, part }) =>
      part === "a" && channel !== null && orders[channel % orders.length].some((o) => o > 0)
        ? 0
        : weight,
    );
    const mirrored = withWeights(model, (weight, { channel }) =>
      channel !== null && orders[channel % orders.length][axis] % 2 === 1 ? -weight : weight,
    );
    const reflect = (x: readonly number[]): number[] =>
      x.map((i, a) => (a === axis ? (grid[a] - i) % grid[a] : i));
    const u = smoothFields(grid, { samples: 2, components: 2 });
    expect(
      distance(forecast(mirrored, moved(u, reflect)).data, moved(forecast(model, u), reflect).data),
    ).toBeLessThan(ROUNDING);
    // Without negated weights information comes from the same side still, and the step is another.
    expect(
      distance(forecast(model, moved(u, reflect)).data, moved(forecast(model, u), reflect).data),
    ).toBeGreaterThan(1e-3);
  },
);

/** Where a weight of a net is. */
interface Place {
  /** The channel it multiplies; null for products and what is added. */
  readonly channel: number | null;
  /** In the first or second factor of a product, or in the last sum. */
  readonly part: "a" | "b" | "last";
}

/** The model with other weights. */
function withWeights(
  model: PdeModel<Symbolic>,
  change: (weight: number, place: Place) => number,
): PdeModel<Symbolic> {
  const { data, shape } = model.parameters.symnet;
  const { products } = model.network;
  const inputs = model.scales.channels.length;
  const size = symnetSize(inputs, products);
  const places: Place[] = new Array<Place>(size).fill({ channel: null, part: "last" });
  for (let k = 0; k <= products; k++) {
    const row = symnetRow(inputs, k);
    const width = inputs + k;
    const parts = k < products ? (["a", "b"] as const) : (["last"] as const);
    parts.forEach((part, i) => {
      for (let j = 0; j < width; j++) {
        places[row + i * width + j] = { channel: j < inputs ? j : null, part };
      }
    });
  }
  const symnet = data.map((weight, i) => change(weight, places[i % size]));
  return {
    ...model,
    parameters: { ...model.parameters, symnet: ndarrayOf(Float64Array.from(symnet), shape) },
  };
}

/** Weights whose channels are found elsewhere: new channel i is the old channel from[i]. */
function withChannels(
  { network, scales, names, parameters: { symnet } }: PdeModel<Symbolic>,
  from: readonly number[],
): NdArray {
  const { products } = network;
  const [before, now] = [scales.channels.length, from.length];
  const [size, length] = [symnetSize(before, products), symnetSize(now, products)];
  const out: number[] = [];
  for (let net = 0; net < names.length; net++) {
    const own = symnet.data.subarray(net * size, (net + 1) * size);
    for (let k = 0; k <= products; k++) {
      const row = symnetRow(before, k);
      const width = before + k;
      for (let part = 0; part < (k < products ? 2 : 1); part++) {
        const at = row + part * width;
        out.push(...from.map((i) => own[at + i]), ...own.subarray(at + before, at + width));
      }
      if (k < products) out.push(...own.subarray(row + 2 * width, row + 2 * width + 2));
    }
    out.push(own[size - 1]);
  }
  expect(out.length).toBe(names.length * length);
  return ndarrayOf(Float64Array.from(out), [names.length, length]);
}

/** The model with its axes in another order: the new axis a is the old axis turn[a]. */
function inOrder(model: PdeModel<Symbolic>, turn: readonly number[]): PdeModel<Symbolic> {
  const { network, spacing, parameters, names } = model;
  const bank = filterBank(network, spacing);
  const size = turn.map((axis) => bank.size[axis]);
  const turned = { ...network, size };
  const h = turn.map((axis) => spacing[axis]);
  const all = bank.moments(parameters.moments.data);
  const entries = sizeOf(size);
  const orders = derivativesUpTo(network.maxOrder, spacing.length);
  const oldOf = orders.map((order) =>
    orders.findIndex((one) => turn.every((axis, a) => one[axis] === order[a])),
  );
  const moments = oldOf.map((o) => {
    const own = Float64Array.from({ length: entries }, (_, k) => {
      const at = unravel(k, size);
      const place = bank.size.reduce((sum, n, axis) => sum * n + at[turn.indexOf(axis)], 0);
      return all.data[o * entries + place];
    });
    return ndarrayOf(own, size);
  });
  const free = freeMomentsOf(filterBank(turned, h), moments);
  const from = names.flatMap((_, c) => oldOf.map((o) => c * orders.length + o));
  return {
    ...model,
    ...{ network: turned, spacing: h, lengths: turn.map((axis) => model.lengths[axis]) },
    axes: turn.map((axis) => model.axes[axis]),
    parameters: {
      moments: ndarrayOf(free, [free.length]),
      symnet: withChannels(model, from),
    },
  };
}

/** The model of a plane on one of its axes: derivatives along the other one are left out. */
function withoutAxis(model: PdeModel<Symbolic>, axis: number): PdeModel<Symbolic> {
  const { network, spacing, names } = model;
  const orders = derivativesUpTo(network.maxOrder, 2);
  const kept = orders.flatMap((order, o) => (order[axis] === 0 ? [o] : []));
  const from = names.flatMap((_, c) => kept.map((o) => c * orders.length + o));
  const line = drawnModel(network, { spacing: [spacing[1 - axis]], components: names.length });
  return {
    ...line,
    parameters: { ...line.parameters, symnet: withChannels(model, from) },
  };
}
