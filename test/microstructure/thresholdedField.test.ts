import { describe, expect, test } from "vitest";
import { createRng, ndarrayOf } from "../../src/core/index.js";
import {
  covarianceFor,
  fieldSpectrum,
  gaussianCovariance,
  thresholdedField,
  twoPointOfThreshold,
} from "../../src/microstructure/index.js";
import type { ThresholdedFieldOptions } from "../../src/microstructure/index.js";
import { ensemble, statisticsOf, targetOf } from "./autocorrelation.js";

const LAGS = [1, 4, 8, 16];

/** S₂ of a Gaussian field with ρ = e^−(r/8)², by numerical integration of the bivariate normal density. */
const ANALYTIC = [
  [0.5, [0.471938, 0.392086, 0.309958, 0.252915]],
  [0.3, [0.275552, 0.206466, 0.137472, 0.09222]],
] as const;

describe("the two-point statistics of a cut field", () => {
  test("are those of the table for ρ = e^−(r/8)², to its six digits", () => {
    const rho = LAGS.map((r) => gaussianCovariance(8)([r]));
    for (const [fraction, expected] of ANALYTIC) {
      const found = twoPointOfThreshold(rho, fraction).data;
      expected.forEach((value, i) => expect(Math.abs(found[i] - value)).toBeLessThan(1e-6));
    }
  });

  test("are ¼ + asin(ρ)/2π for halves", () => {
    const rho = [-1, -0.7, -1e-3, 0, 0.2, 0.999, 1];
    const found = twoPointOfThreshold(rho, 0.5).data;
    rho.forEach((value, i) => {
      expect(Math.abs(found[i] - 1 / 4 - Math.asin(value) / (2 * Math.PI))).toBeLessThan(1e-14);
    });
  });

  test("run from max(0, 2v − 1) over v² to v", () => {
    for (const v of [0, 0.02, 0.3, 0.5, 0.9, 1]) {
      const found = twoPointOfThreshold([-1, 0, 1], v).data;
      [Math.max(0, 2 * v - 1), v * v, v].forEach((value, i) => {
        expect(Math.abs(found[i] - value)).toBeLessThan(1e-14);
      });
    }
  });

  test("of all pairs of phases sum to 1, and over one of them to a fraction; single and double cuts", () => {
    const fractions = [0.2, 0.5, 0.3];
    const rho = [-0.8, 0.1, 0.6, 1];
    for (const doubleCut of [false, true]) {
      for (const a of [0, 1, 2]) {
        const parts = [0, 1, 2].map(
          (b) => twoPointOfThreshold(rho, fractions, { doubleCut, pair: [a, b] }).data,
        );
        rho.forEach((_, i) => {
          const sum = parts.reduce((total, part) => total + part[i], 0);
          expect(Math.abs(sum - fractions[a])).toBeLessThan(1e-13);
        });
        expect(Math.abs(parts[a][3] - fractions[a])).toBeLessThan(1e-13); // ρ = 1
      }
    }
  });

  test("of a double cut do not tell ρ from −ρ", () => {
    const [plus, minus] = [0.7, -0.7].map(
      (rho) => twoPointOfThreshold([rho], 0.4, { doubleCut: true }).data[0],
    );
    expect(Math.abs(plus - minus)).toBeLessThan(1e-14);
    expect(plus).toBeGreaterThan(0.16 + 0.01);
  });

  test("refuse correlations beyond 1, fractions and phases that there are not", () => {
    expect(() => twoPointOfThreshold([0, 1.1], 0.5)).toThrow(
      "microstructure.twoPointOfThreshold: rho should lie in [−1, 1]; got 1.1 at position 1. " +
        "Divide by the variance.",
    );
    expect(() => twoPointOfThreshold([0], 1.5)).toThrow(
      "microstructure.twoPointOfThreshold: volumeFraction should be a finite number between 0 and 1; got 1.5.",
    );
    expect(() => twoPointOfThreshold([0], 0.5, { pair: [0, 2] })).toThrow(
      "microstructure.twoPointOfThreshold: pair[1] should be an integer between 0 and 1; got 2.",
    );
  });
});

