import { describe, expect, test } from "vitest";
import { ndarrayOf, sizeOf } from "../../src/core/index.js";
import {
  addBatch,
  createSums,
  fit,
  fitBatches,
  kernels,
  merge,
  predict,
  solve,
} from "../../src/mks/index.js";
import { toGauge } from "../../src/stencil/index.js";
import { fourierBasis, legendreBasis, phaseBasis, primitiveBasis } from "../../src/states/index.js";
import type { Basis } from "../../src/states/index.js";
import {
  complexDistance,
  convolveStates,
  distance,
  randomField,
  randomPhases,
  rolled,
  slice,
} from "./synthetic.js";

const GRIDS = [[9], [8], [1], [5, 6], [6, 5], [7, 1], [4, 3, 5], [3, 4, 2]];
const randomNoise = randomField([97], 99).data;

describe("fit recovers what made the data", () => {
  // Random kernels on random samples: the regression is well conditioned, so 1e-12 is rounding.
  for (const grid of GRIDS) {
    for (const phases of [2, 3]) {
      for (const solver of ["gram", "qr"] as const) {
        test(`${phases} phases on ${grid.join("×")}, solver ${solver}: a known kernel, up to gauge`, async () => {
          const basis = phaseBasis(phases);
          const m = randomPhases(24, grid, phases, 1);
          const kernel = randomField([2, phases, ...grid], 2);
          const p = convolveStates(m, basis, kernel);
          const model = await fit(m, p, basis, { solver });
          const unseen = randomPhases(3, grid, phases, 3);
          const expected = convolveStates(unseen, basis, kernel);
          expect(distance(predict(model, unseen).data, expected.data)).toBeLessThan(1e-12);
          const difference = (k: { data: ArrayLike<number> }): number[] =>
            Array.from({ length: 2 * sizeOf(grid) }, (_, i) => {
              const c = Math.floor(i / sizeOf(grid));
              return (
                k.data[i + c * (phases - 1) * sizeOf(grid) + sizeOf(grid)] -
                k.data[i + c * (phases - 1) * sizeOf(grid)]
              );
            });
          expect(distance(difference(kernels(model)), difference(kernel))).toBeLessThan(1e-11);
          // From products the error is a difference of sums of order |p|² ≈ 10; from triangles it is not.
          const rounding = solver === "gram" ? 1e-13 : 1e-26;
          expect(Math.max(...model.diagnostics.trainingError)).toBeLessThan(rounding);
        });
      }
    }
  }

  test("a Legendre kernel, entry by entry where it is determined", async () => {
    const basis = legendreBasis(4);
    const grid = [6, 5];
    const m = randomField([14, ...grid], 4);
    const kernel = randomField([1, 4, ...grid], 5);
    const model = await fit(m, convolveStates(m, basis, kernel), basis);
    const found = kernels(model);
    const size = sizeOf(grid);
    // State 0 is constant: only the sum of its kernel matters, and the fit spreads it at k = 0.
    expect(distance(found.data.subarray(size), kernel.data.subarray(size))).toBeLessThan(1e-11);
    const sum = (data: Float64Array): number => data.subarray(0, size).reduce((a, b) => a + b, 0);
    expect(Math.abs(sum(found.data) - sum(kernel.data))).toBeLessThan(1e-11);
  });

  test("a real response in the Fourier basis, predicted without imaginary part", async () => {
    const basis = fourierBasis(5);
    const grid = [5, 4];
    const m = randomField([14, ...grid], 6, [0, 2 * Math.PI]);
    const response = ndarrayOf(
      m.data.map((angle) => 1 + Math.cos(angle) - 0.5 * Math.sin(2 * angle)),
      m.shape,
    );
    const model = await fit(m, response, basis);
    expect(model.coefficients.shape).toEqual([1, 5, 5, 4]);
    expect(distance(predict(model, m).data, response.data)).toBeLessThan(1e-12);
  });

  test("a response that does not depend on the microstructure gives A(k ≠ 0) = 0", async () => {
    const m = randomPhases(8, [6, 6], 3, 7);
    const p = ndarrayOf(new Float64Array(8 * 36).fill(2.5), [8, 6, 6]);
    const { coefficients } = await fit(m, p, phaseBasis(3));
    for (let h = 0; h < 3; h++) {
      expect(coefficients.re[h * 24]).toBeCloseTo(2.5, 12);
      const rest = [...coefficients.re, ...coefficients.im].filter((_, i) => i % 24 !== 0);
      expect(Math.max(...rest.map(Math.abs))).toBeLessThan(1e-13);
    }
  });

  test("no more samples than independent states are reproduced exactly", async () => {
    const m = randomPhases(3, [7, 6], 4, 8);
    const p = randomField([3, 7, 6], 9);
    const model = await fit(m, p, phaseBasis(4));
    expect(distance(predict(model, m).data, p.data)).toBeLessThan(1e-12);
  });
});

