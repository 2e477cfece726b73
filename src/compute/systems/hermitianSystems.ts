/**
 * Small Hermitian systems G[k] x[k] = b[k], one for every frequency k: frequency by frequency, by
 * eigenvalues and eigenvectors.
 */
import type { HermitianCut, HermitianSolutions, HermitianSystems } from "../contract.js";
import { createGramSolver } from "./gramSolver.js";

/** Fills the solutions of all systems. */
export function solveHermitian(
  systems: HermitianSystems,
  cut: HermitianCut,
  solutions: HermitianSolutions,
): void {
  const solve = frequencySolver(systems, cut, solutions);
  for (let k = 0; k < systems.size; k++) solve(k);
}

/** What fills the solution at one frequency. */
export function frequencySolver(
  { unknowns, responses, size, gRe, gIm, bRe, bIm }: HermitianSystems,
  cut: HermitianCut,
  { xRe, xIm, rank, condition }: HermitianSolutions,
): (k: number) => void {
  const solver = createGramSolver(unknowns, responses);
  const matrixRe = new Float64Array(unknowns * unknowns);
  const matrixIm = new Float64Array(matrixRe.length);
  const rightRe = new Float64Array(unknowns * responses);
  const rightIm = new Float64Array(rightRe.length);
  return (k) => {
    let plane = 0;
    for (let i = 0; i < unknowns; i++) {
      for (let j = i; j < unknowns; j++, plane++) {
        matrixRe[i * unknowns + j] = gRe[plane * size + k];
        matrixIm[i * unknowns + j] = gIm[plane * size + k];
      }
    }
    for (let i = 0; i < rightRe.length; i++) {
      rightRe[i] = bRe[i * size + k];
      rightIm[i] = bIm[i * size + k];
    }
    solver.solve(matrixRe, matrixIm, rightRe, rightIm, cut);
    rank[k] = solver.rank;
    condition[k] = solver.condition;
    for (let c = 0; c < responses; c++) {
      for (let i = 0; i < unknowns; i++) {
        const to = (c * unknowns + i) * size + k;
        xRe[to] = solver.xRe[i * responses + c];
        xIm[to] = solver.xIm[i * responses + c];
      }
    }
  };
}
