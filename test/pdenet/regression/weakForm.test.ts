import { beforeAll, expect, test } from "vitest";
import { createRng, ndarrayOf, normals, ShapeError, ValueError } from "../../../src/core/index.js";
import type { NdArray } from "../../../src/core/index.js";
import { physics } from "../../../src/index.js";
import { pdeFind } from "../../../src/pdenet/index.js";
import type { PdeFindOptions } from "../../../src/pdenet/index.js";
import { bump, testWeights } from "../../../src/pdenet/regression/testFunction.js";
import { coefficientsOf, KDV, solitons } from "./movies.js";

const spacing = KDV.lengths / KDV.points;
const conservative = { kind: "conservative", degree: 2, maxOrder: 3 } as const;
let u: NdArray;
beforeAll(async () => {
  u = await solitons();
});

function weak(data: NdArray, options: PdeFindOptions = {}) {
  return pdeFind(data, KDV.interval, { spacing, terms: conservative, form: "weak", ...options });
}

test("the derivatives of the test function are those of (1 − s²)^P, and vanish at its ends below P", () => {
  for (const s of [-0.9, -0.2, 0, 0.5]) {
    expect(bump(5, 0, s)).toBeCloseTo((1 - s * s) ** 5, 14);
    expect(bump(5, 1, s)).toBeCloseTo(-10 * s * (1 - s * s) ** 4, 13);
    const second = -10 * (1 - s * s) ** 4 + 80 * s * s * (1 - s * s) ** 3;
    expect(bump(5, 2, s)).toBeCloseTo(second, 12);
  }
  // Sums of whole numbers, exact.
  for (let order = 0; order < 5; order++) expect(bump(5, order, 1)).toBe(0);
  expect(bump(5, 5, 1)).toBe(-(2 ** 5) * 120);
});

test.each([0, 1, 2, 3])("weights of φ for ∂^%i are exact for the powers about its own", (order) => {
  const even = Array.from({ length: 13 }, (_, i) => (i - 6) / 6);
  const uneven = even.map((s) => s + 0.2 * s * (1 - s * s) + 0.03 * Math.sin(9 * s) * (1 - s * s));
  // ∫ φ s^k ds by a rule of ten thousand points, of a polynomial that vanishes at the ends.
  const mean = (f: (s: number) => number): number => {
    let [sum, total] = [0, 0];
    for (let i = 1; i < 1e4; i++) {
      const s = i / 5e3 - 1;
      sum += bump(5, 0, s) * f(s);
      total += bump(5, 0, s);
    }
    return sum / total;
  };
  for (const s of [even, uneven]) {
    const weights = testWeights(s, 5, order);
    for (let j = 0; j <= order + 2; j++) {
      let factor = j < order ? 0 : 1;
      for (let i = 0; i < order; i++) factor *= j - i;
      const exact = factor === 0 ? 0 : factor * mean((at) => at ** (j - order));
      const found = weights.reduce((sum, w, i) => sum + w * s[i] ** j, 0);
      expect(Math.abs(found - exact)).toBeLessThan(1e-10 * Math.max(1, factor)); // rounding
    }
    // Nodes at the ends do not count.
    expect(Math.abs(weights[0]) + Math.abs(weights[12])).toBeLessThan(1e-12);
  }
});

test.each([6, 12])(
  "Korteweg's and de Vries's equation is found with windows of ± %i points",
  (halfWidth) => {
    const found = weak(u, { weak: { halfWidth } });
    const terms = coefficientsOf(found);
    expect(Object.keys(terms).sort()).toEqual(["(u²)_x", "u_xxx"]);
    // Weights are exact up to s⁵; a soliton is twenty points wide.
    expect(Math.abs(terms["(u²)_x"] / -3 - 1)).toBeLessThan(2e-3);
    expect(Math.abs(terms.u_xxx / -1 - 1)).toBeLessThan(2e-3);
  },
);

test("with 5 % of noise it is still found, where differences find another equation", () => {
  const noisy = physics.observe(u, { noise: 0.05 }, 3).u;
  const found = weak(noisy, { weak: { halfWidth: 12 } });
  const terms = coefficientsOf(found);
  expect(Object.keys(terms).sort()).toEqual(["(u²)_x", "u_xxx"]);
  // A few standard errors of the bootstrap, which are 1 % for u_xxx.
  expect(Math.abs(terms["(u²)_x"] / -3 - 1)).toBeLessThan(0.02);
  expect(Math.abs(terms.u_xxx / -1 - 1)).toBeLessThan(0.03);
  const strong = pdeFind(noisy, KDV.interval, { spacing, terms: { maxOrder: 3 } });
  expect(strong.residual.validation[0]).toBeGreaterThan(5 * found.residual.validation[0]);
});

test("u u_x is the derivative of a square and has a weak form of its own", () => {
  const terms = ["u u_x", "u_xxx"];
  const own = weak(u, { terms, weak: { halfWidth: 12 } });
  const square = weak(u, { terms: ["(u²)_x", "u_xxx"], weak: { halfWidth: 12 } });
  expect(coefficientsOf(own)["u u_x"]).toBeCloseTo(2 * coefficientsOf(square)["(u²)_x"], 9);
  expect(coefficientsOf(own).u_xxx).toBeCloseTo(coefficientsOf(square).u_xxx, 9);
});

