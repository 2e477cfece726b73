import { describe, expect, test } from "vitest";
import { add, multiply } from "../../../src/autodiff/index.js";
import { ndarrayOf, ShapeError, ValueError } from "../../../src/core/index.js";
import type { NdArray } from "../../../src/core/index.js";
import { createMarch } from "../../../src/pdenet/forecast/rollout.js";
import { fit, fromEquation, ownRate } from "../../../src/pdenet/index.js";
import type { Equation, FitOptions, PdeNetwork, Term } from "../../../src/pdenet/index.js";
import { constraint, periodicConv } from "../../../src/stencil/index.js";
import { distance, smoothFields } from "../drawnModels.js";

const GRID = [12, 10];
const SPACING = [0.5, 0.6];
const DT = 0.01;
const U = smoothFields(GRID, { components: 2 });

const term = (
  coefficient: number,
  factors: readonly (readonly [number, ...number[]])[],
  of: readonly number[] | null = null,
): Term => ({
  ...{ coefficient, derivative: of, contribution: 1, interval: null },
  factors: factors.map(([component, ...order]) => ({ component, order })),
});

/** u_t = 2 − u u_x + 0.3 ∂_y(u v);  v_t = 0.5 v_xy. */
const EQUATION: Equation = {
  ...{ names: ["u", "v"], axes: ["x", "y"], remainder: [0, 0] },
  terms: [
    [
      term(2, []),
      term(-1, [
        [0, 0, 0],
        [0, 1, 0],
      ]),
      term(
        0.3,
        [
          [0, 0, 0],
          [1, 0, 0],
        ],
        [0, 1],
      ),
    ],
    [term(0.5, [[1, 1, 1]])],
  ],
};

const FILTERS = { size: 7, accuracy: "frozen", stepper: "euler" } as const;

/** (u₁ − u₀)/Δt of one step of Euler, per component. */
async function ratesOf(network: PdeNetwork): Promise<Float64Array[]> {
  const movie = ndarrayOf(Float64Array.of(...U.data, ...U.data.map((value) => 1.1 * value + 0.1)), [
    1,
    2,
    2,
    ...GRID,
  ]);
  const options: FitOptions = { spacing: SPACING, network, schedule: [] };
  const { model } = await fit(movie, DT, options);
  const march = createMarch(model, U.shape, { substeps: 1 });
  const next = march.step(U.data, DT);
  march.close();
  const rates = next.map((value, i) => (value - U.data[i]) / DT);
  return [rates.subarray(0, 120), rates.subarray(120)];
}

const component = (c: number): NdArray =>
  ndarrayOf(U.data.slice(120 * c, 120 * (c + 1)), [1, 1, ...GRID]);

/** ∂^o of a field by the seven-point differences that frozen filters are. */
function along(field: NdArray, order: readonly number[]): Float64Array {
  const { filter } = constraint({ order, size: 7, accuracy: "frozen" });
  const unit = order.reduce((product, o, axis) => product * SPACING[axis] ** o, 1);
  const q = ndarrayOf(
    Float64Array.from(filter.data, (value) => value / unit),
    [1, 1, 7, 7],
  );
  const { data } = periodicConv(field, q);
  return Float64Array.from(data);
}

const times = (a: ArrayLike<number>, b: ArrayLike<number>): Float64Array =>
  Float64Array.from(a, (value, i) => value * b[i]);

