import { describe, expect, test } from "vitest";
import { decodeModel, encodeModel } from "../../../src/formats/index.js";
import { ndarrayOf } from "../../../src/core/index.js";
import type { Progress } from "../../../src/core/index.js";
import { cahnHilliard, freeEnergy } from "../../../src/physics/index.js";
import type {
  PhaseFieldFrame,
  PhaseFieldScheme,
  PhaseFieldState,
} from "../../../src/physics/index.js";
import { distance, noise } from "./fields.js";

const SCHEMES: PhaseFieldScheme[] = ["semi-implicit", "exponential"];
const SHAPES = [[33], [12, 9], [9, 12], [6, 5, 4]];

describe("rollout", () => {
  test("keeps the start, every so many steps, and the end, with times and energies", async () => {
    const phi = noise([2, 9, 8], 0.6, 1);
    const plan = cahnHilliard({ shape: [9, 8], timeStep: 0.01 });
    const run = await plan.rollout(phi, 10, { every: 4 });
    expect(run.trajectory.shape).toEqual([2, 4, 9, 8]);
    expect(run.energy.shape).toEqual([2, 4]);
    expect(run.times.map((time) => Math.round(time * 100))).toEqual([0, 4, 8, 10]);
    expect(run.state.steps).toBe(10);
    for (const [t, steps] of [0, 4, 8, 10].entries()) {
      let field = phi;
      for (let step = 0; step < steps; step++) field = plan.step(field);
      for (let s = 0; s < 2; s++) {
        const frame = run.trajectory.data.subarray((4 * s + t) * 72, (4 * s + t + 1) * 72);
        // φ̂ goes through space at every single step: ten roundings.
        expect(distance(frame, field.data.subarray(72 * s, 72 * (s + 1)))).toBeLessThan(1e-14);
        const { data } = freeEnergy(ndarrayOf(frame, [1, 9, 8]));
        expect(Math.abs(run.energy.get(s, t) / data[0] - 1)).toBeLessThan(1e-13);
      }
    }
  });

  for (const scheme of SCHEMES) {
    test(`one step of it is step: ${scheme}`, async () => {
      for (const shape of SHAPES) {
        const phi = noise([1, ...shape], 0.6, 2);
        const plan = cahnHilliard({ shape, scheme });
        const { trajectory } = await plan.rollout(phi, 1);
        expect(trajectory.data.slice(phi.data.length)).toEqual(plan.step(phi).data);
      }
    });

    test(`50 and 50 steps are 100, to the bit, through a file too: ${scheme}`, async () => {
      for (const shape of SHAPES) {
        const phi = noise([2, ...shape], 0.6, 3);
        const plan = cahnHilliard({ shape, timeStep: 0.02, scheme });
        const whole = await plan.rollout(phi, 100, { every: 25 });
        const first = await plan.rollout(phi, 50);
        const saved = decodeModel(encodeModel(first.state)) as PhaseFieldState;
        const second = await plan.rollout(saved, 50, { every: 25 });
        expect(second.state).toEqual(whole.state);
        expect(second.times).toEqual(whole.times.slice(2));
        const size = phi.data.length / 2;
        for (let s = 0; s < 2; s++) {
          expect(second.trajectory.data.slice(3 * s * size, 3 * (s + 1) * size)).toEqual(
            whole.trajectory.data.slice((5 * s + 2) * size, 5 * (s + 1) * size),
          );
        }
      }
    });

    test(`samples do not feel each other, to the bit: ${scheme}`, () => {
      // 5 fields of 10 000 cells: groups of three and of two.
      for (const [samples, shape] of [
        [7, [9, 8]],
        [5, [100, 100]],
      ] as const) {
        const phi = noise([samples, ...shape], 0.6, 4);
        const size = phi.data.length / samples;
        const plan = cahnHilliard({ shape, scheme });
        const together = plan.step(phi).data;
        for (let s = 0; s < samples; s++) {
          const alone = ndarrayOf(phi.data.slice(s * size, (s + 1) * size), [1, ...shape]);
          expect(plan.step(alone).data).toEqual(together.slice(s * size, (s + 1) * size));
        }
      }
    });
  }

  test("hands frames on instead of keeping them, waits for whoever takes them, and can go on from each", async () => {
    const phi = noise([2, 12], 0.6, 5);
    const plan = cahnHilliard({ shape: [12], timeStep: 0.02 });
    const kept = await plan.rollout(phi, 6, { every: 2 });
    const frames: PhaseFieldFrame[] = [];
    let open = 0;
    const run = await plan.rollout(phi, 6, {
      every: 2,
      onFrame: async (frame) => {
        expect((open += 1)).toBe(1);
        await new Promise((resolve) => setTimeout(resolve, 1));
        frames.push(frame);
        open -= 1;
      },
    });
    expect(run.trajectory.shape).toEqual([2, 0, 12]);
    expect(run.energy.data).toEqual(kept.energy.data);
    expect(frames.map(({ step }) => step)).toEqual([0, 2, 4, 6]);
    expect(frames.map(({ time }) => time)).toEqual(kept.times);
    frames.forEach(({ phi: field, energy }, t) => {
      for (let s = 0; s < 2; s++) {
        expect(energy.data[s]).toBe(kept.energy.get(s, t));
        expect(field.data.slice(12 * s, 12 * (s + 1))).toEqual(
          kept.trajectory.data.slice(12 * (4 * s + t), 12 * (4 * s + t + 1)),
        );
      }
    });
    expect((await plan.rollout(frames[1].state, 4)).state).toEqual(kept.state);
  });

  test("leaves the fields and the state as they were", async () => {
    const phi = noise([1, 9, 8], 0.6, 6);
    const before = phi.data.slice();
    const plan = cahnHilliard({ shape: [9, 8] });
    plan.step(phi);
    const { state } = await plan.rollout(phi, 3);
    const copy = state.spectrum.re.slice();
    await plan.rollout(state, 3);
    expect(phi.data).toEqual(before);
    expect(state.spectrum.re).toEqual(copy);
  });

  test("takes lists and single precision", () => {
    const plan = cahnHilliard({ shape: [4] });
    const list = plan.step([[0.5, 0.25, -0.5, 0]]).data;
    expect(plan.step(ndarrayOf(Float32Array.of(0.5, 0.25, -0.5, 0), [1, 4])).data).toEqual(list);
  });

  test("tells how far it is, and stops where it is told to", async () => {
    const plan = cahnHilliard({ shape: [128, 128] }); // 256 steps from one checkpoint to the next
    const phi = noise([1, 128, 128], 0.1, 7);
    const seen: Progress[] = [];
    await plan.rollout(phi, 300, { onProgress: (progress) => seen.push(progress) });
    expect(seen).toEqual([
      { done: 256, total: 300, unit: "steps" },
      { done: 300, total: 300, unit: "steps" },
    ]);
    const stop = new AbortController();
    const reason = new Error("enough");
    const frames: number[] = [];
    const run = plan.rollout(phi, 1000, {
      every: 5,
      signal: stop.signal,
      onFrame: ({ step }) => {
        frames.push(step);
        if (step === 10) stop.abort(reason);
      },
    });
    await expect(run).rejects.toBe(reason);
    expect(frames).toEqual([0, 5, 10]);
  });
});
