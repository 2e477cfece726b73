import { expect, test } from "vitest";
import { ndarrayOf } from "../../../src/core/index.js";
import type { NdArray } from "../../../src/core/index.js";
import { linear } from "../../../src/pdenet/index.js";
import type { Linear, PdeModel } from "../../../src/pdenet/index.js";
import { linearUnits } from "../../../src/pdenet/linear/units.js";
import { emptyModel, stepOnce, stepsOf, withDrawn } from "./movingFields.js";

const GRID = [8, 9];
const ORIGINS = [
  [0, 0.01],
  [0.02, 0.03],
];

/** How much u₁ changes with one entry of a parameter. */
function changeWith(model: PdeModel<Linear>, start: Float64Array, name: string, i: number): number {
  const at = (amount: number): Float64Array => {
    const { data, shape } = model.parameters[name];
    const moved: NdArray = ndarrayOf(data.slice(), shape);
    moved.data[i] += amount;
    const parameters = { ...model.parameters, [name]: moved };
    return stepOnce({ ...model, parameters }, start, GRID, ORIGINS);
  };
  const [up, down] = [at(1e-3), at(-1e-3)];
  return Math.sqrt(up.reduce((sum, x, j) => sum + ((x - down[j]) / 2e-3) ** 2, 0));
}

test("a unit of every parameter changes a step of Euler by one", () => {
  const coefficients = { kind: "lagrange", cells: 2, degree: 1, periodic: true } as const;
  const network = linear({ size: 5, stepper: "euler", carrier: 1, coefficients });
  const model = withDrawn(emptyModel(network, GRID), { fields: 1 }, 1);
  // Coefficients of second order are as large as h² makes their part that of the others.
  model.parameters.fields.data.forEach((c, i, all) => (all[i] = i < 12 ? c : c / 10));
  const batch = stepsOf(model, GRID, 2, ORIGINS);
  const units = linearUnits(model, batch, ORIGINS);
  for (const [name, own] of Object.entries(units)) {
    expect(own.length).toBe(model.parameters[name].size);
    const largest = own.reduce((most, unit) => Math.max(most, unit), 0);
    for (let i = 0; i < own.length; i += 7) {
      const change = own[i] * changeWith(model, batch.start, name, i);
      // Differences of a function that is linear in each entry; units that were cut are larger than felt.
      if (own[i] < 0.999 * largest) expect(Math.abs(change - 1)).toBeLessThan(1e-8);
      else expect(change).toBeLessThan(1 + 1e-8);
    }
  }
});

test("what the data do not show at all has a finite unit", () => {
  const source = { cells: 4, degree: 1, from: 50, to: 90 };
  const network = linear({ size: 5, source, coefficients: { kind: "constant" } });
  const model = emptyModel(network, GRID);
  const units = linearUnits(model, stepsOf(model, GRID, 2, null), null);
  expect(Object.keys(units).sort()).toEqual(["fields", "moments", "source"]);
  for (const own of Object.values(units)) expect(own.every(Number.isFinite)).toBe(true);
});
