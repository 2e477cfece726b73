import { expect, test } from "vitest";
import { createRng, ndarrayOf, normals } from "../../../src/core/index.js";
import { pdeFind } from "../../../src/pdenet/index.js";
import { steppedMovie } from "./movies.js";

const place = { grid: [20], spacing: [1], border: "periodic" } as const;
const clean = steppedMovie(
  place,
  [[0], [2]],
  { samples: 24, frames: 4, components: 1, dt: 0.1 },
  ([rate], [[u, uxx]]) => u.forEach((value, x) => (rate[x] = 0.2 * uxx[x] - 0.5 * value)),
);

/** The same with noise in the rates: what is added to a frame is not in the ones before. */
function noisy(seed: number) {
  const noise = normals(createRng(seed), [clean.data.length]).data;
  return ndarrayOf(
    clean.data.map((value, i) => value + 0.002 * noise[i]),
    clean.shape,
  );
}
const options = { terms: ["u", "u_xx", "u u_x"], time: { by: "forward" }, threshold: 0.1 } as const;

test("standard errors are those of other noise", () => {
  const runs = Array.from({ length: 40 }, (_, seed) =>
    pdeFind(noisy(seed), 0.1, { ...options, resamples: seed === 0 ? 400 : 0 }),
  );
  const [first] = runs;
  for (const j of [0, 1]) {
    const values = runs.map(({ equation }) => {
      const order = j === 0 ? 0 : 2;
      return equation.terms[0].find(({ factors: [f] }) => f.order[0] === order)?.coefficient ?? NaN;
    });
    const mean = values.reduce((sum, c) => sum + c, 0) / values.length;
    const spread = Math.sqrt(
      values.reduce((sum, c) => sum + (c - mean) ** 2, 0) / (values.length - 1),
    );
    const error = first.standardErrors?.[0][j] ?? NaN;
    // 24 trajectories know their spread to 1/√48 = 14 %, 40 runs to 11 %: two of both together.
    expect(error / spread).toBeGreaterThan(1 - 0.36);
    expect(error / spread).toBeLessThan(1 + 0.36);
  }
  // Terms that were not chosen have none.
  expect(first.standardErrors?.[0][2]).toBe(0);
});

test("intervals hold the coefficient, and are about four standard errors wide", () => {
  const found = pdeFind(noisy(1), 0.1, { ...options, resamples: 400 });
  found.equation.terms[0].forEach(({ coefficient, interval }, i) => {
    const error = found.standardErrors?.[0][found.selected[0][i]] ?? NaN;
    const [low, high] = interval ?? [NaN, NaN];
    expect(low).toBeLessThan(coefficient);
    expect(high).toBeGreaterThan(coefficient);
    // ±1.96 of a normal distribution; ten draws lie beyond each end, so ends are known to a tenth.
    expect(Math.abs((high - low) / error / 3.92 - 1)).toBeLessThan(0.15);
  });
});

test("terms of the equation are in all draws, others in few", () => {
  const found = pdeFind(noisy(2), 0.1, options);
  expect(found.inclusion?.[0].map((part) => Number(part.toFixed(12)))).toEqual([1, 1, 0]);
});

test("the same seed gives the same numbers, another one others", () => {
  const run = (seed: number) => pdeFind(noisy(3), 0.1, { ...options, seed }).standardErrors;
  expect(run(4)).toEqual(run(4));
  expect(run(4)).not.toEqual(run(5));
});

test("without draws there are no intervals, and the coefficients are the same", () => {
  const [none, some] = [0, 20].map((resamples) =>
    pdeFind(noisy(1), 0.1, { ...options, resamples }),
  );
  expect(none.standardErrors).toBeNull();
  expect(none.inclusion).toBeNull();
  expect(none.equation.terms[0].map(({ interval }) => interval)).toEqual([null, null]);
  const coefficients = ({ equation }: typeof none) => equation.terms[0].map((t) => t.coefficient);
  expect(coefficients(none)).toEqual(coefficients(some));
});

test("of a single pair of frames parts of the grid are held out and drawn", () => {
  const pair = ndarrayOf(clean.data.slice(0, 40), [1, 2, 1, 20]);
  const found = pdeFind(pair, 0.1, options);
  expect(found.diagnostics.units).toBe(8);
  expect(found.diagnostics.rows).toBe(20);
  // Exact data, and normal equations.
  found.equation.terms[0].forEach(({ coefficient, factors: [f] }) =>
    expect(coefficient).toBeCloseTo(f.order[0] === 2 ? 0.2 : -0.5, 9),
  );
});
