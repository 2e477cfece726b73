/** Many steps: frames are kept, or handed on, on the way. */
import { checkInteger, checkpoint, ndarrayOf } from "../../core/index.js";
import type { NdArray, RunOptions } from "../../core/index.js";
import type { Evolution } from "./evolution.js";
import type { GradientFlow } from "./gradientFlow.js";
import type { PhaseFieldState } from "./state.js";

/** Cells times steps between two checkpoints: about a tenth of a second. */
const BURST = 1 << 22;

/** One moment of a rollout. */
export interface PhaseFieldFrame {
  /** Steps taken since the first field. */
  readonly step: number;
  /** step · Δt. */
  readonly time: number;
  /** φ[s, …x] */
  readonly phi: NdArray;
  /** F[s] */
  readonly energy: NdArray;
  /** What a rollout can go on from. */
  readonly state: PhaseFieldState;
}

/** Options of `rollout`. */
export interface RolloutOptions extends RunOptions {
  /** Steps from one frame to the next. Default all of them: the start and the end are the frames. */
  readonly every?: number;
  /**
   * Receives the frames, and is waited for. The trajectory then has none, so that runs of any length
   * fit in memory.
   */
  readonly onFrame?: (frame: PhaseFieldFrame) => void | Promise<void>;
}

/** What a rollout returns. Its frames are the start, every so many steps, and the end. */
export interface PhaseFieldRollout {
  /** φ[s, t, …x] */
  readonly trajectory: NdArray;
  /** F[s, t] of all frames. */
  readonly energy: NdArray;
  /** The time of every frame, since the first field. */
  readonly times: readonly number[];
  /** Where the run ended, for another one to go on from. */
  readonly state: PhaseFieldState;
}

/** Takes fields so many steps on. */
export async function rolledOut(
  evolution: Evolution,
  { lattice, timeStep }: GradientFlow,
  steps: number,
  options: RolloutOptions,
  where: string,
): Promise<PhaseFieldRollout> {
  checkInteger(steps, 1, Infinity, `${where}: steps`);
  const { every = steps, onFrame } = options;
  checkInteger(every, 1, Infinity, `${where}: every`);
  const { samples, phi } = evolution;
  const { shape, size } = lattice;
  const frames = Math.ceil(steps / every) + 1;
  const kept = onFrame ? 0 : frames;
  const trajectory = new Float64Array(samples * kept * size);
  const energy = new Float64Array(samples * frames);
  const times: number[] = [];
  const burst = Math.max(1, Math.floor(BURST / (samples * size)));

  const keep = async (): Promise<void> => {
    const t = times.length;
    const now = evolution.energy();
    times.push(evolution.steps * timeStep);
    for (let s = 0; s < samples; s++) energy[s * frames + t] = now.data[s];
    if (onFrame) {
      const fields = ndarrayOf(phi.slice(), [samples, ...shape]);
      const state = evolution.state();
      await onFrame({ step: state.steps, time: times[t], phi: fields, energy: now, state });
      return;
    }
    for (let s = 0; s < samples; s++) {
      trajectory.set(phi.subarray(s * size, (s + 1) * size), (s * frames + t) * size);
    }
  };

  await keep();
  for (let done = 0; done < steps;) {
    const frame = Math.min(steps, every * times.length);
    const next = Math.min(frame, done + burst);
    evolution.advance(next - done);
    done = next;
    if (done === frame) await keep();
    await checkpoint(options, { done, total: steps, unit: "steps" });
  }
  return {
    trajectory: ndarrayOf(trajectory, [samples, kept, ...shape]),
    energy: ndarrayOf(energy, [samples, frames]),
    times,
    state: evolution.state(),
  };
}
