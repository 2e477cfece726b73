import { expect, test } from "vitest";
import { ValueError } from "../../../src/core/index.js";
import { linear, sourceValues } from "../../../src/pdenet/index.js";
import { emptyModel } from "./movingFields.js";

const coefficients = { kind: "constant" } as const;
const source = { cells: 2, degree: 2, from: -2, to: 2 };

test("f is the polynomial of its nodes, and constant beyond them", () => {
  const model = emptyModel(linear({ size: 5, source, coefficients }), [9]);
  model.parameters.source.data.set([4, 1, 0, 1, 4]); // u² at −2, −1, 0, 1, 2
  const { f, beyond, visits } = sourceValues(model, [
    [-3, -1.5, 0],
    [0.3, 2, 7],
  ]);
  expect(f.shape).toEqual([2, 3]);
  [4, 2.25, 0, 0.09, 4, 4].forEach((value, i) => expect(f.data[i]).toBeCloseTo(value, 14));
  expect(beyond).toBe(2 / 6);
  expect(visits).toEqual(Int32Array.of(1, 3));
});

test("a network without a source, and values that are not finite, are refused", () => {
  const without = emptyModel(linear({ size: 5, coefficients }), [9]);
  expect(() => sourceValues(without, [0])).toThrow(ValueError);
  const model = emptyModel(linear({ size: 5, source, coefficients }), [9]);
  expect(() => sourceValues(model, [0, NaN])).toThrow(ValueError);
});
