import { describe, expect, test } from "vitest";
import { ndarrayOf, sizeOf, zeros } from "../../src/core/index.js";
import { fit, kernels, predict, resize, score } from "../../src/mks/index.js";
import { neighbourBasis, phaseBasis, primitiveBasis } from "../../src/states/index.js";
import type { Basis, Localization } from "../../src/states/index.js";
import { convolveStates, distance, randomField, randomPhases, rolled, slice } from "./synthetic.js";

async function anyModel(
  grid: readonly number[],
  basis: Basis = phaseBasis(3),
): Promise<Localization> {
  return fit(randomPhases(12, grid, 3, 1), randomField([12, ...grid], 2), basis);
}

describe("predict", () => {
  for (const { grid, shift } of [
    { grid: [9], shift: [4] },
    { grid: [8], shift: [-3] },
    { grid: [6, 5], shift: [2, -1] },
    { grid: [3, 4, 5], shift: [1, -2, 3] },
  ]) {
    test(`commutes with a periodic shift on ${grid.join("×")}`, async () => {
      const model = await anyModel(grid);
      const m = randomPhases(4, grid, 3, 3);
      const moved = predict(model, rolled(m, shift));
      expect(distance(moved.data, rolled(predict(model, m), shift).data)).toBeLessThan(1e-13);
    });
  }

  test("is blind to a common kernel whose sum is zero", async () => {
    const model = await anyModel([6, 5]);
    const size = 6 * 3;
    const common = randomField([2, size], 4).data;
    const add = (plane: Float64Array, from: number): Float64Array =>
      plane.map((v, i) => (i % size === 0 ? v : v + common[from * size + (i % size)]));
    const { re, im, shape } = model.coefficients;
    // Real parts only where k ≡ −k, so that the kernels stay real.
    const own = new Set([0, 9]);
    const imaginary = add(im, 1).map((v, i) => (own.has(i % size) ? 0 : v));
    const other = { ...model, coefficients: { re: add(re, 0), im: imaginary, shape } };
    const m = randomPhases(3, [6, 5], 3, 5);
    expect(distance(predict(other, m).data, predict(model, m).data)).toBeLessThan(1e-12);
  });

  test("has the mean Σ_h A_h(0) v_h, v the volume fractions", async () => {
    const model = await anyModel([6, 5]);
    const m = randomPhases(3, [6, 5], 3, 6);
    const p = predict(model, m);
    for (let s = 0; s < 3; s++) {
      const mean = slice(p, s, s + 1).data.reduce((a, b) => a + b, 0) / 30;
      const cells = [...slice(m, s, s + 1).data];
      const expected = [0, 1, 2].reduce((sum, h) => {
        const fraction = cells.filter((phase) => phase === h).length / 30;
        return sum + model.coefficients.re[h * 18] * fraction;
      }, 0);
      expect(mean).toBeCloseTo(expected, 13);
    }
  });

  test("gives one sample the same bits alone and among others", async () => {
    const model = await anyModel([7, 6]);
    const m = randomPhases(5, [7, 6], 3, 7);
    const together = predict(model, m);
    for (let s = 0; s < 5; s++) {
      expect(predict(model, slice(m, s, s + 1)).data).toEqual(slice(together, s, s + 1).data);
    }
  });

  test("does not care about extra axes of length 1", async () => {
    const m = randomPhases(12, [9], 3, 8);
    const p = randomField([12, 9], 9);
    const line = predict(await fit(m, p, phaseBasis(3)), m);
    for (const grid of [
      [9, 1],
      [1, 9],
      [1, 9, 1],
      [1, 1, 9],
    ]) {
      const shaped = { data: m.data, shape: [12, ...grid] };
      const model = await fit(shaped, { data: p.data, shape: [12, ...grid] }, phaseBasis(3));
      const again = predict(model, shaped);
      expect(distance(again.data, line.data)).toBeLessThan(1e-13);
      expect(again.shape).toEqual([12, ...grid]);
    }
  });

  test("keeps components on their axis, each as if fitted alone", async () => {
    const m = randomPhases(12, [6, 5], 2, 10);
    const p = randomField([12, 3, 6, 5], 11);
    const all = predict(await fit(m, p, phaseBasis(2)), m);
    expect(all.shape).toEqual([12, 3, 6, 5]);
    for (let c = 0; c < 3; c++) {
      const one = ndarrayOf(
        Float64Array.from(
          { length: 360 },
          (_, i) => p.data[Math.floor(i / 30) * 90 + c * 30 + (i % 30)],
        ),
        [12, 6, 5],
      );
      const alone = predict(await fit(m, one, phaseBasis(2)), m);
      const picked = alone.data.map(
        (_, i) => all.data[Math.floor(i / 30) * 90 + c * 30 + (i % 30)],
      );
      expect(distance(picked, alone.data)).toBeLessThan(1e-13);
    }
  });

  test("a response in pascals beside phase indices costs no digits", async () => {
    const m = randomPhases(12, [5], 2, 12);
    const kernel = randomField([1, 2, 5], 13);
    const p = convolveStates(m, phaseBasis(2), kernel);
    const scalar = { data: p.data.map((v) => 1e12 * v), shape: [12, 5] };
    const model = await fit(m, scalar, phaseBasis(2));
    expect(distance(predict(model, m).data, scalar.data)).toBeLessThan(1e-13);
  });
});

