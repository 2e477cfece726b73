/**
 * Simulated annealing of a microstructure towards given statistics: two unlike cells are drawn, half of the time
 * both at interfaces, and swapped if that lowers the energy E, or else with the probability of Metropolis,
 *
 *   P = min(1, e^{−ΔE/T}),   T = T₀ κ^t falling geometrically, T₀ the mean |ΔE| of 100 random swaps,
 *
 * over the first four fifths of the trials to a thousandth of T₀. The last fifth has T = 0: E never rises.
 *
 * Kirkpatrick, Gelatt, Vecchi, Science 220 (1983) 671. Yeong and Torquato, Physical Review E 57 (1998) 495.
 */
import { exponential } from "../compute/index.js";
import { checkpoint, ConvergenceError } from "../core/index.js";
import type { Rng, RunOptions } from "../core/index.js";
import type { PairCounts } from "./pairCounts.js";

/** How long to anneal, and from where. */
export interface AnnealingPlan {
  /** Trials. */
  readonly trials: number;
  /** The RMS at which to stop. */
  readonly tolerance: number;
  /** The first temperature over T₀: 1 forgets where it begins. */
  readonly heat: number;
}

/** The state at a checkpoint. */
export interface AnnealingRecord {
  readonly trials: number;
  /** T in units of E; 0 in the last fifth. */
  readonly temperature: number;
  readonly rms: number;
}

/** The last temperature above zero, over T₀. */
const COLDEST = 1e-3;

/** The part of the trials during which T falls. */
const COOLING = 0.8;

/** Distances looked at between two checkpoints: some tens of milliseconds. */
const WORK = 2e7;

/** Accepted swaps after which the counts are computed anew. */
const VERIFY = 10_000;

/** How many cells are drawn in search of one at an interface. */
const DRAWS = 100;

/**
 * Swaps cells of `counts` until its RMS is within the tolerance, or the trials are used up.
 * @param onRecord called at every checkpoint
 * @returns the number of trials
 * @throws ConvergenceError if the counts that are kept up to date are not those of the phases
 */
export async function anneal(
  counts: PairCounts,
  { trials, tolerance, heat }: AnnealingPlan,
  rng: Rng,
  options: RunOptions,
  onRecord: (record: AnnealingRecord) => void,
): Promise<number> {
  const { m } = counts;
  const scale = 1 / m.length ** 2; // from N² E to E
  const hottest = meanChange(counts, rng);
  const cooling = Math.floor(COOLING * trials);
  const stride = Math.max(1, Math.min(Math.ceil(trials / 50), Math.ceil(WORK / counts.work)));
  const start = hottest * Math.max(heat, COLDEST);
  const decay = cooling > 0 ? (hottest * COLDEST) / start : 1;
  let temperature = start;
  let [trial, unverified] = [0, 0];
  while (trial < trials && counts.runningRms() > tolerance) {
    if (trial % stride === 0) {
      temperature = trial < cooling ? start * decay ** (trial / cooling) : 0;
      onRecord({ trials: trial, temperature: temperature * scale, rms: counts.rms() });
      await checkpoint(options, { done: trial, total: trials, unit: "swaps" });
      if (unverified >= VERIFY) {
        verify(counts);
        unverified = 0;
      }
    }
    const [p, q] = unlikeCells(counts, rng);
    const change = counts.change(p, q);
    if (change <= 0 || (temperature > 0 && rng.uniform() < exponential(-change / temperature))) {
      counts.swap();
      unverified += 1;
    }
    trial += 1;
  }
  verify(counts);
  onRecord({ trials: trial, temperature: temperature * scale, rms: counts.rms() });
  return trial;
}

/** Mean |ΔE| N² of random swaps. */
function meanChange(counts: PairCounts, rng: Rng): number {
  const trials = 100;
  let sum = 0;
  for (let trial = 0; trial < trials; trial++) {
    const p = rng.integer(counts.m.length);
    sum += Math.abs(counts.change(p, unlike(counts, p, false, rng)));
  }
  return sum / trials;
}

function unlikeCells(counts: PairCounts, rng: Rng): [number, number] {
  const atInterface = rng.uniform() < 1 / 2;
  let p = rng.integer(counts.m.length);
  for (let draw = 1; atInterface && draw < DRAWS && !counts.isAtInterface(p); draw++) {
    p = rng.integer(counts.m.length);
  }
  return [p, unlike(counts, p, atInterface, rng)];
}

/** A cell of another phase than p's; there are at least two phases. */
function unlike(counts: PairCounts, p: number, atInterface: boolean, rng: Rng): number {
  const { m } = counts;
  for (let draw = 0; ; draw++) {
    const q = rng.integer(m.length);
    if (m[q] === m[p]) continue;
    if (!atInterface || draw >= DRAWS || counts.isAtInterface(q)) return q;
  }
}

function verify(counts: PairCounts): void {
  if (counts.areExact()) return;
  throw new ConvergenceError(
    "microstructure.reconstruct: the pair counts kept up to date should be those of the phases, and differ. " +
      "Please report the call: this is a defect of the library.",
  );
}
