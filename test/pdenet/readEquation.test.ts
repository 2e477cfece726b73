import { describe, expect, test } from "vitest";
import { multiply } from "../../src/autodiff/index.js";
import { ndarrayOf, ShapeError, ValueError } from "../../src/core/index.js";
import type { NdArray } from "../../src/core/index.js";
import {
  equation,
  fit,
  fromEquation,
  linear,
  ownRate,
  refine,
  symbolic,
  totalCoefficients,
} from "../../src/pdenet/index.js";
import type { Equation, FitOptions, PdeModel } from "../../src/pdenet/index.js";
import { coefficientOf } from "./coefficients.js";
import { distance, drawnModel, smoothFields } from "./drawnModels.js";
import { burgersMovies } from "./movies.js";

const H = (2 * Math.PI) / 24;
const DT = 0.05;

const U_UX = [{ order: [0] }, { order: [1] }];
const U_XX = [{ order: [2] }];

describe("the equation of a symbolic network", () => {
  test("is its expansion in physical units, with contributions over data, the largest first", async () => {
    const u = await burgersMovies(0.1);
    const options: FitOptions = { spacing: H, names: ["w"], axisNames: ["s"], schedule: [1] };
    const { model } = await fit(u, DT, { ...options, network: symbolic({ products: 2 }) });
    const found = equation(model, { trajectories: u });
    expect([found.names, found.axes]).toEqual([["w"], ["s"]]);
    expect(Math.abs(coefficientOf(found, U_UX) + 1)).toBeLessThan(0.02);
    expect(Math.abs(coefficientOf(found, U_XX) - 0.1)).toBeLessThan(0.005);
    const contributions = found.terms[0].map(({ contribution }) => contribution);
    expect(contributions).toEqual([...contributions].sort((a, b) => b - a));
    const [least] = equation(model, { trajectories: u, threshold: 0.02 }).terms;
    expect(least.length).toBe(2);
    expect(least.every(({ contribution }) => contribution >= 0.02)).toBe(true);
    // Two products of two factors and their square: nothing is of a higher degree than four.
    const whole = equation(model, { trajectories: u, degree: 4 });
    expect(whole.remainder[0]).toBeLessThan(1e-12);
    // Without data there is nothing to weigh by.
    const blind = equation(model);
    expect(blind.terms[0].every(({ contribution }) => Number.isNaN(contribution))).toBe(true);
    expect(coefficientOf(blind, U_UX)).toBe(coefficientOf(found, U_UX));
    expect(equation(model, { threshold: 0.5 }).terms).toEqual(blind.terms);
  });

  test("of random weights leaves out what is of higher degree, and tells how much that is", () => {
    const model = drawnModel(symbolic({ size: 5, products: 2 }), { spacing: [0.5], weights: 0.5 });
    const u = ndarrayOf(smoothFields([12], { samples: 4 }).data, [2, 2, 1, 12]);
    const left = [1, 2, 3, 4].map((degree) => {
      const found = equation(model, { trajectories: u, degree });
      const degrees = found.terms[0].map(({ factors }) => factors.length);
      expect(Math.max(...degrees)).toBe(degree);
      return found.remainder[0];
    });
    expect(left[0]).toBeGreaterThan(left[3]);
    expect(left[3]).toBeLessThan(1e-12);
  });
});

describe("the equation of an equation's network", () => {
  test("is the equation, there and back", async () => {
    const u = await burgersMovies(0.1);
    const given: Equation = {
      ...{ names: ["u"], axes: ["x"], remainder: [0] },
      terms: [
        [
          {
            factors: [
              { component: 0, order: [0] },
              { component: 0, order: [0] },
            ],
            ...{ derivative: [1], coefficient: -0.5, contribution: 1, interval: null },
          },
          {
            factors: [{ component: 0, order: [2] }],
            ...{ derivative: null, coefficient: 0.1, contribution: 0.5, interval: null },
          },
        ],
      ],
    };
    const network = fromEquation(given);
    const { model } = await fit(u, DT, { spacing: H, network, schedule: [] });
    const [[flux, diffusion]] = equation(model).terms;
    expect(flux.derivative).toEqual([1]);
    // A coefficient through its unit and back is rounded twice.
    expect(Math.abs(flux.coefficient + 0.5)).toBeLessThan(1e-15);
    expect(Math.abs(diffusion.coefficient - 0.1)).toBeLessThan(1e-16);
    expect(fromEquation(equation(model)).terms[0].length).toBe(2);
  });
});

