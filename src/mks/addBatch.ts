/** Adding samples to the sums of a fit. */
import { backend } from "../compute/index.js";
import {
  checkFinite,
  checkRank,
  checkShape,
  formatShape,
  ShapeError,
  toFloat64,
  ValueError,
} from "../core/index.js";
import type { ArrayInput, Dense } from "../core/index.js";
import {
  createSampler,
  directionsOf,
  isComplexBasis,
  redundancyOf,
  toMicrostructure,
} from "../states/index.js";
import type { Basis } from "../states/index.js";
import { throughBackend } from "./resident.js";
import { createSpectralAdder, identity } from "./spectralAdder.js";
import type { Sums } from "./sums.js";

/** Cells transformed together: enough samples to amortise adding their products to the sums. */
const CHUNK_CELLS = 1 << 22;

/** Samples transformed together at most. */
const CHUNK_SAMPLES = 16;

/** Cells sampled and transformed together: few, so that they stay in the cache in between. */
const STAGED_CELLS = 1 << 20;

/** Adds samples to the sums it was made for. */
export interface SampleAdder {
  /** Adds the samples from … to − 1 of checked data. */
  readonly add: (m: Dense, p: Dense<Float64Array>, from: number, to: number) => void;
  /** Gives the scratch memory back. */
  readonly release: () => void;
}

/**
 * Adds samples to sums; fills its first argument.
 * @param sums made by `createSums`
 * @param m microstructures m[s, …x]
 * @param p responses p[s, …x], or p[s, c, …x] if the sums were created with components
 * @throws ShapeError if grid, components or sample counts do not match
 * @throws ValueError for an empty batch, and values that are not finite or outside the basis
 */
export function addBatch(sums: Sums, m: ArrayInput, p: ArrayInput): void {
  const batch = checkBatch(sums.basis, m, p, "mks.addBatch");
  checkBelongs(sums, batch, "mks.addBatch");
  addChecked(sums, batch);
}

/** Adds samples that `checkBatch` and `checkBelongs` accepted. */
export function addChecked(sums: Sums, { m, p }: Pick<CheckedBatch, "m" | "p">): void {
  throughBackend(sums, (resident) => {
    const { add, release } = createAdder(resident);
    try {
      add(m, p, 0, m.shape[0]);
    } finally {
      release();
    }
  });
}

/** Samples as contiguous data, microstructures and responses in line. */
export interface CheckedBatch {
  readonly m: Dense;
  readonly p: Dense<Float64Array>;
  readonly grid: readonly number[];
  readonly components: number | undefined;
}

/**
 * Microstructures and responses as contiguous data that belong together.
 * @throws ShapeError, ValueError as `addBatch`
 */
export function checkBatch(
  basis: Basis,
  microstructures: ArrayInput,
  responses: ArrayInput,
  where: string,
): CheckedBatch {
  const m = toMicrostructure(microstructures, basis, where);
  const [samples, ...grid] = m.shape;
  const p = toFloat64(responses, `${where}: response`);
  const ranks = [grid.length + 1, grid.length + 2];
  checkRank(p, ranks, "[sample, …x] or [sample, component, …x]", `${where}: response`);
  const components = p.shape.length === ranks[1] ? p.shape[1] : undefined;
  checkShape(
    p,
    [samples, ...(components === undefined ? [] : [components]), ...grid],
    "Every microstructure needs its response, on the same grid.",
    `${where}: response`,
  );
  if (samples === 0 || components === 0) {
    throw new ValueError(
      `${where}: there should be at least one sample and one component; got none. ` +
        `Check how the data were selected.`,
    );
  }
  checkFinite(p, `${where}: response`);
  return { m, p, grid, components };
}

/**
 * Refuses samples of another grid or other components than the sums were created for.
 * @throws ShapeError
 */
export function checkBelongs(sums: Sums, batch: CheckedBatch, where: string): void {
  const words = ({ grid, components }: Pick<Sums, "grid" | "components">): string =>
    `grid ${formatShape(grid)} with ${components ?? "no"} components`;
  if (words(sums) === words(batch)) return;
  throw new ShapeError(
    `${where}: the sums were created for ${words(sums)}; got samples on ${words(batch)}. ` +
      `Create sums for every grid and response apart.`,
  );
}

