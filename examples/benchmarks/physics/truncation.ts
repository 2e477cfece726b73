/**
 * How far the solver is from its answer after so many iterations, from u = 0: the mean absolute strain error of
 * ε_xx in percent of the mean strain, over cells whose grains differ in size, shape and fraction. What it is
 * worth to stop early, and the rival of every learned map.
 */
import { metrics, physics } from "kernelfield";
import type { NdArray } from "kernelfield";
import { cellsOf } from "./inputs.js";
import { uniaxial } from "./ourSide.js";

/** Errors of one contrast, in percent, after 1, 2, … iterations. */
export interface Truncation {
  readonly contrast: number;
  readonly errors: readonly number[];
  /** What a prototype of the method gave on other cells drawn alike. */
  readonly expected: readonly number[];
  /** Whether every error is within `SPREAD` of that, up or down. */
  readonly agrees: boolean;
}

const SAMPLES = 40;
const GRID = [31, 31, 31];
const CONVERGED = 1e-8;

/** Cells are drawn: a mean over forty varies by a tenth or so. */
const SPREAD = 1.3;

const EXPECTED: readonly (readonly [contrast: number, errors: readonly number[]])[] = [
  [10, [11.96, 4.59, 2.03, 0.89, 0.41, 0.19]],
  [50, [23.4, 13.3, 8.4, 5.5, 3.7, 2.6]],
];

/** The errors at both contrasts. */
export async function measureTruncation(): Promise<Truncation[]> {
  const m = cellsOf({ cells: "filtered", samples: SAMPLES, grid: GRID });
  const rows: Truncation[] = [];
  for (const [contrast, expected] of EXPECTED) {
    const solve = async (iterations: number): Promise<NdArray> => {
      const truncated = { maxIterations: iterations, accept: "truncated" } as const;
      const { strain } = await physics.solveElasticity(
        m,
        { elasticModulus: [1, contrast], poissonRatio: [0.3, 0.3] },
        uniaxial(GRID.length),
        { tolerance: CONVERGED, ...(iterations === Infinity ? {} : truncated) },
      );
      return strain.pick(null, 0);
    };
    const exact = await solve(Infinity);
    const errors: number[] = [];
    for (let k = 1; k <= expected.length; k++) {
      errors.push(metrics.mase(await solve(k), exact).mean);
    }
    rows.push({ contrast, errors, expected, agrees: agree(errors, expected) });
  }
  return rows;
}

/** Whether errors are what they are expected to be. */
export function agree(errors: readonly number[], expected: readonly number[]): boolean {
  return errors.every((error, k) => {
    const ratio = error / expected[k];
    return ratio <= SPREAD && ratio >= 1 / SPREAD;
  });
}
