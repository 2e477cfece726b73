import { describe, expect, test } from "vitest";
import { ConvergenceError, ndarrayOf, ShapeError, ValueError } from "../../../src/core/index.js";
import { allenCahn, cahnHilliard } from "../../../src/physics/index.js";
import type { AllenCahnOptions, CahnHilliardOptions } from "../../../src/physics/index.js";
import { noise } from "./fields.js";

const conserved =
  (options: Partial<CahnHilliardOptions>): (() => unknown) =>
  () =>
    cahnHilliard({ shape: [8, 9], ...options });
const free =
  (options: Partial<AllenCahnOptions>): (() => unknown) =>
  () =>
    allenCahn({ shape: [8, 9], ...options });

describe("phase fields refuse", () => {
  test("a time step, mobility or spacing that is not positive, and γ or ε below zero", () => {
    expect(conserved({ timeStep: 0 })).toThrow(
      "physics.cahnHilliard: timeStep should be positive and finite; got 0.",
    );
    expect(conserved({ timeStep: 0 })).toThrow(ValueError);
    expect(free({ timeStep: -1 })).toThrow("physics.allenCahn: timeStep should be positive");
    expect(free({ timeStep: Infinity })).toThrow("physics.allenCahn: timeStep should be positive");
    expect(conserved({ mobility: NaN })).toThrow(
      "physics.cahnHilliard: mobility should be positive and finite; got NaN.",
    );
    expect(conserved({ gamma: -0.1 })).toThrow(
      "physics.cahnHilliard: gamma should be a finite number ≥ 0; got -0.1.",
    );
    expect(free({ epsilon: -0.1 })).toThrow(
      "physics.allenCahn: epsilon should be a finite number ≥ 0; got -0.1.",
    );
    expect(conserved({ spacing: [1, -1] })).toThrow(
      "physics.cahnHilliard: spacing[1] should be a positive length; got -1.",
    );
  });

  test("shapes that are none, and spacings for other axes", () => {
    expect(conserved({ shape: [8, 0] })).toThrow(
      "physics.cahnHilliard: shape should list the lengths of 1, 2 or 3 space axes, integers ≥ 1; got [8, 0].",
    );
    expect(conserved({ shape: [] })).toThrow(ShapeError);
    expect(conserved({ shape: [2, 2, 2, 2] })).toThrow(ShapeError);
    expect(free({ shape: 8 as unknown as number[] })).toThrow("≥ 1; got 8.");
    expect(free({ spacing: [1, 1, 1] })).toThrow(
      "physics.allenCahn: spacing should be one number, or one for each of the 2 axes; got [1, 1, 1].",
    );
  });

  test("a scheme of no known name", () => {
    expect(conserved({ scheme: "euler" as "exponential" })).toThrow(
      'physics.cahnHilliard: scheme should be one of "semi-implicit", "exponential"; got "euler".',
    );
  });

  test("fields on another grid, with NaN, or too far from both phases", async () => {
    const plan = cahnHilliard({ shape: [3] });
    expect(() => plan.step([0, 1, 0])).toThrow(
      "physics.cahnHilliard.step: phi should have the axes [sample, …x] on grid [3]; got [3]. " +
        "Give a single sample a leading axis of length 1.",
    );
    expect(() => plan.step([[0, 1]])).toThrow(ShapeError);
    expect(() => plan.step({ data: [], shape: [0, 3] })).toThrow(ShapeError);
    expect(() => plan.step([[0, NaN, 0]])).toThrow(
      "physics.cahnHilliard.step: phi should be finite; got NaN at index [0, 1].",
    );
    expect(() => plan.step([[0, 0, -11]])).toThrow(
      "physics.cahnHilliard.step: |φ| should be at most 10 to begin with, as the phases are ±1; got 11. " +
        "Scale the field first.",
    );
    await expect(plan.rollout([[0, Infinity, 0]], 1)).rejects.toThrow(
      "physics.cahnHilliard.rollout: start should be finite; got Infinity at index [0, 1].",
    );
  });

  test("counts that are none", async () => {
    const plan = allenCahn({ shape: [3] });
    await expect(plan.rollout([[0, 1, 0]], 0)).rejects.toThrow(
      "physics.allenCahn.rollout: steps should be an integer ≥ 1; got 0.",
    );
    await expect(plan.rollout([[0, 1, 0]], 5, { every: 0.5 })).rejects.toThrow(
      "physics.allenCahn.rollout: every should be an integer ≥ 1; got 0.5.",
    );
  });

  test("states of another grid", async () => {
    const { state } = await cahnHilliard({ shape: [6, 6] }).rollout(noise([1, 6, 6], 1, 1), 1);
    const plan = cahnHilliard({ shape: [6, 8] });
    await expect(plan.rollout(state, 1)).rejects.toThrow(
      "physics.cahnHilliard.rollout: start.spectrum should have shape [sample, 6, 5], the half spectrum of " +
        "grid [6, 8]; got [1, 6, 4]. Go on with the plan that made the state.",
    );
    const same = cahnHilliard({ shape: [6, 6] });
    await expect(same.rollout({ ...state, steps: -1 }, 1)).rejects.toThrow(
      "physics.cahnHilliard.rollout: start.steps should be an integer ≥ 0; got -1.",
    );
    state.spectrum.re[3] = NaN;
    await expect(same.rollout(state, 1)).rejects.toThrow("start.spectrum.re should be finite");
  });

  test("to go on when the field runs away, and say at which step", async () => {
    const phi = noise([1, 16, 16], 9, 2);
    for (const scheme of ["semi-implicit", "exponential"] as const) {
      const plan = allenCahn({ shape: [16, 16], timeStep: 10, scheme });
      const run = plan.rollout(phi, 100);
      await expect(run).rejects.toThrow(ConvergenceError);
      await expect(run).rejects.toThrow(
        /^physics\.allenCahn\.rollout diverged at step \d+: \|φ\| should stay near 1; it reached .+\. Take a shorter timeStep than 10, or start within ±1\.$/,
      );
    }
    const one = allenCahn({ shape: [1], timeStep: 10 });
    // (31 · 5 − 10 · 125)/21 = −52.1
    expect(() => one.step(ndarrayOf(Float64Array.of(5), [1, 1]))).toThrow(
      "physics.allenCahn.step diverged at step 1: |φ| should stay near 1; it reached 52.1.",
    );
  });
});
