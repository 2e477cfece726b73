import { describe, expect, test } from "vitest";
import { ValueError } from "../../../src/core/index.js";
import { formatEquation } from "../../../src/pdenet/index.js";
import type { Equation, Term } from "../../../src/pdenet/index.js";
import { BURGERS, factor, term } from "./samples.js";

function equation(...terms: Term[]): Equation {
  return { names: ["u", "v"], axes: ["x", "y"], terms: [terms], remainder: [NaN] };
}
const [u, v] = [factor(0, 0, 0), factor(1, 0, 0)];

/** The function that the code says. */
async function evaluated(
  code: string,
): Promise<(inputs: Readonly<Record<string, number>>) => number[]> {
  const module = `data:text/javascript,${encodeURIComponent(`${code}export { rate };`)}`;
  const { rate } = (await import(/* @vite-ignore */ module)) as {
    rate: (inputs: Readonly<Record<string, number>>) => number[];
  };
  return rate;
}

describe("an equation as text", () => {
  test("has a line for every component, with a true minus and significant digits", () => {
    expect(formatEquation(BURGERS)).toBe(
      "u_t = −1.00 u u_x − 1.00 v u_y + 0.0500 u_xx + 0.0500 u_yy\n" +
        "v_t = −1.00 u v_x − 1.00 v v_y + 0.0500 v_xx + 0.0500 v_yy",
    );
  });
  test("raises powers, names mixed derivatives, and sets a constant and conservative terms", () => {
    const mixed = equation(
      term(2, [u, u, v, factor(1, 1, 1)]),
      term(-0.5, [u, u], { derivative: [1, 0] }),
      term(0.25, []),
    );
    expect(formatEquation(mixed)).toBe("u_t = 2.00 u² v v_xy − 0.500 (u²)_x + 0.250");
  });
  test("writes very small and very large numbers with a power of ten", () => {
    const wide = equation(term(-1.234e-7, [u]), term(5.678e12, [v]), term(99999.6, []));
    expect(formatEquation(wide)).toBe("u_t = −1.23·10⁻⁷ u + 5.68·10¹² v + 1.00·10⁵");
    expect(formatEquation(wide, { digits: 1 })).toBe("u_t = −1·10⁻⁷ u + 6·10¹² v + 1·10⁵");
    expect(formatEquation(equation(term(1234.5, [u])))).toBe("u_t = 1235 u");
  });
  test("shows intervals, about the coefficient or from end to end", () => {
    const known = equation(
      term(-0.966, [u], { interval: [-0.986, -0.946] }),
      term(0.05, [v], { interval: [0.045, 0.07] }),
    );
    expect(formatEquation(known)).toBe("u_t = −0.966 (± 0.020) u + 0.0500 (0.0450 … 0.0700) v");
    expect(formatEquation(known, { intervals: false })).toBe("u_t = −0.966 u + 0.0500 v");
  });
  test("shows contributions, and leaves out what contributes less than a threshold", () => {
    const options = { contributions: true, threshold: 0.15 };
    expect(formatEquation(BURGERS, options).split("\n")[0]).toBe(
      "u_t = −1.00 u u_x [60 %] − 1.00 v u_y [50 %] + 0.0500 u_xx [20 %]",
    );
    // Nobody knows what this one contributes.
    expect(formatEquation(equation(term(1, [u])), options)).toBe("u_t = 1.00 u");
  });
  test("is 0 where there are no terms", () => {
    expect(formatEquation(equation())).toBe("u_t = 0");
    expect(formatEquation(equation(term(0, [u])))).toBe("u_t = 0");
    expect(formatEquation(equation(), { as: "latex" })).toBe("u_{t} = 0");
  });
});

describe("an equation in LaTeX", () => {
  test("of several components is an aligned block with derivatives as subscripts", () => {
    expect(formatEquation(BURGERS, { as: "latex", threshold: 0.15 })).toBe(
      "\\begin{aligned}\n" +
        "  u_{t} &= -1.00\\,u\\,u_{x} - 1.00\\,v\\,u_{y} + 0.0500\\,u_{xx} \\\\\n" +
        "  v_{t} &= -1.00\\,u\\,v_{x} - 1.00\\,v\\,v_{y} + 0.0500\\,v_{xx}\n" +
        "\\end{aligned}",
    );
  });
  test("sets words upright and escapes what LaTeX would read", () => {
    const named = { ...equation(term(1e-7, [u, v, v])), names: ["T_1", "ρ"] };
    expect(formatEquation(named, { as: "latex" })).toBe(
      "\\mathrm{T\\_1}_{t} = 1.00\\cdot 10^{-7}\\,\\mathrm{T\\_1}\\,ρ^{2}",
    );
  });
  test("has conservative terms, intervals, and contributions under braces", () => {
    const known = equation(
      term(-0.5, [u, u], { derivative: [1, 0], contribution: 0.42, interval: [-0.6, -0.4] }),
    );
    expect(formatEquation(known, { as: "latex", contributions: true })).toBe(
      "u_{t} = -\\underbrace{0.500\\,(\\pm 0.10)\\,\\left(u^{2}\\right)_{x}}_{42\\,\\%}",
    );
  });
});

