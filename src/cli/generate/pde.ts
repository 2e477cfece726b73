/** `kernelfield generate pde`: trajectories of an equation from random fields. */
import { sizeOf, skipSplits } from "../../core/index.js";
import type { NdArray } from "../../core/index.js";
import type { Fact, Facts } from "../../io/index.js";
import { gaussianBumps, randomFourier } from "../../physics/index.js";
import type { PdeSolver } from "../../physics/index.js";
import { choice, UsageError } from "../command.js";
import type { Command, Words } from "../command.js";
import { EQUATIONS } from "./equations.js";
import { makeSet, samplesOf, seedOf, SET_HELP, SET_OPTIONS, shapeOf } from "./set.js";
import type { Recipe } from "./set.js";
import { needed, optionOf, parsedOptions, refuseForeign, settingsOf } from "./settings.js";

const NAME = "generate pde";

const FRAMES = {
  interval: "number",
  steps: "number",
  lengths: "number or list",
  timeStep: "number",
  tolerance: "number",
  dealias: "number",
} as const;

const WAVES = {
  frequency: "number or pair",
  amplitude: "number",
  normalize: "flag",
  shift: "number",
} as const;
const BUMPS = { count: "number", width: "number or pair", amplitude: "number or pair" } as const;

/** The command. */
export const pdeCommand: Command = {
  name: NAME,
  summary: "make trajectories of heat, Burgers' and other equations",
  help: `kernelfield ${NAME} EQUATION --shape NX,NY --samples N --interval DT --steps N -o SET

Solves an equation from random fields in a box that repeats, and writes the trajectories
u[sample, time, component, x, y, …] to SET. Frame 0 is the start.

  EQUATION           one of the list below
  --shape NX,NY,…    cells along one to three axes
${SET_HELP}

Frames
  --interval DT      time from one frame to the next
  --steps N          frames after the start
  --lengths L        edges of the box, one number or one per axis; default 2π
  --time-step DT     length of the solver's steps; default adapted to
  --tolerance T      relative error of a frame; default 1e-6
  --scheme NAME      etdrk4 (default), imex or rk4; heat needs none
  --dealias F        fraction of waves that products see; default 2/3

Fields at the start
  --initial KIND     waves (default) or bumps
  --frequency N      waves: the highest wave number, or LEAST,LARGEST of them; default 4
  --amplitude A      of one wave, or of bumps, which may be LEAST,LARGEST; default 1
  --normalize        waves: A is the largest magnitude of every component
  --shift S          waves: adds a number uniform within S; default 0
  --count N          bumps per component; default 5
  --width W          bumps: their standard deviation, or LEAST,LARGEST

Equations and their options, which are those of the library
${Object.entries(EQUATIONS)
  .map(([name, { summary, schema }]) => {
    const options = Object.keys(schema).map((option) => `--${optionOf(option)}`);
    return `  ${name.padEnd(20)} ${summary}${options.length > 0 ? `\n${" ".repeat(23)}${options.join(" ")}` : ""}`;
  })
  .join("\n")}

  kernelfield ${NAME} burgers --shape 64,64 --samples 28 --viscosity 0.05 \\
    --interval 0.01 --steps 40 --normalize --amplitude 2 --shift 2 -o set.npz`,
  options: {
    ...SET_OPTIONS,
    ...parsedOptions([
      ...[FRAMES, WAVES, BUMPS],
      ...Object.values(EQUATIONS).map(({ schema }) => schema),
    ]),
    scheme: { type: "string" },
    initial: { type: "string" },
  },
  files: ["EQUATION"],
  run: (words, terminal) => makeSet(words, terminal, NAME, () => recipeOf(words)),
};

function recipeOf(words: Words): Recipe {
  const [name] = words.files;
  if (!Object.hasOwn(EQUATIONS, name)) {
    throw new UsageError(
      `kernelfield ${NAME}: the equation should be one of ${Object.keys(EQUATIONS).join(", ")}; got ${name}.`,
    );
  }
  const { schema, build } = EQUATIONS[name];
  const schemas = Object.values(EQUATIONS).map((other) => other.schema);
  refuseForeign(words, schema, schemas, name, NAME);
  const shape = shapeOf(words, NAME);
  const seed = seedOf(words, NAME);
  const samples = samplesOf(words, NAME);
  const { interval, steps, ...stepping } = settingsOf(words, FRAMES, NAME);
  const scheme = choice(words, "scheme", ["etdrk4", "imex", "rk4"], NAME);
  const solver = build(words, { shape, scheme, ...stepping }, NAME);
  const frames = {
    interval: needed(interval, "interval", "it", NAME),
    steps: needed(steps, "steps", "it", NAME),
  };
  const { start, initial } = startOf(words, solver, seed);
  return {
    samples,
    sampleSize: (frames.steps + 1) * solver.components * sizeOf(shape),
    facts: {
      ...{ seed, initial },
      equation: {
        ...{ name, shape, lengths: solver.lengths, scheme: solver.scheme },
        ...(settingsOf(words, schema, NAME) as Facts),
        ...(stepping as Facts),
        ...frames,
      },
    },
    make: async (first, count, run) => {
      const { u } = await solver.solve(start(first, count), frames, run);
      return { u };
    },
  };
}

/** The fields at the start, of samples from one on, and what they are drawn by. */
function startOf(
  words: Words,
  { shape, lengths, components }: PdeSolver,
  seed: number,
): { start: (first: number, count: number) => NdArray; initial: Fact } {
  const kind = choice(words, "initial", ["waves", "bumps"], NAME);
  const own = kind === "waves" ? WAVES : BUMPS;
  refuseForeign(words, own, [WAVES, BUMPS], `--initial ${kind}`, NAME);
  if (kind === "waves") {
    const { amplitude, ...waves } = settingsOf(words, WAVES, NAME);
    const options = { ...waves, amplitude: amplitude ?? 1, components };
    return {
      start: (first, samples) =>
        randomFourier(shape, { ...options, samples }, skipSplits(seed, first)),
      initial: { kind, ...options },
    };
  }
  const options = { ...settingsOf(words, BUMPS, NAME), components };
  return {
    start: (first, samples) =>
      gaussianBumps(shape, { ...options, lengths, samples }, skipSplits(seed, first)),
    initial: { kind, ...options },
  };
}
