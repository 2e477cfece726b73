/**
 * The least-squares solution of a family of regressions, one per frequency: y = argmin Σ_s
 * |P_c − yᵀ F|² + λ tr(Φ)/R ‖y‖² for features F = Bᵀ M and Φ = Σ_s conj(F) Fᵀ, least norm where
 * that leaves a choice.
 */
import { createTriangleSolver, updateTriangle } from "../linalg/index.js";
import { fromProducts } from "./normalEquations.js";
import type { SpectralSums, TriangleSums } from "./sums.js";

/** Solutions at every frequency k of a family. */
export interface FamilySolution {
  /** y[response, direction, k] */
  readonly re: Float64Array;
  readonly im: Float64Array;
  /** Directions that were kept, [k]. */
  readonly rank: Int32Array;
  /** Largest over smallest kept singular value, [k]; 1 where nothing was kept. */
  readonly condition: Float64Array;
  /** Σ_s |P_c − yᵀ F|² per response, [k]. */
  readonly residual: readonly Float64Array[];
}

/** Solves the frequencies from … to − 1 into `solution`. */
export interface FamilySolver {
  readonly solution: FamilySolution;
  solve(from: number, to: number): void;
}

/** What determines a solution besides the sums. */
export interface FamilyOptions {
  /** B[feature, direction], square. */
  readonly directions: Float64Array;
  readonly ridge: number;
  /** Squared singular values below this are rounding. */
  readonly floor: number;
}

/** The solver of a family of regressions. */
export function createFamilySolver(family: SpectralSums, options: FamilyOptions): FamilySolver {
  const { features, responses, size, sums } = family;
  const length = responses * features * size;
  const solution: FamilySolution = {
    re: new Float64Array(length),
    im: new Float64Array(length),
    rank: new Int32Array(size),
    condition: new Float64Array(size).fill(1),
    residual: Array.from({ length: responses }, () => new Float64Array(size)),
  };
  const solve =
    sums.kind === "gram"
      ? fromProducts(family, sums, options, solution)
      : fromTriangles(family, sums, options, solution);
  return { solution, solve };
}

/** Solves R y ≈ Q for the triangular factor [R | Q] of the stacked samples. */
function fromTriangles(
  { features, responses, size }: SpectralSums,
  sums: TriangleSums,
  { ridge, floor }: FamilyOptions,
  solution: FamilySolution,
): (from: number, to: number) => void {
  const width = features + responses;
  const area = width * width;
  const solver = createTriangleSolver(Math.max(1, features), responses);
  const re = new Float64Array(area);
  const im = new Float64Array(area);

  /** The weight ρ of ‖y‖², taken in as rows √ρ I. */
  const addRidge = (): number => {
    let trace = 0;
    for (let i = 0; i < features; i++) {
      for (let j = i; j < features; j++) trace += re[i * width + j] ** 2 + im[i * width + j] ** 2;
    }
    const weight = (ridge * trace) / features;
    const rows = new Float64Array(features * width);
    for (let d = 0; d < features; d++) rows[d * (width + 1)] = Math.sqrt(weight);
    updateTriangle(re, im, width, rows, new Float64Array(rows.length), features);
    return weight;
  };

  const solveAt = (k: number): void => {
    re.set(sums.re.subarray(k * area, (k + 1) * area));
    im.set(sums.im.subarray(k * area, (k + 1) * area));
    if (features === 0) {
      for (let c = 0; c < responses; c++) {
        for (let i = 0; i <= c; i++) {
          solution.residual[c][k] += re[i * width + c] ** 2 + im[i * width + c] ** 2;
        }
      }
      return;
    }
    const weight = ridge > 0 ? addRidge() : 0;
    solver.solve(re, im, { floor: Math.sqrt(floor) });
    solution.rank[k] = solver.rank;
    solution.condition[k] = solver.condition;
    store(solution, k, size, features, responses, solver.xRe, solver.xIm);
    for (let c = 0; c < responses; c++) {
      let square = 0;
      for (let d = 0; d < features; d++) {
        square += solver.xRe[d * responses + c] ** 2 + solver.xIm[d * responses + c] ** 2;
      }
      solution.residual[c][k] = Math.max(0, solver.residualSquares[c] - weight * square);
    }
  };

  return (from, to) => {
    for (let k = from; k < to; k++) solveAt(k);
  };
}

function store(
  { re, im }: FamilySolution,
  k: number,
  size: number,
  features: number,
  responses: number,
  xRe: Float64Array,
  xIm: Float64Array,
): void {
  for (let c = 0; c < responses; c++) {
    for (let d = 0; d < features; d++) {
      re[(c * features + d) * size + k] = xRe[d * responses + c];
      im[(c * features + d) * size + k] = xIm[d * responses + c];
    }
  }
}