describe("an equation's network", () => {
  test("steps by its terms: products, constants, and derivatives of products", async () => {
    const [u, v] = await ratesOf(fromEquation(EQUATION, FILTERS));
    const [one, two] = [component(0), component(1)];
    const convection = times(one.data, along(one, [1, 0]));
    const flux = along(ndarrayOf(times(one.data, two.data), [1, 1, ...GRID]), [0, 1]);
    const exact = convection.map((value, i) => 2 - value + 0.3 * flux[i]);
    // Differences of numbers of one over Δt = 0.01 lose two digits.
    expect(distance(u, exact)).toBeLessThan(1e-12);
    expect(
      distance(
        v,
        along(two, [1, 1]).map((value) => 0.5 * value),
      ),
    ).toBeLessThan(1e-12);
  });

  test("sees derivatives up to the highest among its terms, or further if asked", () => {
    expect(fromEquation(EQUATION).maxOrder).toBe(2);
    expect(fromEquation(EQUATION, { maxOrder: 3 }).maxOrder).toBe(3);
    expect(fromEquation(EQUATION, { maxOrder: 1 }).maxOrder).toBe(2);
    const plain = { ...EQUATION, terms: [[term(1, [[0, 0, 0]])], []] };
    expect(fromEquation(plain).maxOrder).toBe(1);
  });

  test("leaves out terms of a small contribution, and a component without terms stays", async () => {
    const [own, other] = EQUATION.terms;
    const small = {
      ...EQUATION,
      terms: [own, other.map((one) => ({ ...one, contribution: 0.01 }))],
    };
    const network = fromEquation(small, { ...FILTERS, threshold: 0.05 });
    expect(network.terms.map((terms) => terms.length)).toEqual([3, 0]);
    const [, v] = await ratesOf(network);
    expect(v.every((value) => value === 0)).toBe(true);
  });

  test("is refused without components, with orders of other axes, and with forcing inputs", () => {
    expect(() => fromEquation({ ...EQUATION, terms: [] })).toThrow(ShapeError);
    expect(() => fromEquation(EQUATION, { threshold: -1 })).toThrow(
      "pdenet.fromEquation: threshold should be a finite number ≥ 0; got -1.",
    );
    const wrong = { ...EQUATION, terms: [[term(1, [[0, 1]])], []] };
    expect(() => fromEquation(wrong)).toThrow(ShapeError);
    expect(() => fromEquation(wrong)).toThrow(
      "pdenet.fromEquation: equation should have components, and one order per axis in every factor, 2; got 2 " +
        "components and [1].",
    );
    const forced = { ...EQUATION, terms: [[term(1, [[2, 0, 0]])], []] };
    expect(() => fromEquation(forced)).toThrow(ValueError);
    expect(() => fromEquation(forced)).toThrow(
      "pdenet.fromEquation: equation should depend on its own components alone; it has terms with a forcing input. " +
        "Leave those out: a roll-out would have to know the input at all times.",
    );
  });
});

describe("a right-hand side of one's own", () => {
  test("is what its function makes of what it sees", async () => {
    const network = ownRate({
      ...{ ...FILTERS, parameters: { a: 2, b: [0.5] } },
      rate: (see, { a, b }) => [
        add(a, multiply(see(0, [0, 0]), see(0, [1, 0]))),
        multiply(b, see(1, [1, 1])),
      ],
    });
    const [u, v] = await ratesOf(network);
    const one = component(0);
    const exact = times(one.data, along(one, [1, 0])).map((value) => 2 + value);
    expect(distance(u, exact)).toBeLessThan(1e-12);
    expect(
      distance(
        v,
        along(component(1), [1, 1]).map((value) => 0.5 * value),
      ),
    ).toBeLessThan(1e-12);
  });

  test("is learnt, parameters and all", async () => {
    const decay = Float64Array.from({ length: 2 * 3 * 12 }, (_, i) => {
      const [t, x, s] = [Math.floor(i / 12) % 3, (Math.PI * (i % 12)) / 6, Math.floor(i / 36)];
      return Math.exp(-0.7 * t * 0.1) * Math.sin(x + s);
    });
    const network = ownRate({
      ...{ size: 5, stepper: "rk4", parameters: { r: -0.2 } },
      rate: (see, { r }) => [multiply(r, see(0, [0]))],
    });
    const movies = ndarrayOf(decay, [2, 3, 1, 12]);
    const { model } = await fit(movies, 0.1, { network, schedule: [1, 2] });
    // RK4 errs by (0.07)⁴/120; the penalty of moments that do nothing takes nothing off.
    expect(Math.abs(model.parameters.r.data[0] + 0.7)).toBeLessThan(1e-4);
    expect(network.parameters.r.data[0]).toBe(-0.2);
  });

  test("is refused for derivatives that it does not see, with what to do", async () => {
    const network = ownRate({
      ...{ ...FILTERS, parameters: {} },
      rate: (see) => [see(0, [3, 0]), see(1, [0, 0])],
    });
    const run = async (): Promise<unknown> => {
      const rates = await ratesOf(network);
      return rates;
    };
    await expect(run()).rejects.toThrow(ValueError);
    await expect(run()).rejects.toThrow(
      "pdenet: the derivative [3, 0] should be among those the network sees, up to order 2. Ask for a higher maxOrder.",
    );
  });

  test("is refused for a parameter that is taken for the filters, or not finite", () => {
    const of = (parameters: Record<string, number>) => () =>
      ownRate({ ...FILTERS, parameters, rate: (see) => [see(0, [0, 0])] });
    expect(of({ moments: 1 })).toThrow(ValueError);
    expect(of({ moments: 1 })).toThrow(
      "pdenet.ownRate: parameters.moments should have another name",
    );
    expect(of({ a: NaN })).toThrow(ValueError);
    expect(of({ a: Infinity })).toThrow("pdenet.ownRate: parameters.a should be finite");
  });
});
