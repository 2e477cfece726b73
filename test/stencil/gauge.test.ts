import { describe, expect, test } from "vitest";
import { complexZeros, createRng, normals, sizeOf } from "../../src/core/index.js";
import type { ComplexArray } from "../../src/core/index.js";
import { GAUGES, toGauge } from "../../src/stencil/index.js";
import type { Gauge } from "../../src/stencil/index.js";
import { complexDistance } from "../mks/synthetic.js";

/** [component, state, …k]: one state and several, one to three axes. */
const SHAPES = [
  [1, 2, 5],
  [3, 4, 6],
  [2, 3, 4, 3],
  [1, 5, 3, 2, 4],
  [2, 1, 7],
];

/** A few roundings of sums over at most five states. */
const ROUNDING = 2e-15;

const random = (shape: readonly number[], seed: number): ComplexArray => ({
  re: normals(createRng(seed), shape).data,
  im: normals(createRng(seed + 1), shape).data,
  shape,
});

/** out[c, k] = Σ_h of the entries of one plane. */
function sumOverStates(
  plane: Float64Array,
  [components, states, ...k]: readonly number[],
): Float64Array {
  const size = sizeOf(k);
  const out = new Float64Array(components * size);
  plane.forEach((value, i) => {
    out[Math.floor(i / (states * size)) * size + (i % size)] += value;
  });
  return out;
}

/** p̂[c, k] = Σ_h A[c, h, k] M[h, k]. */
function response(a: ComplexArray, m: ComplexArray): ComplexArray {
  const [components, states, ...k] = a.shape;
  const size = sizeOf(k);
  const at = (i: number): number => i % (states * size);
  const re = a.re.map((value, i) => value * m.re[at(i)] - a.im[i] * m.im[at(i)]);
  const im = a.re.map((value, i) => value * m.im[at(i)] + a.im[i] * m.re[at(i)]);
  return {
    re: sumOverStates(re, a.shape),
    im: sumOverStates(im, a.shape),
    shape: [components, ...k],
  };
}

/** Spectra of local states: any numbers, but Σ_h M_h(k) = 0 for k ≠ 0. */
function stateSpectra(shape: readonly number[], seed: number): ComplexArray {
  const states = random(shape, seed);
  const size = sizeOf(shape.slice(1));
  for (const plane of [states.re, states.im]) {
    const sums = sumOverStates(plane, [1, ...shape]);
    for (let k = 1; k < size; k++) plane[plane.length - size + k] -= sums[k];
  }
  return states;
}

describe("toGauge", () => {
  for (const shape of SHAPES) {
    const name = `[${shape.join(", ")}]`;
    const size = sizeOf(shape.slice(2));
    const a = random(shape, 1);

    test(`minimumNorm sums to zero over states away from k = 0, on ${name}`, () => {
      const { re, im } = toGauge(a, "minimumNorm");
      for (const plane of [re, im]) {
        sumOverStates(plane, shape).forEach((sum, i) => {
          if (i % size !== 0) expect(Math.abs(sum)).toBeLessThan(ROUNDING);
        });
      }
    });

    test(`dropLast leaves exactly nothing in the last state away from k = 0, on ${name}`, () => {
      const { re, im } = toGauge(a, "dropLast");
      for (const plane of [re, im]) {
        plane.forEach((value, i) => {
          const last = Math.floor(i / size) % shape[1] === shape[1] - 1;
          if (last && i % size !== 0) expect(value).toBe(0);
        });
      }
    });

    test(`the mean, k = 0, keeps its bits, and differences of states their values, on ${name}`, () => {
      for (const gauge of GAUGES) {
        const b = toGauge(a, gauge);
        for (const [before, after] of [
          [a.re, b.re],
          [a.im, b.im],
        ]) {
          after.forEach((value, i) => {
            if (i % size === 0) expect(value).toBe(before[i]);
            // The same state 0 is subtracted on both sides; rounding of numbers up to five.
            const first = i - (i % (shape[1] * size)) + (i % size);
            expect(value - after[first]).toBeCloseTo(before[i] - before[first], 13);
          });
        }
      }
    });

    test(`no response changes: Σ_h A_h M_h where Σ_h M_h = 0 for k ≠ 0, on ${name}`, () => {
      const m = stateSpectra(shape.slice(1), 3);
      const before = response(a, m);
      for (const gauge of GAUGES) {
        expect(complexDistance(response(toGauge(a, gauge), m), before)).toBeLessThan(ROUNDING);
      }
    });

    test(`each form is a projection, and forgets the form it came from, on ${name}`, () => {
      const other: Record<Gauge, Gauge> = { minimumNorm: "dropLast", dropLast: "minimumNorm" };
      for (const gauge of GAUGES) {
        const b = toGauge(a, gauge);
        expect(complexDistance(toGauge(b, gauge), b)).toBeLessThan(ROUNDING);
        expect(complexDistance(toGauge(toGauge(a, other[gauge]), gauge), b)).toBeLessThan(ROUNDING);
      }
    });
  }

  test("minimumNorm has the least norm of all equivalent coefficients", () => {
    const shape = [2, 3, 5];
    const a = random(shape, 5);
    const norm = ({ re, im }: ComplexArray): number =>
      re.reduce((sum, value, i) => sum + value * value + im[i] * im[i], 0);
    const least = norm(toGauge(a, "minimumNorm"));
    expect(least).toBeLessThan(norm(a));
    expect(least).toBeLessThan(norm(toGauge(a, "dropLast")));
    for (let seed = 10; seed < 20; seed++) {
      const common = random([2, 5], seed);
      const shifted = (plane: Float64Array, by: Float64Array): Float64Array =>
        plane.map((value, i) =>
          i % 5 === 0 ? value : value + by[Math.floor(i / 15) * 5 + (i % 5)],
        );
      const equivalent = { re: shifted(a.re, common.re), im: shifted(a.im, common.im), shape };
      expect(norm(equivalent)).toBeGreaterThan(least);
    }
  });

  test("two states: d = A₁ − A₀ becomes ∓d/2, or −d and nothing", () => {
    const a = { re: Float64Array.of(7, 1, 9, 5), im: new Float64Array(4), shape: [1, 2, 2] };
    expect([...toGauge(a, "minimumNorm").re]).toEqual([7, -2, 9, 2]);
    expect([...toGauge(a, "dropLast").re]).toEqual([7, -4, 9, 0]);
  });

  test("leaves its argument alone", () => {
    const a = random([1, 2, 5], 7);
    const copy = structuredClone(a);
    const b = toGauge(a, "dropLast");
    expect(a).toEqual(copy);
    expect(b.re.buffer).not.toBe(a.re.buffer);
    expect(b.shape).toEqual(a.shape);
  });
});

describe("toGauge refuses", () => {
  test("a gauge it does not know", () => {
    expect(() => toGauge(complexZeros([1, 2, 3]), "dropFirst" as Gauge)).toThrow(
      'stencil.toGauge: gauge should be one of "minimumNorm", "dropLast"; got "dropFirst".',
    );
  });

  test("coefficients without a component axis", () => {
    expect(() => toGauge(complexZeros([2, 3]), "dropLast")).toThrow(
      "stencil.toGauge: coefficients should have the axes [component, state, …k]; got [2, 3]. " +
        "Add a component axis of length 1 for a scalar response.",
    );
  });

  test("planes that do not fill their shape", () => {
    const short = { re: new Float64Array(6), im: new Float64Array(5), shape: [1, 2, 3] };
    expect(() => toGauge(short, "dropLast")).toThrow(
      "stencil.toGauge: coefficients has shape [1, 2, 3], which needs 6",
    );
  });
});
