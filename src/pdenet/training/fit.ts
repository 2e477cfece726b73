/**
 * Training through roll-outs: on one step first, where the problem is all but linear, then on longer and longer ones,
 * which are what makes a network foretell.
 */
import { checkInteger, ConvergenceError, createRng, sizeOf, skipSplits } from "../../core/index.js";
import type { Rng, RunOptions } from "../../core/index.js";
import { checkOrigins } from "../checkFields.js";
import { createModel } from "../createModel.js";
import type { Dynamics } from "../dynamics.js";
import { dynamicsOf, isKind } from "../dynamicsOf.js";
import { filterBank } from "../filters.js";
import type { PdeModel } from "../model.js";
import type { PdeNetwork } from "../network.js";
import { symbolic } from "../symbolic/symbolic.js";
import { moviesOf, withNoise } from "../trajectories.js";
import type { Movies, TimeSteps, Trajectories } from "../trajectories.js";
import { decodeCheckpoint, encodeCheckpoint, fingerprint } from "./checkpoint.js";
import { doubtsOf, explainedBy } from "./explained.js";
import { createObjective } from "./objective.js";
import type { Objective } from "./objective.js";
import { settingsOf } from "./options.js";
import type { FitOptions, PdeFit, Settings, StageRecord } from "./options.js";
import { runAdam, runStage } from "./runStage.js";
import type { StageEnd, StageState } from "./runStage.js";
import { checkFrozen, stagesOf } from "./stages.js";
import type { Stage } from "./stages.js";
import { fieldStrengths, momentStrengths, momentWeights, withPenalty } from "./strengths.js";
import { splitMovies, validationError } from "./validation.js";
import { begin } from "./warmUp.js";
import { drawBatch, longestWindow, shortestWindow } from "./windows.js";
import type { Batch } from "./windows.js";

/**
 * Learns an evolution equation from movies of fields; what is given stays as it is.
 *
 *   const { model } = await pdenet.fit(u, 0.01, { spacing: (2 * Math.PI) / 32 });
 *   console.log(pdenet.formatEquation(pdenet.equation(model, { trajectories: u })));
 *
 * The same seed and backend give the same bits, also across a checkpoint.
 * @param trajectories u[s, t, c, …x], or a list of ndarrays u[t, c, …x]
 * @param dt time from frame to frame
 * @throws ShapeError, ValueError for data and options that do not fit, if nothing changes in time, and for a stage
 *   that is longer than every trajectory
 * @throws ConvergenceError if no stage has a finite loss to begin with
 * @throws the signal's reason, after saving a checkpoint if there is where to
 */
