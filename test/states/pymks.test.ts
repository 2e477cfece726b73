/** Local states as recorded from PyMKS; see fixtures/pymks/README.md. */
import { describe, expect, test } from "vitest";
import { isComplexArray } from "../../src/core/index.js";
import { fromPyMKS } from "../../src/formats/index.js";
import {
  discretize,
  discretizeComplex,
  fourierBasis,
  legendreBasis,
  primitiveBasis,
} from "../../src/states/index.js";
import { recordedComplex, recordedReal } from "../recorded.js";

/** The tolerances of the records: |a − b| ≤ atol + rtol |b|. */
const [RTOL, ATOL] = [1e-9, 1e-12];

function expectClose(actual: Float64Array, expected: Float64Array): void {
  expect(actual.length).toBe(expected.length);
  const excess = actual.map(
    (value, i) => Math.abs(value - expected[i]) - ATOL - RTOL * Math.abs(expected[i]),
  );
  expect(Math.max(...excess)).toBeLessThanOrEqual(0);
}

describe("discretize gives what PyMKS gives", () => {
  test("for five hats, which PyMKS clips without a word", () => {
    const x = recordedReal("disc_primitive_cont__x");
    const m = fromPyMKS(recordedReal("disc_primitive_cont__m"), { kind: "states" });
    const states = discretize(x, primitiveBasis(5, [-1, 1], { clip: true }));
    expect(states.shape).toEqual(m.shape);
    expectClose(states.data, m.data);
    expect(Math.max(...x.data.map(Math.abs))).toBeGreaterThan(1);
    expect(() => discretize(x, primitiveBasis(5, [-1, 1]))).toThrow("or pass clip: true");
  });

  test("for four Legendre states, which PyMKS evaluates anywhere", () => {
    const x = recordedReal("disc_legendre_m1_1__x");
    const m = fromPyMKS(recordedReal("disc_legendre_m1_1__m"), { kind: "states" });
    const states = discretize(x, legendreBasis(4, [-1, 1], { extrapolate: true }));
    expect(states.shape).toEqual(m.shape);
    expectClose(states.data, m.data);
  });

  test("for five Fourier states of PyMKS 0.3, in the order 0, 1, −1, 2, −2", () => {
    const x = recordedReal("disc_fourier_legacy__x");
    const m = fromPyMKS(recordedComplex("disc_fourier_legacy__m"), { kind: "states" });
    expect(isComplexArray(m)).toBe(true);
    const states = discretizeComplex(x, fourierBasis(5, [0, 2 * Math.PI]));
    expect(states.shape).toEqual(m.shape);
    expectClose(states.re, m.re);
    expectClose(states.im, m.im);
  });
});
