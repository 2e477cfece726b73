import { describe, expect, test } from "vitest";
import { ShapeError } from "../../../src/core/index.js";
import { formatCoefficients } from "../../../src/pdenet/index.js";
import type { Equation } from "../../../src/pdenet/index.js";
import { BURGERS, factor, term } from "./samples.js";

describe("equations beside each other", () => {
  test("have a row for every term of any, and a dash where one does not have it", () => {
    const found: Equation = {
      ...BURGERS,
      terms: BURGERS.terms.map((own, c) => [
        ...own.slice(0, 3).map((one) => ({ ...one, coefficient: 0.9 * one.coefficient })),
        ...(c === 1 ? [term(1e-7, [factor(0, 0, 0)])] : []),
      ]),
    };
    expect(formatCoefficients({ true: BURGERS, learnt: found })).toBe(
      [
        "              true     learnt",
        "u_t  u u_x   −1.00     −0.900",
        "     v u_y   −1.00     −0.900",
        "     u_xx   0.0500     0.0450",
        "     u_yy   0.0500          –",
        "v_t  u v_x   −1.00     −0.900",
        "     v v_y   −1.00     −0.900",
        "     v_xx   0.0500     0.0450",
        "     v_yy   0.0500          –",
        "     u           –  1.00·10⁻⁷",
      ].join("\n"),
    );
  });
  test("are refused where there are none, or of other components", () => {
    expect(() => formatCoefficients({})).toThrow(ShapeError);
    const one = { ...BURGERS, terms: BURGERS.terms.slice(1) };
    expect(() => formatCoefficients({ BURGERS, one })).toThrow(/1 components in "one"/);
  });
});
