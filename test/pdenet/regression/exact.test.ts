/** Equations that the data obey exactly, through the differences of the regression and Euler's steps. */
import { expect, test } from "vitest";
import { createRng, ndarrayOf, uniforms } from "../../../src/core/index.js";
import { pdeFind } from "../../../src/pdenet/index.js";
import { coefficientsOf, steppedMovie } from "./movies.js";

/** Normal equations lose the square of the condition number of a few dozen random columns, about 1e3. */
const EXACT = 1e-9;

const forward = { time: { by: "forward" } } as const;

function expectCoefficients(
  found: Readonly<Record<string, number>>,
  expected: Readonly<Record<string, number>>,
): void {
  expect(Object.keys(found).sort()).toEqual(Object.keys(expected).sort());
  for (const [term, value] of Object.entries(expected)) {
    expect(Math.abs(found[term] - value)).toBeLessThan(EXACT * Math.abs(value));
  }
}

test("a line, an odd grid: products, powers and derivatives are found", () => {
  const place = { grid: [33], spacing: [0.7], border: "periodic" } as const;
  const u = steppedMovie(
    place,
    [[0], [1], [2]],
    { samples: 4, frames: 6, components: 1, dt: 0.02 },
    ([rate], [[w, wx, wxx]]) =>
      w.forEach((value, x) => {
        rate[x] = 0.3 * value - 0.8 * value * wx[x] + 0.1 * wxx[x] - 0.5 * value ** 3;
      }),
  );
  const found = pdeFind(u, 0.02, { spacing: 0.7, terms: { degree: 3 }, ...forward });
  expectCoefficients(coefficientsOf(found), { u: 0.3, "u u_x": -0.8, u_xx: 0.1, "u³": -0.5 });
  expect(found.explained).toEqual([true]);
  expect(found.notes).toEqual([]);
  // E² is a difference of numbers of size one, rounded at 1e-16.
  expect(found.residual.training[0]).toBeLessThan(1e-7);
});

test("a plane, unequal spacing: two components, each with its own terms", () => {
  const place = { grid: [12, 9], spacing: [0.5, 0.8], border: "periodic" } as const;
  const orders = [
    [0, 0],
    [0, 1],
    [1, 0],
    [0, 2],
    [1, 1],
    [2, 0],
  ];
  const u = steppedMovie(
    place,
    orders,
    { samples: 3, frames: 5, components: 2, dt: 0.01 },
    ([ut, vt], [[a, ay, ax, , , axx], [b, by, , byy, bxy]]) =>
      a.forEach((value, x) => {
        ut[x] = -value * ax[x] - b[x] * ay[x] + 0.2 * axx[x];
        vt[x] = 0.7 * value - b[x] * by[x] + 0.3 * byy[x] - 0.1 * bxy[x];
      }),
  );
  const found = pdeFind(u, 0.01, { spacing: [0.5, 0.8], terms: { degree: 1 }, ...forward });
  expectCoefficients(coefficientsOf(found, 0), { "u u_x": -1, "v u_y": -1, u_xx: 0.2 });
  expectCoefficients(coefficientsOf(found, 1), { u: 0.7, "v v_y": -1, v_yy: 0.3, v_xy: -0.1 });
});

test.each(["zero", "reflect"] as const)("space of three axes with a border of %s", (border) => {
  const place = { grid: [6, 5, 7], spacing: [1, 0.5, 2], border };
  const orders = [
    [0, 0, 0],
    [0, 0, 1],
    [0, 2, 0],
    [1, 0, 0],
  ];
  const u = steppedMovie(
    place,
    orders,
    { samples: 2, frames: 5, components: 1, dt: 0.01 },
    ([rate], [[w, wz, wyy, wx]]) =>
      w.forEach((value, x) => {
        rate[x] = 0.4 * wz[x] - 0.2 * value * wx[x] + 0.05 * wyy[x];
      }),
  );
  const found = pdeFind(u, 0.01, {
    spacing: [1, 0.5, 2],
    border,
    terms: { degree: 1 },
    ...forward,
  });
  expectCoefficients(coefficientsOf(found), { u_z: 0.4, "u u_x": -0.2, u_yy: 0.05 });
});

test("a derivative of a product is a term of its own", () => {
  const place = { grid: [24], spacing: [1], border: "periodic" } as const;
  const square = steppedMovie(
    place,
    [[1], [0]],
    { samples: 3, frames: 4, components: 1, dt: 0.05 },
    ([rate], [[wx, w]]) => w.forEach((value, x) => (rate[x] = -0.5 * value + 0.2 * wx[x])),
  );
  const terms = ["u", "u_x", "(u²)_x", "u*u_x"];
  const found = pdeFind(square, 0.05, { terms, ...forward });
  expectCoefficients(coefficientsOf(found), { u: -0.5, u_x: 0.2 });
  expect(found.library[2]).toEqual({
    factors: [
      { component: 0, order: [0] },
      { component: 0, order: [0] },
    ],
    derivative: [1],
  });
});