describe("covarianceFor", () => {
  test("undoes them: ρ where S₂ tells it", () => {
    const rho = [-0.9, -0.5, -0.1, 0, 0.01, 0.4, 0.8, 0.99, 0.9999, 1];
    for (const v of [0.05, 0.3, 0.5, 0.8]) {
      const found = covarianceFor(twoPointOfThreshold(rho, v), v).data;
      // dS₂/dρ = e^{−h²/(1+ρ)}/(2π √(1 − ρ²)) turns 1e-14 of S₂ into an error of ρ.
      const h2 = { 0.05: 2.706, 0.3: 0.275, 0.5: 0, 0.8: 0.708 }[v] ?? 0;
      rho.forEach((value, i) => {
        const slope = Math.exp(-h2 / (1 + value)) / (2 * Math.PI * Math.sqrt(1 - value ** 2));
        expect(Math.abs(found[i] - value)).toBeLessThan(3e-14 / slope + 1e-14);
      });
    }
  });

  test("is sin(2π(S₂ − ¼)) for halves", () => {
    const S = [0, 0.1, 0.25, 0.3, 0.47, 0.5];
    covarianceFor(S, 0.5).data.forEach((rho, i) => {
      expect(Math.abs(rho - Math.sin(2 * Math.PI * (S[i] - 1 / 4)))).toBeLessThan(1e-13);
    });
  });

  test("gives back S₂ where ρ is not well determined", () => {
    const rho = [-0.999, -0.97];
    const S = twoPointOfThreshold(rho, 0.2);
    const again = twoPointOfThreshold(covarianceFor(S, 0.2), 0.2).data;
    rho.forEach((_, i) => expect(Math.abs(again[i] - S.data[i])).toBeLessThan(1e-14));
  });

  test("of a sample's own statistics makes fields that are like it", () => {
    const options = { covariance: gaussianCovariance(3), volumeFraction: 0.4, exactFraction: true };
    const m = thresholdedField([48, 48], options, 5);
    const target = targetOf(m);
    const v = target.data[0];
    const rho = covarianceFor(ndarrayOf(target.data, [48, 48]), v);
    const { covariance, clipped } = fieldSpectrum([48, 48], rho, { clipLimit: 0.2 });
    expect(clipped).toBeGreaterThan(0.001);
    const S = twoPointOfThreshold(covariance, v).data;
    const rms = Math.sqrt(
      S.reduce((sum, value, i) => sum + (value - target.data[i]) ** 2, 0) / S.length,
    );
    expect(rms).toBeLessThan(0.01); // what was cut off; S₂ itself varies by 0.24
  });

  test("refuses what no microstructure of this fraction has", () => {
    expect(() => covarianceFor([0.5, 0.6], 0.5)).toThrow(
      "microstructure.covarianceFor: twoPoint should lie between max(0, 2v − 1) = 0 and v = 0.5; got 0.6 at index " +
        "[1]. Give the autocorrelation of the phase whose fraction it is.",
    );
    expect(() => covarianceFor([0.5, 0.3], 0.7)).toThrow("got 0.3 at index [1]");
    expect(() => covarianceFor([0.5], 1)).toThrow(
      "microstructure.covarianceFor: volumeFraction should lie between 0 and 1; a single phase, 1, fits any field.",
    );
    expect(() => covarianceFor([NaN], 0.5)).toThrow("got NaN at index [0]");
  });
});