export async function fit<N extends PdeNetwork = PdeNetwork>(
  trajectories: Trajectories,
  dt: TimeSteps,
  options: FitOptions<N> = {},
): Promise<PdeFit<N>> {
  const where = "pdenet.fit";
  const settings = settingsOf(options, where);
  const network: PdeNetwork = options.network ?? startNetwork(options.start) ?? symbolic();
  const seed = createRng(options.seed ?? 0);
  const [noiseRng, splitRng, weightsRng, windowsRng] = [0, 1, 2, 3].map(() => seed.split());
  const clean = moviesOf(trajectories, dt, options, where);
  const movies = settings.noise > 0 ? withNoise(clean, settings.noise, noiseRng) : clean;
  checkOrigins(options.origins, movies.movies.length, movies.grid.length, where);
  const split = splitMovies(movies, settings.validation, splitRng, where);
  const originsOf = (which: readonly number[]) =>
    options.origins && which.map((m) => (options.origins ?? [])[m]);
  const longest = longestWindow(split.training);
  const first = createModel(
    network,
    split.training,
    options,
    Math.min(longest, settings.span),
    weightsRng,
    where,
  );
  const unknowns = Object.values(first.parameters).reduce(
    (sum, { shape }) => sum + sizeOf(shape),
    0,
  );
  const asked = stagesOf(
    options.schedule,
    settings,
    options.optimizer,
    unknowns,
    split.training,
    where,
  );
  checkFrozen(asked, Object.keys(first.parameters), where);
  const random = options.start === "random" && network.kind === "symbolic" && asked.length > 0;
  const warm = random ? [warmUpStage(asked, settings, shortestWindow(split.training))] : [];
  const stages = [...warm, ...asked];
  const facts = factsOf(network, movies, stages, settings, options);
  const { save, every = 10, resume } = options.checkpoint ?? {};
  checkInteger(every, 1, Infinity, `${where}: checkpoint.every`);
  options.signal?.throwIfAborted();

  const state = resume && decodeCheckpoint(resume, facts);
  const start = options.start ?? "direct";
  const places = originsOf(split.trained);
  const begun =
    state && typeof start === "string"
      ? first
      : begin(first, split.training, { start, names: options }, places, weightsRng);
  let model: PdeModel = state
    ? { ...begun, scales: state.scales, parameters: state.parameters }
    : begun;
  const bank = filterBank(network, movies.spacing);
  const strengths = {
    ...(isKind(model, "linear") && fieldStrengths(model, split.training)),
    moments: momentStrengths(bank, model.scales.channels, split.training, movies.spacing),
  };
  const emphasis = { moments: momentWeights(bank) };
  const judge = (one: PdeModel): number =>
    split.validation ? validationError(one, split.validation, originsOf(split.held)) : NaN;
  const startError = state?.startError ?? judge(model);
  let best = state
    ? state.best
    : split.validation && { parameters: model.parameters, error: startError };
  const records: StageRecord[] = [...(state?.records ?? [])];
  let running: StageState | null = state?.running ?? null;
  let index = state?.stage ?? 0;
  const saveNow = async (): Promise<void> => {
    const { parameters, scales } = model;
    const now = { stage: index, parameters, scales, running, records, best, startError };
    await save?.(encodeCheckpoint(now, facts));
  };

  try {
    while (index < stages.length) {
      const stage = stages[index];
      const stageRng = skipSplits(windowsRng, index).split();
      const end = await trainStage(model, stage, split.training, stageRng, {
        ...settings,
        signal: options.signal,
        onProgress: options.onProgress,
        origins: places,
        strengths,
        emphasis,
        spare: !random || index === stages.length - 1,
        state: running ?? undefined,
        onIterate: async (now, iteration) => {
          running = now;
          if (iteration % every === 0) await saveNow();
        },
      });
      model = end.model;
      running = null;
      const validation = judge(model);
      if (best && validation < best.error)
        best = { parameters: model.parameters, error: validation };
      const { loss, data, iterations, evaluations, stop } = end;
      const isWarmUp = random && index === 0;
      const record = {
        ...{ steps: isWarmUp ? 0 : stage.steps, windows: end.windows, loss, data },
        ...{ iterations, evaluations, stop, validation },
      };
      records.push(record);
      options.onStage?.(record, model);
      index++;
      await saveNow();
    }
  } catch (error) {
    if (options.signal?.aborted === true) await saveNow();
    throw error;
  }
  checkTrained(records, where);
  const trained: PdeModel = { ...model, parameters: best ? best.parameters : model.parameters };
  const spans = [...new Set(asked.map(({ steps }) => steps))];
  const look = { spans, windows: settings.windows, origins: places };
  const lookRng = skipSplits(windowsRng, stages.length).split();
  const explained =
    asked.length > 0 ? explainedBy(trained, split.training, look, lookRng) : trained.explained;
  const learnt: PdeModel = { ...trained, explained };
  return {
    model: learnt as PdeModel<N>,
    stages: records,
    validation: { start: startError, best: best ? best.error : NaN },
    held: split.held,
    notes: doubtsOf(trained.names, explained, spans),
  };
}

function startNetwork(start: FitOptions["start"]): PdeNetwork | undefined {
  return typeof start === "object" && "network" in start ? start.network : undefined;
}

/** Weights beyond this, in their own units, are pressed by less than half. */
const LARGE = 0.05;

/** What a random start goes through first: a step, with the first filters, and nothing pressed to zero. */
function warmUpStage(stages: readonly Stage[], { maxIterations }: Settings, steps: number): Stage {
  const [{ optimizer }] = stages;
  const shared = { optimizer, maxIterations: 2 * maxIterations, sparsity: 0, momentSparsity: 0 };
  return { steps, frozen: ["moments"], ...shared };
}

