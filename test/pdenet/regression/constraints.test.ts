import { expect, test } from "vitest";
import { createRng, normals, ValueError } from "../../../src/core/index.js";
import { pdeFind } from "../../../src/pdenet/index.js";
import type { PdeFindOptions } from "../../../src/pdenet/index.js";
import { eliminate } from "../../../src/pdenet/regression/constraints.js";
import { solve } from "../../../src/pdenet/regression/problem.js";
import { coefficientsOf, steppedMovie } from "./movies.js";

const place = { grid: [14, 11], spacing: [0.6, 0.8], border: "periodic" } as const;

/** u_t = −u u_x − v u_y + 0.1 u_xx + 0.12 u_yy, v alike with 0.14 and 0.16: unequal diffusion. */
const movie = steppedMovie(
  place,
  [
    [0, 0],
    [0, 1],
    [1, 0],
    [0, 2],
    [2, 0],
  ],
  { samples: 4, frames: 5, components: 2, dt: 0.01 },
  (rates, [[u, uy, ux, uyy, uxx], [v, vy, vx, vyy, vxx]]) =>
    u.forEach((value, x) => {
      rates[0][x] = -value * ux[x] - v[x] * uy[x] + 0.1 * uxx[x] + 0.12 * uyy[x];
      rates[1][x] = -value * vx[x] - v[x] * vy[x] + 0.14 * vxx[x] + 0.16 * vyy[x];
    }),
);
const terms = ["u", "u u_x", "v u_y", "u v_x", "v v_y", "u_xx", "u_yy", "v_xx", "v_yy"];

function find(constraints: PdeFindOptions["constraints"], more: PdeFindOptions = {}) {
  const options = { spacing: [0.6, 0.8], terms, constraints, time: { by: "forward" } } as const;
  return pdeFind(movie, 0.01, { ...options, ...more });
}

const at = (of: string, term: string) => ({ of, term });

test("a coefficient that is fixed is that number, and the others make the best of it", () => {
  const found = find([{ fixed: at("u", "u_xx"), value: 0.11 }], { threshold: 0.05 });
  expect(coefficientsOf(found).u_xx).toBeCloseTo(0.11, 14); // one product and one quotient
  expect(coefficientsOf(found)["u u_x"]).not.toBeCloseTo(-1, 6);
  // The other component does not know.
  expect(coefficientsOf(found, 1)["u v_x"]).toBeCloseTo(-1, 9);
});

test("fixed to what is true changes nothing; fixed to zero is gone", () => {
  const found = find([
    { fixed: at("u", "u_xx"), value: 0.1 },
    { fixed: at("v", "u"), value: 0 },
  ]);
  expect(coefficientsOf(found).u_yy).toBeCloseTo(0.12, 9);
  expect(Object.keys(coefficientsOf(found, 1)).sort()).toEqual(["u v_x", "v v_y", "v_xx", "v_yy"]);
});

test("coefficients that are equal are equal, within an equation and between equations", () => {
  const isotropic = find([{ equal: [at("u", "u_xx"), at("u", "u_yy")] }]);
  const own = coefficientsOf(isotropic);
  expect(own.u_xx).toBeCloseTo(own.u_yy, 14);
  expect(own.u_xx).toBeGreaterThan(0.1);
  expect(own.u_xx).toBeLessThan(0.12);
  expect(coefficientsOf(isotropic, 1).v_xx).toBeCloseTo(0.14, 9);

  const same = [at("u", "u_xx"), at("u", "u_yy"), at("v", "v_xx"), at("v", "v_yy")];
  const both = find([{ equal: same }]);
  const four = [coefficientsOf(both), coefficientsOf(both, 1)].flatMap(
    ({ u_xx, u_yy, v_xx, v_yy }) => [u_xx, u_yy, v_xx, v_yy].filter((c) => c !== undefined),
  );
  expect(four).toHaveLength(4);
  for (const c of four) expect(c).toBeCloseTo(four[0], 14);
  expect(four[0]).toBeGreaterThan(0.1);
  expect(four[0]).toBeLessThan(0.16);
  expect(both.threshold[0]).toBe(both.threshold[1]);
});

