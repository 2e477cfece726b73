/**
 * Microstructures with given two-point statistics f*_ab[r]: the minimum of
 *
 *   E = Σ_pairs Σ_r (f_ab[r] − f*_ab[r])²
 *
 * over all cells that repeat and have the volume fractions of the target, exactly. Two ways lead there: phase
 * retrieval (phaseRetrieval.ts), which finds structures of two phases to the last cell where all f*[r] are known,
 * and annealing (annealing.ts), for any number of phases and for parts of the statistics.
 *
 * f does not tell a structure from a translated or an inverted one: compare statistics, never cells.
 */
import {
  checkInteger,
  checkNumber,
  checkOneOf,
  createRng,
  ndarrayOf,
  sizeOf,
  uniforms,
  ValueError,
} from "../core/index.js";
import type { ArrayInput, NdArray, Rng, RunOptions, Seed } from "../core/index.js";
import { anneal } from "./annealing.js";
import { createPairCounts } from "./pairCounts.js";
import { retrievePhase } from "./phaseRetrieval.js";
import { cutByRank } from "./rankCut.js";
import { reconstructionTarget } from "./reconstructionTarget.js";
import type { ReconstructionTarget, TargetOptions } from "./reconstructionTarget.js";

/** A stage of a reconstruction, at a checkpoint. */
export interface ReconstructionRecord {
  readonly stage: "retrieval" | "annealing";
  /** Projections or trial swaps of the stage so far. */
  readonly iterations: number;
  /** T in units of E; 0 while E never rises, and during retrieval. */
  readonly temperature: number;
  /** √(mean (f − f*)²) over pairs and distances; during retrieval the least so far, over all distances. */
  readonly rms: number;
}

/** What there is of a reconstruction. */
export interface ReconstructedSample {
  /** m[1, …x], with exact volume fractions. */
  readonly microstructure: NdArray<Uint8Array>;
  /** √(mean (f − f*)²) over pairs and the distances that count; during retrieval over all distances. */
  readonly rms: number;
}

/** Where a reconstruction ended. */
export interface Reconstruction extends ReconstructedSample {
  readonly stop: "tolerance" | "iterations";
  readonly history: readonly ReconstructionRecord[];
}

/** Options of `reconstruct`. */
export interface ReconstructOptions extends TargetOptions, RunOptions {
  /**
   * "spectral" retrieves two phases from the autocorrelation of one and anneals, cold, what is left; "annealing" begins
   * at random cells. Default "spectral" where it can be, for two phases.
   */
  readonly method?: "spectral" | "annealing";
  /** The RMS of f − f* at which to stop. Default 1e-3: curves lie on each other. */
  readonly tolerance?: number;
  /** Trial swaps of cells. Default 200 per cell; 50 to 1000 is sensible. */
  readonly maxIterations?: number;
  /** Steps of phase retrieval. Default 10⁴; each costs two transforms and a sort. */
  readonly maxProjections?: number;
  /** Called at every checkpoint with a copy of the sample there is: what remains after an abort. */
  readonly onSample?: (sample: ReconstructedSample) => void;
}

/**
 * A microstructure with given periodic two-point statistics, and how it was found. Fractions are those of the target
 * rounded to cells, the same for every sample; equal seeds give equal cells.
 *
 * A result away from the target is no error: not every function is the statistics of some microstructure.
 * `rms` tells, and `stop` is then "iterations".
 * @param target f*_ab[pair, …r], as `statistics.twoPoint` returns it for one sample, r = 0 at index 0
 * @param rng a seed or a stream
 * @throws ShapeError for another number of pairs than `pairs` names, or of fractions than phases
 * @throws ValueError for values that are no statistics, fractions that the target does not tell, options out of
 *   range, or a retrieval without the autocorrelation of one of two phases; rejects with `signal.reason`
 */
