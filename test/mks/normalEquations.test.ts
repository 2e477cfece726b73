import { describe, expect, test } from "vitest";
import { createAdder } from "../../src/mks/addBatch.js";
import { addBatch, createSums, fit, solve } from "../../src/mks/index.js";
import { phaseBasis } from "../../src/states/index.js";
import { complexDistance, randomField, randomPhases } from "./synthetic.js";

const GRID = [40, 50]; // 1040 frequencies: two whole blocks and a part of one

describe("normal equations in blocks of frequencies", () => {
  test.each([2, 3, 5])("agree with triangular factors at every frequency, %i phases", async (H) => {
    const m = randomPhases(12, GRID, H, 1);
    const p = randomField([12, 2, ...GRID], 2);
    const [gram, qr] = await Promise.all([
      fit(m, p, phaseBasis(H), { solver: "gram", ridge: 1e-3 }),
      fit(m, p, phaseBasis(H), { solver: "qr", ridge: 1e-3 }),
    ]);
    expect(gram.diagnostics.rank.data).toEqual(qr.diagnostics.rank.data);
    const worst = Math.max(...qr.diagnostics.condition.data);
    // Products square the condition number: 2⁻⁵² κ² of roundings.
    const allowed = 1e-15 * worst ** 2;
    const scale = Math.max(...qr.coefficients.re.map(Math.abs));
    expect(complexDistance(gram.coefficients, qr.coefficients)).toBeLessThan(allowed * scale);
    gram.diagnostics.trainingError.forEach((error, c) => {
      expect(Math.abs(error / qr.diagnostics.trainingError[c] - 1)).toBeLessThan(allowed);
    });
    gram.diagnostics.condition.data.forEach((condition, k) => {
      const relative = condition / qr.diagnostics.condition.data[k] - 1;
      if (!(Math.abs(relative) < allowed)) expect.fail(`condition at ${k}: ${relative}`);
    });
  });
});

describe("an adder", () => {
  test("brings its sums up to date when it is released, to the same bits as addBatch", async () => {
    const basis = phaseBasis(2);
    const m = randomPhases(5, GRID, 2, 3);
    const p = randomField([5, ...GRID], 4);
    const [once, twice] = [createSums(GRID, basis), createSums(GRID, basis)];
    addBatch(once, m, p);
    addBatch(once, m, p);
    const { add, release } = createAdder(twice);
    add(m, p, 0, 5);
    add(m, p, 0, 5);
    release();
    expect(twice).toEqual(once);
    expect(await solve(twice)).toEqual(await solve(once));
  });
});
