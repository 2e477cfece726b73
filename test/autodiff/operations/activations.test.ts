import { describe, expect, test } from "vitest";
import {
  elu,
  gelu,
  grad,
  leakyRelu,
  logSoftmax,
  maxout,
  prelu,
  relu,
  sigmoid,
  softmax,
  softplus,
  sum,
  swish,
  tanh,
  toArray,
  type Variable,
} from "../../../src/autodiff/index.js";
import { createRng, ndarrayOf, normals } from "../../../src/core/index.js";

const values = (x: Variable): number[] => [...toArray(x).data];
const second = (f: (x: Variable) => Variable): ((x: number) => number) =>
  grad((x: Variable) => grad(f)(x));

// Every term is known to a few units in the last place.
const DIGITS = 14;

test("closed forms", () => {
  const e = Math.exp(-1);
  expect(values(relu([-1, 0, 2]))).toEqual([0, 0, 2]);
  expect(values(leakyRelu([-1, 2]))).toEqual([-0.1, 2]);
  expect(values(leakyRelu([-1, 2], 0.5))).toEqual([-0.5, 2]);
  expect(values(elu([-1, 2]))[0]).toBeCloseTo(e - 1, DIGITS);
  expect(values(softplus([0]))[0]).toBeCloseTo(Math.LN2, DIGITS);
  expect(values(sigmoid([0, 1]))[1]).toBeCloseTo(1 / (1 + e), DIGITS);
  expect(values(tanh([1]))[0]).toBeCloseTo(Math.tanh(1), DIGITS);
  expect(values(swish([1]))[0]).toBeCloseTo(1 / (1 + e), DIGITS);
  const z = Math.sqrt(2 / Math.PI) * 1.044715;
  expect(values(gelu([1]))[0]).toBeCloseTo(0.5 * (1 + Math.tanh(z)), DIGITS);
});

test("second derivatives, in closed form", () => {
  expect(second(sigmoid)(0)).toBe(0);
  expect(second(tanh)(0.5)).toBeCloseTo((-2 * Math.tanh(0.5)) / Math.cosh(0.5) ** 2, DIGITS);
  expect(second(softplus)(0)).toBe(0.25);
  expect(second(swish)(0)).toBe(0.5);
  expect(second(gelu)(0)).toBeCloseTo(Math.sqrt(2 / Math.PI), DIGITS);
  expect(second((x) => elu(x, 2))(-1)).toBeCloseTo(2 * Math.exp(-1), DIGITS);
  expect(second((x) => elu(x, 2))(1)).toBe(0);
  for (const f of [relu, leakyRelu]) expect(second((x) => f(x))(-1)).toBe(0);
});

test("derivatives at a kink are those from the left", () => {
  expect(grad((x: Variable) => relu(x))(0)).toBe(0);
  expect(grad((x: Variable) => leakyRelu(x))(0)).toBe(0.1);
});

test("prelu has a slope for every channel, or one", () => {
  const x = ndarrayOf(Float64Array.of(-1, 2, -3, 4), [1, 2, 2]);
  expect(values(prelu(x, [0.5, 0.25]))).toEqual([-0.5, 2, -0.75, 4]);
  expect(values(prelu(x, [0.5]))).toEqual([-0.5, 2, -1.5, 4]);
  const slope = ndarrayOf(Float64Array.of(0.5, 0.25), [2]);
  expect([...grad((p: Variable) => sum(prelu(x, p)))(slope).data]).toEqual([-1, -3]);
});

test("maxout takes the largest of channels that follow each other", () => {
  const x = ndarrayOf(Float64Array.of(1, 5, 3, 2, 9, 0), [1, 6]);
  expect(values(maxout(x, 2))).toEqual([5, 3, 9]);
  expect(maxout(x, 6).shape).toEqual([1, 1]);
});

describe("softmax", () => {
  test("closed form", () => {
    expect(values(softmax([0, Math.log(3)]))[1]).toBeCloseTo(0.75, DIGITS);
    expect(values(logSoftmax([0, 0, 0, 0]))[0]).toBeCloseTo(-2 * Math.LN2, DIGITS);
  });

  test("sums to one along its axis and does not see what is added to all scores", () => {
    const x = normals(createRng(4), [2, 3, 4]);
    const moved = ndarrayOf(
      x.data.map((value) => value + 1024),
      x.shape,
    );
    for (const total of values(sum(softmax(x, 1), { axes: [1] }))) expect(total).toBeCloseTo(1, 15);
    // x + 1024 is rounded to 2⁻⁴³.
    values(softmax(moved, 1)).forEach((p, i) => {
      expect(p).toBeCloseTo(values(softmax(x, 1))[i], 12);
    });
  });

  test("scores of any size give finite logarithms", () => {
    expect(values(softmax([1e4, 0, -1e4]))).toEqual([1, 0, 0]);
    expect(values(logSoftmax([1e4, 0, -1e4]))).toEqual([0, -1e4, -2e4]);
  });
});

test("refusals", () => {
  expect(() => leakyRelu(1, -1)).toThrow(
    "autodiff.leakyRelu: slope should be a finite number ≥ 0; got -1.",
  );
  expect(() => elu(1, NaN)).toThrow("autodiff.elu: slope");
  const x = normals(createRng(1), [2, 3]);
  expect(() => prelu(x, [1, 2])).toThrow(
    "autodiff.prelu: slope should have shape [3]; got [2]. Give one slope per channel, or one.",
  );
  expect(() => prelu([1, 2], [1])).toThrow(
    "autodiff.prelu: x should have the axes [sample, channel, …x]",
  );
  expect(() => maxout(x, 2)).toThrow(
    "autodiff.maxout: x should have a multiple of 2 channels on axis 1; got shape [2, 3]. " +
      "Choose pieces that divide 3.",
  );
  expect(() => maxout(x, 0)).toThrow("autodiff.maxout: pieces should be an integer ≥ 1; got 0.");
  expect(() => softmax(x, 2)).toThrow(
    "autodiff.softmax: axis should be an integer between -2 and 1",
  );
  expect(() => logSoftmax(1)).toThrow("autodiff.logSoftmax: axis should be left out");
});
