import { describe, expect, test } from "vitest";
import { nextStep } from "../../../src/nn/minimize/trialStep.js";

/** A polynomial c[0] + c[1] α + … at a step. */
function sampleOf(c: readonly number[], step: number) {
  const value = c.reduce((sum, ck, k) => sum + ck * step ** k, 0);
  const slope = c.slice(1).reduce((sum, ck, k) => sum + (k + 1) * ck * step ** k, 0);
  return { step, value, slope };
}

describe("nextStep is the minimum", () => {
  // Slope 3 (α − 1)(α + 1); and slope −3 (α − 1)(α − 3). Both have their minimum at 1.
  const cubic = [2, -3, 0, 1];
  const turned = [2, -9, 6, -1];

  test("of the cubic after a rise, where it is nearer to the best step than the parabola's", () => {
    const [best, newest] = [sampleOf(turned, 0.5), sampleOf(turned, 2.5)];
    expect(nextStep(best, newest, undefined, Infinity)).toBeCloseTo(1, 14);
  });

  test("of the cubic after a turn, where it is farther from the newest step than the secant's", () => {
    const [best, newest] = [sampleOf(turned, 0), sampleOf(turned, 2)];
    expect(nextStep(best, newest, undefined, Infinity)).toBeCloseTo(1, 14);
  });

  test("of a parabola, in all cases that look at two steps", () => {
    const parabola = [0, -2, 1];
    const best = sampleOf(parabola, 0);
    for (const newest of [0.5, 1.5, 3]) {
      expect(nextStep(best, sampleOf(parabola, newest), undefined, 10)).toBeCloseTo(1, 14);
    }
  });

  test("of the cubic through the newest step and the other end where the slope grew steeper", () => {
    const newest = sampleOf(cubic, 0.5);
    const flatter = { step: 0.1, value: newest.value + 1, slope: -0.1 };
    expect(nextStep(flatter, newest, sampleOf(cubic, 3), Infinity)).toBeCloseTo(1, 14);
  });
});

describe("nextStep goes", () => {
  const cubic = [2, -3, 0, 1];

  test("halfway from the cubic's minimum to a nearer one of the parabola after a rise", () => {
    // Through 0.2 with slope −2.88 and the rise of 2.592 at 2: the parabola's minimum is at 0.8.
    const step = nextStep(sampleOf(cubic, 0.2), sampleOf(cubic, 2), undefined, Infinity);
    expect(step).toBeCloseTo((1 + 0.8) / 2, 14);
  });

  test("to the zero of the secant where it is farther from a newest step past the turn", () => {
    // The slopes −3 at 0 and 3.75 at 1.5 have their zero at 2/3.
    const step = nextStep(sampleOf(cubic, 0), sampleOf(cubic, 1.5), undefined, Infinity);
    expect(step).toBeCloseTo(2 / 3, 14);
  });

  test("as far as it may where ψ falls ever faster", () => {
    const falling = [0, -1, -1];
    expect(nextStep(sampleOf(falling, 0), sampleOf(falling, 1), undefined, 5)).toBe(5);
  });

  test("as far as it may along a straight line", () => {
    expect(nextStep(sampleOf([0, -1], 0), sampleOf([0, -1], 1), undefined, 5)).toBe(5);
  });

  test("at most 0.66 of the way to the other end on the word of slopes that flatten", () => {
    const nearlyStraight = [0, -1, 1e-6];
    const [best, newest] = [sampleOf(nearlyStraight, 0), sampleOf(nearlyStraight, 1)];
    const other = { step: 2, value: 10, slope: 10 };
    expect(nextStep(best, newest, other, Infinity)).toBeCloseTo(1.66, 14);
  });

  test("the same way from both sides: the mirrored samples give the mirrored step", () => {
    const mirrored = (a: { step: number; value: number; slope: number }) => ({
      step: 2 - a.step,
      value: a.value,
      slope: -a.slope,
    });
    const c = [0, -1, 0.1, 0.05, 0.01];
    const [best, other] = [sampleOf(c, 0), sampleOf(c, 2.5)];
    for (const at of [0.4, 1.2, 1.9]) {
      const newest = sampleOf(c, at);
      const there = nextStep(mirrored(best), mirrored(newest), mirrored(other), Infinity);
      expect(2 - there).toBeCloseTo(nextStep(best, newest, other, Infinity), 12);
    }
  });
});
