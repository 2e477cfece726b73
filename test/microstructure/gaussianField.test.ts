import { afterEach, describe, expect, test } from "vitest";
import { use } from "../../src/compute/index.js";
import { createRng, ndarrayOf, sizeOf, unravel } from "../../src/core/index.js";
import {
  exponentialCovariance,
  fieldSpectrum,
  gaussianCovariance,
  gaussianField,
  lamellarCovariance,
  maternCovariance,
} from "../../src/microstructure/index.js";
import type { Covariance } from "../../src/microstructure/index.js";
import { twoPoint } from "../../src/statistics/index.js";
import { distance } from "../mks/synthetic.js";
import { ensemble } from "./autocorrelation.js";

const GRIDS = [[24], [25], [16, 15], [9, 10, 8]];

/** ρ at the nearest image of every distance. */
const onGrid = (shape: readonly number[], rho: Covariance): Float64Array =>
  Float64Array.from({ length: sizeOf(shape) }, (_, cell) =>
    rho(unravel(cell, shape).map((i, axis) => (2 * i > shape[axis] ? i - shape[axis] : i))),
  );

describe("the spectrum of a covariance", () => {
  test("is ≥ 0, has the mean 1, and belongs to the covariance itself where nothing is cut off", () => {
    for (const shape of GRIDS) {
      for (const rho of [
        gaussianCovariance(1.5),
        exponentialCovariance(0.7),
        maternCovariance(0.6, 1.5),
      ]) {
        const { spectrum, covariance, clipped } = fieldSpectrum(shape, rho);
        expect(Math.min(...spectrum.data)).toBeGreaterThanOrEqual(0);
        expect(clipped).toBeLessThan(2e-4); // tails at half the cell: e^−(4/0.7) and less
        expect(covariance.shape).toEqual(shape);
        expect(covariance.data[0]).toBe(1);
        expect(distance(covariance.data, onGrid(shape, rho))).toBeLessThan(2 * 2e-4);
      }
    }
  });

  test("of a Gaussian is a Gaussian: S(k) = √π ℓ e^{−(π ℓ k/n)²}", () => {
    const [n, length] = [64, 5];
    const { spectrum, clipped } = fieldSpectrum([n], gaussianCovariance(length));
    // Images one cell further weigh e^−(32/5)² < 1e-17.
    spectrum.data.forEach((power, k) => {
      const expected = Math.sqrt(Math.PI) * length * Math.exp(-(((Math.PI * length * k) / n) ** 2));
      expect(Math.abs(power - expected)).toBeLessThan(1e-13);
    });
    expect(clipped).toBeLessThan(1e-13);
  });

  test("of layers has its peak at their wave", () => {
    const { spectrum } = fieldSpectrum([48, 40], lamellarCovariance(8, 8, { direction: [0, 1] }));
    const peak = spectrum.data.indexOf(Math.max(...spectrum.data));
    expect([Math.floor(peak / 21), peak % 21]).toEqual([0, 5]);
  });

  test("takes values on the grid as well, of which the even part counts", () => {
    const rho = onGrid([12, 9], gaussianCovariance(1.4));
    const same = fieldSpectrum([12, 9], ndarrayOf(rho, [12, 9]));
    const { spectrum } = fieldSpectrum([12, 9], gaussianCovariance(1.4));
    expect(same.spectrum.data).toEqual(spectrum.data);
    const uneven = rho.slice();
    uneven[1] += 0.01; // r = (0, 1)
    uneven[8] -= 0.01; // r = (0, −1)
    const { spectrum: kept } = fieldSpectrum([12, 9], ndarrayOf(uneven, [12, 9]));
    expect(distance(kept.data, spectrum.data)).toBeLessThan(1e-14);
  });

  test("reports what it cuts off: ρ = (1, ½, 0, ½) of four cells is whole, (1, a, a, a) is not below a = −1/3", () => {
    expect(fieldSpectrum([4], [1, 0.5, 0, 0.5]).clipped).toBeLessThan(1e-15);
    // S = 1 + 3a = −0.005 at k = 0, and 1 − a = 1.335 three times.
    const { spectrum, clipped } = fieldSpectrum([4], [1, -0.335, -0.335, -0.335]);
    expect(clipped).toBeCloseTo(0.005 / (0.005 + 3 * 1.335), 12);
    expect(spectrum.data[0]).toBe(0);
    expect(spectrum.data[1]).toBeCloseTo(4 / 3, 12);
  });
});