describe("a thresholded field", () => {
  const cases: [string, number[], Partial<ThresholdedFieldOptions>][] = [
    ["halves", [24, 24], { volumeFraction: 0.5 }],
    ["three tenths", [21, 24], { volumeFraction: 0.3 }],
    ["a double cut", [24, 24], { volumeFraction: 0.3, doubleCut: true }],
    ["in a line", [160], { volumeFraction: 0.3 }],
    ["in space", [8, 9, 10], { volumeFraction: 0.7 }],
    ["three phases", [20, 21], { volumeFraction: [0.3, 0.3, 0.4] }],
    ["three phases, cut doubly", [20, 21], { volumeFraction: [0.3, 0.3, 0.4], doubleCut: true }],
  ];
  for (const [name, shape, cut] of cases) {
    test(`has the two-point statistics of its covariance, on average: ${name}`, () => {
      const covariance = gaussianCovariance(2);
      const m = thresholdedField(shape, { covariance, samples: 200, ...cut }, 2);
      const { volumeFraction = 0.5, doubleCut = false } = cut;
      const phases = typeof volumeFraction === "number" ? 2 : volumeFraction.length;
      const rho = fieldSpectrum(shape, covariance).covariance;
      for (const pair of [
        [1, 1],
        [0, 1],
      ] as const) {
        const { mean, error } = ensemble(statisticsOf(m, phases, [pair]));
        const expected = twoPointOfThreshold(rho, volumeFraction, { doubleCut, pair }).data;
        // Among a thousand distances five standard errors occur with probability 1e-3; 1e-12 where all samples agree.
        mean.forEach((value, r) => {
          expect(Math.abs(value - expected[r])).toBeLessThan(5 * error[r] + 1e-12);
        });
        expect(Math.max(...error)).toBeLessThan(0.012);
      }
    });
  }

  test("has its fractions to the cell on request, of any number of phases", () => {
    for (const doubleCut of [false, true]) {
      for (const volumeFraction of [0.37, 0, 1, [0.1, 0.2, 0.7], [0, 0.5, 0.5]]) {
        const options = { covariance: gaussianCovariance(2), volumeFraction, doubleCut };
        const m = thresholdedField([15, 14], { ...options, exactFraction: true, samples: 3 }, 9);
        const fractions =
          typeof volumeFraction === "number"
            ? [1 - volumeFraction, volumeFraction]
            : volumeFraction;
        for (let s = 0; s < 3; s++) {
          const cells = m.data.subarray(s * 210, (s + 1) * 210);
          fractions.forEach((fraction, h) => {
            const count = cells.filter((phase) => phase === h).length;
            expect(Math.abs(count - 210 * fraction)).toBeLessThanOrEqual(1);
          });
        }
      }
    }
  });

  test("of a double cut lies in sheets: phase 1 where |g| is small", () => {
    const covariance = gaussianCovariance(4);
    const levels = [0.25, 0.5, 0.25];
    const bands = thresholdedField([40, 40], { covariance, volumeFraction: levels }, 6).data;
    const sheets = thresholdedField([40, 40], { covariance, doubleCut: true }, 6).data;
    expect([...sheets]).toEqual([...bands].map((phase) => Number(phase === 1)));
  });

  test("repeats for a seed, and sample s does not depend on how many there are", () => {
    const options = { covariance: gaussianCovariance(2), volumeFraction: 0.3 };
    const four = thresholdedField([8, 9], { ...options, samples: 4 }, 1);
    expect(four.shape).toEqual([4, 8, 9]);
    expect(thresholdedField([8, 9], { ...options, samples: 2 }, createRng(1)).data).toEqual(
      four.data.subarray(0, 144),
    );
  });

  test("is refused for fractions that are none", () => {
    const covariance = gaussianCovariance(2);
    expect(() => thresholdedField([8], { covariance, volumeFraction: [0.5, 0.6] }, 1)).toThrow(
      "microstructure.thresholdedField: volumeFraction should have the sum 1; [0.5, 0.6] has 1.1.",
    );
    expect(() => thresholdedField([8], { covariance, volumeFraction: [1] }, 1)).toThrow(
      "microstructure.thresholdedField: the number of volume fractions should be an integer between 2 and 256",
    );
    expect(() =>
      thresholdedField([8], { covariance, doubleCut: 1 as unknown as boolean }, 1),
    ).toThrow("microstructure.thresholdedField: doubleCut should be true or false; got 1.");
  });
});
