import { describe, expect, test } from "vitest";
import { formatViews, fromInfluenceCoefficients, kernelViews } from "../../../src/cnn/index.js";
import { createRng, ndarrayOf } from "../../../src/core/index.js";
import { fit } from "../../../src/mks/index.js";
import { fourierBasis, phaseBasis } from "../../../src/states/index.js";
import type { Localization } from "../../../src/states/index.js";
import { distance } from "../../physics/elasticity/cells.js";

/** Coefficients of the response u(x + 1) − u(x) of phase 1 on a line: a forward difference. */
async function difference(n: number): Promise<Localization> {
  const rng = createRng(1);
  const m = Int32Array.from({ length: 8 * n }, () => rng.integer(2));
  const p = Float64Array.from(m, (value, i) => {
    const line = i - (i % n);
    return m[line + ((i + 1) % n)] - value;
  });
  return fit(ndarrayOf(m, [8, n]), ndarrayOf(p, [8, n]), phaseBasis(2));
}

describe.each([[9], [8]])("the views of a forward difference on %i cells", (n) => {
  test("are its filter, the size of its symbol, and its Taylor coefficients", async () => {
    const [zero, one] = kernelViews(await difference(n), { order: 3 });
    // In the gauge of least norm each phase has half of it, with two signs.
    const centre = (n - 1) >> 1;
    const expected = Array.from({ length: n }, (_, j) =>
      j === centre ? -0.5 : j === centre + 1 ? 0.5 : 0,
    );
    expect(distance(one.filter, Float64Array.from(expected))).toBeLessThan(1e-12);
    expect(
      distance(
        zero.filter,
        one.filter.data.map((value) => -value),
      ),
    ).toBeLessThan(1e-12);
    one.magnitude.data.forEach((value, k) => {
      if (k > 0) expect(value).toBeCloseTo(Math.abs(Math.sin((Math.PI * k) / n)), 12);
    });
    // (u(x + 1) − u(x))/2 = ½ u′ + ¼ u″ + u‴/12.
    [0, 1 / 2, 1 / 4, 1 / 12].forEach((value, i) => {
      expect(one.moments.data[i]).toBeCloseTo(value, 10);
    });
  });

  test("are the same for the network with these coefficients", async () => {
    const coefficients = await difference(n);
    const [a, b] = [coefficients, fromInfluenceCoefficients(coefficients)].map(
      (model) => kernelViews(model)[1],
    );
    for (const view of ["filter", "magnitude", "moments"] as const) {
      expect(distance(a[view], b[view]), view).toBeLessThan(1e-12);
    }
  });
});

test("are printed with the derivatives that moments are coefficients of", async () => {
  const text = formatViews(await difference(9), { order: 2 });
  expect(text).toContain("component 0, state 1\n  space, around r = 0\n");
  expect(text).toMatch(/ 0\.5000 {2}∂u\/∂x\n/);
  expect(text).toMatch(/ 0\.2500 {2}∂2u\/∂x2/);
  expect(text).toMatch(/frequency, \|β̂\| from k = 0 on\n/);
});

test("of complex bases, and orders below 0, are refused", async () => {
  const coefficients = await difference(8);
  expect(() => kernelViews(coefficients, { order: -1 })).toThrow("cnn.kernelViews: order");
  expect(() => kernelViews({ ...coefficients, basis: fourierBasis(3, [0, 1]) })).toThrow(
    "the fourier basis has complex states",
  );
});
