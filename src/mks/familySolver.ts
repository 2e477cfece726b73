/**
 * The least-squares solution of a family of regressions, one per frequency: y = argmin Σ_s
 * |P_c − yᵀ F|² + λ tr(Φ)/R ‖y‖² for features F = Bᵀ M and Φ = Σ_s conj(F) Fᵀ, least norm where
 * that leaves a choice.
 */
import { createGramSolver, createTriangleSolver, updateTriangle } from "../linalg/index.js";
import type { GramSums, SpectralSums, TriangleSums } from "./sums.js";

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
  const solveOne =
    sums.kind === "gram"
      ? fromProducts(family, sums, options, solution)
      : fromTriangles(family, sums, options, solution);
  return {
    solution,
    solve(from, to) {
      for (let k = from; k < to; k++) solveOne(k);
    },
  };
}

/** Solves G' y = b' with G' = Bᵀ G B and b' = Bᵀ b. */
function fromProducts(
  { features, responses, size }: SpectralSums,
  { pairs, re, im }: GramSums,
  { directions, ridge, floor }: FamilyOptions,
  solution: FamilySolution,
): (k: number) => void {
  const fields = features + responses;
  const solver = createGramSolver(Math.max(1, features), responses);
  const whole = new Float64Array(2 * fields * fields); // every product, re then im planes
  const half = new Float64Array(2 * features * fields); // Bᵀ G and Bᵀ b
  const gRe = new Float64Array(Math.max(1, features * features));
  const gIm = new Float64Array(gRe.length);
  const bRe = new Float64Array(Math.max(1, features * responses));
  const bIm = new Float64Array(bRe.length);

  const { value: reValue, lost: reLost } = re;
  const { value: imValue, lost: imLost } = im;
  const read = (k: number): void => {
    for (let pair = 0; 2 * pair < pairs.length; pair++) {
      const i = pairs[2 * pair];
      const j = pairs[2 * pair + 1];
      const at = pair * size + k;
      const upper = 2 * (i * fields + j);
      const lower = 2 * (j * fields + i);
      whole[upper] = whole[lower] = reValue[at] + reLost[at];
      whole[upper + 1] = i === j ? 0 : imValue[at] + imLost[at];
      whole[lower + 1] = -whole[upper + 1];
    }
  };

  /** Fills G' and b'; returns the weight of ‖y‖². */
  const project = (): number => {
    for (let j = 0; j < half.length; j++) half[j] = 0;
    for (let d = 0; d < features; d++) {
      for (let i = 0; i < features; i++) {
        const weight = directions[i * features + d];
        if (weight === 0) continue;
        for (let j = 0; j < 2 * fields; j++) {
          half[2 * d * fields + j] += weight * whole[2 * i * fields + j];
        }
      }
    }
    let trace = 0;
    for (let d = 0; d < features; d++) {
      for (let e = 0; e < features; e++) {
        let sumRe = 0;
        let sumIm = 0;
        for (let j = 0; j < features; j++) {
          const weight = directions[j * features + e];
          sumRe += weight * half[2 * (d * fields + j)];
          sumIm += weight * half[2 * (d * fields + j) + 1];
        }
        gRe[d * features + e] = sumRe;
        gIm[d * features + e] = d === e ? 0 : sumIm;
      }
      trace += gRe[d * features + d];
      for (let c = 0; c < responses; c++) {
        bRe[d * responses + c] = half[2 * (d * fields + features + c)];
        bIm[d * responses + c] = half[2 * (d * fields + features + c) + 1];
      }
    }
    return (ridge * trace) / features;
  };

  const options = { floor };
  const addToDiagonal = (value: number): void => {
    for (let d = 0; d < features; d++) gRe[d * (features + 1)] += value;
  };

  return (k) => {
    read(k);
    if (features > 0) {
      const weight = project();
      addToDiagonal(weight);
      solver.solve(gRe, gIm, bRe, bIm, options);
      addToDiagonal(-weight);
      solution.rank[k] = solver.rank;
      solution.condition[k] = Math.sqrt(solver.condition);
      store(solution, k, size, features, responses, solver.xRe, solver.xIm);
    }
    for (let c = 0; c < responses; c++) {
      const total = whole[2 * (features + c) * (fields + 1)];
      solution.residual[c][k] = Math.max(0, total - explained(c));
    }
  };

  /** 2 Re y*b' − y*G'y: how much of Σ|P|² the solution accounts for. */
  function explained(c: number): number {
    const { xRe: yRe, xIm: yIm } = solver;
    let sum = 0;
    for (let d = 0; d < features; d++) {
      let re = 2 * bRe[d * responses + c];
      let im = 2 * bIm[d * responses + c];
      for (let e = 0; e < features; e++) {
        const g = gRe[d * features + e];
        const h = gIm[d * features + e];
        re -= g * yRe[e * responses + c] - h * yIm[e * responses + c];
        im -= g * yIm[e * responses + c] + h * yRe[e * responses + c];
      }
      sum += yRe[d * responses + c] * re + yIm[d * responses + c] * im;
    }
    return sum;
  }
}

/** Solves R y ≈ Q for the triangular factor [R | Q] of the stacked samples. */
function fromTriangles(
  { features, responses, size }: SpectralSums,
  sums: TriangleSums,
  { ridge, floor }: FamilyOptions,
  solution: FamilySolution,
): (k: number) => void {
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

  return (k) => {
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
