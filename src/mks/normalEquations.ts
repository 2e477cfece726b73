/**
 * The normal equations of a family of regressions in its directions B, for blocks of frequencies:
 *
 *   G' y = b',   G' = Bᵀ G B + ρ I,   b' = Bᵀ b,   ρ = λ tr(Bᵀ G B)/R,
 *   Σ_s |P_c − yᵀ F|² = Σ_s |P_c|² − (2 Re y*b' − y*(G' − ρ) y).
 *
 * Every number is a plane over the frequencies of a block.
 */
import { backend, withArrays } from "../compute/index.js";
import type { CompensatedSum } from "../compute/index.js";
import type { FamilyOptions, FamilySolution } from "./familySolver.js";
import type { GramSums, SpectralSums } from "./sums.js";

/**
 * Frequencies of a block. Its planes are a whole number of cache lines long but not of pages, whose
 * beginnings would compete for the same lines of the nearest cache.
 */
const BLOCK = 504;

/** Eigenvalues of G' below this share of the largest are dropped: singular values below 1e-6. */
const TOLERANCE = 1e-12;

/** What fills the solution at the frequencies from … to − 1. */
export function fromProducts(
  { features, responses, size }: SpectralSums,
  { pairs, re, im }: GramSums,
  { directions, ridge, floor }: FamilyOptions,
  solution: FamilySolution,
): (from: number, to: number) => void {
  const fields = features + responses;
  const triangle = (features * (features + 1)) / 2;
  const right = features * responses;
  const rank = new Int32Array(BLOCK);
  const planes = [
    ...[features * fields, features * fields], // [G | b]
    ...[features * features, features * features], // Bᵀ G
    ...[triangle, triangle, right, right], // the upper triangle of G', row by row, and b'
    ...[right, right, 1], // y[c, d] and the condition
    ...[responses, 1], // Σ_s |P_c|² − …, ρ
  ];
  return (from, to) => {
    withArrays(
      planes.map((count) => count * BLOCK),
      (...arrays) => {
        for (let first = from; first < to; first += BLOCK) {
          solveBlock(arrays, first, Math.min(BLOCK, to - first));
        }
      },
    );
  };

  function solveBlock(arrays: readonly Float64Array[], first: number, width: number): void {
    const [wholeRe, wholeIm, halfRe, halfIm, gRe, gIm, bRe, bIm] = arrays;
    const [yRe, yIm, condition, residual, weight] = arrays.slice(8);
    read(wholeRe, wholeIm, residual, first, width);
    if (features > 0) {
      project(wholeRe, halfRe, gRe, bRe, width);
      project(wholeIm, halfIm, gIm, bIm, width);
      addRidge(gRe, weight, width);
      backend().solveHermitian(
        { unknowns: features, responses, size: width, gRe, gIm, bRe, bIm },
        { tolerance: TOLERANCE, floor },
        { xRe: yRe, xIm: yIm, rank, condition },
      );
      takeRidge(gRe, weight, width);
      for (let c = 0; c < responses; c++) {
        subtractExplained(residual, gRe, gIm, bRe, bIm, yRe, yIm, c, width);
      }
      for (let plane = 0; plane < right; plane++) {
        const [start, end] = [plane * width, (plane + 1) * width];
        solution.re.set(yRe.subarray(start, end), plane * size + first);
        solution.im.set(yIm.subarray(start, end), plane * size + first);
      }
      solution.rank.set(rank.subarray(0, width), first);
      for (let k = 0; k < width; k++) solution.condition[first + k] = Math.sqrt(condition[k]);
    }
    solution.residual.forEach((values, c) => {
      for (let k = 0; k < width; k++) values[first + k] = Math.max(0, residual[c * width + k]);
    });
  }

  /** Fills the rows [G | b] and Σ_s |P_c|². */
  function read(
    wholeRe: Float64Array,
    wholeIm: Float64Array,
    squares: Float64Array,
    first: number,
    width: number,
  ): void {
    for (let pair = 0; 2 * pair < pairs.length; pair++) {
      const [i, j] = [pairs[2 * pair], pairs[2 * pair + 1]];
      const at = pair * size + first;
      if (i >= features) {
        copySum(squares, (i - features) * width, re, at, width, 1);
        continue;
      }
      const upper = (i * fields + j) * width;
      copySum(wholeRe, upper, re, at, width, 1);
      copySum(wholeIm, upper, im, at, width, 1);
      if (i === j || j >= features) continue;
      const lower = (j * fields + i) * width;
      copySum(wholeRe, lower, re, at, width, 1);
      copySum(wholeIm, lower, im, at, width, -1);
    }
  }

  /** Fills Bᵀ G, the upper triangle of Bᵀ G B, and Bᵀ b, for one part of them. */
  function project(
    whole: Float64Array,
    half: Float64Array,
    g: Float64Array,
    b: Float64Array,
    width: number,
  ): void {
    const B = (i: number, d: number): number => directions[i * features + d];
    half.fill(0);
    b.fill(0);
    g.fill(0);
    let plane = 0;
    for (let d = 0; d < features; d++) {
      for (let i = 0; i < features; i++) {
        const row = i * fields * width;
        addMultiple(half, d * features * width, B(i, d), whole, row, features * width);
        const right = row + features * width;
        addMultiple(b, d * responses * width, B(i, d), whole, right, responses * width);
      }
      for (let e = d; e < features; e++, plane++) {
        for (let j = 0; j < features; j++) {
          addMultiple(g, plane * width, B(j, e), half, (d * features + j) * width, width);
        }
      }
    }
  }

  /** Fills ρ and adds it to the diagonal of G'. */
  function addRidge(gRe: Float64Array, weight: Float64Array, width: number): void {
    if (ridge === 0) return;
    weight.fill(0);
    for (let d = 0; d < features; d++) {
      addMultiple(weight, 0, ridge / features, gRe, diagonal(d) * width, width);
    }
    for (let d = 0; d < features; d++) addMultiple(gRe, diagonal(d) * width, 1, weight, 0, width);
  }

  function takeRidge(gRe: Float64Array, weight: Float64Array, width: number): void {
    if (ridge === 0) return;
    for (let d = 0; d < features; d++) addMultiple(gRe, diagonal(d) * width, -1, weight, 0, width);
  }

  /** The plane of G'[d, d]. */
  function diagonal(d: number): number {
    return d * features - (d * (d - 1)) / 2;
  }

  /** Takes off 2 Re y*b' − y*G'y: how much of Σ|P_c|² the solution accounts for. */
  function subtractExplained(
    residual: Float64Array,
    gRe: Float64Array,
    gIm: Float64Array,
    bRe: Float64Array,
    bIm: Float64Array,
    yRe: Float64Array,
    yIm: Float64Array,
    c: number,
    width: number,
  ): void {
    const out = c * width;
    let plane = 0;
    for (let d = 0; d < features; d++) {
      const atD = (c * features + d) * width;
      const right = (d * responses + c) * width;
      const own = plane * width;
      for (let k = 0; k < width; k++) {
        const [u, v, g] = [yRe[atD + k], yIm[atD + k], gRe[own + k]];
        residual[out + k] -= u * (2 * bRe[right + k] - g * u) + v * (2 * bIm[right + k] - g * v);
      }
      plane++;
      for (let e = d + 1; e < features; e++, plane++) {
        const atE = (c * features + e) * width;
        const pair = plane * width;
        for (let k = 0; k < width; k++) {
          const [u, v] = [yRe[atE + k], yIm[atE + k]];
          const [g, h] = [gRe[pair + k], gIm[pair + k]];
          residual[out + k] += 2 * yRe[atD + k] * (g * u - h * v);
          residual[out + k] += 2 * yIm[atD + k] * (g * v + h * u);
        }
      }
    }
  }
}

/** Fills a stretch with ± the completed sums. */
function copySum(
  out: Float64Array,
  to: number,
  { value, lost }: CompensatedSum,
  from: number,
  count: number,
  sign: number,
): void {
  for (let k = 0; k < count; k++) out[to + k] = sign * (value[from + k] + lost[from + k]);
}

/** Adds a multiple of one stretch to another. */
export function addMultiple(
  out: Float64Array,
  to: number,
  factor: number,
  terms: Float64Array,
  from: number,
  count: number,
): void {
  if (factor === 0) return;
  for (let k = 0; k < count; k++) out[to + k] += factor * terms[from + k];
}
