/** Equations of movies: by sparse regression, by a network, and refined from the network's. */
import { ValueError } from "../../core/index.js";
import type { RunOptions } from "../../core/index.js";
import { fit, fromEquation, pdeFind, refine } from "../../pdenet/index.js";
import type { FitOptions, PdeModel, StageRecord } from "../../pdenet/index.js";
import { readModel } from "./readModel.js";
import type { Reading } from "./readModel.js";
import type { Settings } from "./settings.js";
import type { Part } from "./split.js";
import { fewestSubsteps } from "./substeps.js";

/** An equation, and the model that forecasts by it. */
export interface Finding extends Reading {
  readonly name: "refined" | "network" | "regression";
  readonly model: PdeModel;
}

/** What was found. */
export interface Findings {
  /** The best first: refined, of the network, of regression. */
  readonly all: readonly [Finding, ...Finding[]];
  readonly stages: readonly StageRecord[];
  /** Sentences on what was not explained, and on what was chosen. */
  readonly notes: readonly string[];
}

/** How the learning is watched and saved. */
export interface LearnOptions extends RunOptions {
  readonly spacing: readonly number[];
  readonly checkpoint: FitOptions["checkpoint"];
  readonly onStage: FitOptions["onStage"];
}

/** Trajectories from which on some are held out for validation, and their part. */
const ENOUGH = 4;
const HELD = 0.2;

/**
 * What the methods of a call find.
 * @throws as `pdenet.pdeFind`, `fit` and `refine`; ValueError if regression explains nothing
 */
export async function learn(
  part: Part,
  settings: Settings,
  options: LearnOptions,
): Promise<Findings> {
  const regression =
    settings.method === "pdenet" ? undefined : await regress(part, settings, options);
  options.signal?.throwIfAborted();
  if (settings.method === "regression" && regression) {
    return { all: [regression.finding], stages: [], notes: regression.notes };
  }
  const substeps = regression?.finding.model.network.substeps ?? settings.network.substeps;
  const network = { ...settings.network, substeps };
  const start = settings.start === "regression" ? regression?.finding.equation : settings.start;
  const { finding, stages, ...own } = await train(part, { ...settings, network }, start, options);
  const others = regression ? [regression.finding] : [];
  const notes = [...(regression?.notes ?? []), ...own.notes];
  const isSilent = !finding.model.explained.includes(true);
  if (settings.refine === undefined || isSilent)
    return { all: [finding, ...others], stages, notes };
  const better = await refined(finding.model, part, settings, options);
  return { all: [better, finding, ...others], stages, notes };
}

/** The equation of sparse regression, and a network that steps it. */
async function regress(
  { trajectories, dt }: Part,
  { regression, network, substepsGiven, missing, names, seed }: Settings,
  { spacing }: LearnOptions,
): Promise<{ readonly finding: Finding; readonly notes: readonly string[] }> {
  const shared = { spacing, missing, names };
  const { equation, explained, notes } = pdeFind(trajectories, dt, {
    ...shared,
    ...regression,
    seed,
  });
  if (!explained.includes(true) && isAlikeEverywhere(network)) {
    throw new ValueError(
      `kernelfield discover: ${notes.join(" ")} Or say --method pdenet: a network is trained all the same.`,
    );
  }
  const { maxOrder, size, accuracy, border, stepper, substeps } = network;
  const filters = { maxOrder, size, accuracy, border, stepper, substeps };
  const { model } = await fit(trajectories, dt, {
    ...shared,
    network: fromEquation(equation, filters),
    schedule: [],
  });
  const finding = { name: "regression", equation, model, fields: null } as const;
  const needed = substepsGiven ? substeps : fewestSubsteps(model, trajectories);
  if (needed === substeps) return { finding, notes };
  const taken =
    `A step from frame to frame is too long for the grid; ${needed} are taken instead. Say --substeps for another ` +
    `number.`;
  return {
    finding: { ...finding, model: { ...model, network: { ...model.network, substeps: needed } } },
    notes: [...notes, taken],
  };
}

/** Whether the coefficients are the same everywhere, as those of regression are. */
function isAlikeEverywhere(network: Settings["network"]): boolean {
  return network.kind === "symbolic" || network.coefficients.kind === "constant";
}

async function train(
  { trajectories, dt }: Part,
  { network, training, missing, names, seed }: Settings,
  start: FitOptions["start"],
  options: LearnOptions,
): Promise<{ readonly finding: Finding } & Pick<Findings, "stages" | "notes">> {
  const usual = trajectories.length >= ENOUGH ? HELD : 0;
  const { model, stages, notes } = await fit(trajectories, dt, {
    ...options,
    ...training,
    ...{ network, start, missing, names, seed },
    validation: training.validation ?? usual,
  });
  return { finding: { name: "network", model, ...readModel(model, trajectories) }, stages, notes };
}

async function refined(
  network: PdeModel,
  { trajectories, dt }: Part,
  { missing, seed, refine: members }: Settings,
  { signal, onProgress }: LearnOptions,
): Promise<Finding> {
  const shared = { members, missing, seed, signal, onProgress };
  const { model, equation } = await refine(network, trajectories, dt, shared);
  return { name: "refined", model, equation, fields: null };
}
