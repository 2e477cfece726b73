/** `kernelfield generate cahn-hilliard`: trajectories of spinodal decomposition. */
import { checkNumber, ndarrayOf, sizeOf, skipSplits } from "../../core/index.js";
import type { NdArray } from "../../core/index.js";
import { cahnHilliard } from "../../physics/index.js";
import { choice } from "../command.js";
import type { Command } from "../command.js";
import { makeSet, samplesOf, seedOf, SET_HELP, SET_OPTIONS, shapeOf } from "./set.js";
import { parsedOptions, settingsOf } from "./settings.js";

const NAME = "generate cahn-hilliard";

const EQUATION = {
  steps: "number",
  every: "number",
  timeStep: "number",
  spacing: "number or list",
  gamma: "number",
  mobility: "number",
  mean: "number",
  amplitude: "number",
} as const;

/** The command. */
export const cahnHilliardCommand: Command = {
  name: NAME,
  summary: "make trajectories of the Cahn–Hilliard equation",
  help: `kernelfield ${NAME} --shape NX,NY --samples N --steps N -o SET

Solves φ_t = M ∇²(φ³ − φ − γ∇²φ) from random fields, uniform in every cell, and writes
phi[sample, time, x, y, …] and energy[sample, time] to SET. Frame 0 is the start.

  --shape NX,NY,…    cells along one to three axes
${SET_HELP}

Equation
  --steps N          time steps in all; default 1
  --every N          steps from one frame to the next; default all: the start and the end
  --time-step DT     default 1e-3
  --spacing DX       one length or one per axis; default 0.25
  --gamma G          γ, the square of the interface width; default 1
  --mobility M       default 1
  --scheme NAME      semi-implicit (default) or exponential
  --mean PHI         mean of the fields at the start; default 0
  --amplitude A      they are uniform within A of the mean; default 1

  kernelfield ${NAME} --shape 64,64 --samples 100 --steps 10 -o set.npz`,
  options: { ...SET_OPTIONS, ...parsedOptions([EQUATION]), scheme: { type: "string" } },
  files: [],
  run: (words, terminal) =>
    makeSet(words, terminal, NAME, () => {
      const shape = shapeOf(words, NAME);
      const seed = seedOf(words, NAME);
      const samples = samplesOf(words, NAME);
      const settings = settingsOf(words, EQUATION, NAME);
      const { steps = 1, every = steps, mean = 0, amplitude = 1 } = settings;
      const { timeStep = 1e-3, spacing = 0.25, gamma = 1, mobility = 1 } = settings;
      const scheme = choice(words, "scheme", ["semi-implicit", "exponential"], NAME);
      checkNumber(mean, -10, 10, `kernelfield ${NAME}: --mean`);
      checkNumber(amplitude, 0, 10, `kernelfield ${NAME}: --amplitude`);
      const options = { shape, timeStep, spacing, gamma, mobility, scheme };
      const equation = cahnHilliard(options);
      const frames = Math.max(1, Math.ceil(steps / every)) + 1;
      return {
        samples,
        sampleSize: frames * sizeOf(shape),
        facts: { seed, cahnHilliard: { ...options, steps, every, mean, amplitude } },
        make: async (first, count, run) => {
          const start = noise(shape, mean, amplitude, seed, first, count);
          const { trajectory, energy } = await equation.rollout(start, steps, { every, ...run });
          return { phi: trajectory, energy };
        },
      };
    }),
};

/** φ[s, …x], uniform between mean − amplitude and mean + amplitude, of samples from `first` on. */
function noise(
  shape: readonly number[],
  mean: number,
  amplitude: number,
  seed: number,
  first: number,
  count: number,
): NdArray {
  const streams = skipSplits(seed, first);
  const size = sizeOf(shape);
  const phi = new Float64Array(count * size);
  for (let s = 0; s < count; s++) {
    const own = streams.split();
    for (let x = 0; x < size; x++) {
      phi[s * size + x] = mean + amplitude * (2 * own.uniform() - 1);
    }
  }
  return ndarrayOf(phi, [count, ...shape]);
}