export async function reconstruct(
  target: ArrayInput,
  options: ReconstructOptions,
  rng: Seed,
): Promise<Reconstruction> {
  const where = "microstructure.reconstruct";
  const asked = reconstructionTarget(target, options, where);
  const size = sizeOf(asked.grid);
  const { tolerance = 1e-3, maxIterations = 200 * size, maxProjections = 10_000 } = options;
  const method = methodOf(options.method, asked, where);
  checkNumber(tolerance, 0, 1, `${where}: tolerance`);
  checkInteger(maxIterations, 0, Infinity, `${where}: maxIterations`);
  checkInteger(maxProjections, 1, Infinity, `${where}: maxProjections`);
  const own = createRng(rng).split();
  const history: ReconstructionRecord[] = [];
  const m =
    method === "spectral"
      ? await retrieved(asked, { tolerance, maxProjections, ...options }, own, history)
      : randomCells(asked, own);
  const counts = createPairCounts(m, asked);
  if (m.some((phase) => phase !== m[0])) {
    const plan = {
      trials: maxIterations,
      tolerance,
      heat: method === "spectral" ? COLD : 1,
    };
    await anneal(counts, plan, own, options, ({ trials, temperature, rms }) => {
      history.push({ stage: "annealing", iterations: trials, temperature, rms });
      options.onSample?.(sampleOf(m, asked, rms));
    });
  }
  const rms = counts.rms();
  const stop = rms <= tolerance ? "tolerance" : "iterations";
  return { ...sampleOf(m, asked, rms), stop, history };
}

/** The first temperature after a retrieval, over that of random cells: it mends, and does not forget. */
const COLD = 0.01;

function methodOf(
  method: ReconstructOptions["method"],
  { phases, pairs }: ReconstructionTarget,
  where: string,
): "spectral" | "annealing" {
  const retrievable = phases === 2 && pairs.some(({ a, b }) => a === b);
  const chosen = method ?? (retrievable ? "spectral" : "annealing");
  checkOneOf(chosen, ["spectral", "annealing"], `${where}: method`);
  if (chosen === "annealing" || retrievable) return chosen;
  throw new ValueError(
    `${where}: method "spectral" needs the autocorrelation of one of two phases; got ` +
      `${pairs.map(({ a, b }) => `[${a}, ${b}]`).join(", ")} of ${phases} phases. Take "annealing".`,
  );
}

/** The two phases of a target from one autocorrelation, of all distances. */
async function retrieved(
  asked: ReconstructionTarget,
  options: ReconstructOptions & { readonly tolerance: number; readonly maxProjections: number },
  rng: Rng,
  history: ReconstructionRecord[],
): Promise<Uint8Array> {
  const { grid, pairs, cellsUpTo } = asked;
  const [zeros] = cellsUpTo;
  const [{ a, f }] = pairs.filter((pair) => pair.a === pair.b);
  const phasesOf = (indicator: Uint8Array): Uint8Array =>
    a === 1 ? indicator : indicator.map((inside) => 1 - inside);
  const plan = {
    grid,
    autocorrelation: f,
    cells: a === 0 ? zeros : sizeOf(grid) - zeros,
    steps: options.maxProjections,
    tolerance: options.tolerance,
  };
  const indicator = await retrievePhase(plan, rng, options, (best, rms, iterations) => {
    history.push({ stage: "retrieval", iterations, temperature: 0, rms });
    options.onSample?.(sampleOf(phasesOf(best), asked, rms));
  });
  return phasesOf(indicator);
}

function randomCells({ grid, cellsUpTo }: ReconstructionTarget, rng: Rng): Uint8Array {
  const m = new Uint8Array(sizeOf(grid));
  cutByRank(m, 0, uniforms(rng, grid).data, cellsUpTo);
  return m;
}

function sampleOf(m: Uint8Array, { grid }: ReconstructionTarget, rms: number): ReconstructedSample {
  return { microstructure: ndarrayOf(m.slice(), [1, ...grid]), rms };
}
