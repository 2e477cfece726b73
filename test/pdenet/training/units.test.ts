/**
 * Training in other units: a component times α, lengths times β and times times γ are the same data to a network,
 * whose dimensionless parameters come out the same; its equation changes by the powers of α, β and γ in its terms.
 */
import { expect, test } from "vitest";
import type { NdArray } from "../../../src/core/index.js";
import {
  degreeOf,
  equation,
  fit,
  fromEquation,
  linear,
  pdeFind,
  symbolic,
} from "../../../src/pdenet/index.js";
import type { FitOptions, Linear, PdeFit } from "../../../src/pdenet/index.js";
import { distance } from "../drawnModels.js";
import { burgersMovies, changed, decayingMovies } from "../movies.js";

const DT = 0.05;
const H = (2 * Math.PI) / 24;

/** Factors of fields, lengths and times. */
interface Units {
  readonly α: number;
  readonly β: number;
  readonly γ: number;
}

const POWERS: readonly Units[] = [
  { α: 4, β: 1, γ: 1 },
  { α: 1, β: 0.25, γ: 1 },
  { α: 1, β: 1, γ: 8 },
  { α: 2 ** -12, β: 2 ** 9, γ: 2 ** -7 },
];

const OTHERS: readonly Units[] = [
  { α: 1e3, β: 1e-3, γ: 1e3 },
  { α: 1e-3, β: 1e3, γ: 1e-3 },
];

const TRAINED: FitOptions = { schedule: [1, 2], maxIterations: 8, windows: 6, seed: 4 };

function trained(
  u: NdArray,
  { α, β, γ }: Units,
  options: (u: NdArray, dt: number, spacing: number) => FitOptions,
): Promise<PdeFit> {
  const scaled = changed(u, (value) => α * value);
  const [dt, spacing] = [DT * γ, H * β];
  return fit(scaled, dt, { ...TRAINED, spacing, ...options(scaled, dt, spacing) });
}

const NETWORKS: readonly {
  readonly name: string;
  readonly options: (u: NdArray, dt: number, spacing: number) => FitOptions;
}[] = [
  { name: "a symbolic network", options: () => ({ network: symbolic({ products: 2 }) }) },
  {
    name: "an upwind network from a random start",
    options: () => ({
      network: symbolic({ products: 2, size: 5, scheme: "upwind" }),
      start: "random",
    }),
  },
  {
    name: "the network of an equation",
    options: (u, dt, spacing) => ({
      network: fromEquation(pdeFind(u, dt, { spacing, resamples: 0 }).equation),
    }),
  },
];

/** Terms as products of channels, with what their coefficients are in other units: α^{1−n} β^{|o|} / γ. */
function coefficients({ model }: PdeFit, { α, β, γ }: Units): Map<string, number> {
  const [terms] = equation(model).terms;
  return new Map(
    terms.map(({ factors, coefficient }) => {
      const orders = factors.map(({ order }) => degreeOf(order));
      const length = orders.reduce((sum, o) => sum + o, 0);
      const unit = (α ** (1 - factors.length) * β ** length) / γ;
      return [orders.sort().join(), coefficient / unit];
    }),
  );
}

const PLAIN: Units = { α: 1, β: 1, γ: 1 };

test.each(NETWORKS)(
  "$name in units of powers of two is the same to the last bit",
  async (given) => {
    const u = await burgersMovies(0.1);
    const before = await trained(u, PLAIN, given.options);
    const known = coefficients(before, PLAIN);
    expect(known.size).toBeGreaterThan(1);
    for (const units of POWERS) {
      const after = await trained(u, units, given.options);
      expect(after.model.parameters).toEqual(before.model.parameters);
      expect(after.stages).toEqual(before.stages);
      expect(coefficients(after, units)).toEqual(known);
    }
  },
);

test.each(NETWORKS)(
  "$name in units of a thousandth or a thousand is the same to 1e-6",
  async (given) => {
    const u = await burgersMovies(0.1);
    const before = await trained(u, PLAIN, given.options);
    const known = coefficients(before, PLAIN);
    for (const units of OTHERS) {
      const after = await trained(u, units, given.options);
      for (const [name, { data }] of Object.entries(after.model.parameters)) {
        expect(distance(data, before.model.parameters[name].data)).toBeLessThan(1e-6);
      }
      const found = coefficients(after, units);
      const largest = Math.max(...Array.from(known.values(), Math.abs));
      for (const [term, coefficient] of known) {
        expect(Math.abs((found.get(term) ?? NaN) - coefficient)).toBeLessThan(1e-6 * largest);
      }
    }
  },
);

test("one component in other units than another is the same to the last bit, too", async () => {
  const u = decayingMovies(3, 16);
  const options: FitOptions = {
    ...{ ...TRAINED, spacing: 0.4, start: "random", network: symbolic({ products: 1 }) },
  };
  const [, , , points] = u.shape;
  const scaled = changed(
    u,
    (value, i) => (Math.floor(i / points) % 2 === 0 ? 1024 : 0.125) * value,
  );
  const [before, after] = [await fit(u, DT, options), await fit(scaled, DT, options)];
  expect(after.model.parameters).toEqual(before.model.parameters);
  expect(after.model.scales.rates).toEqual([
    1024 * before.model.scales.rates[0],
    0.125 * before.model.scales.rates[1],
  ]);
});

const LINEAR: readonly { readonly name: string; readonly network: Linear }[] = [
  { name: "constants", network: linear({ size: 5, coefficients: { kind: "constant" } }) },
  {
    name: "coefficients that depend on place, with a carrier",
    network: linear({ size: 5, coefficients: { kind: "lagrange", cells: 4 }, carrier: 1 }),
  },
];

test.each(LINEAR)(
  "a linear network of $name has the same filters in other units, and coefficients times β^|o|/γ",
  async ({ network }) => {
    const u = await burgersMovies(0.1);
    const before = await trained(u, PLAIN, () => ({ network }));
    const { fields, ...filters } = before.model.parameters;
    const nodes = fields.size / 3;
    for (const units of [...POWERS, ...OTHERS]) {
      const { model, stages } = await trained(u, units, () => ({ network }));
      const { fields: own, ...others } = model.parameters;
      const scaled = own.data.map(
        (value, i) => (value * units.γ) / units.β ** Math.floor(i / nodes),
      );
      if (POWERS.includes(units)) {
        expect(others).toEqual(filters);
        expect(scaled).toEqual(fields.data);
        expect(stages).toEqual(before.stages);
        continue;
      }
      expect(distance(scaled, fields.data)).toBeLessThan(1e-6);
      for (const [name, { data }] of Object.entries(others)) {
        expect(distance(data, filters[name].data)).toBeLessThan(1e-6);
      }
    }
  },
);