describe("resize", () => {
  for (const { from, to } of [
    { from: [5], to: [8] },
    { from: [6], to: [9] },
    { from: [4, 5], to: [7, 5] },
    { from: [5, 4], to: [10, 7] },
    { from: [3, 4, 2], to: [4, 7, 5] },
  ]) {
    test(`keeps values and sums of the kernels from ${from.join("×")} to ${to.join("×")}`, async () => {
      const model = await anyModel(from);
      const small = kernels(model, { centred: true });
      const large = kernels(resize(model, to), { centred: true });
      const sum = (data: Float64Array): number => data.reduce((a, b) => a + b, 0);
      expect(sum(large.data)).toBeCloseTo(sum(small.data), 12);
      const before = to.map((n, axis) => Math.floor(n / 2) - Math.floor(from[axis] / 2));
      for (let i = 0; i < sizeOf(from); i++) {
        let [rest, position, stride] = [i, 0, 1];
        for (let axis = from.length - 1; axis >= 0; axis--) {
          position += ((rest % from[axis]) + before[axis]) * stride;
          stride *= to[axis];
          rest = Math.floor(rest / from[axis]);
        }
        expect(large.data[position]).toBeCloseTo(small.data[i], 12);
      }
      const cells = large.data.subarray(0, sizeOf(to)).filter((v) => Math.abs(v) > 1e-13).length;
      expect(cells).toBeLessThanOrEqual(sizeOf(from));
    });
  }

  test("then predict does not depend on the gauge, and the model it came from is untouched", async () => {
    const m = randomPhases(12, [6, 5], 3, 14);
    const p = randomField([12, 6, 5], 15);
    const full = await fit(m, p, phaseBasis(3));
    const before = full.coefficients.re.slice();
    const dropped = await fit(m, p, phaseBasis(3), { gauge: "dropLast" });
    const unseen = randomPhases(2, [9, 8], 3, 16);
    const a = predict(resize(full, [9, 8]), unseen);
    const b = predict(resize(dropped, [9, 8]), unseen);
    expect(distance(a.data, b.data)).toBeLessThan(1e-12);
    expect(full.coefficients.re).toEqual(before);
  });

  test("with splitNyquist keeps a symmetric kernel symmetric", async () => {
    const m = randomPhases(12, [6], 2, 17);
    const symmetric = ndarrayOf(Float64Array.of(0, 0, 0, 0, 0, 0, 3, 2, 1, 0.5, 1, 2), [1, 2, 6]);
    const p = convolveStates(m, phaseBasis(2), symmetric);
    const model = await fit(m, { data: p.data, shape: [12, 6] }, phaseBasis(2));
    const { data } = kernels(resize(model, [9], { splitNyquist: true }));
    for (let r = 1; r < 9; r++)
      expect(data[9 + r] - data[r]).toBeCloseTo(data[18 - r] - data[9 - r], 12);
  });
});

