/**
 * The exact minimum of one filter as large as the grid: Newton's step, which for a quadratic form is the last.
 * Its matrix falls into one block for every frequency, so the step is the regression of Materials Knowledge
 * Systems: (Tᵀ G T) y = Tᵀ b and A = T y, in the directions T that the states determine.
 */
import { backend } from "../../compute/index.js";
import { sizeOf } from "../../core/index.js";
import { directionsOf } from "../../states/index.js";
import type { Sums } from "./sums.js";

/** The minimum at every k, and how well determined it is there. */
export interface NewtonStep {
  /** A[c, h, k]. */
  readonly re: Float64Array;
  readonly im: Float64Array;
  readonly rank: Int32Array;
  /** Largest over smallest kept singular value. */
  readonly condition: Float64Array;
}

/** Squared singular values below this share of the largest are dropped. */
const TOLERANCE = 1e-12;

/** The minimum of the quadratic form. */
export function newtonStep({ samples, gRe, gIm, bRe, bIm, statesPower }: Sums): NewtonStep {
  const { half, states, components, network, grid } = samples;
  const { count, toStates } = directionsOf(network.basis);
  const T = (h: number, d: number): number => toStates[h * count + d];
  const solution = {
    re: new Float64Array(components * states * half),
    im: new Float64Array(components * states * half),
    rank: new Int32Array(half),
    condition: new Float64Array(half).fill(1),
  };
  if (count === 0) return solution;
  const triangle = (count * (count + 1)) / 2;
  const [projRe, projIm] = [new Float64Array(triangle * half), new Float64Array(triangle * half)];
  const [rightRe, rightIm] = [
    new Float64Array(count * components * half),
    new Float64Array(count * components * half),
  ];
  let plane = 0;
  for (let d = 0; d < count; d++) {
    for (let e = d; e < count; e++, plane++) {
      for (let h = 0; h < states; h++) {
        for (let g = 0; g < states; g++) {
          const factor = T(h, d) * T(g, e);
          addMultiple(projRe, plane * half, factor, gRe, (h * states + g) * half, half);
          addMultiple(projIm, plane * half, factor, gIm, (h * states + g) * half, half);
        }
      }
    }
    for (let c = 0; c < components; c++) {
      for (let h = 0; h < states; h++) {
        const [to, from] = [(d * components + c) * half, (h * components + c) * half];
        addMultiple(rightRe, to, T(h, d), bRe, from, half);
        addMultiple(rightIm, to, T(h, d), bIm, from, half);
      }
    }
  }
  const yRe = new Float64Array(components * count * half);
  const yIm = new Float64Array(components * count * half);
  const floor = (16 * Number.EPSILON) ** 2 * Math.max(1, Math.log2(sizeOf(grid))) * statesPower;
  backend().solveHermitian(
    {
      unknowns: count,
      responses: components,
      size: half,
      gRe: projRe,
      gIm: projIm,
      bRe: rightRe,
      bIm: rightIm,
    },
    { tolerance: TOLERANCE, floor },
    { xRe: yRe, xIm: yIm, rank: solution.rank, condition: solution.condition },
  );
  for (let k = 0; k < half; k++) solution.condition[k] = Math.sqrt(solution.condition[k]);
  for (let c = 0; c < components; c++) {
    for (let h = 0; h < states; h++) {
      for (let d = 0; d < count; d++) {
        const [to, from] = [(c * states + h) * half, (c * count + d) * half];
        addMultiple(solution.re, to, T(h, d), yRe, from, half);
        addMultiple(solution.im, to, T(h, d), yIm, from, half);
      }
    }
  }
  return solution;
}

/** Adds a multiple of one stretch to another. */
function addMultiple(
  out: Float64Array,
  to: number,
  factor: number,
  terms: Float64Array,
  from: number,
  count: number,
): void {
  if (factor === 0) return;
  const sum = out.subarray(to, to + count);
  backend().addScaled(factor, terms.subarray(from, from + count), sum, sum);
}
