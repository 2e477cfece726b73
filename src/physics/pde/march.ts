/**
 * Marching from one frame to the next. Steps that adapt have the lengths Δ, Δ/2, Δ/4, … of the time Δ between
 * two frames, so that every frame is met exactly and the tables of a length are made once. A step of h is taken
 * once as a whole, u_h, and once in halves, u_{h/2}; with the order p
 *
 *   e = rms(u_h − u_{h/2}) / (2^p − 1)
 *
 * is the error of u_{h/2}, which is kept if e ≤ tolerance · rms(u) · h/Δ. Then errors of steps add up to
 * the tolerance at most; what the equation makes of them later is its own.
 *
 * Hairer, Nørsett and Wanner, Solving Ordinary Differential Equations I, 2nd ed. (1993), II.4.
 */
import { ConvergenceError } from "../../core/index.js";
import type { Evolution } from "./evolution.js";
import type { Scheme, Step } from "./scheme.js";

/** The shortest step is Δ / 2^DEEPEST. */
const DEEPEST = 24;

/** A sample on its way. */
export interface March {
  /** The state now. */
  state: Float64Array;
  /** Room for the next one. */
  next: Float64Array;
  /** Steps that were kept, and steps that were too long. */
  taken: number;
  rejected: number;
  /** How often Δ was halved for the last step. */
  rung: number;
  readonly full: Float64Array;
  readonly middle: Float64Array;
}

/** A march that has not begun. */
export function createMarch(size: number): March {
  const [state, next, full, middle] = Array.from({ length: 4 }, () => new Float64Array(size));
  return { state, next, taken: 0, rejected: 0, rung: 2, full, middle };
}

/** The steps of a scheme by their length; lengths that differ by rounding are one. */
export function stepsOf(scheme: Scheme): (h: number) => Step {
  const known: { h: number; step: Step }[] = [];
  return (h) => {
    const found = known.find((one) => Math.abs(one.h - h) <= 1e-12 * h);
    if (found) return found.step;
    const step = scheme.stepOf(h);
    known.push({ h, step });
    if (known.length > 32) known.shift();
    return step;
  };
}

/** Marches over Δ in equal steps of at most `longest`. */
export async function marchEvenly(
  march: March,
  { where, rms }: Evolution,
  stepOf: (h: number) => Step,
  [start, Δ]: readonly [number, number],
  longest: number,
  pause: () => Promise<void> | undefined,
): Promise<void> {
  const steps = Math.max(1, Math.ceil(Δ / longest - 1e-9));
  const h = Δ / steps;
  const step = stepOf(h);
  for (let i = 0; i < steps; i++) {
    const t = start + i * h;
    step(march.state, t, march.next);
    advance(march, 1);
    if (!Number.isFinite(rms(march.state))) throw divergence(where, t, h);
    await pause();
  }
}

/** Marches over Δ in steps that adapt. */
export async function marchAdaptively(
  march: March,
  { where, rms, scheme }: Evolution,
  stepOf: (h: number) => Step,
  [start, Δ]: readonly [number, number],
  tolerance: number,
  pause: () => Promise<void> | undefined,
): Promise<void> {
  const whole = 2 ** DEEPEST;
  const gain = 2 ** scheme.order;
  for (let at = 0; at < whole;) {
    const ticks = whole / 2 ** march.rung;
    const [h, t] = [(Δ * ticks) / whole, start + (Δ * at) / whole];
    const { state, next, full, middle } = march;
    stepOf(h)(state, t, full);
    stepOf(h / 2)(state, t, middle);
    stepOf(h / 2)(middle, t + h / 2, next);
    for (let i = 0; i < full.length; i++) full[i] -= next[i];
    const error = rms(full) / (gain - 1);
    const allowed = (tolerance * rms(state) * ticks) / whole;
    if (error <= allowed) {
      at += ticks;
      advance(march, 2);
      const aligned = march.rung > 0 && at % (2 * ticks) === 0;
      if (aligned && 2 * gain * error < allowed) march.rung--;
    } else {
      march.rejected++;
      march.rung++;
      if (march.rung > DEEPEST) throw divergence(where, t, h);
    }
    await pause();
  }
}

function advance(march: March, steps: number): void {
  [march.state, march.next] = [march.next, march.state];
  march.taken += steps;
}

function divergence(where: string, t: number, h: number): ConvergenceError {
  return new ConvergenceError(
    `${where}: the solution should stay finite and smooth in time; it does not after t = ` +
      `${t.toPrecision(6)} in steps of ${h.toPrecision(4)}. Take smaller steps or a finer grid; ` +
      `or the equation itself blows up there.`,
  );
}