/** The bare step of `addBatch`, with its scratch memory. */
export function createAdder(sums: Sums): SampleAdder {
  const { basis, grid, away, mean } = sums;
  const { kind, state, value, free } = redundancyOf(basis);
  const complex = isComplexBasis(basis);
  const { allocate, release, gridTransform, overlap } = backend();
  const transform = gridTransform(grid);
  const { size } = transform;
  const spectrumSize = complex ? size : transform.halfSize;
  const responses = away.responses;
  const fields = free.length + responses;
  const states = mean.features;
  const chunk = Math.max(1, Math.min(CHUNK_SAMPLES, Math.floor(CHUNK_CELLS / (fields * size))));
  const sample = createSampler(basis, grid, free);
  const staged = Math.max(1, Math.min(chunk, Math.floor(STAGED_CELLS / (fields * size))));
  const cells = complex ? 0 : staged * fields * size;
  const kept = chunk * fields * spectrumSize;
  const scratch = allocate(2 * cells + 2 * kept);
  const xs = [scratch.subarray(0, cells), scratch.subarray(cells, 2 * cells)];
  const re = scratch.subarray(2 * cells, 2 * cells + kept);
  const im = scratch.subarray(2 * cells + kept);
  const meanRe = new Float64Array(chunk * (states + responses));
  const meanIm = new Float64Array(meanRe.length);
  const addAway = createSpectralAdder(away, directionsOf(basis).fromFree);
  const addMean = createSpectralAdder(mean, identity(states));

  /** Writes the fields of `count` samples that are to be transformed, in place if they are complex. */
  const sampleInto = (
    into: Float64Array,
    intoIm: Float64Array,
    m: Dense,
    p: Dense<Float64Array>,
    first: number,
    count: number,
  ): void => {
    for (let s = 0; s < count; s++) {
      const to = s * fields * size;
      sample(m.data, (first + s) * size, into, intoIm, to);
      const start = (first + s) * responses * size;
      into.set(p.data.subarray(start, start + responses * size), to + free.length * size);
      if (complex) intoIm.fill(0, to + free.length * size, to + fields * size);
      // Hats between 0 and 1 that sum to one have Σ_h m_h² ≤ 1; other states are squared.
      sums.power += kind === "partition" ? size : size * value * value;
      if (kind !== "partition") sums.power += squares(into, to, free.length * size);
      if (complex) sums.power += squares(intoIm, to, free.length * size);
    }
  };

  /** Fills the spectra of a chunk: while some samples are transformed the next ones are written. */
  const fillSpectra = (m: Dense, p: Dense<Float64Array>, first: number, count: number): void => {
    /** Samples from `s` on, as fields and as spectra. */
    const partAt = (s: number) => {
      const some = Math.min(staged, count - s);
      const stretch = [s * fields * spectrumSize, (s + some) * fields * spectrumSize] as const;
      const spectra = [re.subarray(...stretch), im.subarray(...stretch)] as const;
      const x = xs[(s / staged) % 2];
      return { some, spectra, x, into: complex ? spectra : ([x, x] as const) };
    };
    const write = (s: number): void => {
      if (s >= count) return;
      const { some, into } = partAt(s);
      sampleInto(...into, m, p, first + s, some);
    };
    write(0);
    for (let s = 0; s < count; s += staged) {
      const { some, spectra, x } = partAt(s);
      overlap(
        () => {
          if (complex) transform.forward(...spectra, some * fields);
          else transform.forwardReal(x, some * fields, ...spectra);
        },
        () => write(s + staged),
      );
    }
  };

  const add: SampleAdder["add"] = (m, p, from, to) => {
    for (let first = from; first < to; first += chunk) {
      const count = Math.min(chunk, to - first);
      fillSpectra(m, p, first, count);
      addAway(re, im, count);
      fillMeans(count);
      addMean(meanRe, meanIm, count);
      sums.samples += count;
    }
  };
  return {
    add,
    release() {
      release(scratch);
    },
  };

  /** The transforms at k = 0 of all states, the left-out one from the others, and the responses. */
  function fillMeans(count: number): void {
    for (let s = 0; s < count; s++) {
      const at = s * (states + responses);
      const known = s * fields * spectrumSize;
      let rest = kind === "partition" ? size : size * value;
      free.forEach((h, i) => {
        meanRe[at + h] = re[known + i * spectrumSize];
        meanIm[at + h] = complex ? im[known + i * spectrumSize] : 0;
        if (kind === "partition") rest -= meanRe[at + h];
      });
      if (state >= 0) meanRe[at + state] = rest;
      for (let c = 0; c < responses; c++) {
        meanRe[at + states + c] = re[known + (free.length + c) * spectrumSize];
      }
    }
  }
}

function squares(values: Float64Array, start: number, count: number): number {
  let sum = 0;
  for (let i = start; i < start + count; i++) sum += values[i] * values[i];
  return sum;
}
