import { describe, expect, test } from "vitest";
import { ValueError } from "../../src/core/index.js";
import {
  constantRate,
  cosineDecay,
  exponentialDecay,
  oneCycle,
  rateAt,
  stepDecay,
  warmUp,
} from "../../src/nn/index.js";
import type { Schedule } from "../../src/nn/index.js";
import { recordedTorch } from "../torch.js";

const STEPS = 20;
const rates = (schedule: Schedule, base: number, steps = STEPS): number[] =>
  Array.from({ length: steps }, (_, step) => rateAt(schedule, base, step, steps));

describe("schedules", () => {
  test.each<[string, Schedule]>([
    ["step", stepDecay({ every: 5, factor: 0.5 })],
    ["cosine", cosineDecay({ final: 0.01 })],
    ["exponential", exponentialDecay({ factor: 0.9 })],
    ["warmUp", warmUp(5)],
    ["oneCycle", oneCycle()],
  ])("have the rates of PyTorch: %s", (name, schedule) => {
    const recorded = recordedTorch("schedules")[name].data;
    // PyTorch goes from rate to rate, which sums up the roundings of twenty steps.
    rates(schedule, 0.1).forEach((rate, step) => {
      expect(Math.abs(rate / recorded[step] - 1)).toBeLessThan(1e-13);
    });
  });

  test("are plain data", () => {
    const schedule = warmUp(3, cosineDecay({ total: 9 }), { start: 0 });
    expect(JSON.parse(JSON.stringify(schedule))).toEqual(schedule);
  });

  test("scale with the base rate", () => {
    for (const schedule of [
      oneCycle(),
      warmUp(4, cosineDecay()),
      stepDecay({ every: 3, factor: 0.1 }),
    ]) {
      expect(rates(schedule, 4)).toEqual(rates(schedule, 1).map((rate) => 4 * rate));
    }
  });

  test("that are constant change nothing", () => {
    expect(rates(constantRate(), 0.3)).toEqual(new Array(STEPS).fill(0.3));
  });

  test("that fall by steps or by a factor agree where every step counts", () => {
    const factor = 0.75;
    expect(rates(stepDecay({ every: 1, factor }), 1)).toEqual(
      rates(exponentialDecay({ factor }), 1),
    );
    expect(rates(exponentialDecay({ factor: 0.5 }), 1)).toEqual(
      Array.from({ length: STEPS }, (_, step) => 2 ** -step),
    );
  });

  test("along a cosine are halfway in the middle, and stay when they are through", () => {
    const schedule = cosineDecay({ final: 0.2, total: 10 });
    const at = [0, 5, 10, 15].map((step) => rateAt(schedule, 1, step, 100));
    [1, 0.6, 0.2, 0.2].forEach((rate, i) => expect(at[i]).toBeCloseTo(rate, 15));
  });

  test("after a warm-up begin at their own first step, with the steps that are left", () => {
    const rest = cosineDecay();
    const whole = rates(warmUp(4, rest, { start: 0.5 }), 1, 12);
    expect(whole.slice(0, 4)).toEqual([0.5, 0.625, 0.75, 0.875]);
    expect(whole.slice(4)).toEqual(rates(rest, 1, 8));
    // One that is longer than the training only rises.
    expect(rates(warmUp(8, rest, { start: 0 }), 1, 4)).toEqual([0, 0.125, 0.25, 0.375]);
    expect(rateAt(warmUp(8, rest), 1, 8, 4)).toBe(1);
  });

  test("of one cycle rise to the base rate once and fall from there", () => {
    const cycle = rates(oneCycle({ start: 0.1, final: 0.01, rise: 0.5 }), 1, 41);
    expect(cycle[0]).toBeCloseTo(0.1, 15);
    expect(cycle[40]).toBeCloseTo(0.01, 15);
    const top = cycle.indexOf(Math.max(...cycle));
    cycle.slice(1).forEach((rate, step) => expect(rate > cycle[step]).toBe(step < top));
    // The top, at 19.5, lies between two steps of a curve that is flat there: π²/8/20² below it.
    expect(cycle[top]).toBeGreaterThan(1 - Math.PI ** 2 / 8 / 400);
  });

  test("of one cycle have an answer where there is no room for it", () => {
    expect(rateAt(oneCycle(), 1, 0, 1)).toBe(1);
    expect(rates(oneCycle({ final: 0.5, rise: 0 }), 1, 2)).toEqual([1, 0.5]);
    expect(rateAt(oneCycle({ start: 0, rise: 1, final: 0 }), 1, 3, 4)).toBe(1);
    expect(rateAt(oneCycle({ final: 0.5, total: 4 }), 1, 1000, 9)).toBe(0.5);
  });
});

describe("schedules refuse", () => {
  test.each<[() => unknown, string]>([
    [() => stepDecay({ every: 0, factor: 1 }), "stepDecay: every should be an integer ≥ 1; got 0."],
    [
      () => stepDecay({ every: 1, factor: 2 }),
      "stepDecay: factor should be a finite number between 0 and 1; got 2.",
    ],
    [
      () => exponentialDecay({ factor: NaN }),
      "exponentialDecay: factor should be a finite number between 0 and 1; got NaN.",
    ],
    [
      () => cosineDecay({ final: -1 }),
      "cosineDecay: final should be a finite number between 0 and 1; got -1.",
    ],
    [() => cosineDecay({ total: 0 }), "cosineDecay: total should be an integer ≥ 1; got 0."],
    [() => warmUp(0.5), "warmUp: steps should be an integer ≥ 1; got 0.5."],
    [
      () => warmUp(1, constantRate(), { start: 2 }),
      "warmUp: start should be a finite number between 0 and 1; got 2.",
    ],
    [
      () => oneCycle({ start: 2 }),
      "oneCycle: start should be a finite number between 0 and 1; got 2.",
    ],
    [
      () => oneCycle({ final: 2 }),
      "oneCycle: final should be a finite number between 0 and 1; got 2.",
    ],
    [
      () => oneCycle({ rise: 2 }),
      "oneCycle: rise should be a finite number between 0 and 1; got 2.",
    ],
    [() => oneCycle({ total: 1.5 }), "oneCycle: total should be an integer ≥ 1; got 1.5."],
    [() => rateAt(constantRate(), -1, 0, 1), "rateAt: base should be a finite number ≥ 0; got -1."],
    [() => rateAt(constantRate(), 1, -1, 1), "rateAt: step should be an integer ≥ 0; got -1."],
    [() => rateAt(constantRate(), 1, 0, 0), "rateAt: total should be an integer ≥ 1; got 0."],
  ])("numbers out of range: case %#", (call, sentence) => {
    expect(call).toThrow(new ValueError(`nn.${sentence}`));
  });
});
