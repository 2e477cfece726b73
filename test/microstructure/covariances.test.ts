import { describe, expect, test } from "vitest";
import {
  exponentialCovariance,
  gaussianCovariance,
  lamellarCovariance,
  maternCovariance,
} from "../../src/microstructure/index.js";

describe("covariances", () => {
  test("are 1 at r = 0, and even", () => {
    const rotation = 0.4;
    for (const rho of [
      gaussianCovariance([3, 5], { rotation }),
      exponentialCovariance([3, 5], { rotation }),
      maternCovariance([3, 5], 1.3, { rotation }),
      lamellarCovariance(6, [3, 5], { rotation, direction: [1, 2] }),
    ]) {
      // Matérn's sum of weights is 1 to the rounding of some hundred terms.
      expect(Math.abs(rho([0, 0]) - 1)).toBeLessThan(1e-14);
      expect(Math.abs(rho([2, -1]) - rho([-2, 1]))).toBeLessThan(1e-15);
      expect(rho([2, -1])).not.toBeCloseTo(rho([2, 1]), 2);
    }
  });

  test("have their formulas in one, two and three axes", () => {
    for (const r of [[3], [-3, 4], [1, 2, -2]]) {
      const size = Math.hypot(...r);
      expect(gaussianCovariance(4)(r)).toBeCloseTo(Math.exp(-((size / 4) ** 2)), 14);
      expect(exponentialCovariance(4)(r)).toBeCloseTo(Math.exp(-size / 4), 14);
      const layers = Math.exp(-((size / 4) ** 2)) * Math.cos((2 * Math.PI * r[0]) / 5);
      expect(lamellarCovariance(5, 4)(r)).toBeCloseTo(layers, 14);
    }
  });

  test("take a length per axis, along axes that an angle turns from x towards y", () => {
    const rho = gaussianCovariance([10, 2], { rotation: Math.PI / 6 });
    const along = [Math.cos(Math.PI / 6), Math.sin(Math.PI / 6)];
    expect(rho(along.map((c) => 5 * c))).toBeCloseTo(Math.exp(-0.25), 14);
    expect(rho([-along[1], along[0]])).toBeCloseTo(Math.exp(-0.25), 14);
  });

  test("take a matrix with the turned axes as columns", () => {
    const matrix = [
      [0, 0, 1],
      [1, 0, 0],
      [0, 1, 0],
    ]; // the first axis along y, the second along z, the third along x
    const rho = exponentialCovariance([2, 3, 4], { rotation: matrix });
    expect(rho([4, 0, 0])).toBeCloseTo(Math.exp(-1), 14);
    expect(rho([0, 2, 0])).toBeCloseTo(Math.exp(-1), 14);
    expect(rho([0, 0, 3])).toBeCloseTo(Math.exp(-1), 14);
    const turned = [
      [Math.cos(0.3), -Math.sin(0.3)],
      [Math.sin(0.3), Math.cos(0.3)],
    ];
    const [a, b] = [turned, 0.3].map((rotation) => gaussianCovariance([5, 2], { rotation }));
    expect(a([2, 1])).toBeCloseTo(b([2, 1]), 14);
  });

  test("of layers turn with their direction, whatever its length", () => {
    const rho = lamellarCovariance(8, 100, { direction: [3, 4] });
    expect(rho([0.6 * 4, 0.8 * 4])).toBeCloseTo(-Math.exp(-((4 / 100) ** 2)), 14);
    expect(rho([-0.8 * 4, 0.6 * 4])).toBeCloseTo(Math.exp(-((4 / 100) ** 2)), 14);
  });
});

describe("Matérn's covariance", () => {
  test("is 2^{1−ν}/Γ(ν) z^ν K_ν(z), by mpmath 1.3", () => {
    const recorded = new Map([
      [0.3, [0.7962699036871076, 0.38915120739988, 0.1271393260283407, 0.010597901919218914]],
      [1, [0.9741974433181197, 0.5767068787494993, 0.13966747401529314, 0.0029747598807285934]],
      [2.2, [0.9909879782930657, 0.6651465235022815, 0.1389852062608067, 0.0009238750127895219]],
      [40, [0.9948852658663676, 0.7502281765049259, 0.13538622653062643, 1.2627602227755992e-5]],
    ]);
    for (const [nu, values] of recorded) {
      const rho = maternCovariance(8, nu);
      // The trapezoidal sums are exact to rounding; e^−40 is left out at both ends.
      [0.1, 0.75, 2, 5].forEach((q, i) => {
        expect(Math.abs(rho([8 * q]) - values[i])).toBeLessThan(1e-14);
      });
    }
  });

  test("is exponential for ν = 1/2, and a polynomial times an exponential for 3/2", () => {
    for (const r of [0.5, 3, 20]) {
      expect(maternCovariance(4, 0.5)([r])).toBeCloseTo(Math.exp(-r / 4), 13);
      const z = (Math.sqrt(3) * r) / 4;
      expect(maternCovariance(4, 1.5)([r])).toBeCloseTo((1 + z) * Math.exp(-z), 13);
    }
  });
});

describe("covariances refuse", () => {
  test("lengths that are none, or too many of them", () => {
    expect(() => gaussianCovariance(0)).toThrow(
      "microstructure.gaussianCovariance: length should be finite and > 0; got 0.",
    );
    expect(() => exponentialCovariance([2, Infinity])).toThrow("got [2, Infinity].");
    expect(() => gaussianCovariance([2, 3])([1, 1, 1])).toThrow(
      "microstructure.gaussianCovariance should have one length, or one for each of the 3 axes, and a rotation " +
        "of as many; got length [2, 3].",
    );
  });

  test("rotations that are none", () => {
    expect(() => gaussianCovariance(2, { rotation: [[2]] })).toThrow(
      "microstructure.gaussianCovariance: rotation should be an angle or have orthogonal columns of length 1; " +
        "got another matrix. Lengths belong into length.",
    );
    expect(() => gaussianCovariance(2, { rotation: NaN })).toThrow("got the angle NaN.");
    expect(() => gaussianCovariance(2, { rotation: [[1, 0]] })).toThrow(
      "rotation should be an angle or a square matrix; got shape [1, 2].",
    );
    expect(() => gaussianCovariance(2, { rotation: 1 })([1, 1, 1])).toThrow(
      "got length 2 and a rotation of 2 axes.",
    );
  });

  test("waves that cells do not show, and directions that lead nowhere", () => {
    expect(() => lamellarCovariance(2, 5)).toThrow(
      "microstructure.lamellarCovariance: wavelength should be a finite number > 2, as cells show no shorter " +
        "wave; got 2.",
    );
    expect(() => lamellarCovariance(5, 5, { direction: [0, 0] })).toThrow(
      "direction should not be zero; leave it out for layers across x.",
    );
    expect(() => lamellarCovariance(5, 5, { direction: [1, NaN] })).toThrow(
      "microstructure.lamellarCovariance: direction[1] should be a finite number",
    );
    expect(() => lamellarCovariance(5, 5, { direction: [1] })([1, 2])).toThrow(
      "direction should have 2 components, one per axis; got 1.",
    );
    expect(() => maternCovariance(3, 0)).toThrow(
      "microstructure.maternCovariance: smoothness should be a finite number between 0.1 and 100; got 0.",
    );
  });
});