describe("higher order", () => {
  test("is exact for a response made of products of neighbours", async () => {
    for (const { grid, neighbours, order } of [
      { grid: [7, 6], neighbours: 8, order: 2 },
      { grid: [6, 6], neighbours: 4, order: 3 },
      { grid: [4, 3, 5], neighbours: 6, order: 2 },
    ]) {
      const basis = neighbourBasis(phaseBasis(2), neighbours, { order });
      const m = randomPhases(basis.terms.length + 20, grid, 2, 18);
      const kernel = randomField([1, basis.terms.length, ...grid], 19);
      const p = convolveStates(m, basis, kernel);
      const response = { data: p.data, shape: m.shape };
      const model = await fit(m, response, basis);
      const unseen = randomPhases(3, grid, 2, 20);
      const expected = convolveStates(unseen, basis, kernel);
      expect(distance(predict(model, unseen).data, expected.data)).toBeLessThan(1e-10);
    }
  });

  test("goes where first order cannot", async () => {
    const grid = [8, 7];
    const m = randomPhases(60, grid, 2, 21);
    const pairs = neighbourBasis(phaseBasis(2), 4);
    const kernel = randomField([1, pairs.terms.length, ...grid], 22);
    const p = { data: convolveStates(m, pairs, kernel).data, shape: m.shape };
    const first = score(await fit(m, p, phaseBasis(2)), m, p);
    const second = score(await fit(m, p, pairs), m, p);
    expect(second.relativeFluctuationL2).toBeLessThan(1e-10);
    expect(first.relativeFluctuationL2).toBeGreaterThan(0.3);
  });
});

describe("refusals of predict, resize and kernels", () => {
  test("another grid names both grids and resize", async () => {
    const model = await anyModel([6, 5]);
    expect(() => predict(model, zeros([1, 9, 8]))).toThrow(
      "mks.predict: microstructure is on grid [9, 8], the model was fitted on [6, 5]. " +
        "Call mks.resize(model, [9, 8]) first.",
    );
  });

  test("a phase the model does not know", async () => {
    const model = await anyModel([6, 5]);
    const m = zeros([1, 6, 5]);
    m.data[7] = 3;
    expect(() => predict(model, m)).toThrow(
      "mks.predict: microstructure should hold phase indices 0 … 2; got 3 at index [0, 1, 2].",
    );
  });

  test("a smaller grid names the axis, also where PyMKS crops silently", async () => {
    const model = await anyModel([5, 4]);
    expect(() => resize(model, [10, 3])).toThrow(
      /at least \[5, 4\] cells; got \[10, 3\], too few on axis 1/,
    );
    expect(() => resize(model, [10])).toThrow(/should have 2 axes/);
  });

  test("real kernels of a complex basis", async () => {
    const { fourierBasis } = await import("../../src/states/index.js");
    const m = randomField([8, 4, 4], 23);
    const model = await fit(m, m, fourierBasis(3));
    expect(() => kernels(model)).toThrow("Call mks.complexKernels.");
  });

  test("a response that is not real in the Fourier basis", async () => {
    const { fourierBasis } = await import("../../src/states/index.js");
    const m = randomField([8, 4, 4], 24);
    const model = await fit(m, m, fourierBasis(2, [-1, 1]));
    expect(() => predict(model, m)).toThrow(
      /the response should be real; its imaginary part reaches/,
    );
  });
});

test("primitive states of a continuous field predict between the hats", async () => {
  const basis = primitiveBasis(4, [0, 3]);
  const m = randomField([20, 6, 5], 25, [0, 3]);
  const kernel = randomField([1, 4, 6, 5], 26);
  const p = convolveStates(m, basis, kernel);
  const model = await fit(m, { data: p.data, shape: m.shape }, basis);
  const unseen = randomField([2, 6, 5], 27, [0, 3]);
  const expected = convolveStates(unseen, basis, kernel);
  expect(distance(predict(model, unseen).data, expected.data)).toBeLessThan(1e-11);
});
