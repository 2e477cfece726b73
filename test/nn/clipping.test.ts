import { describe, expect, test } from "vitest";
import { createRng, normals, ValueError } from "../../src/core/index.js";
import type { Reals } from "../../src/core/index.js";
import { fillClipped } from "../../src/nn/index.js";

const norm = (gradients: readonly Reals[]): number =>
  Math.sqrt(gradients.flatMap((g) => [...g]).reduce((sum, value) => sum + value * value, 0));

const drawn = (seed: number): Float64Array[] => {
  const rng = createRng(seed);
  return [7, 1, 300].map((length) => normals(rng, [length]).data);
};

describe("clipping by norm", () => {
  test("keeps the direction and brings the norm of all parameters together to its bound", () => {
    const gradients = drawn(1);
    const before = drawn(1);
    const found = fillClipped(gradients, { norm: 0.5 });
    // Sums of 308 terms in two orders.
    expect(found / norm(before)).toBeCloseTo(1, 14);
    expect(norm(gradients)).toBeLessThanOrEqual(0.5);
    // The 1e-6 beside a norm of about 17.
    expect(norm(gradients)).toBeCloseTo(0.5, 6);
    const factor = gradients[1][0] / before[1][0];
    gradients.forEach((g, p) => {
      g.forEach((value, i) => expect(value).toBeCloseTo(factor * before[p][i], 15));
    });
  });

  test("leaves gradients within the bound as they are, and zeros", () => {
    const gradients = drawn(2);
    fillClipped(gradients, { norm: 1000 });
    expect(gradients).toEqual(drawn(2));
    const nothing = [new Float64Array(3)];
    expect(fillClipped(nothing, { norm: 1 })).toBe(0);
    expect(nothing).toEqual([new Float64Array(3)]);
  });

  test("scales an array once that is the gradient of two parameters", () => {
    const shared = Float64Array.of(3, 4);
    expect(fillClipped([shared, shared], { norm: 1 })).toBeCloseTo(Math.sqrt(50), 14);
    expect(norm([shared, shared])).toBeCloseTo(1, 6);
  });

  test("works in Float32, to its rounding", () => {
    const single = [Float32Array.of(3, 4)];
    expect(fillClipped(single, { norm: 1 })).toBe(5);
    expect(single[0][0]).toBeCloseTo(0.6, 6);
    expect(single[0][1]).toBeCloseTo(0.8, 6);
  });

  test("returns a norm that is not finite and scales nothing by it", () => {
    const gradients = [Float64Array.of(1, Infinity), Float64Array.of(2)];
    expect(fillClipped(gradients, { norm: 1 })).toBe(Infinity);
    expect(gradients).toEqual([Float64Array.of(1, Infinity), Float64Array.of(2)]);
    expect(fillClipped([Float64Array.of(NaN, 5)], { norm: 1 })).toBeNaN();
  });
});

test("clipping by value bounds every entry and no other", () => {
  const gradients = [Float64Array.of(-3, -0.5, 0, 0.5, 3)];
  expect(fillClipped(gradients, { value: 1 })).toBeCloseTo(Math.sqrt(18.5), 14);
  expect([...gradients[0]]).toEqual([-1, -0.5, 0, 0.5, 1]);
});

test("with both bounds the norm is that of the clipped values", () => {
  const gradients = [Float64Array.of(300, 400)];
  expect(fillClipped(gradients, { value: 1, norm: 1 })).toBe(500);
  for (const value of gradients[0]) expect(value).toBeCloseTo(Math.SQRT1_2, 6);
});

test("clipping refuses bounds that are none", () => {
  const gradients = [Float64Array.of(1)];
  expect(() => fillClipped(gradients, {})).toThrow(
    new ValueError(
      "nn.fillClipped: clipping should have a bound, norm or value; got neither. Pass for example { norm: 1 }.",
    ),
  );
  for (const bound of [0, -1, NaN, Infinity]) {
    expect(() => fillClipped(gradients, { norm: bound })).toThrow("nn.fillClipped: norm should be");
    expect(() => fillClipped(gradients, { value: bound })).toThrow(
      "nn.fillClipped: value should be",
    );
  }
  expect(gradients).toEqual([Float64Array.of(1)]);
});
