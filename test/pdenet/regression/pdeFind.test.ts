/** Solved equations as others would find them: with noise, on coarse grids, with the errors of time and space. */
import { beforeAll, expect, test } from "vitest";
import { ndarrayOf } from "../../../src/core/index.js";
import type { NdArray } from "../../../src/core/index.js";
import { physics } from "../../../src/index.js";
import { pdeFind } from "../../../src/pdenet/index.js";
import type { PdeFindOptions } from "../../../src/pdenet/index.js";
import { coefficientsOf, KDV, solitons } from "./movies.js";

const TERMS = [
  ...["1", "u", "v", "u²", "u v", "v²", "u_x", "u_y", "v_x", "v_y", "u_xx", "u_xy", "u_yy", "v_xx"],
  ...["v_xy", "v_yy", "u u_x", "u u_y", "u v_x", "u v_y", "v u_x", "v u_y", "v v_x", "v v_y"],
  ...["u u_xx", "u u_yy", "v v_xx", "v v_yy"],
];
const spacing = (2 * Math.PI) / 32;

/** 12 trajectories of Burgers' equation, ν = 0.05, ten frames each, half of them begun at 0.5: u[12, 10, 2, 32, 32]. */
async function fronts(): Promise<NdArray> {
  const shape = [64, 64];
  const start = physics.randomFourier(
    shape,
    { samples: 12, components: 2, frequency: 4, normalize: true, amplitude: 1.5, shift: 1.5 },
    3,
  );
  const solver = physics.burgers({ shape, viscosity: 0.05, timeStep: 0.01 });
  const half = start.data.length / 2;
  const times = Array.from({ length: 10 }, (_, t) => 0.01 * t);
  const early = await solver.solve(ndarrayOf(start.data.slice(0, half), [6, 2, ...shape]), {
    times,
  });
  const late = await solver.solve(ndarrayOf(start.data.slice(half), [6, 2, ...shape]), {
    times: [0, ...times.map((t) => 0.5 + t)],
  });
  const all = new Float64Array(2 * early.u.data.length);
  all.set(early.u.data);
  const [frame, movie] = [2 * 64 * 64, 20 * 64 * 64];
  for (let s = 0; s < 6; s++) {
    const at = s * (movie + frame) + frame;
    all.set(late.u.data.subarray(at, at + movie), (6 + s) * movie);
  }
  const seen = ndarrayOf(all, [12, 10, 2, ...shape]);
  return physics.observe(seen, { noise: 0.001, stride: 2 }, 4).u;
}

let burgers: NdArray;
let kdv: NdArray;
beforeAll(async () => {
  burgers = await fronts();
  kdv = await solitons();
}, 120_000);

/** Errors of convection and of ν, the largest of each. */
function burgersErrors(options: PdeFindOptions): readonly [number, number] {
  const found = pdeFind(burgers, 0.01, { spacing, terms: TERMS, resamples: 0, ...options });
  const [u, v] = [coefficientsOf(found, 0), coefficientsOf(found, 1)];
  expect(Object.keys(u).sort()).toEqual(["u u_x", "u_xx", "u_yy", "v u_y"]);
  expect(Object.keys(v).sort()).toEqual(["u v_x", "v v_y", "v_xx", "v_yy"]);
  const convection = [u["u u_x"], u["v u_y"], v["u v_x"], v["v v_y"]].map((c) => Math.abs(c + 1));
  const viscosity = [u.u_xx, u.u_yy, v.v_xx, v.v_yy].map((c) => Math.abs(c / 0.05 - 1));
  return [Math.max(...convection), Math.max(...viscosity)];
}

test("Burgers' equation on a coarse grid is found, and ν the better the wider the stencil", () => {
  const [five, seven, nine] = [4, 6, 8].map((accuracy) =>
    burgersErrors({ space: { by: "difference", accuracy } }),
  );
  // Fronts of 0.05/2 are narrower than a cell of 0.2: what is measured is the error of the differences.
  expect(five[0]).toBeLessThan(0.02);
  expect(five[1]).toBeLessThan(0.15);
  expect(seven[0]).toBeLessThan(five[0]);
  expect(seven[1]).toBeLessThan(five[1]);
  expect(nine[1]).toBeLessThan(seven[1]);
});

test("what is known of it makes ν better: one viscosity for all", () => {
  const all = [
    { of: "u", term: "u_xx" },
    { of: "u", term: "u_yy" },
    { of: "v", term: "v_xx" },
    { of: "v", term: "v_yy" },
  ];
  const [, free] = burgersErrors({});
  const [, tied] = burgersErrors({ constraints: [{ equal: all }] });
  expect(tied).toBeLessThan(free);
});

test("a ridge while terms are chosen does not shrink those that stay", () => {
  const run = (ridge: number) =>
    coefficientsOf(pdeFind(burgers, 0.01, { spacing, terms: TERMS, resamples: 0, ridge }));
  expect(run(1e-3)).toEqual(run(0));
});