describe("a Gaussian field", () => {
  afterEach(() => use({}));

  test("has mean 0, variance 1 and the covariance asked for, on average", () => {
    for (const shape of GRIDS) {
      const rho = exponentialCovariance(1);
      const g = gaussianField(shape, rho, { samples: 400 }, 3);
      const { covariance } = fieldSpectrum(shape, rho);
      const products = twoPoint(ndarrayOf(g.data, [400, 1, ...shape]));
      const { mean, error } = ensemble(products);
      // Among some hundred distances five standard errors occur with probability 1e-4.
      mean.forEach((value, r) => {
        expect(Math.abs(value - covariance.data[r])).toBeLessThan(5 * error[r]);
      });
      expect(Math.max(...error)).toBeLessThan(0.05);
    }
  });

  test("has normal values: a third and a fourth moment of 0 and 3", () => {
    const g = gaussianField([32, 32], gaussianCovariance(1), { samples: 50 }, 8).data;
    const moment = (power: number): number =>
      g.reduce((sum, value) => sum + value ** power, 0) / g.length;
    // About 51200/π independent values: standard errors √(15/16000) = 0.03 and √(96/16000) = 0.08, at four of them.
    expect(Math.abs(moment(3))).toBeLessThan(0.12);
    expect(Math.abs(moment(4) - 3)).toBeLessThan(0.32);
  });

  test("repeats for a seed, and sample s does not depend on how many there are", () => {
    const rho = gaussianCovariance(2);
    const five = gaussianField([8, 9], rho, { samples: 5 }, 11);
    expect(five.shape).toEqual([5, 8, 9]);
    expect(gaussianField([8, 9], rho, { samples: 5 }, createRng(11)).data).toEqual(five.data);
    const three = gaussianField([8, 9], rho, { samples: 3 }, 11).data;
    expect(three).toEqual(five.data.subarray(0, 216));
    expect(gaussianField([8, 9], rho, {}, 12).data).not.toEqual(five.data.subarray(0, 72));
  });

  test("is the same on every backend, to rounding", () => {
    const draw = (): Float64Array => gaussianField([21, 16], gaussianCovariance(3), {}, 4).data;
    use({ backend: "portable" });
    const portable = draw();
    use({});
    expect(distance(draw(), portable)).toBeLessThan(1e-13);
  });
});

describe("gaussianField refuses", () => {
  test("covariances that are none on this grid, telling how much is negative", () => {
    const long = () =>
      gaussianField([16, 16], exponentialCovariance([40, 2], { rotation: 0.8 }), {}, 1);
    expect(long).toThrow(
      /^microstructure\.gaussianField: covariance should have a spectrum ≥ 0 on this grid; 0\.\d+ of it is negative, more than clipLimit 0\.01\. Take a larger grid or a shorter length, or accept more\.$/,
    );
    expect(() => gaussianField([3], [1, -0.9, -0.9], {}, 1)).toThrow("of it is negative");
    const accepted = gaussianField([3], [1, -0.9, -0.9], { clipLimit: 0.5 }, 1);
    expect(accepted.data.reduce((sum, value) => sum + value, 0)).toBeCloseTo(0, 13);
  });

  test("values that are no covariance", () => {
    expect(() => gaussianField([4], [2, 1, 0, 1], {}, 1)).toThrow(
      "microstructure.gaussianField: covariance should be 1 at r = 0; got 2. Divide it by that value.",
    );
    expect(() => gaussianField([3], [1, NaN, 0], {}, 1)).toThrow("got NaN at index [1]");
    expect(() => gaussianField([2, 2], [1, 0], {}, 1)).toThrow(
      "microstructure.gaussianField: covariance should have shape [2, 2]; got [2]. " +
        "Give its values on the grid, r = 0 at index 0.",
    );
    const none = (() => undefined) as unknown as Covariance;
    expect(() => gaussianField([4], none, {}, 1)).toThrow(
      "covariance should return a number for every distance; got undefined.",
    );
  });

  test("shapes, numbers of samples and shares that are none", () => {
    const rho = gaussianCovariance(1);
    expect(() => gaussianField([], rho, {}, 1)).toThrow("microstructure.gaussianField: shape");
    expect(() => gaussianField([4], rho, { samples: 0 }, 1)).toThrow(
      "microstructure.gaussianField: samples should be an integer ≥ 1; got 0.",
    );
    expect(() => fieldSpectrum([4], rho, { clipLimit: 2 })).toThrow(
      "microstructure.fieldSpectrum: clipLimit should be a finite number between 0 and 1; got 2.",
    );
  });
});