describe("what may not matter does not", () => {
  const basis = primitiveBasis(3, [-1, 1]);
  const m = randomField([20, 7, 6], 10);
  const p = convolveStates(m, basis, randomField([1, 3, 7, 6], 11));
  const noisy = ndarrayOf(
    p.data.map((v, i) => v + 0.1 * randomNoise[i % 97]),
    [20, 7, 6],
  );

  test("the order of the samples", async () => {
    const order = [7, 3, 19, 0, 11, 2, 18, 5, 9, 14, 1, 16, 4, 13, 6, 10, 17, 8, 15, 12];
    const take = (a: typeof m): typeof m =>
      ndarrayOf(Float64Array.from(order.flatMap((s) => [...slice(a, s, s + 1).data])), a.shape);
    const a = await fit(m, noisy, basis);
    const b = await fit(take(m), take(noisy), basis);
    expect(complexDistance(a.coefficients, b.coefficients)).toBeLessThan(1e-12);
  });

  for (const solver of ["gram", "qr"] as const) {
    test(`how samples are grouped and merged, solver ${solver}`, async () => {
      const part = (from: number, to: number): ReturnType<typeof createSums> => {
        const sums = createSums([7, 6], basis, { solver });
        addBatch(sums, slice(m, from, to), slice(noisy, from, to));
        return sums;
      };
      const [a, b, c] = [part(0, 5), part(5, 6), part(6, 20)];
      const whole = await fit(m, noisy, basis, { solver });
      for (const sums of [merge(merge(a, b), c), merge(a, merge(b, c)), merge(c, merge(b, a))]) {
        const model = await solve(sums);
        expect(complexDistance(model.coefficients, whole.coefficients)).toBeLessThan(1e-12);
        expect(model.diagnostics.samples).toBe(20);
      }
      expect(a.samples).toBe(5);
    });
  }

  test("whether samples come at once or as a stream", async () => {
    async function* batches(): AsyncGenerator<{ m: typeof m; p: typeof p }> {
      for (let s = 0; s < 20; s += 3) {
        await Promise.resolve();
        const to = Math.min(20, s + 3);
        yield { m: slice(m, s, to) as typeof m, p: slice(noisy, s, to) as typeof p };
      }
    }
    const streamed = await fitBatches(batches(), basis);
    const whole = await fit(m, noisy, basis);
    expect(complexDistance(streamed.coefficients, whole.coefficients)).toBeLessThan(1e-12);
  });

  test("the gauge, for any prediction; and both gauges are what they are named", async () => {
    const full = await fit(m, noisy, basis);
    const dropped = await fit(m, noisy, basis, { gauge: "dropLast" });
    const unseen = randomField([2, 7, 6], 12);
    expect(distance(predict(full, unseen).data, predict(dropped, unseen).data)).toBeLessThan(1e-12);
    expect(
      complexDistance(toGauge(full.coefficients, "dropLast"), dropped.coefficients),
    ).toBeLessThan(1e-15);
    const size = 7 * 4;
    for (let k = 1; k < size; k++) {
      expect(dropped.coefficients.re[2 * size + k]).toBe(0);
      const sum = [0, 1, 2].reduce((total, h) => total + full.coefficients.re[h * size + k], 0);
      expect(Math.abs(sum)).toBeLessThan(1e-14);
    }
  });

  test("the solver, where the regression is well conditioned", async () => {
    for (const ridge of [0, 1e-3, 1e-1]) {
      const gram = await fit(m, noisy, basis, { ridge });
      const qr = await fit(m, noisy, basis, { ridge, solver: "qr" });
      expect(complexDistance(gram.coefficients, qr.coefficients)).toBeLessThan(1e-12);
      expect(gram.diagnostics.trainingError[0]).toBeCloseTo(qr.diagnostics.trainingError[0], 13);
    }
  });

  test("the scale of the response and of the ridge's units", async () => {
    const scaled = ndarrayOf(
      noisy.data.map((v) => 1e6 * v),
      noisy.shape,
    );
    const a = await fit(m, noisy, basis, { ridge: 1e-2 });
    const b = await fit(m, scaled, basis, { ridge: 1e-2 });
    expect(
      distance(
        b.coefficients.re,
        a.coefficients.re.map((v) => 1e6 * v),
      ),
    ).toBeLessThan(1e-13);
  });
});

