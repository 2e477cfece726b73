/** Our side of small Hermitian systems, frequency beside frequency as in the regression. */
import { compute } from "kernelfield";
import type { Job } from "../job.js";
import { Planes } from "./planes.js";
import type { Plane } from "./planes.js";
import type { SystemsWork } from "./works.js";

/** The solver, which a version may lack: G by its upper triangle [pair i ≤ j, k], b and x by [i, k]. */
interface Solver {
  solveHermitian(
    systems: {
      readonly unknowns: number;
      readonly responses: number;
      readonly size: number;
      readonly gRe: Plane;
      readonly gIm: Plane;
      readonly bRe: Plane;
      readonly bIm: Plane;
    },
    cut: { readonly tolerance: number; readonly floor: number },
    solutions: {
      readonly xRe: Plane;
      readonly xIm: Plane;
      readonly rank: Int32Array;
      readonly condition: Float64Array;
    },
  ): void;
}

/** Eigenvalues that count as zero, relative to the largest: rounding. */
const TOLERANCE = 1e-14;

/** Solves all systems, with the rank and the condition of each. */
export function systemsJob(work: SystemsWork, inputs: readonly Float64Array[]): Job | string {
  const { solveHermitian } = compute.backend() as Partial<Solver>;
  if (!solveHermitian) {
    return "This version of kernelfield has no Hermitian systems behind its contract.";
  }
  const { unknowns, count } = work;
  const planes = new Planes("float64");
  const [gRe, gIm, bRe, bIm] = inputs;
  const pairs = upperPairs(unknowns);
  const rows = Array.from({ length: unknowns }, (_, i) => i);
  const systems = {
    unknowns,
    responses: 1,
    size: count,
    gRe: planes.of(besides(gRe, count, pairs)),
    gIm: planes.of(besides(gIm, count, pairs)),
    bRe: planes.of(besides(bRe, count, rows)),
    bIm: planes.of(besides(bIm, count, rows)),
  };
  const solutions = {
    xRe: planes.of(unknowns * count),
    xIm: planes.of(unknowns * count),
    rank: new Int32Array(count),
    condition: new Float64Array(count),
  };
  return {
    run: () => solveHermitian(systems, { tolerance: TOLERANCE, floor: 0 }, solutions),
    result: () => [solutions.xRe, solutions.xIm],
    release: () => planes.release(),
  };
}

/** Places of the entries i ≤ j in a matrix, row by row. */
function upperPairs(n: number): number[] {
  const places: number[] = [];
  for (let i = 0; i < n; i++) for (let j = i; j < n; j++) places.push(i * n + j);
  return places;
}

/** Planes [place, k] of items that lie one after another. */
function besides(items: Float64Array, count: number, places: readonly number[]): Float64Array {
  const length = items.length / count;
  const planes = new Float64Array(places.length * count);
  places.forEach((place, plane) => {
    for (let k = 0; k < count; k++) planes[plane * count + k] = items[k * length + place];
  });
  return planes;
}
