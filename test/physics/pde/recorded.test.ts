import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { complexZeros, ndarrayOf, toFloat64 } from "../../../src/core/index.js";
import type { NdArray } from "../../../src/core/index.js";
import { irfftn, rfftn } from "../../../src/fft/index.js";
import { readNpy } from "../../../src/formats/index.js";
import { burgers, heat, observe } from "../../../src/physics/index.js";

test("heat gives the recorded trajectory to rounding", async () => {
  const recorded = read("traj_heat");
  const start = ndarrayOf(recorded.data.slice(0, 32 * 32), [1, 1, 32, 32]);
  const solver = heat({ shape: [32, 32], diffusivity: 0.1 });
  const { u } = await solver.solve(start, { interval: 0.1, steps: 10 });
  expect(largestGap(u.data, recorded.data)).toBeLessThan(1e-14);
});

test("burgers gives the recorded trajectory: 2.5e-8 at a step of 0.005, falling as h⁴", async () => {
  const recorded = read("traj_burgers");
  const [fine, frames] = [128, 3];
  // The start has |k_a| ≤ 4 only, so it is known between the points; axis 0 is y, so v comes first here.
  const [u0, v0] = [0, 1].map((c) => refined(recorded.data.slice(c * 1024, (c + 1) * 1024), fine));
  const start = ndarrayOf(Float64Array.of(...v0, ...u0), [1, 2, fine, fine]);
  const gaps: number[] = [];
  for (const timeStep of [0.01, 0.005]) {
    const solver = burgers({ shape: [fine, fine], viscosity: 0.05, timeStep });
    const { u } = await solver.solve(start, { interval: 0.05, steps: frames - 1 });
    const seen = observe(u, { stride: 4 }, 1).u;
    gaps.push(largestGap(swapped(seen), recorded.data.slice(0, frames * 2048)));
  }
  expect(gaps[1]).toBeLessThan(3e-8);
  expect(Math.abs(Math.log2(gaps[0] / gaps[1]) - 4)).toBeLessThan(0.3);
});

function read(id: string): { data: Float64Array; shape: readonly number[] } {
  const file = new URL(`../../fixtures/pdenet/${id}.npy`, import.meta.url);
  return toFloat64(readNpy(readFileSync(file), { name: id }) as NdArray, id);
}

function largestGap(a: Float64Array, b: Float64Array): number {
  expect(a.length).toBe(b.length);
  return a.reduce((most, value, i) => Math.max(most, Math.abs(value - b[i])), 0);
}

/** A band-limited field on 32² at the points of a finer grid. */
function refined(field: Float64Array, n: number): Float64Array {
  const coarse = rfftn(ndarrayOf(field, [32, 32]), 2);
  const spectrum = complexZeros([n, n / 2 + 1]);
  for (let i = 0; i < 32; i++) {
    for (let j = 0; j < 16; j++) {
      const [from, to] = [i * 17 + j, (i < 16 ? i : n - 32 + i) * (n / 2 + 1) + j];
      spectrum.re[to] = coarse.re[from] * (n / 32) ** 2;
      spectrum.im[to] = coarse.im[from] * (n / 32) ** 2;
    }
  }
  return irfftn(spectrum, [n, n]).data;
}

/** Components v, u as u, v. */
function swapped({ data }: NdArray): Float64Array {
  const out = new Float64Array(data.length);
  for (let at = 0; at < data.length; at += 2048) {
    out.set(data.subarray(at + 1024, at + 2048), at);
    out.set(data.subarray(at, at + 1024), at + 1024);
  }
  return out;
}
