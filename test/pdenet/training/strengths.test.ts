import { expect, test } from "vitest";
import { noGrad, Variable } from "../../../src/autodiff/index.js";
import { ndarrayOf } from "../../../src/core/index.js";
import type { NdArray } from "../../../src/core/index.js";
import { channelsOf, filterBank } from "../../../src/pdenet/filters.js";
import { fit, linear } from "../../../src/pdenet/index.js";
import {
  fieldStrengths,
  momentStrengths,
  momentWeights,
} from "../../../src/pdenet/training/strengths.js";
import { moviesOf } from "../../../src/pdenet/trajectories.js";
import { smoothFields } from "../drawnModels.js";

const SPACING = [0.5, 0.3];
const network = { maxOrder: 2, size: 5, accuracy: 1, border: "periodic" } as const;
const bank = filterBank(network, SPACING);
const u = smoothFields([9, 8], { samples: 6, components: 2 });
const movies = moviesOf(ndarrayOf(u.data, [3, 2, 2, 9, 8]), 1, { spacing: SPACING }, "pdenet.fit");
const channels = Array.from({ length: 12 }, (_, i) => 1 + i / 5);

const kernelsAt = (moments: Float64Array): Variable =>
  noGrad(() => bank.kernels(new Variable(moments, [moments.length])));

/** rms over what all frames of a component are seen as by one filter. */
function seen(filter: number, component: number, moments: Float64Array): number {
  const fields = new Variable(Float64Array.from(u.data), u.shape);
  const all = noGrad(() => channelsOf(fields, kernelsAt(moments), "periodic"));
  let sum = 0;
  for (let s = 0; s < 6; s++) {
    const at = ((s * 2 + component) * 6 + filter) * 72;
    for (let x = at; x < at + 72; x++) sum += all.data[x] ** 2;
  }
  return Math.sqrt(sum / (6 * 72));
}

/** Which filter every free moment is of. */
const owners = bank.constraints.flatMap(({ freeCount }, o) => new Array<number>(freeCount).fill(o));

test("strengths are how much a channel changes by a moment, in units of the channel", () => {
  const found = momentStrengths(bank, channels, movies, SPACING);
  const zero = new Float64Array(bank.freeCount);
  const largest = Math.max(...found);
  for (const i of [0, 7, 30, 61, bank.freeCount - 1]) {
    // Channels are linear in moments, so what a moment of a million adds is all there is beside rounding.
    const moments = zero.slice();
    moments[i] = 1e6;
    const parts = [0, 1].map(
      (c) => seen(owners[i], c, moments) / 1e6 / channels[6 * c + owners[i]],
    );
    const exact = Math.hypot(...parts) / Math.SQRT2;
    expect(Math.abs(found[i] / Math.max(exact, 1e-6 * largest) - 1)).toBeLessThan(1e-5);
  }
});

test("strengths are the same in other units of lengths", () => {
  const found = momentStrengths(bank, channels, movies, SPACING);
  const h = SPACING.map((one) => 4 * one);
  const scaled = channels.map((one, i) => one / 4 ** bank.orders[i % 6].reduce((a, b) => a + b, 0));
  expect(momentStrengths(filterBank(network, h), scaled, movies, h)).toEqual(found);
});

test("weights of moments are what these change of their filters, as a part of them", () => {
  const found = momentWeights(bank);
  const zero = new Float64Array(bank.freeCount);
  const start = kernelsAt(zero).data;
  const part = (of: ArrayLike<number>, o: number): NdArray =>
    ndarrayOf(
      Float64Array.from({ length: 25 }, (_, j) => of[o * 25 + j]),
      [5, 5],
    );
  for (const i of [0, 11, 40, bank.freeCount - 1]) {
    const moments = zero.slice();
    moments[i] = 1;
    const [before, after] = [start, kernelsAt(moments).data].map(
      (all) => part(all, owners[i]).data,
    );
    const change = Math.hypot(...after.map((value, j) => value - before[j]));
    expect(Math.abs(found[i] / (change / Math.hypot(...before)) - 1)).toBeLessThan(1e-12);
  }
});

test("strengths of a linear network are how much its rate changes, in units of τ", async () => {
  const one = smoothFields([12], { samples: 4 });
  const u1 = ndarrayOf(one.data, [2, 2, 1, 12]);
  const { model } = await fit(u1, 0.1, {
    spacing: 0.5,
    schedule: [],
    network: linear({
      ...{
        size: 5,
        carrier: 1,
        substeps: 2,
        coefficients: { kind: "trigonometric", frequency: 1 },
      },
      source: { cells: 2, degree: 2, from: -1, to: 1 },
    }),
  });
  const { scales, parameters } = model;
  const found = fieldStrengths(model, moviesOf(u1, 0.1, { spacing: 0.5 }, "pdenet.fit"));
  expect(Object.keys(found).sort()).toEqual(["carrier", "fields", "source"]);
  for (const [name, own] of Object.entries(found)) expect(own.length).toBe(parameters[name].size);
  const [rate] = scales.rates;
  // ∂u and ∂²u have three nodes each; what a source has is f itself.
  const units = [1, 1, 1, 2, 2, 2].map((o) => scales.channels[o] / rate / Math.sqrt(3));
  expect(Array.from(found.fields)).toEqual(units);
  expect(new Set(found.source)).toEqual(new Set([1 / (rate * Math.sqrt(5))]));
  // A first moment of D₀ adds h ∂u, as far as it is resolved, once in each half of an interval.
  const exact = (0.5 * scales.channels[1]) / (0.05 * rate);
  expect(Math.abs(found.carrier[0] / exact - 1)).toBeLessThan(1e-12);
});
