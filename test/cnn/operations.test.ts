/** The operations that localization networks are made of beside those of `autodiff`. */
import { expect, test } from "vitest";
import { gradCheck, multiply, square, sum, toArray, Variable } from "../../src/autodiff/index.js";
import { createRng, normals } from "../../src/core/index.js";
import { fluctuation } from "../../src/cnn/fluctuation.js";
import { statesTimes } from "../../src/cnn/statesTimes.js";
import { strainError } from "../../src/cnn/strainError.js";
import { discretize, phaseBasis } from "../../src/states/index.js";

const grid = [3, 4];
const indices = Uint8Array.from({ length: 24 }, (_, i) => (7 * i) % 3);
const phases = { indices, samples: 2, states: 3, grid, size: 12 };
const field = (channels: number, seed: number) => normals(createRng(seed), [2, channels, ...grid]);

test("products of states and fields are those of the discretized cell", () => {
  const u = field(2, 1);
  const m = discretize({ data: indices, shape: [2, ...grid] }, phaseBasis(3));
  const f = toArray(statesTimes(phases, new Variable(u.data, u.shape)));
  expect(f.shape).toEqual([2, 6, ...grid]);
  for (let s = 0; s < 2; s++) {
    for (let h = 0; h < 3; h++) {
      for (let c = 0; c < 2; c++) {
        for (let x = 0; x < 12; x++) {
          const product = m.data[(s * 3 + h) * 12 + x] * u.data[(s * 2 + c) * 12 + x];
          expect(f.data[(s * 6 + h * 2 + c) * 12 + x]).toBe(product === 0 ? 0 : product);
        }
      }
    }
  }
});

test("fluctuations have no mean, and are the same again", () => {
  const u = field(2, 2);
  const once = toArray(fluctuation(new Variable(u.data, u.shape)));
  const twice = toArray(fluctuation(new Variable(once.data, once.shape)));
  for (let first = 0; first < u.size; first += 12) {
    const mean = u.data.slice(first, first + 12).reduce((total, value) => total + value / 12, 0);
    for (let i = first; i < first + 12; i++) {
      expect(once.data[i]).toBeCloseTo(u.data[i] - mean, 14);
      expect(twice.data[i]).toBeCloseTo(once.data[i], 15);
    }
  }
});

test("the loss of strains counts engineering shear by half, and all passes", () => {
  const target = { data: new Float64Array(6 * 12), shape: [2, 3, ...grid] };
  const passes = { data: new Float64Array(2 * 6 * 12), shape: [2, 6, ...grid] };
  // Pass 0: 1 off in xx; pass 1: 2 off in xy; both in sample 0 alone.
  passes.data.fill(1, 0, 12).fill(2, 5 * 12, 6 * 12);
  const loss = strainError(new Variable(passes.data, passes.shape), target);
  expect(loss.data[0]).toBeCloseTo((12 * 1 + 12 * 0.5 * 4) / (6 * 12), 15);
});

test("the loss does not change when the axes are turned", () => {
  // A turn by 30°: ε' = R ε Rᵀ, with the shear component ½ γ.
  const [c, s] = [Math.cos(Math.PI / 6), Math.sin(Math.PI / 6)];
  const turned = ({ data, shape }: { data: Float64Array; shape: number[] }) => {
    const out = data.slice();
    for (let sample = 0; sample < shape[0]; sample++) {
      for (let x = 0; x < 12; x++) {
        const at = [0, 1, 2].map((k) => (sample * 3 + k) * 12 + x);
        const [xx, yy, xy] = at.map((i) => data[i]);
        out[at[0]] = c * c * xx + s * s * yy - c * s * xy;
        out[at[1]] = s * s * xx + c * c * yy + c * s * xy;
        out[at[2]] = 2 * c * s * (xx - yy) + (c * c - s * s) * xy;
      }
    }
    return { data: out, shape };
  };
  const [ε, target] = [field(3, 3), field(3, 4)].map((u) => ({ data: u.data, shape: u.shape }));
  const loss = (a: typeof ε, b: typeof ε): number =>
    strainError(new Variable(a.data, a.shape), b).data[0];
  expect(loss(turned(ε), turned(target))).toBeCloseTo(loss(ε, target), 12);
});

test("all pass the gradient check, twice", () => {
  const target = field(3, 5);
  const weights = field(9, 6);
  const functions = [
    (u: Variable) => sum(multiply(square(statesTimes(phases, u)), weights)),
    (u: Variable) => sum(multiply(square(fluctuation(u)), target)),
    (u: Variable) => square(strainError(u, target)),
  ];
  for (const f of functions) {
    expect(gradCheck(f, field(3, 7)).error).toBeLessThan(1e-7);
  }
});
