/**
 * From sums to influence coefficients: at every k ≠ 0 the least-norm solution y of the regression
 * in its free directions, then A = T y; at k = 0 the least-norm solution on all states.
 *
 * Singular values of the regression below 1e-6 (gram) or 2.2e-12 (qr) of the largest at the same
 * frequency are dropped, and so is everything below the rounding of the transforms: a frequency
 * that holds nothing else must give zero, not a fit of noise.
 */
import {
  checkNumber,
  checkOneOf,
  checkpoint,
  ndarrayOf,
  sizeOf,
  ValueError,
} from "../core/index.js";
import type { ComplexArray, RunOptions } from "../core/index.js";
import { GAUGES } from "../stencil/index.js";
import type { Gauge } from "../stencil/index.js";
import { directionsOf, isComplexBasis, redundancyOf, spectrumShape } from "../states/index.js";
import type { Basis, Directions, Localization } from "../states/index.js";
import { createFamilySolver } from "./familySolver.js";
import type { FamilySolution } from "./familySolver.js";
import { addMultiple } from "./normalEquations.js";
import { identity } from "./spectralAdder.js";
import type { Sums } from "./sums.js";
import { warningsOf } from "./warnings.js";

/** Options of `solve`. */
export interface SolveOptions extends RunOptions {
  /** The form of the coefficients where states sum to one. Default "minimumNorm". */
  readonly gauge?: Gauge;
  /**
   * Weight of ‖A[k]‖² relative to the mean power of the local states at the same k ≠ 0; the mean
   * response is not shrunk. Default 0; up to 1e-2 is sensible, above all for few samples.
   */
  readonly ridge?: number;
}

/** Frequencies solved between two checkpoints. */
const STEP = 1 << 14;

/**
 * The influence coefficients of the samples that were added to the sums.
 * @param sums filled by `addBatch`, perhaps merged
 * @throws ValueError for sums without samples, an unknown gauge or a negative ridge
 */
export async function solve(sums: Sums, options: SolveOptions = {}): Promise<Localization> {
  const { gauge = "minimumNorm", ridge = 0 } = options;
  checkOneOf(gauge, GAUGES, "mks.solve: gauge");
  checkNumber(ridge, 0, Infinity, "mks.solve: ridge");
  if (sums.samples === 0) {
    throw new ValueError(
      "mks.solve: the sums should hold at least one sample; they are empty. Call mks.addBatch first.",
    );
  }
  const { basis, grid, components } = sums;
  const spectrum = spectrumShape(basis, grid);
  const size = sizeOf(spectrum);
  const floor = roundingFloor(sums);
  const directions = directionsOf(basis);
  const away = createFamilySolver(sums.away, { directions: directions.fromFree, ridge, floor });
  for (let done = 0; done < size; done += STEP) {
    await checkpoint(options, { done, total: size, unit: "frequencies" });
    away.solve(done, Math.min(done + STEP, size));
  }
  const all = identity(sums.mean.features);
  const mean = createFamilySolver(sums.mean, { directions: all, ridge: 0, floor });
  mean.solve(0, 1);
  const toStates = inGauge(directions, gauge, basis);
  const coefficients = assemble(sums, away.solution, mean.solution, toStates, spectrum);
  const { rank, condition, residual } = away.solution;
  rank[0] = mean.solution.rank[0];
  condition[0] = mean.solution.condition[0];
  residual.forEach((values, c) => (values[0] = mean.solution.residual[c][0]));
  return {
    kind: "localization",
    version: 1,
    basis,
    grid,
    scalar: components === undefined,
    coefficients,
    gauge,
    diagnostics: {
      samples: sums.samples,
      grid,
      rank: ndarrayOf(rank, spectrum),
      condition: ndarrayOf(condition, spectrum),
      trainingError: residual.map((values) => meanSquare(values, sums)),
      warnings: warningsOf(sums, rank, condition),
    },
  };
}

/** (16 ε)² log₂N Σ|m|²: what rounding alone can leave of Σ_s |M(k)|². */
function roundingFloor({ grid, power }: Sums): number {
  return (16 * Number.EPSILON) ** 2 * Math.max(1, Math.log2(sizeOf(grid))) * power;
}

/** T of the directions in a gauge: `dropLast` takes A_{H−1} from every A_h, so its row of T from every row. */
function inGauge({ count, toStates }: Directions, gauge: Gauge, basis: Basis): Float64Array {
  if (gauge !== "dropLast" || redundancyOf(basis).kind !== "partition") return toStates;
  const last = toStates.length - count;
  return toStates.map((entry, i) => entry - toStates[last + (i % count)]);
}

/** A[c, h, k] = Σ_d T[h, d] y[c, d, k] for k ≠ 0, and the mean's own solution at k = 0. */
function assemble(
  { basis, grid, mean: { features: states, responses } }: Sums,
  away: FamilySolution,
  mean: FamilySolution,
  toStates: Float64Array,
  spectrum: readonly number[],
): ComplexArray {
  const size = sizeOf(spectrum);
  const count = toStates.length / states;
  const combine = (y: Float64Array, y0: Float64Array): Float64Array => {
    const out = new Float64Array(responses * states * size);
    for (let c = 0; c < responses; c++) {
      for (let h = 0; h < states; h++) {
        const to = (c * states + h) * size;
        for (let d = 0; d < count; d++) {
          addMultiple(out, to, toStates[h * count + d], y, (c * count + d) * size, size);
        }
        out[to] = y0[c * states + h];
      }
    }
    return out;
  };
  const coefficients = {
    re: combine(away.re, mean.re),
    im: combine(away.im, mean.im),
    shape: [responses, states, ...spectrum],
  };
  if (!isComplexBasis(basis)) clearImaginary(coefficients.im, selfConjugate(grid), size);
  return coefficients;
}

/** Positions in the half spectrum where k ≡ −k: real kernels have real coefficients there. */
function selfConjugate(grid: readonly number[]): number[] {
  let positions = [0];
  grid.forEach((n, axis) => {
    const length = axis === grid.length - 1 ? (n >> 1) + 1 : n;
    const own = n % 2 === 0 ? [0, n / 2] : [0];
    positions = positions.flatMap((head) => own.map((k) => head * length + k));
  });
  return positions;
}

function clearImaginary(im: Float64Array, positions: readonly number[], size: number): void {
  for (let plane = 0; plane < im.length; plane += size) {
    for (const k of positions) im[plane + k] = 0;
  }
}

/** (1 / nN²) Σ_k of the residuals; in a half spectrum most frequencies stand for two. */
function meanSquare(residual: Float64Array, { basis, grid, samples }: Sums): number {
  const n = grid[grid.length - 1];
  const half = (n >> 1) + 1;
  const cells = sizeOf(grid);
  const full = isComplexBasis(basis);
  let sum = 0;
  for (let k = 0; k < residual.length; k++) {
    const column = k % half;
    const single = full || column === 0 || 2 * column === n;
    sum += single ? residual[k] : 2 * residual[k];
  }
  return sum / (samples * cells * cells);
}
