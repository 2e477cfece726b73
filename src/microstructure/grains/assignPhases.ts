/** Grains to phases: all cells of a grain get the phase that is drawn for it. */
import {
  checkBoolean,
  checkInteger,
  checkRank,
  createRng,
  ndarrayOf,
  permutation,
  sizeOf,
  toDense,
} from "../../core/index.js";
import type { ArrayInput, NdArray, Rng, Seed } from "../../core/index.js";
import { cumulativeFractions } from "../fractions.js";
import type { PhaseFractions } from "../fractions.js";

/** Options of `assignPhases`. */
export interface AssignPhasesOptions extends PhaseFractions {
  /**
   * Whether the volume fractions of every sample are kept as well as whole grains allow: in random order, each grain
   * goes to the phase that lacks most. Default false: phases of grains are independent, and fractions kept on
   * average.
   */
  readonly balanced?: boolean;
}

/**
 * The microstructure of grains whose phases are drawn with the volume fractions f_h.
 *
 * Balanced, no phase has more cells than N f_h by as much as the largest grain.
 * @param labels the grain of every cell [s, …x], integers ≥ 0, as `voronoi` and `polycrystal` return them
 * @param rng a seed or a stream; sample s depends on it and s alone
 * @returns m[s, …x]
 * @throws ShapeError unless the labels have a sample axis and one to three space axes
 * @throws ValueError for labels that are no integers ≥ 0, or fractions that are none
 */
export function assignPhases(
  labels: ArrayInput,
  options: AssignPhasesOptions,
  rng: Seed,
): NdArray<Uint8Array> {
  const where = "microstructure.assignPhases";
  const grains = toDense(labels, `${where}: labels`);
  checkRank(grains, [2, 3, 4], "[sample, …x]", `${where}: labels`);
  const { balanced = false } = options;
  checkBoolean(balanced, `${where}: balanced`);
  const cumulative = cumulativeFractions(options, where);
  const { data, shape } = grains;
  const [samples, ...grid] = shape;
  const size = sizeOf(grid);
  const streams = createRng(rng);
  const m = new Uint8Array(data.length);
  for (let s = 0; s < samples; s++) {
    const cells = cellsOfGrains(data, s * size, (s + 1) * size, where);
    const draw = balanced ? balancedPhases : independentPhases;
    const phases = draw(cells, cumulative, streams.split());
    for (let x = s * size; x < (s + 1) * size; x++) m[x] = phases.get(data[x]) ?? 0;
  }
  return ndarrayOf(m, shape);
}

/** The number of cells of every grain, in the order of the labels. */
function cellsOfGrains(
  labels: ArrayLike<number>,
  from: number,
  to: number,
  where: string,
): [number, number][] {
  const cells = new Map<number, number>();
  for (let x = from; x < to; x++) {
    checkInteger(labels[x], 0, Number.MAX_SAFE_INTEGER, `${where}: labels`);
    cells.set(labels[x], (cells.get(labels[x]) ?? 0) + 1);
  }
  return [...cells].sort(([a], [b]) => a - b);
}

function independentPhases(
  cells: readonly [number, number][],
  cumulative: readonly number[],
  rng: Rng,
): Map<number, number> {
  return new Map(
    cells.map(([grain]) => {
      const u = rng.uniform();
      return [grain, cumulative.filter((c) => c <= u).length];
    }),
  );
}

function balancedPhases(
  cells: readonly [number, number][],
  cumulative: readonly number[],
  rng: Rng,
): Map<number, number> {
  const size = cells.reduce((sum, [, count]) => sum + count, 0);
  const lacking = [...cumulative, 1].map((c, h) => size * (c - (h > 0 ? cumulative[h - 1] : 0)));
  const phases = new Map<number, number>();
  for (const i of permutation(rng, cells.length)) {
    const [grain, count] = cells[i];
    const phase = lacking.indexOf(Math.max(...lacking));
    lacking[phase] -= count;
    phases.set(grain, phase);
  }
  return phases;
}