describe("an equation as code", () => {
  test("in JavaScript is a function that gives the right-hand sides, to the last bit", async () => {
    const third = 1 / 3;
    const odd = equation(
      term(-third, [u, u, factor(1, 0, 1)]),
      term(0.1, [factor(0, 2, 0)]),
      term(7, []),
    );
    const rate = await evaluated(formatEquation(odd, { as: "code" }));
    const [uu, v_y, u_xx] = [1.7, -0.3, 11];
    expect(rate({ u: uu, v_y, u_xx })).toEqual([-third * uu * uu * v_y + 0.1 * u_xx + 7]);
    const both = await evaluated(formatEquation(BURGERS, { as: "code" }));
    const inputs = {
      u: 2,
      v: 3,
      u_x: 5,
      u_y: 7,
      v_x: 11,
      v_y: 13,
      u_xx: 17,
      u_yy: 19,
      v_xx: 23,
      v_yy: 29,
    };
    expect(both(inputs)).toEqual([
      -10 - 21 + 0.05 * 17 + 0.05 * 19,
      -22 - 39 + 0.05 * 23 + 0.05 * 29,
    ]);
  });
  test("writes conservative terms out", async () => {
    const flux = equation(term(-0.5, [u, u], { derivative: [1, 0] }));
    const rate = await evaluated(formatEquation(flux, { as: "code" }));
    expect(rate({ u: 3, u_x: 5 })).toEqual([-15]);
  });
  test("finds names that the language allows, a different one for every field", async () => {
    const named = {
      ...equation(term(2, [u]), term(3, [v]), term(5, [factor(0, 1, 0)])),
      names: ["a b", "a-b"],
    };
    const code = formatEquation(named, { as: "code" });
    expect(code).toContain("{ a_b, a_b_2, a_b_x }");
    const rate = await evaluated(code);
    expect(rate({ a_b: 1, a_b_2: 10, a_b_x: 100 })).toEqual([2 + 30 + 500]);
    const reserved = { ...equation(term(2, [u]), term(1, [v])), names: ["in", "1st"] };
    expect(
      (await evaluated(formatEquation(reserved, { as: "code" })))({ in_: 4, _1st: 1 }),
    ).toEqual([9]);
  });
  test("of nothing is a function of nothing", async () => {
    const rate = await evaluated(formatEquation(equation(), { as: "code" }));
    expect(rate({})).toEqual([0]);
  });
  test("in Python takes the fields by their names", () => {
    const one = equation(term(-0.5, [u, factor(0, 1, 0)]), term(1e-21, []));
    expect(formatEquation(one, { as: "code", language: "python" })).toBe(
      "def rate(*, u, u_x):\n    # The rates of u.\n    return [\n        -0.5 * u * u_x + 1e-21,\n    ]\n",
    );
    expect(formatEquation(equation(), { as: "code", language: "python" })).toContain("def rate():");
  });
  test("rounds to digits only where asked", () => {
    const third = equation(term(1 / 3, [u]));
    expect(formatEquation(third, { as: "code" })).toContain("0.3333333333333333 * u");
    expect(formatEquation(third, { as: "code", digits: 2 })).toContain("0.33 * u");
  });
});

test("an equation is refused other forms, languages, digits and thresholds", () => {
  const format = formatEquation as (equation: Equation, options: object) => string;
  expect(() => format(BURGERS, { as: "word" })).toThrow(ValueError);
  expect(() => format(BURGERS, { as: "code", language: "c" })).toThrow(ValueError);
  expect(() => format(BURGERS, { digits: 0 })).toThrow(ValueError);
  expect(() => format(BURGERS, { digits: 18 })).toThrow(ValueError);
  expect(() => format(BURGERS, { threshold: -1 })).toThrow(ValueError);
  expect(() => format(BURGERS, { contributions: 1 })).toThrow(ValueError);
});
