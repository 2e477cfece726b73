/**
 * The error of a symmetric tensor field with all its components, in percent:
 *
 *   strain   100 √(mean_x ‖Δε‖_F²)/‖Ē‖_F,   Ē = mean_x ε
 *   stress   100 √(mean_x ‖Δσ‖_F²)/scale,   scale = ‖C_ref‖ ‖Ē‖
 *
 * ‖·‖_F is the Frobenius norm, the plain norm of Mandel's components (shear times √2), so it does
 * not depend on the axes chosen. Components are in Voigt's order: xx, yy, xy in 2-D; xx, yy, zz,
 * yz, xz, xy in 3-D; shear strain is engineering strain γ = 2 ε_ij, which Mandel's √2 ε_ij turns
 * into γ²/2 in the sum.
 */
import { checkNumber, formatShape, ShapeError, ValueError } from "../core/index.js";
import type { ArrayInput } from "../core/index.js";
import { scoresOf } from "./mase.js";
import type { SampleScores } from "./mase.js";
import { meanOf, pairOf, RELATIVE_ZERO } from "./pair.js";
import type { Pair } from "./pair.js";
import { square, sumOf } from "./sum.js";

/** What the square of a shear component counts in ‖·‖_F². */
const ENGINEERING_SHEAR = 1 / 2;
const STRESS_SHEAR = 2;

/**
 * The error of predicted strains p[s, c, …x] of y[s, c, …x], in percent of the mean strain, per
 * sample and over the set.
 * @throws ShapeError if the shapes differ, or the components do not fit the space axes
 * @throws ValueError for NaN or infinities, or a sample of mean strain 0
 */
export function strainError(p: ArrayInput, y: ArrayInput): SampleScores {
  const where = "metrics.strainError";
  const pair = pairOf(p, y, where);
  const { components, normals, points } = tensorAxes(pair, where);
  const weights = weightsOf(components, normals, ENGINEERING_SHEAR);
  return scoresOf(
    rootMeanSquares(pair, weights).map((error, s) => {
      const start = s * pair.cells;
      const mean = Math.sqrt(
        sumOf(components, (c) => weights[c] * square(meanOf(pair.y, start + c * points, points))),
      );
      const size = Math.sqrt(squareOf(pair.y, undefined, start, weights, points) / points);
      if (mean <= RELATIVE_ZERO * size) {
        throw new ValueError(
          `${where}: the truth of sample ${s} has mean strain 0 up to rounding, so there is no ` +
            `macroscopic strain to compare with. Load the cell, or use metrics.relativeFluctuationL2.`,
        );
      }
      return (100 * error) / mean;
    }),
  );
}

/**
 * The error of predicted stresses p[s, c, …x] of y[s, c, …x], in percent of a stress, per sample
 * and over the set.
 * @param scale the stress that counts as 100 %: ‖C_ref‖ ‖Ē‖, in the units of y
 * @throws ShapeError if the shapes differ, or the components do not fit the space axes
 * @throws ValueError for NaN or infinities, or a scale that is not positive
 */
export function stressError(p: ArrayInput, y: ArrayInput, scale: number): SampleScores {
  const where = "metrics.stressError";
  checkNumber(scale, Number.MIN_VALUE, Infinity, `${where}: scale`);
  const pair = pairOf(p, y, where);
  const { components, normals } = tensorAxes(pair, where);
  const weights = weightsOf(components, normals, STRESS_SHEAR);
  return scoresOf(rootMeanSquares(pair, weights).map((error) => (100 * error) / scale));
}

interface TensorAxes {
  readonly components: number;
  /** Normal components, which come first: one for every space axis. */
  readonly normals: number;
  readonly points: number;
}

function tensorAxes({ shape, cells }: Pair, where: string): TensorAxes {
  const [, components, ...space] = shape;
  const normals = space.length;
  if (normals < 1 || normals > 3 || components !== (normals * (normals + 1)) / 2) {
    throw new ShapeError(
      `${where}: prediction and truth should have the axes [sample, component, …x] with 1, 3 or 6 ` +
        `components in 1-D, 2-D or 3-D; got ${formatShape(shape)}. Pass all components of the tensor.`,
    );
  }
  return { components, normals, points: cells / components };
}

function weightsOf(components: number, normals: number, shear: number): readonly number[] {
  return Array.from({ length: components }, (_, c) => (c < normals ? 1 : shear));
}

/** √(mean_x ‖p − y‖_F²) of every sample. */
function rootMeanSquares(pair: Pair, weights: readonly number[]): Float64Array {
  const { p, y, samples, cells } = pair;
  const points = cells / weights.length;
  return Float64Array.from({ length: samples }, (_, s) =>
    Math.sqrt(squareOf(p, y, s * cells, weights, points) / points),
  );
}

/** Σ_x ‖a − b‖_F² of one sample; b = 0 if it is left out. */
function squareOf(
  a: Float64Array,
  b: Float64Array | undefined,
  start: number,
  weights: readonly number[],
  points: number,
): number {
  return sumOf(weights.length, (c) => {
    const from = start + c * points;
    return weights[c] * sumOf(points, (i) => square(a[from + i] - (b ? b[from + i] : 0)));
  });
}