test("a sum of coefficients holds", () => {
  const sum = [
    { ...at("u", "u_xx"), factor: 1 },
    { ...at("u", "u_yy"), factor: 2 },
  ];
  const { u_xx, u_yy } = coefficientsOf(find([{ sum, value: 0.5 }]));
  expect(u_xx + 2 * u_yy).toBeCloseTo(0.5, 13);
});

test("those that are tied go together, even if one of them is below the threshold", () => {
  const tie = [{ equal: [at("u", "u_xx"), at("u", "u_yy")] }];
  const derivatives = find(tie).equation.terms[0].filter(({ factors }) => factors.length === 1);
  const [more, less] = derivatives.map(({ contribution }) => contribution);
  expect(more).toBeGreaterThan(1.2 * less);
  const threshold = Math.sqrt(more * less);
  const names = (constraints: typeof tie) =>
    Object.keys(coefficientsOf(find(constraints, { threshold })));
  expect(names(tie)).toEqual(expect.arrayContaining(["u_xx", "u_yy"]));
  expect(names([]).filter((name) => ["u_xx", "u_yy"].includes(name))).toHaveLength(1);
});

test("least squares with constraints are those of Lagrange's conditions", () => {
  const n = 6;
  const A = normals(createRng(3), [20, n]).data;
  const y = normals(createRng(4), [20]).data;
  const gram = new Float64Array(n * n);
  const right = new Float64Array(n);
  for (let r = 0; r < 20; r++) {
    for (let j = 0; j < n; j++) {
      right[j] += A[r * n + j] * y[r];
      for (let k = 0; k < n; k++) gram[j * n + k] += A[r * n + j] * A[r * n + k];
    }
  }
  const constraints = [
    {
      entries: [
        { unknown: 0, factor: 2 },
        { unknown: 3, factor: -1 },
      ],
      value: 0.7,
    },
    {
      entries: [
        { unknown: 3, factor: 1 },
        { unknown: 4, factor: 1 },
        { unknown: 0, factor: 1 },
      ],
      value: -0.2,
    },
    // The sum of the others says nothing new.
    {
      entries: [
        { unknown: 0, factor: 3 },
        { unknown: 4, factor: 1 },
      ],
      value: 0.5,
    },
  ];
  const problem = { columns: n, components: 1, gram, right, squares: Float64Array.of(1) };
  const all = [0, 1, 2, 3, 4, 5];
  const x = solve(problem, all, constraints, 0);
  for (const { entries, value } of constraints) {
    const sum = entries.reduce((total, { unknown, factor }) => total + factor * x[unknown], 0);
    expect(sum).toBeCloseTo(value, 12);
  }
  // The gradient is orthogonal to all directions that obey the constraints.
  const gradient = right.map((b, j) =>
    x.reduce((sum, value, k) => sum - gram[j * n + k] * value, b),
  );
  for (const direction of eliminate(constraints, all).free) {
    const along = direction.reduce(
      (sum, { unknown, factor }) => sum + factor * gradient[unknown],
      0,
    );
    expect(Math.abs(along)).toBeLessThan(1e-12);
  }
  expect(eliminate(constraints, all).free).toHaveLength(4);
});

test.each([
  [
    [{ fixed: at("w", "u"), value: 1 }],
    /constraints\[0\]: "w" should be one of u, v, the components that evolve/,
  ],
  [
    [{ fixed: at("u", "u²"), value: 1 }],
    /constraints\[0\]: u² should be a term of the library; it is not/,
  ],
  [[{ fixed: at("u", "q"), value: 1 }], /"q" is none/],
  [[{ fixed: at("u", "u"), value: NaN }], /value should be a finite number/],
  [
    [{ sum: [{ ...at("u", "u"), factor: Infinity }], value: 1 }],
    /factor should be a finite number/,
  ],
  [
    [
      { fixed: at("u", "u"), value: 1 },
      { fixed: at("u", "u"), value: 2 },
    ],
    /constraints should not contradict each other/,
  ],
] as [NonNullable<PdeFindOptions["constraints"]>, RegExp][])(
  "constraints %# are refused",
  (constraints, message) => {
    expect(() => find(constraints)).toThrow(ValueError);
    expect(() => find(constraints)).toThrow(message);
  },
);
