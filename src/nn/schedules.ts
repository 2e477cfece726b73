/**
 * Schedules: the learning rate of step t = 0, 1, … relative to a base rate α, as plain data.
 *
 *   constant      α
 *   step          α f^⌊t/n⌋
 *   exponential   α f^t
 *   cosine        α (e + (1 − e) (1 + cos πt/T)/2), then α e   (Loshchilov and Hutter, ICLR 2017, eq. 5)
 *   warm-up       α (s + (1 − s) t/n) while t < n, then another schedule
 *   one cycle     up from α s to α and down to α e, both along half a cosine   (Smith and Topin 2019,
 *                 SPIE 11006, 1100612)
 *
 * What a step is, a batch or an epoch, is the caller's choice.
 */
import { power } from "../compute/elementwise/updates.js";
import { checkInteger, checkNumber } from "../core/index.js";

/** A schedule as plain data. */
export type Schedule =
  | { readonly kind: "constant" }
  | { readonly kind: "step"; readonly every: number; readonly factor: number }
  | { readonly kind: "exponential"; readonly factor: number }
  | { readonly kind: "cosine"; readonly final: number; readonly total?: number }
  | {
      readonly kind: "warmUp";
      readonly steps: number;
      readonly start: number;
      readonly then: Schedule;
    }
  | {
      readonly kind: "oneCycle";
      readonly start: number;
      readonly final: number;
      readonly rise: number;
      readonly total?: number;
    };

/** Options of `cosineDecay`. */
export interface CosineDecayOptions {
  /** e, the last rate relative to the base. Default 0. */
  readonly final?: number;
  /** T, after which the rate stays. Default: the steps of the whole training. */
  readonly total?: number;
}

/** Options of `oneCycle`. */
export interface OneCycleOptions {
  /** s, the first rate relative to the base, which is the top. Default 1/25. */
  readonly start?: number;
  /** e, the last rate relative to the base. Default 1/250,000. */
  readonly final?: number;
  /** The part of the steps that the rate rises for. Default 0.3. */
  readonly rise?: number;
  /** How many steps the cycle has, after which the rate stays. Default: those of the whole training. */
  readonly total?: number;
}

/** The schedule that changes nothing. */
export function constantRate(): Schedule {
  return { kind: "constant" };
}

/**
 * The schedule that multiplies the rate by `factor` after every `every` steps.
 * @throws ValueError unless `every` is an integer ≥ 1 and `factor` within [0, 1]
 */
export function stepDecay({
  every,
  factor,
}: {
  readonly every: number;
  readonly factor: number;
}): Schedule {
  checkInteger(every, 1, Infinity, "nn.stepDecay: every");
  checkNumber(factor, 0, 1, "nn.stepDecay: factor");
  return { kind: "step", every, factor };
}

/**
 * The schedule that multiplies the rate by `factor` after every step.
 * @throws ValueError unless `factor` is within [0, 1]
 */
export function exponentialDecay({ factor }: { readonly factor: number }): Schedule {
  checkNumber(factor, 0, 1, "nn.exponentialDecay: factor");
  return { kind: "exponential", factor };
}

/**
 * The schedule that falls along half a cosine.
 * @throws ValueError for options out of range
 */
export function cosineDecay({ final = 0, total }: CosineDecayOptions = {}): Schedule {
  checkNumber(final, 0, 1, "nn.cosineDecay: final");
  if (total === undefined) return { kind: "cosine", final };
  checkInteger(total, 1, Infinity, "nn.cosineDecay: total");
  return { kind: "cosine", final, total };
}

/**
 * The schedule that rises evenly for some steps and then goes on with another one, which begins at its
 * own first step.
 * @param then default `constantRate()`
 * @param options `start` is s, the first rate relative to the base; default 0.1
 * @throws ValueError unless `steps` is an integer ≥ 1 and `start` within [0, 1]
 */
export function warmUp(
  steps: number,
  then: Schedule = constantRate(),
  { start = 0.1 }: { readonly start?: number } = {},
): Schedule {
  checkInteger(steps, 1, Infinity, "nn.warmUp: steps");
  checkNumber(start, 0, 1, "nn.warmUp: start");
  return { kind: "warmUp", steps, start, then };
}

/**
 * The schedule of one rise to the base rate and one fall. The top is at t = rise · T − 1,
 * the end at t = T − 1.
 * @throws ValueError for options out of range
 */
export function oneCycle(options: OneCycleOptions = {}): Schedule {
  const { start = 1 / 25, final = 1 / 250_000, rise = 0.3, total } = options;
  checkNumber(start, 0, 1, "nn.oneCycle: start");
  checkNumber(final, 0, 1, "nn.oneCycle: final");
  checkNumber(rise, 0, 1, "nn.oneCycle: rise");
  if (total === undefined) return { kind: "oneCycle", start, final, rise };
  checkInteger(total, 1, Infinity, "nn.oneCycle: total");
  return { kind: "oneCycle", start, final, rise, total };
}

/**
 * The learning rate of a step.
 * @param base α, the optimiser's learning rate
 * @param step t, from 0 on
 * @param total the steps of the whole training, for schedules without a `total` of their own
 * @throws ValueError unless the base is a number ≥ 0, the step an integer ≥ 0, and the total one ≥ 1
 */
export function rateAt(schedule: Schedule, base: number, step: number, total: number): number {
  checkNumber(base, 0, Infinity, "nn.rateAt: base");
  checkInteger(step, 0, Infinity, "nn.rateAt: step");
  checkInteger(total, 1, Infinity, "nn.rateAt: total");
  return base * factorAt(schedule, step, total);
}

/** Whether the rate of a step depends on how many there are in all. */
export function rateNeedsTotal(schedule: Schedule): boolean {
  if (schedule.kind === "warmUp") return rateNeedsTotal(schedule.then);
  const falls = schedule.kind === "cosine" || schedule.kind === "oneCycle";
  return falls && schedule.total === undefined;
}

function factorAt(schedule: Schedule, t: number, total: number): number {
  switch (schedule.kind) {
    case "constant":
      return 1;
    case "step":
      return power(schedule.factor, Math.floor(t / schedule.every));
    case "exponential":
      return power(schedule.factor, t);
    case "cosine":
      return halfCosine(1, schedule.final, t / (schedule.total ?? total));
    case "warmUp": {
      const { steps, start, then } = schedule;
      if (t >= steps) return factorAt(then, t - steps, Math.max(1, total - steps));
      return start + ((1 - start) * t) / steps;
    }
    case "oneCycle": {
      const { start, final, rise } = schedule;
      const last = (schedule.total ?? total) - 1;
      const top = Math.max(0, rise * (last + 1) - 1);
      if (t < top) return halfCosine(start, 1, t / top);
      return halfCosine(1, final, last > top ? (t - top) / (last - top) : 0);
    }
  }
}

/** From a at part 0 to b at part 1 along half a cosine; b from there on. */
function halfCosine(a: number, b: number, part: number): number {
  return b + ((a - b) * (1 + Math.cos(Math.PI * Math.min(part, 1)))) / 2;
}
