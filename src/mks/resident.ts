/** Sums in arrays of the backend, which works on them where they are, for as long as a fit goes on. */
import { backend } from "../compute/index.js";
import type { CompensatedSum } from "../compute/index.js";
import type { Basis } from "../states/index.js";
import { sumsIn } from "./sums.js";
import type { GramSums, Sums, SumsOptions } from "./sums.js";

/** Sums that live in the backend. */
export interface ResidentSums {
  readonly sums: Sums;
  /** Gives the memory back; `sums` must not be used any more. */
  readonly release: () => void;
}

/** Empty sums, as `createSums` makes them elsewhere. */
export function residentSums(
  grid: readonly number[],
  basis: Basis,
  options: SumsOptions,
): ResidentSums {
  const { allocate, release } = backend();
  const taken: Float64Array[] = [];
  const releaseAll = (): void => taken.splice(0).forEach(release);
  const zeros = (length: number): Float64Array => {
    const plane = allocate(length).fill(0);
    taken.push(plane);
    return plane;
  };
  try {
    return { sums: sumsIn(zeros, grid, basis, options), release: releaseAll };
  } catch (error) {
    releaseAll();
    throw error;
  }
}

/** Runs work that adds to sums, with a copy of them in the backend. What was added to it is added to them. */
export function throughBackend(sums: Sums, work: (resident: Sums) => void): void {
  const { sums: resident, release } = residentSums(sums.grid, sums.basis, sums);
  try {
    copySums(resident, sums);
    work(resident);
    copySums(sums, resident);
  } finally {
    release();
  }
}

function copySums(to: Sums, from: Sums): void {
  to.samples = from.samples;
  to.power = from.power;
  copySpectral(to.away.sums, from.away.sums);
  copySpectral(to.mean.sums, from.mean.sums);
}

function copySpectral(to: Sums["away"]["sums"], from: Sums["away"]["sums"]): void {
  if (to.kind === "gram" && from.kind === "gram") copyGram(to, from);
  else if (to.kind === "qr" && from.kind === "qr") {
    to.re.set(from.re);
    to.im.set(from.im);
  }
}

function copyGram(to: GramSums, from: GramSums): void {
  copySum(to.re, from.re);
  copySum(to.im, from.im);
}

function copySum(to: CompensatedSum, from: CompensatedSum): void {
  to.value.set(from.value);
  to.lost.set(from.lost);
}