describe("what the diagnostics say is true", () => {
  test("the training error is the mean squared residual", async () => {
    for (const grid of [[7, 6], [6, 7], [5]]) {
      for (const basis of [phaseBasis(2), phaseBasis(3)] as Basis[]) {
        const m = randomPhases(9, grid, 2, 13);
        const p = randomField([9, 2, ...grid], 14);
        for (const solver of ["gram", "qr"] as const) {
          const model = await fit(m, p, basis, { solver });
          const predicted = predict(model, m);
          const size = sizeOf(grid);
          [0, 1].forEach((c) => {
            let sum = 0;
            predicted.data.forEach((v, i) => {
              if (Math.floor(i / size) % 2 === c) sum += (v - p.data[i]) ** 2;
            });
            expect(model.diagnostics.trainingError[c]).toBeCloseTo(sum / (9 * size), 12);
          });
        }
      }
    }
  });

  test("fewer samples than states: the rank is theirs, and a warning says so", async () => {
    const model = await fit(
      randomPhases(2, [6, 5], 4, 15),
      randomField([2, 6, 5], 16),
      phaseBasis(4),
    );
    expect(Math.max(...model.diagnostics.rank.data)).toBe(2);
    expect(model.diagnostics.warnings.join(" ")).toContain(
      "the samples determine fewer than 3 directions",
    );
  });

  test("one volume fraction in all samples leaves the mean with rank 1 and a warning", async () => {
    const m = ndarrayOf(
      Uint8Array.from({ length: 5 * 16 }, (_, i) =>
        (i * 7 + Math.floor(i / 16)) % 16 < 8 ? 0 : 1,
      ),
      [5, 4, 4],
    );
    const model = await fit(m, randomField([5, 4, 4], 17), phaseBasis(2));
    expect(model.diagnostics.rank.data[0]).toBe(1);
    expect(model.diagnostics.warnings[0]).toContain("determined in 1 of 2 directions");
  });

  test("frequencies that hold only rounding give zero coefficients, not a fit of noise", async () => {
    // Uniform cells: nothing but the mean is there.
    const m = ndarrayOf(
      Float64Array.from({ length: 6 * 49 }, (_, i) => (Math.floor(i / 49) + 0.3) / 7),
      [6, 7, 7],
    );
    const model = await fit(m, randomField([6, 7, 7], 18), primitiveBasis(2));
    expect(model.diagnostics.rank.data.slice(1).every((rank) => rank === 0)).toBe(true);
    expect(model.coefficients.re.every((v, i) => i % 28 === 0 || v === 0)).toBe(true);
  });

  test("nearly dependent states: the condition is reported, gram warns, qr keeps the digits", async () => {
    // Two free Legendre states that differ by 1e-6 only: values confined to a sliver of the domain.
    const basis = legendreBasis(3);
    const m = randomField([40, 5, 5], 19, [0.5, 0.5 + 1e-6]);
    const kernel = randomField([1, 3, 5, 5], 20);
    const p = convolveStates(m, basis, kernel);
    const gram = await fit(m, p, basis);
    const qr = await fit(m, p, basis, { solver: "qr" });
    expect(Math.max(...qr.diagnostics.condition.data)).toBeGreaterThan(1e5);
    expect(qr.diagnostics.trainingError[0]).toBeLessThanOrEqual(
      gram.diagnostics.trainingError[0] + 1e-28,
    );
    expect(gram.diagnostics.rank.data[1]).toBeLessThan(qr.diagnostics.rank.data[1] + 1);
  });
});