test.each([["u u_xx"], ["u_x^2"], ["u² u_xx"]])("%s has no weak form", (term) => {
  const find = () => weak(u, { terms: ["u_xxx", term] });
  expect(find).toThrow(ValueError);
  expect(find).toThrow(/has no weak form, since it is no derivative of a product of fields/);
});

test("without periodic borders windows stay inside", () => {
  for (const border of ["zero", "reflect"] as const) {
    const found = weak(u, { border, weak: { halfWidth: 12, stride: 1 } });
    expect(found.diagnostics.rows % (128 - 24)).toBe(0);
    const terms = coefficientsOf(found);
    expect(Math.abs(terms["(u²)_x"] + 3)).toBeLessThan(3 * 1e-3);
  }
});

test("windows in time may be shorter, of uneven times, and stop at missing frames", async () => {
  const times = [0, 0.1, 0.18, 0.3, 0.4, 0.52, 0.6, 0.7, 0.81, 0.9, 1];
  const start = physics.fieldOf([32, 24], ([x, y]) => Math.sin(x) + Math.cos(2 * y + x));
  const { u: field } = await physics
    .heat({ shape: [32, 24], diffusivity: [0.3, 0.1] })
    .solve(start, { times });
  const dt = times.slice(1).map((time, t) => time - times[t]);
  const h = [(2 * Math.PI) / 32, (2 * Math.PI) / 24];
  // Of two waves, no more than two candidates can be told apart.
  const terms = ["u_xx", "u_yy"];
  const options = {
    spacing: h,
    form: "weak",
    terms,
    weak: { halfWidth: [6, 8], frames: 7 },
  } as const;
  const found = coefficientsOf(pdeFind(field, dt, options));
  // Weights are exact up to t³, and the faster wave decays by e^{−0.7·0.3} in half a window: 0.21⁴/24 = 8e-5.
  expect(Math.abs(found.u_xx / 0.3 - 1)).toBeLessThan(1e-3);
  expect(Math.abs(found.u_yy / 0.1 - 1)).toBeLessThan(1e-3);
  const gap = ndarrayOf(field.data.slice(), field.shape);
  gap.data.fill(NaN, 3 * 768, 4 * 768);
  const { diagnostics } = pdeFind(gap, dt, { ...options, missing: "skip" });
  // One window of seven frames behind the gap.
  expect(diagnostics.rows).toBe(16 * 12);
});

test.each([
  [{ weak: { power: 3 } }, ValueError, /power should be above 3, the highest order/],
  [
    { weak: { halfWidth: 64 } },
    ShapeError,
    /a window of 129 points is longer than axis 0 of the grid, 128/,
  ],
  [{ weak: { frames: 42 } }, ShapeError, /needs 42 frames that follow each other/],
  [{ weak: { frames: 4 } }, ValueError, /frames should be an integer ≥ 5/],
  [{ weak: { stride: 0 } }, ValueError, /stride should be an integer ≥ 1/],
  [{ weak: { halfWidth: 1 } }, ValueError, /halfWidth\[0\] should be an integer ≥ 2/],
] as [PdeFindOptions, typeof ValueError, RegExp][])("%j is refused", (options, error, message) => {
  expect(() => weak(u, options)).toThrow(error);
  expect(() => weak(u, options)).toThrow(message);
});

test("noise alone has no weak form either", () => {
  const noise = ndarrayOf(normals(createRng(1), [4 * 20 * 256]).data, [4, 20, 1, 16, 16]);
  const found = pdeFind(noise, 0.01, { form: "weak" });
  expect(found.explained).toEqual([false]);
  expect(found.equation.terms).toEqual([[]]);
});

test("one movie is enough where frames are shifts of each other, which chance explains to 99 %", async () => {
  const start = physics.randomFourier([64], { frequency: 4 }, 3);
  const solver = physics.advectionDiffusion({ shape: [64], velocity: [1], diffusivity: 0.02 });
  const { u: one } = await solver.solve(start, { interval: 0.05, steps: 25 });
  const found = pdeFind(one, 0.05, { spacing: (2 * Math.PI) / 64, form: "weak" });
  expect(found.explained).toEqual([true]);
  const [terms] = found.equation.terms;
  expect(terms.map(({ factors: [{ order }] }) => order)).toEqual([[1], [2]]);
  // Test functions see waves of 16 points and longer in windows of 13; the error of the trapezoid rule is 1e-5 of them.
  expect(Math.abs(terms[0].coefficient + 1)).toBeLessThan(1e-3);
  expect(Math.abs(terms[1].coefficient - 0.02)).toBeLessThan(1e-3);
});

test("smooth frames that have nothing to do with each other have no weak form", () => {
  for (const seed of [1, 2, 3, 4]) {
    const { data } = physics.randomFourier([32, 24], { samples: 104, frequency: 3 }, seed);
    const movies = ndarrayOf(data, [4, 26, 1, 32, 24]);
    expect(pdeFind(movies, 0.05, { form: "weak", resamples: 0 }).explained).toEqual([false]);
  }
});
