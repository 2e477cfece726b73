import { describe, expect, test } from "vitest";
import { createRng, normals } from "../../../src/core/index.js";
import type { Rng } from "../../../src/core/index.js";
import {
  combined,
  derivativeOf,
  multiplied,
  polynomialOf,
  rescaled,
  valuesOf,
} from "../../../src/pdenet/equation/polynomial.js";
import type { Polynomial } from "../../../src/pdenet/equation/polynomial.js";

const INPUTS = 4;
const SHAPE = { samples: 2, channels: INPUTS, points: 3 };

/** Monomials of degree 0 … 3. */
function drawn(rng: Rng): Polynomial {
  return polynomialOf(
    Array.from({ length: 12 }, () => ({
      channels: Array.from({ length: rng.integer(4) }, () => rng.integer(INPUTS)),
      coefficient: rng.normal(),
    })),
  );
}

/** p up to a degree. */
function cut(p: Polynomial, degree: number): Polynomial {
  return polynomialOf([...p.values()].filter(({ channels }) => channels.length <= degree));
}

describe("polynomials of channels", () => {
  const rng = createRng(3);
  const [p, q] = [drawn(rng), drawn(rng)];
  const x = normals(rng, [SHAPE.samples, INPUTS, SHAPE.points]).data;
  const close = (a: Float64Array, b: ArrayLike<number>): void => {
    // A hundred rounded operations on numbers up to about a hundred.
    a.forEach((value, i) => expect(Math.abs(value - b[i])).toBeLessThan(1e-12));
  };

  test("hold every monomial once, in whatever order its channels are named", () => {
    const sum = polynomialOf([
      { channels: [2, 0], coefficient: 1 },
      { channels: [0, 2], coefficient: 2 },
      { channels: [1], coefficient: 1 },
      { channels: [1], coefficient: -1 },
    ]);
    expect([...sum.values()]).toEqual([{ channels: [0, 2], coefficient: 3 }]);
  });
  test("are added and multiplied as their values are", () => {
    const [a, b] = [valuesOf(p, x, SHAPE), valuesOf(q, x, SHAPE)];
    close(
      valuesOf(
        combined([
          [2, p],
          [-3, q],
        ]),
        x,
        SHAPE,
      ),
      a.map((value, i) => 2 * value - 3 * b[i]),
    );
    close(
      valuesOf(multiplied(p, q), x, SHAPE),
      a.map((value, i) => value * b[i]),
    );
  });
  test("of degree d multiply to the part of degree d of the whole product, exactly", () => {
    for (let degree = 0; degree <= 4; degree++) {
      const short = multiplied(cut(p, degree), cut(q, degree), degree);
      expect(new Map(short)).toEqual(new Map(cut(multiplied(p, q), degree)));
    }
  });
  test("have derivatives that differences come to", () => {
    const step = 1e-5;
    for (let channel = 0; channel < INPUTS; channel++) {
      const moved = (by: number): Float64Array => {
        const y = x.slice();
        for (let s = 0; s < SHAPE.samples; s++) {
          for (let i = 0; i < SHAPE.points; i++) y[(s * INPUTS + channel) * SHAPE.points + i] += by;
        }
        return valuesOf(p, y, SHAPE);
      };
      const [up, down] = [moved(step), moved(-step)];
      const slopes = valuesOf(derivativeOf(p, channel), x, SHAPE);
      // The third derivative over six times the step squared, and rounding over the step.
      slopes.forEach((slope, i) =>
        expect(Math.abs(slope - (up[i] - down[i]) / (2 * step))).toBeLessThan(1e-8),
      );
    }
  });
  test("in other units have the same values of other numbers", () => {
    const units = [2, 4, 0.5, 1];
    const other = x.map((value, i) => value * units[Math.floor(i / SHAPE.points) % INPUTS]);
    const told = rescaled(p, (channels) => channels.reduce((f, c) => f / units[c], 1));
    close(valuesOf(told, other, SHAPE), valuesOf(p, x, SHAPE));
  });
});
