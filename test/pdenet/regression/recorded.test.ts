/** Equations behind trajectories that an independent program computed; their axes are y, x. */
import { expect, test } from "vitest";
import { ndarrayOf } from "../../../src/core/index.js";
import { formatEquation, pdeFind } from "../../../src/pdenet/index.js";
import { recorded } from "../recorded.js";
import { coefficientsOf } from "./movies.js";

const spacing = (2 * Math.PI) / 32;
const axisNames = ["y", "x"];
const heat = ndarrayOf(recorded("traj_heat").data, [1, 11, 1, 32, 32]);
const burgers = ndarrayOf(recorded("traj_burgers").data, [1, 11, 2, 32, 32]);

test("the heat equation is found among all candidates", () => {
  const found = pdeFind(heat, 0.1, { spacing, axisNames });
  expect(Object.keys(coefficientsOf(found)).sort()).toEqual(["u_xx", "u_yy"]);
  expect(found.explained).toEqual([true]);
});

test("its coefficients are the better the wider the stencil", () => {
  const errors = [2, 4, 6].map((accuracy) => {
    const space = { by: "difference", accuracy } as const;
    const found = pdeFind(heat, 0.1, { spacing, axisNames, space, terms: ["u_xx", "u_yy"] });
    const values = Object.values(coefficientsOf(found));
    return Math.max(...values.map((c) => Math.abs(c / 0.1 - 1)));
  });
  // Waves |k| ≤ 4 have kh = 0.8 at most: errors of ∂² are (kh)²/12 = 5 %, (kh)⁴/90 = 0.4 %, (kh)⁶/560 = 0.05 %.
  expect(errors[0]).toBeLessThan(0.055);
  expect(errors[1]).toBeLessThan(0.0045);
  expect(errors[2]).toBeLessThan(0.0005);
});

test("spectral derivatives of the heat equation leave the error of Simpson's rule", () => {
  const found = pdeFind(heat, 0.1, { spacing, axisNames, space: { by: "spectral" } });
  // The fastest wave decays with 0.1·32 per time, so (λΔt)⁴/180 = 6e-5.
  for (const c of Object.values(coefficientsOf(found)))
    expect(Math.abs(c / 0.1 - 1)).toBeLessThan(6e-5);
  expect(formatEquation(found.equation, { intervals: false })).toMatch(
    /^u_t = 0\.100 u_(xx|yy) \+ 0\.100 u_(xx|yy)$/,
  );
});

test("Burgers' equation is found from one trajectory by spectral derivatives", () => {
  const found = pdeFind(burgers, 0.05, { spacing, axisNames, space: { by: "spectral" } });
  const terms = [coefficientsOf(found, 0), coefficientsOf(found, 1)];
  expect(Object.keys(terms[0]).sort()).toEqual(["u u_x", "u_xx", "u_yy", "v u_y"]);
  expect(Object.keys(terms[1]).sort()).toEqual(["u v_x", "v v_y", "v_xx", "v_yy"]);
  for (const own of terms) {
    for (const [term, c] of Object.entries(own)) {
      // Fronts are two cells wide at the end: 3 % of the rate of u is not resolved (`residual`).
      const exact = term.includes(" ") ? -1 : 0.05;
      expect(Math.abs(c / exact - 1)).toBeLessThan(0.02);
    }
  }
  expect(Math.max(...found.residual.validation)).toBeLessThan(0.035);
});

test("learnt filters are used as they are: those of central differences give the same equation", () => {
  const [none, first, second] = [
    [0, 0, 1, 0, 0],
    [1, -8, 0, 8, -1].map((w) => w / 12),
    [-1, 16, -30, 16, -1].map((w) => w / 12),
  ];
  const outer = (a: number[], b: number[]) => a.flatMap((x) => b.map((y) => x * y));
  const filters = ndarrayOf(
    Float64Array.from(
      [
        outer(none, none),
        outer(none, first),
        outer(first, none),
        outer(none, second),
        outer(first, first),
        outer(second, none),
      ].flat(),
    ),
    [6, 5, 5],
  );
  const one = pdeFind(heat, 0.1, { spacing, axisNames });
  const other = pdeFind(heat, 0.1, { spacing, axisNames, space: { by: "filters", filters } });
  expect(other.selected).toEqual(one.selected);
  other.equation.terms[0].forEach(({ coefficient }, i) => {
    expect(coefficient / one.equation.terms[0][i].coefficient).toBeCloseTo(1, 9); // rounding
  });
});

test("a quadratic library in all channels finds the heat equation, too", () => {
  const found = pdeFind(heat, 0.1, {
    ...{ spacing, axisNames, space: { by: "spectral" } },
    terms: { kind: "polynomial", degree: 2, maxOrder: 2 },
  });
  expect(found.library).toHaveLength(28);
  expect(Object.keys(coefficientsOf(found)).sort()).toEqual(["u_xx", "u_yy"]);
});
