/** Samples of a linear localization, as spectra of local states and responses. */
import { backend } from "../../compute/index.js";
import {
  checkFinite,
  checkRank,
  checkShape,
  sizeOf,
  toFloat64,
  ValueError,
} from "../../core/index.js";
import type { ArrayInput, Dense } from "../../core/index.js";
import { createSampler, stateCount, toMicrostructure } from "../../states/index.js";
import type { LinearLocalization } from "../network.js";
import { checkGridOf } from "./composedKernel.js";

/** Checked samples: microstructures m[s, …x] and responses p[s, c, …x], or p[s, …x] for one component. */
export interface Samples {
  readonly network: LinearLocalization;
  readonly m: Dense;
  readonly p: Dense<Float64Array>;
  readonly count: number;
  readonly grid: readonly number[];
  /** Cells of the grid, and entries of its half spectrum. */
  readonly cells: number;
  readonly half: number;
  /** Local states H and components C. */
  readonly states: number;
  readonly components: number;
}

/** Spectra w[s, field, k] of some samples: H local states, then C components. */
export interface Spectra {
  readonly count: number;
  readonly re: Float64Array;
  readonly im: Float64Array;
}

/** Entries of the spectra that are made together. */
const CHUNK = 1 << 21;

/**
 * Microstructures and responses that belong to a network and to each other.
 * @throws ShapeError for other grids, components or numbers of samples
 * @throws ValueError for no samples, and for values that are not finite or outside the basis
 */
export function samplesOf(
  network: LinearLocalization,
  microstructures: ArrayInput,
  responses: ArrayInput,
  where: string,
): Samples {
  const m = toMicrostructure(microstructures, network.basis, where);
  const [count, ...grid] = m.shape;
  checkGridOf({ network }, grid, where);
  const p = toFloat64(responses, `${where}: responses`);
  const outer = network.components === null ? [count] : [count, network.components];
  const layout = network.components === null ? "[sample, …x]" : "[sample, component, …x]";
  checkRank(p, [outer.length + grid.length], layout, `${where}: responses`);
  const advice = "Every microstructure needs its response, on the same grid.";
  checkShape(p, [...outer, ...grid], advice, `${where}: responses`);
  if (count === 0) {
    throw new ValueError(
      `${where}: there should be at least one sample; got none. Check how the data were selected.`,
    );
  }
  checkFinite(p, `${where}: responses`);
  return {
    network,
    m,
    p,
    count,
    grid,
    cells: sizeOf(grid),
    half: backend().gridTransform(grid).halfSize,
    states: stateCount(network.basis),
    components: network.components ?? 1,
  };
}

/** The spectra of the samples from … to − 1. */
export function spectraOf(samples: Samples, from: number, to: number): Spectra {
  const { m, p, grid, cells, half, states, components, network } = samples;
  const all = Array.from({ length: states }, (_, h) => h);
  const sample = createSampler(network.basis, grid, all);
  const fields = states + components;
  const x = new Float64Array((to - from) * fields * cells);
  for (let s = from; s < to; s++) {
    const at = (s - from) * fields * cells;
    sample(m.data, s * cells, x, x, at);
    x.set(
      p.data.subarray(s * components * cells, (s + 1) * components * cells),
      at + states * cells,
    );
  }
  const re = new Float64Array((to - from) * fields * half);
  const im = new Float64Array(re.length);
  backend()
    .gridTransform(grid)
    .forwardReal(x, (to - from) * fields, re, im);
  return { count: to - from, re, im };
}

/** Samples whose spectra are made together. */
export function chunkOf({ half, states, components, count }: Samples): number {
  return Math.min(count, Math.max(1, Math.floor(CHUNK / (half * (states + components)))));
}

/** How many frequencies of the full spectrum an entry of the half spectrum stands for, [k]. */
export function multiplicities({ grid, half }: Pick<Samples, "grid" | "half">): Float64Array {
  const n = grid[grid.length - 1];
  const columns = (n >> 1) + 1;
  return Float64Array.from({ length: half }, (_, k) => {
    const column = k % columns;
    return column === 0 || 2 * column === n ? 1 : 2;
  });
}