describe("a ridge", () => {
  test("shrinks the fluctuation, never the mean, and stays in the gauge", async () => {
    const basis = phaseBasis(3);
    const m = randomPhases(10, [6, 6], 3, 21);
    const p = randomField([10, 6, 6], 22);
    const plain = await fit(m, p, basis);
    const shrunk = await fit(m, p, basis, { ridge: 0.1 });
    const norm = (k: number, c: typeof plain.coefficients): number =>
      [0, 1, 2].reduce((s, h) => s + c.re[h * 24 + k] ** 2 + c.im[h * 24 + k] ** 2, 0);
    for (let k = 1; k < 24; k++) {
      expect(norm(k, shrunk.coefficients)).toBeLessThan(norm(k, plain.coefficients));
      const sum = [0, 1, 2].reduce((s, h) => s + shrunk.coefficients.re[h * 24 + k], 0);
      expect(Math.abs(sum)).toBeLessThan(1e-14);
    }
    expect(norm(0, shrunk.coefficients)).toBe(norm(0, plain.coefficients));
  });
});

describe("delta calibration", () => {
  test("for two phases is half the difference of two responses, moved to the origin", async () => {
    const grid = [5, 6];
    const centre = [2, 3];
    const at = centre[0] * 6 + centre[1];
    const m = ndarrayOf(
      Uint8Array.from({ length: 60 }, (_, i) =>
        i < 30 ? (i === at ? 1 : 0) : i - 30 === at ? 0 : 1,
      ),
      [2, ...grid],
    );
    const p = randomField([2, ...grid], 23);
    const found = kernels(await fit(m, p, phaseBasis(2)));
    const half = ndarrayOf(
      p.data.slice(0, 30).map((v, i) => (v - p.data[30 + i]) / 2),
      grid,
    );
    const expected = rolled(
      half,
      centre.map((x) => -x),
    );
    // Both sides are compared without their means, which k = 0 determines separately.
    const centred = (values: ArrayLike<number>): number[] => {
      const list = Array.from(values);
      const mean = list.reduce((a, b) => a + b, 0) / list.length;
      return list.map((v) => v - mean);
    };
    const difference = found.data.slice(30).map((v, i) => v - found.data[i]);
    expect(distance(centred(difference), centred(expected.data))).toBeLessThan(1e-13);
  });
});

describe("a fit can be watched and stopped", () => {
  const m = randomPhases(64, [64, 64], 2, 24);
  const p = randomField([64, 64, 64], 25);

  test("progress counts samples, then frequencies", async () => {
    const seen: string[] = [];
    await fit(m, p, phaseBasis(2), {
      onProgress: ({ done, total, unit }) => seen.push(`${done}/${total} ${unit}`),
    });
    expect(seen[0]).toBe("0/64 samples");
    expect(seen.at(-1)).toContain("frequencies");
  });

  test("an abort rejects with the signal's reason", async () => {
    const controller = new AbortController();
    const reason = new Error("enough");
    const running = fit(m, p, phaseBasis(2), {
      signal: controller.signal,
      onProgress: () => controller.abort(reason),
    });
    await expect(running).rejects.toBe(reason);
  });
});