describe("the equation of a linear network", () => {
  const coefficients = { kind: "constant" } as const;

  /** A model with coefficients of its own and moments away from their start. */
  async function modelOf(substeps: number, carrier: number | null): Promise<PdeModel> {
    const network = linear({ size: 5, coefficients, carrier, substeps, stepper: "euler" });
    const movie = ndarrayOf(smoothFields([12], { samples: 2 }).data, [1, 2, 1, 12]);
    const { model } = await fit(movie, 0.1, { spacing: 0.5, network, schedule: [] });
    const shifted = ({ data, shape }: NdArray): NdArray =>
      ndarrayOf(
        Float64Array.from(data, (value, i) => value + 0.01 * (i + 1)),
        shape,
      );
    const { parameters } = model;
    return {
      ...model,
      parameters: {
        ...parameters,
        moments: shifted(parameters.moments),
        ...(carrier !== null && { carrier: shifted(parameters.carrier) }),
      },
    };
  }

  const listed = ({ terms: [own] }: Equation): Map<string, number> =>
    new Map(own.map(({ factors: [{ order }], coefficient }) => [order.join(), coefficient]));

  test("has the coefficients of its filters", async () => {
    const model = await modelOf(1, null);
    const found = listed(equation(model));
    expect([...found.keys()].sort()).toEqual(["0", "1", "2"]);
    const own = Array.from(model.parameters.fields.data);
    [0, 1, 2].forEach((order) => expect(found.get(String(order))).toBe(own[order]));
  });

  test.each([
    { substeps: 1, carrier: null },
    { substeps: 1, carrier: 1 },
    { substeps: 2, carrier: 1 },
  ])(
    "modified is what $substeps steps do, with what filters and the carrier $carrier add",
    async ({ substeps, carrier }) => {
      const model = await modelOf(substeps, carrier);
      const found = listed(equation(model, { form: "modified", maxOrder: 4 }));
      const total = totalCoefficients(model as Parameters<typeof totalCoefficients>[0], {
        ...{ grid: [1], maxOrder: 4, dt: model.interval },
      });
      const exact = Array.from(total.fields.data);
      const read = total.orders.map((order) => found.get(order.join()) ?? 0);
      expect(distance(read, exact)).toBeLessThan(1e-13);
      expect(found.get("4")).not.toBe(0);
    },
  );

  test("that depends on place is refused, with where to look instead", async () => {
    const network = linear({ size: 5, coefficients: { kind: "trigonometric", frequency: 1 } });
    const movie = ndarrayOf(smoothFields([12], { samples: 2 }).data, [1, 2, 1, 12]);
    const { model } = await fit(movie, 0.1, { network, schedule: [] });
    expect(() => equation(model)).toThrow(ValueError);
    expect(() => equation(model)).toThrow("pdenet.totalCoefficients for fields of coefficients");
  });
});