test("with more thresholds and a higher penalty there are no more terms, and the path tells why", () => {
  const found = pdeFind(burgers, 0.01, { spacing, terms: TERMS, resamples: 0 });
  const [path] = found.diagnostics.path;
  expect(path).toHaveLength(24);
  path.slice(1).forEach((point, i) => {
    expect(point.threshold).toBeGreaterThan(path[i].threshold);
    expect(point.terms).toBeLessThanOrEqual(path[i].terms);
    expect(point.training).toBeGreaterThanOrEqual(path[i].training * (1 - 1e-9));
  });
  const few = pdeFind(burgers, 0.01, { spacing, terms: TERMS, resamples: 0, penalty: 2 });
  expect(few.selected[0].length).toBeLessThan(found.selected[0].length);
});

const space = { by: "spectral" } as const;
const korteweg = (options: PdeFindOptions) =>
  coefficientsOf(
    pdeFind(kdv, KDV.interval, {
      ...{ spacing: KDV.lengths / KDV.points, terms: { maxOrder: 3 }, space, resamples: 0 },
      ...options,
    }),
  );

test("Korteweg's and de Vries's equation is found among twelve candidates", () => {
  const terms = korteweg({});
  expect(Object.keys(terms).sort()).toEqual(["u u_x", "u_xxx"]);
  // Simpson's rule with ωΔt up to about one.
  expect(Math.abs(terms["u u_x"] + 6)).toBeLessThan(6 * 1e-3);
  expect(Math.abs(terms.u_xxx + 1)).toBeLessThan(1e-3);
});

test("the error of the time rule is in the coefficients: Δt²L³/6 of the central difference, −Δt²L³/12 of the trapezoid", () => {
  const errorOf = (time: PdeFindOptions["time"]) =>
    Math.abs(korteweg({ time, terms: ["u u_x", "u_xxx"] }).u_xxx) - 1;
  const central = errorOf({ by: "difference" });
  const trapezoid = errorOf({ by: "integral", rule: "trapezoid" });
  // Opposite signs, about 2 to 1; the next order is (ωΔt)² of it.
  expect(central / trapezoid).toBeLessThan(-1.2);
  expect(central / trapezoid).toBeGreaterThan(-2.8);
  const better = [errorOf({ by: "integral" }), errorOf({ by: "difference", accuracy: 4 })];
  for (const error of better) expect(Math.abs(error)).toBeLessThan(Math.abs(central) / 10);
});

test("one soliton travels: nothing but u_x can be told of it", () => {
  const { lengths, points, interval } = KDV;
  const one = physics.fieldOf([points], ([x]) => Math.cosh((x - 10) / Math.SQRT2) ** -2, {
    lengths,
  });
  const frames = 15;
  // Exact: speed 2.
  const u = new Float64Array(frames * points);
  for (let t = 0; t < frames; t++) {
    for (let x = 0; x < points; x++) {
      const at = (x * lengths) / points - 10 - 2 * t * interval;
      u[t * points + x] = Math.cosh(at / Math.SQRT2) ** -2;
    }
  }
  expect(u.subarray(0, points)).toEqual(one.data);
  const found = pdeFind(ndarrayOf(u, [1, frames, 1, points]), interval, {
    ...{ spacing: lengths / points, terms: { maxOrder: 3 }, space, resamples: 0 },
  });
  expect(Object.keys(coefficientsOf(found))).toEqual(["u_x"]);
  expect(coefficientsOf(found).u_x).toBeCloseTo(-2, 3);
});

test("noise makes coefficients of high derivatives small; what smooths makes them larger again", () => {
  const { u } = physics.observe(kdv, { noise: 0.002 }, 5);
  const error = (rule: PdeFindOptions["space"]) => {
    const found = pdeFind(u, KDV.interval, {
      ...{ spacing: KDV.lengths / KDV.points, terms: ["u u_x", "u_xxx"], resamples: 0 },
      space: rule,
    });
    return Math.abs((coefficientsOf(found).u_xxx ?? 0) + 1);
  };
  const plain = error(space);
  expect(plain).toBeGreaterThan(0.5);
  expect(error({ by: "spectral", cut: "auto" })).toBeLessThan(plain / 2);
  expect(error({ by: "smoothed", points: 13, degree: 6 })).toBeLessThan(plain / 5);
  expect(error({ by: "totalVariation" })).toBeLessThan(plain / 10);
});

test("rates of small total variation are central differences where there is no noise", () => {
  const terms = korteweg({ time: { by: "totalVariation", weight: 0 }, terms: ["u u_x", "u_xxx"] });
  const central = korteweg({ time: { by: "difference" }, terms: ["u u_x", "u_xxx"] });
  // One-sided differences at the first and last of 41 frames.
  expect(Math.abs(terms.u_xxx / central.u_xxx - 1)).toBeLessThan(0.01);
});
