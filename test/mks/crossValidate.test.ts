import { expect, test } from "vitest";
import { ndarrayOf } from "../../src/core/index.js";
import { crossValidate, fit, predict } from "../../src/mks/index.js";
import {
  legendreBasis,
  neighbourBasis,
  phaseBasis,
  primitiveBasis,
} from "../../src/states/index.js";
import { relativeL2 } from "../../src/metrics/index.js";
import { convolveStates, randomField, randomPhases, slice } from "./synthetic.js";

test("the number of states that made the data wins", async () => {
  const m = randomField([30, 6, 5], 1);
  const truth = convolveStates(m, legendreBasis(3), randomField([1, 3, 6, 5], 2));
  const noise = randomField([30, 6, 5], 3).data;
  const p = ndarrayOf(
    truth.data.map((v, i) => v + 0.05 * noise[i]),
    m.shape,
  );
  const bases = [2, 3, 4, 6].map((count) => legendreBasis(count));
  const [best] = await crossValidate(m, p, bases);
  expect(best.basis).toEqual(legendreBasis(3));
});

test("the order that made the data wins", async () => {
  const pairs = neighbourBasis(phaseBasis(2), 4);
  const m = randomPhases(40, [6, 5], 2, 4);
  const p = convolveStates(m, pairs, randomField([1, pairs.terms.length, 6, 5], 5));
  const bases = [phaseBasis(2), pairs, neighbourBasis(phaseBasis(2), 4, { order: 3 })];
  const [best] = await crossValidate(m, { data: p.data, shape: m.shape }, bases);
  expect(best.basis).toEqual(pairs);
});

test("a ridge helps few noisy samples", async () => {
  const basis = primitiveBasis(4, [-1, 1]);
  const m = randomField([8, 6, 5], 6);
  const truth = convolveStates(m, basis, randomField([1, 4, 6, 5], 7));
  const noise = randomField([8, 6, 5], 8).data;
  const p = ndarrayOf(
    truth.data.map((v, i) => v + 3 * noise[i]),
    m.shape,
  );
  const [best] = await crossValidate(m, p, [basis], { ridges: [0, 1e-2, 1e-1] });
  expect(best.ridge).toBeGreaterThan(0);
});

test("leaving one out is what it says: a fit on the others", async () => {
  const basis = phaseBasis(2);
  const m = randomPhases(4, [5, 4], 2, 9);
  const p = randomField([4, 5, 4], 10);
  const [candidate] = await crossValidate(m, p, [basis], { folds: 4 });
  const errors: number[] = [];
  for (let out = 0; out < 4; out++) {
    const rest = [0, 1, 2, 3].filter((s) => s !== out);
    const pick = (a: typeof p): typeof p =>
      ndarrayOf(Float64Array.from(rest.flatMap((s) => [...slice(a, s, s + 1).data])), [3, 5, 4]);
    const numbers = ndarrayOf(Float64Array.from(m.data), m.shape);
    const model = await fit(pick(numbers), pick(p), basis);
    errors.push(relativeL2(predict(model, slice(m, out, out + 1)), slice(p, out, out + 1)));
  }
  const sorted = (list: readonly number[]): number[] => [...list].sort((a, b) => a - b);
  sorted(candidate.relativeL2).forEach((e, i) => expect(e).toBeCloseTo(sorted(errors)[i], 10));
});

test("the same seed deals the same folds, and the input is not written to", async () => {
  const m = randomPhases(10, [4, 4], 2, 11);
  const p = randomField([10, 4, 4], 12);
  const before = p.data.slice();
  const a = await crossValidate(m, p, [phaseBasis(2)], { seed: 5 });
  const b = await crossValidate(m, p, [phaseBasis(2)], { seed: 5 });
  expect(a).toEqual(b);
  expect(p.data).toEqual(before);
});