interface StageSettings extends Settings, RunOptions {
  readonly origins: readonly (readonly number[])[] | undefined;
  readonly strengths: Readonly<Record<string, Float64Array>> & { readonly moments: Float64Array };
  readonly emphasis: Readonly<Record<string, Float64Array>>;
  /** Whether large weights are spared: they mean something, unless they were drawn. */
  readonly spare: boolean;
  readonly state: StageState | undefined;
  readonly onIterate: (state: StageState, iteration: number) => Promise<void>;
}

/** Trains a model on windows of one length. */
async function trainStage(
  model: PdeModel,
  stage: Stage,
  movies: Movies,
  rng: Rng,
  settings: StageSettings,
): Promise<StageEnd & { readonly model: PdeModel; readonly windows: number }> {
  const dynamics = dynamicsOf(model);
  const objectiveOf = (batch: Batch): Objective =>
    createObjective(model.parameters, batch, {
      network: model.network,
      dynamics,
      origins: settings.origins
        ? Array.from(batch.movies, (m) => (settings.origins ?? [])[m])
        : null,
      rates: model.scales.rates,
      strengths: {
        ...settings.strengths,
        moments: withPenalty(settings.strengths.moments, settings.emphasis.moments, stage),
      },
      emphasis: { ...settings.emphasis, ...(settings.spare ? emphasisOf(dynamics, model) : {}) },
      ...stage,
    });
  const draw = (from: Rng): Batch => drawBatch(movies, stage.steps, settings.windows, from);
  const batch = draw(skipSplits(rng, 0).split());
  const objective = objectiveOf(batch);
  const run = {
    ...settings,
    onIterate: (now: StageState) =>
      settings.onIterate(now, now.method === "adam" ? now.iterations : now.minimize.iterations),
  };
  try {
    const end =
      stage.optimizer === "adam"
        ? await runAdam(
            (from) => objectiveOf(draw(from)),
            objective.unknowns,
            stage,
            (step) => skipSplits(rng, step).split(),
            run,
          )
        : await runStage(objective, stage, run);
    return {
      ...end,
      model: { ...model, parameters: objective.parametersAt(end.unknowns) },
      windows: batch.samples,
    };
  } finally {
    objective.close();
  }
}

/**
 * ω of every weight: what was large when the stage began is hardly pressed, or sparsity would shrink what it should
 * keep. Zou, J. Am. Stat. Assoc. 101 (2006) 1418; Candès, Wakin and Boyd, J. Fourier Anal. Appl. 14 (2008) 877.
 */
function emphasisOf(
  { sparse }: Dynamics,
  { parameters }: PdeModel,
): Readonly<Record<string, Float64Array>> {
  if (!sparse) return {};
  const { data } = parameters[sparse.parameter];
  return { [sparse.parameter]: Float64Array.from(data, (w) => LARGE / (LARGE + Math.abs(w))) };
}

/** What going on from a checkpoint to the same bits depends on. */
function factsOf(
  network: PdeNetwork,
  movies: Movies,
  stages: readonly Stage[],
  settings: Settings,
  { seed = 0, origins = [] }: FitOptions,
): Record<string, string> {
  const { movies: all, spacing } = movies;
  return {
    network: JSON.stringify(network, (_, value: unknown) =>
      typeof value === "function" ? String(value) : value,
    ),
    data: fingerprint(all.flatMap(({ frames, times }) => [frames, times])),
    spacing: JSON.stringify(spacing),
    origins: JSON.stringify(origins),
    schedule: JSON.stringify(stages),
    settings: JSON.stringify(settings),
    seed: typeof seed === "object" ? "a stream" : JSON.stringify(seed),
  };
}

function checkTrained(records: readonly StageRecord[], where: string): void {
  const isLost = ({ stop, iterations }: StageRecord): boolean =>
    stop === "diverged" && iterations === 0;
  if (records.length === 0 || !records.every(isLost)) return;
  throw new ConvergenceError(
    `${where}: some stage should have a finite loss to begin with; none has: every roll-out runs away from the ` +
      `start. Take more substeps, shorter intervals, or another start.`,
  );
}
