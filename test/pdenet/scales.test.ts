import { describe, expect, test } from "vitest";
import { noGrad, Variable } from "../../src/autodiff/index.js";
import { ndarrayOf, ValueError } from "../../src/core/index.js";
import type { NdArray } from "../../src/core/index.js";
import { filterBank } from "../../src/pdenet/filters.js";
import { scalesOf } from "../../src/pdenet/scales.js";
import type { Scales, Trajectories } from "../../src/pdenet/index.js";
import { moviesOf } from "../../src/pdenet/trajectories.js";

const POINTS = 32;
const H = (2 * Math.PI) / POINTS;

/** Scales with differences of order 6. */
function scales(u: Trajectories, dt: number, steps: number, spacing: readonly number[]): Scales {
  const movies = moviesOf(u, dt, { spacing, missing: "skip" }, "pdenet.fit");
  const network = { maxOrder: 2, size: 7, accuracy: "frozen", border: "periodic" } as const;
  const bank = filterBank(network, spacing);
  const kernels = noGrad(() => bank.kernels(new Variable(new Float64Array(0), [0])));
  return scalesOf(movies, bank, kernels, steps, "pdenet.fit");
}

/** e^{−t} sin kx at times n dt on a circle: u[s, t, c, x]. */
function decay(k: number, frames: number, dt: number): NdArray {
  const data = Float64Array.from({ length: frames * POINTS }, (_, i) => {
    const t = Math.floor(i / POINTS) * dt;
    return Math.exp(-t) * Math.sin(k * H * (i % POINTS));
  });
  return ndarrayOf(data, [1, frames, 1, POINTS]);
}

describe("scales", () => {
  test("of channels are the rms of derivatives: k^o/√2 of sin kx", () => {
    const { channels } = scales(decay(2, 2, 1e-9), 1e-9, 1, [H]);
    channels.forEach((scale, order) => {
      // Differences of order six miss (kh)⁶/100 of waves of 16 points.
      expect(Math.abs(scale / (2 ** order * Math.SQRT1_2) - 1)).toBeLessThan(1e-4);
    });
  });

  test("of rates are over as many frames as are rolled out: (1 − e^{−nΔt})/nΔt of a decay", () => {
    for (const steps of [1, 4]) {
      const { rates } = scales(decay(1, 5, 0.25), 0.25, steps, [H]);
      const t = 0.25 * steps;
      const starts = Array.from({ length: 5 - steps }, (_, i) => Math.exp(-0.5 * i));
      const mean = starts.reduce((sum, square) => sum + square, 0) / starts.length;
      const exact = ((1 - Math.exp(-t)) / t) * Math.SQRT1_2 * Math.sqrt(mean);
      expect(Math.abs(rates[0] / exact - 1)).toBeLessThan(1e-13);
    }
  });

  test("of rates are over fewer or more frames where just those were observed", () => {
    const u = decay(1, 5, 0.25);
    const seen = (frames: readonly number[]): NdArray =>
      ndarrayOf(
        Float64Array.from(u.data, (value, i) =>
          frames.includes(Math.floor(i / POINTS)) ? value : NaN,
        ),
        u.shape,
      );
    const over = (t: number): number => ((1 - Math.exp(-t)) / t) * Math.SQRT1_2;
    const [fewer] = scales(seen([0, 2]), 0.25, 3, [H]).rates;
    expect(Math.abs(fewer / over(0.5) - 1)).toBeLessThan(1e-13);
    const [more] = scales(seen([0, 4]), 0.25, 2, [H]).rates;
    expect(Math.abs(more / over(1) - 1)).toBeLessThan(1e-13);
  });

  test("of a component that never changes are those of the one that changes most", () => {
    const [own] = [decay(1, 3, 0.25)];
    const data = Float64Array.from({ length: 6 * POINTS }, (_, i) => {
      const [frame, component] = [Math.floor(i / (2 * POINTS)), Math.floor(i / POINTS) % 2];
      return component === 0 ? own.data[frame * POINTS + (i % POINTS)] : 3;
    });
    const both = scales(ndarrayOf(data, [1, 3, 2, POINTS]), 0.25, 1, [H]);
    const { rates, channels } = scales(own, 0.25, 1, [H]);
    expect(both.rates).toEqual([rates[0], rates[0]]);
    expect(both.channels.slice(0, 3)).toEqual(channels);
    // Rounding is no unit: derivatives of the constant count in what a filter could make of it.
    expect(both.channels[3]).toBe(3);
    expect(Math.min(...both.channels.slice(4))).toBeGreaterThan(1);
  });

  test("of derivatives along an axis on which nothing depends are not their rounding", () => {
    const line = decay(1, 2, 0.25);
    const plane = Float64Array.from(
      { length: 2 * POINTS * 9 },
      (_, i) => 1.1 + line.data[Math.floor(i / 9)],
    );
    const { channels } = scales(ndarrayOf(plane, [1, 2, 1, POINTS, 9]), 0.25, 1, [H, 0.3]);
    const [, along, , twice, mixed] = channels;
    expect(Math.min(along, twice, mixed)).toBeGreaterThan(1);
  });

  test("of powers of two in fields, lengths and times are these powers, to the last bit", () => {
    const u = decay(2, 4, 0.25);
    const scaled = ndarrayOf(
      Float64Array.from(u.data, (value) => 8 * value),
      u.shape,
    );
    const before = scales(u, 0.25, 2, [H]);
    const after = scales(scaled, 0.5, 2, [H / 4]);
    expect(after.channels).toEqual(before.channels.map((scale, order) => 8 * 4 ** order * scale));
    expect(after.rates).toEqual(before.rates.map((rate) => 4 * rate));
  });

  test("are refused if no component changes in time", () => {
    const still = ndarrayOf(new Float64Array(2 * POINTS).fill(1), [1, 2, 1, POINTS]);
    expect(() => scales(still, 0.25, 1, [H])).toThrow(ValueError);
    expect(() => scales(still, 0.25, 1, [H])).toThrow(
      "pdenet.fit: there is nothing to learn: no component of the trajectories changes in time. " +
        "Give frames that are further apart, or of another field.",
    );
  });
});