test("fields that are given drive others, with their derivatives", () => {
  const grid = [20];
  const place = { grid, spacing: [1], border: "periodic" } as const;
  // Both evolve; the second is then handed over as an input.
  const both = steppedMovie(
    place,
    [[0], [1]],
    { samples: 4, frames: 5, components: 2, dt: 0.05 },
    ([ut, ft], [[w], [f, fx]]) =>
      w.forEach((value, x) => {
        ut[x] = -0.6 * value + 0.9 * f[x] + 0.3 * value * fx[x];
        ft[x] = Math.sin(3 * f[x]);
      }),
  );
  const part = (c: number) =>
    ndarrayOf(
      both.data.filter((_, i) => Math.floor(i / 20) % 2 === c),
      [4, 5, 1, 20],
    );
  const inputs = { trajectories: part(1), names: ["heating"] };
  const found = pdeFind(part(0), 0.05, { inputs, terms: { degree: 1, maxOrder: 1 }, ...forward });
  expectCoefficients(coefficientsOf(found), { u: -0.6, heating: 0.9, "u heating_x": 0.3 });
  expect(found.equation.names).toEqual(["u", "heating"]);
  expect(found.equation.terms).toHaveLength(1);
});

test("movies of different lengths, uneven times and frames that are missing", () => {
  const place = { grid: [24], spacing: [1], border: "periodic" } as const;
  const u = steppedMovie(
    place,
    [[0], [2]],
    { samples: 1, frames: 9, components: 1, dt: 0.02 },
    ([rate], [[w, wxx]]) => w.forEach((value, x) => (rate[x] = 0.2 * wxx[x] - value ** 2)),
  );
  const movie = (from: number, to: number) =>
    ndarrayOf(u.data.slice(from * 24, to * 24), [to - from, 1, 24]);
  const gap = movie(2, 9);
  gap.data.fill(NaN, 3 * 24, 4 * 24);
  // Every second frame of a movie is stepped over where it is missing: then its interval is not one step.
  const found = pdeFind([movie(0, 4), gap], 0.02, { missing: "skip", ...forward });
  expectCoefficients(coefficientsOf(found), { u_xx: 0.2, "u²": -1 });
  // 3 rows of the first; 2 before the gap and 2 behind it of the second.
  expect(found.diagnostics.rows).toBe((3 + 2 + 2) * 24);
  const times = [[0.02, 0.02, 0.02], Array.from({ length: 6 }, () => 0.02)];
  const listed = pdeFind([movie(0, 4), gap], times, { missing: "skip", ...forward });
  // Times are sums of intervals, rounded.
  expectCoefficients(coefficientsOf(listed), { u_xx: 0.2, "u²": -1 });
});

test("units change the coefficients by the known powers and nothing else", () => {
  const place = { grid: [24], spacing: [0.5], border: "periodic" } as const;
  const u = steppedMovie(
    place,
    [[0], [1], [2]],
    { samples: 3, frames: 5, components: 1, dt: 0.02 },
    ([rate], [[w, wx, wxx]]) =>
      w.forEach((value, x) => (rate[x] = -value * wx[x] + 0.1 * wxx[x] + 0.4 * value)),
  );
  const noisy = u.data.map((value, i) => value + 0.01 * uniforms(createRng(i), [1]).data[0]);
  const find = (α: number, β: number, γ: number) =>
    pdeFind(
      ndarrayOf(
        noisy.map((value) => α * value),
        u.shape,
      ),
      0.02 * γ,
      { spacing: 0.5 * β },
    );
  const plain = find(1, 1, 1);
  const compare = (α: number, β: number, γ: number, tolerance: number): void => {
    const other = find(α, β, γ);
    expect(other.selected).toEqual(plain.selected);
    other.equation.terms[0].forEach(({ factors, coefficient, contribution }, i) => {
      const before = plain.equation.terms[0][i];
      const order = factors.reduce((sum, factor) => sum + factor.order[0], 0);
      const power = (β ** order / γ) * α ** (1 - factors.length);
      expect(Math.abs(coefficient / (before.coefficient * power) - 1)).toBeLessThanOrEqual(
        tolerance,
      );
      expect(Math.abs(contribution / before.contribution - 1)).toBeLessThanOrEqual(tolerance);
    });
  };
  compare(8, 0.25, 4, 0); // powers of two round nothing
  compare(1e3, 1, 1, EXACT);
  compare(1e-3, 1, 1, EXACT);
  compare(3, 7, 0.1, EXACT);
});
