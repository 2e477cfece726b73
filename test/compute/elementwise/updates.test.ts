import { describe, expect, test } from "vitest";
import type { AdamStep, MomentumStep } from "../../../src/compute/index.js";
import { portable } from "../../../src/compute/portable.js";

const ADAM = {
  learningRate: 0.01,
  decayOfMean: 0.9,
  decayOfSquare: 0.999,
  epsilon: 1e-8,
  weightDecay: 0,
};

/** The parameter after steps of Adam from 1 with gradients g(θ). */
function adam(g: (at: number) => number, steps: number, options: Partial<AdamStep> = {}): number {
  const [at, mean, square] = [Float64Array.of(1), Float64Array.of(0), Float64Array.of(0)];
  for (let count = 1; count <= steps; count++) {
    portable.fillAdamStep(at, Float64Array.of(g(at[0])), mean, square, {
      ...ADAM,
      ...options,
      count,
    });
  }
  return at[0];
}

describe("Adam", () => {
  test("goes by the learning rate in its first step, whatever the size of the gradient", () => {
    for (const g of [1e-3, 1, 1e6]) {
      // ε is 1e-5 of the smallest gradient.
      expect(adam(() => g, 1)).toBeCloseTo(1 - 0.01, 6);
      expect(adam(() => -g, 1)).toBeCloseTo(1 + 0.01, 6);
    }
  });

  test("is algorithm 1 of Kingma and Ba, line by line", () => {
    const g = (at: number): number => Math.sin(9 * at);
    let [at, m, v] = [1, 0, 0];
    for (let t = 1; t <= 50; t++) {
      m = 0.9 * m + (1 - 0.9) * g(at);
      v = 0.999 * v + (1 - 0.999) * g(at) ** 2;
      const [mHat, vHat] = [m / (1 - 0.9 ** t), v / (1 - 0.999 ** t)];
      at -= (0.01 * mHat) / (Math.sqrt(vHat) + 1e-8);
    }
    // 1 − β₂^t loses three digits for small t, and a step is a hundredth: some 1e-15 per step.
    expect(Math.abs(adam(g, 50) - at)).toBeLessThan(1e-13);
  });

  test("decays weights beside the gradient, not through its moments", () => {
    expect(adam(() => 0, 3, { weightDecay: 0.5 })).toBeCloseTo((1 - 0.01 * 0.5) ** 3, 15);
    const plain = adam(() => 1, 1);
    expect(adam(() => 1, 1, { weightDecay: 0.5 })).toBeCloseTo(plain - 0.005, 15);
  });

  test("corrects the bias of both moments: a constant gradient moves equally in every step", () => {
    const after = [1, 2, 10, 100].map((steps) => (1 - adam(() => 1, steps)) / steps);
    after.forEach((step) => expect(step).toBeCloseTo(0.01, 9));
  });
});

describe("momentum", () => {
  const run = (step: MomentumStep, gradients: readonly number[]): [number, number] => {
    const [at, velocity] = [Float64Array.of(1), Float64Array.of(0)];
    for (const g of gradients) portable.fillMomentumStep(at, Float64Array.of(g), velocity, step);
    return [at[0], velocity[0]];
  };

  test("of zero is plain gradient descent", () => {
    const step = { learningRate: 0.5, momentum: 0, nesterov: false };
    expect(run(step, [1, -3])).toEqual([2, -3]);
    expect(run({ ...step, nesterov: true }, [1, -3])).toEqual([2, -3]);
  });

  test("adds what is left of earlier gradients", () => {
    const step = { learningRate: 0.5, momentum: 0.5, nesterov: false };
    expect(run(step, [1, 1])).toEqual([1 - 0.5 - 0.75, 1.5]);
  });

  test("after Nesterov looks one step of the velocity ahead", () => {
    const step = { learningRate: 0.5, momentum: 0.5, nesterov: true };
    // Steps along g + μ v with v = 1, then 1.5.
    expect(run(step, [1, 1])).toEqual([1 - 0.5 * 1.5 - 0.5 * 1.75, 1.5]);
  });
});