describe("an equation is refused", () => {
  const model = drawnModel(symbolic({ size: 5, products: 1 }), { spacing: [0.5] });
  const u = ndarrayOf(smoothFields([12], { samples: 2 }).data, [1, 2, 1, 12]);

  test("for options out of range", () => {
    expect(() => equation(model, { degree: -1 })).toThrow("pdenet.equation: degree should be");
    expect(() => equation(model, { threshold: -1 })).toThrow(
      "pdenet.equation: threshold should be",
    );
    expect(() => equation(model, { form: "real" as never })).toThrow(
      'pdenet.equation: form should be one of "own", "modified"; got "real".',
    );
  });

  test("for trajectories of other components or axes, or smaller than the filters", () => {
    const two = ndarrayOf(u.data, [1, 2, 2, 6]);
    expect(() => equation(model, { trajectories: two })).toThrow(ShapeError);
    expect(() => equation(model, { trajectories: two })).toThrow(
      "pdenet.equation: trajectories should have 1 components on 1 axes of space, as the model; got 2 on the grid [6].",
    );
    const small = ndarrayOf(u.data.slice(0, 8), [1, 2, 1, 4]);
    expect(() => equation(model, { trajectories: small })).toThrow(
      "pdenet.equation: trajectories: filters of [5] points should fit on the grid [4]",
    );
  });

  test("for the modified form of an upwind network", () => {
    const upwind = drawnModel(symbolic({ size: 5, scheme: "upwind" }), { spacing: [0.5] });
    expect(() => equation(upwind, { form: "modified" })).toThrow(ValueError);
    expect(() => equation(upwind, { form: "modified" })).toThrow(
      'pdenet.equation: form should be "own" for an upwind network',
    );
    expect(equation(upwind, { trajectories: u, degree: 16 }).remainder[0]).toBeLessThan(1e-12);
  });

  test("for a right-hand side of one's own", async () => {
    const network = ownRate({
      ...{ size: 5, parameters: { a: 1 } },
      rate: (see, { a }) => [multiply(a, see(0, [0]))],
    });
    const own = await fit(u, 0.1, { network, schedule: [] });
    expect(() => equation(own.model)).toThrow(ValueError);
    expect(() => equation(own.model)).toThrow(
      "a right-hand side of one's own is its own equation.",
    );
  });
});

describe("a refinement", () => {
  test("gives back what sparsity took, with intervals that hold the truth's neighbourhood", async () => {
    const u = await burgersMovies(0.1, { samples: 5, steps: 5 });
    const network = symbolic({ products: 1 });
    const pressed = { network, sparsity: 0.2, schedule: [1], maxIterations: 15 };
    const { model } = await fit(u, DT, { spacing: H, ...pressed });
    const refined = await refine(model, u, DT, { members: 4, maxIterations: 10, seed: 1 });
    const [terms] = refined.equation.terms;
    expect(refined.model.network.kind).toBe("equation");
    expect(Math.abs(coefficientOf(refined.equation, U_UX) + 1)).toBeLessThan(0.01);
    expect(Math.abs(coefficientOf(refined.equation, U_XX) - 0.1)).toBeLessThan(0.002);
    for (const { coefficient, interval } of terms) {
      const [low, high] = interval ?? [NaN, NaN];
      expect(low).toBeLessThan(coefficient);
      expect(high).toBeGreaterThan(coefficient);
      expect(Math.abs((low + high) / 2 - coefficient)).toBeLessThan(1e-12 * Math.abs(coefficient));
    }
    expect(refined.members.length).toBe(4);
    expect(refined.members.every(([own]) => own.length === terms.length)).toBe(true);
    const again = await refine(model, u, DT, { members: 4, maxIterations: 10, seed: 1 });
    expect(again).toEqual(refined);
  });

  test("without members has no intervals; of an upwind network it has filters that do not lean", async () => {
    const u = await burgersMovies(0.1, { samples: 3 });
    const network = symbolic({ products: 1, size: 5, scheme: "upwind" });
    const { model } = await fit(u, DT, { spacing: H, network, schedule: [] });
    const refined = await refine(model, u, DT, { maxIterations: 1, steps: 1, momentSparsity: 100 });
    expect(refined.members).toEqual([]);
    expect(refined.equation.terms[0].every(({ interval }) => interval === null)).toBe(true);
    // Leaning filters of the start have free moments of order one; differences have none.
    expect(Math.max(...model.parameters.moments.data.map(Math.abs))).toBeGreaterThan(0.1);
    expect(Math.max(...refined.model.parameters.moments.data.map(Math.abs))).toBeLessThan(0.01);
  });

  test("of movies of different lengths draws windows that all members have", async () => {
    const long = await burgersMovies(0.1, { samples: 2, steps: 5 });
    const size = long.data.length / 2;
    const movies = [
      ndarrayOf(long.data.slice(0, size), long.shape.slice(1)),
      ndarrayOf(long.data.slice(size, size + size / 3), [2, 1, 24]),
    ];
    const { model } = await fit(movies, DT, { spacing: H, schedule: [] });
    const refined = await refine(model, movies, DT, { members: 6, maxIterations: 2, seed: 3 });
    expect(refined.members.length).toBe(6);
  });
});
