import { expect, test } from "vitest";
import { phiFunctions } from "../../src/physics/phiFunctions.js";

/** e⁻ˣ, φ_1(−x) and φ_2(−x). */
function atDecay(x: number): { decay: number; one: number; two: number } {
  const out = new Float64Array(8);
  phiFunctions(-x, 0, out);
  const [decay, , one, , two] = out;
  return { decay, one, two };
}

test("ϕ₁ and ϕ₂ are their series, far beyond where those converge fast", () => {
  for (const x of [0, 1e-12, 1e-3, 0.5, 0.999999, 1, 1.5, 4]) {
    let [one, two, term] = [0, 0, 1]; // term = (−x)ⁿ/n!
    for (let n = 0; n < 60; n++) {
      one += term / (n + 1);
      two += term / ((n + 1) * (n + 2));
      term *= -x / (n + 1);
    }
    const found = atDecay(x);
    // Terms up to 4⁴/4! = 11 cancel in the series here.
    expect(Math.abs(found.one - one)).toBeLessThan(1e-14);
    expect(Math.abs(found.two - two)).toBeLessThan(1e-14);
    expect(Math.abs(found.decay - Math.exp(-x))).toBeLessThan(4e-16);
  }
});

test("ϕ₁ → 1/x and ϕ₂ → 1/x − 1/x² where e⁻ˣ is gone", () => {
  for (const x of [50, 1e4, 1e12]) {
    const { decay, one, two } = atDecay(x);
    expect(decay).toBeLessThan(1e-21);
    expect(Math.abs(one * x - 1)).toBeLessThan(4e-16);
    expect(Math.abs(two * x - (1 - 1 / x))).toBeLessThan(4e-16);
  }
});

test("the form by which the exponential scheme lowers the energy is positive definite for every x", () => {
  for (let exponent = -6; exponent < 2.8; exponent += 0.01) {
    const x = 10 ** exponent;
    const y = 1 / Math.expm1(x);
    const q = x * atDecay(x).two; // 1 − ϕ₁, without cancellation
    expect(4 * (y + 1 / 2) * (1 / q - 1 / 2)).toBeGreaterThan(7.9 * y * y);
  }
});
