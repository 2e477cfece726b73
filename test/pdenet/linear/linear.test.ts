import { expect, test } from "vitest";
import { ShapeError, ValueError } from "../../../src/core/index.js";
import { linear } from "../../../src/pdenet/index.js";
import { firstFields } from "../../../src/pdenet/linear/start.js";

test("a linear network repeats its coefficients where the field does, and only there", () => {
  const periodic = linear().coefficients;
  expect(periodic).toEqual({ kind: "lagrange", cells: 8, degree: 2, periodic: true });
  const bounded = linear({ border: "zero" }).coefficients;
  expect(bounded).toEqual({ kind: "lagrange", cells: 8, degree: 2, periodic: false });
});

test("a linear network is plain data", () => {
  const source = { cells: 20, degree: 4, from: -15, to: 15 };
  const network = linear({ source, border: "zero", size: [7, 5], carrier: 1 });
  expect(JSON.parse(JSON.stringify(network))).toEqual(network);
});

test("the published networks have the published numbers of parameters", () => {
  const coefficients = { kind: "lagrange", cells: 20, degree: 2, periodic: false } as const;
  const network = linear({ maxOrder: 4, coefficients });
  expect(firstFields(network, [1, 1]).fields.size).toBe(15 * 1681);
  const source = { cells: 20, degree: 4, from: -15, to: 15 };
  const other = firstFields(linear({ source, border: "zero" }), [1, 1]);
  expect([other.fields.shape, other.source.shape]).toEqual([[5, 17, 17], [81]]);
});

test("filters too short for an order and its accuracy are refused with the length they need", () => {
  expect(() => linear({ maxOrder: 4, size: [7, 4] })).toThrow(
    /at least 5 points; got 4 along axis 1/,
  );
  expect(() => linear({ maxOrder: 2, size: 5, accuracy: 4 })).toThrow(/at least 6 points/);
  expect(() => linear({ maxOrder: 2, size: 5, carrier: 6 })).toThrow(/at least 6 points/);
});

test.each([
  [{ maxOrder: 0 }, "maxOrder"],
  [{ substeps: 0.5 }, "substeps"],
  [{ border: "open" as never }, "border"],
  [{ stepper: "leapfrog" as never }, "stepper"],
  [{ accuracy: 0 }, "accuracy"],
  [{ carrier: 0 }, "carrier"],
  [{ coefficients: { kind: "spline" as never } }, "coefficients.kind"],
  [{ coefficients: { kind: "lagrange" as const, cells: 0 } }, "coefficients.cells"],
  [{ coefficients: { kind: "lagrange" as const, degree: 0 } }, "coefficients.degree"],
  [{ coefficients: { kind: "trigonometric" as const, frequency: -1 } }, "coefficients.frequency"],
  [{ source: { cells: 0, degree: 1, from: 0, to: 1 } }, "source.cells"],
  [{ source: { cells: 1, degree: 0, from: 0, to: 1 } }, "source.degree"],
  [{ source: { cells: 1, degree: 1, from: NaN, to: 1 } }, "source.from"],
])("%o is refused by the name of what is wrong", (options, name) => {
  expect(() => linear(options)).toThrow(ValueError);
  expect(() => linear(options)).toThrow(name);
});

test("coefficients that repeat are refused on a domain that does not", () => {
  const trigonometric = { kind: "trigonometric", frequency: 2 } as const;
  expect(() => linear({ border: "zero", coefficients: trigonometric })).toThrow(/not repeat/);
  const periodic = { kind: "lagrange", periodic: true } as const;
  expect(() => linear({ border: "reflect", coefficients: periodic })).toThrow(/not repeat/);
});

test("a source from a value to a smaller one is refused", () => {
  expect(() => linear({ source: { cells: 2, degree: 1, from: 1, to: 1 } })).toThrow(
    /to a larger one/,
  );
});

test("a mesh with another number of axes than the field is refused", () => {
  const network = linear({ coefficients: { kind: "lagrange", cells: [4, 4] } });
  expect(() => firstFields(network, [1])).toThrow(ShapeError);
});
