/** Cells that the tests of studies compare models on. */
import type { KnownCells, Problem } from "../../src/cnn/index.js";
import type { NdArray } from "../../src/core/index.js";
import { solveElasticity } from "../../src/physics/index.js";
import type { ElasticSolution } from "../../src/physics/index.js";
import { randomCell } from "../physics/elasticity/cells.js";

/** Phase indices of samples. */
export interface PhaseIndices {
  readonly data: Int32Array;
  readonly shape: readonly number[];
}

/** Two phases of the contrast 10 under tension along x. */
export const problem: Problem = {
  elasticModulus: [1, 10],
  poissonRatio: [0.3, 0.3],
  element: "q1bbar",
  macroStrain: [1, 0, 0],
};

/** Independent voxels of two phases. */
export function randomCells(
  samples: number,
  grid: readonly number[],
  seed: number,
  phases = 2,
): PhaseIndices {
  const { data } = randomCell([samples, ...grid], phases, seed);
  return { data, shape: [samples, ...grid] };
}

/** What the solver says of a problem. */
export function solved(
  m: PhaseIndices,
  { elasticModulus, poissonRatio, element, plane, macroStrain }: Problem,
  tolerance = 1e-10,
): Promise<ElasticSolution> {
  return solveElasticity(
    m,
    { elasticModulus: [...elasticModulus], poissonRatio: [...poissonRatio] },
    macroStrain,
    { element: element as "q1bbar", plane: plane ?? "strain", tolerance },
  );
}

/** Cells with their strains. */
export interface Known extends KnownCells {
  readonly microstructures: PhaseIndices;
  readonly strains: NdArray;
}

/** Random cells with their strains. */
export async function knownCells(
  samples: number,
  grid: readonly number[],
  seed: number,
  of: Problem = problem,
): Promise<Known> {
  const microstructures = randomCells(samples, grid, seed, of.elasticModulus.length);
  const { strain } = await solved(microstructures, of);
  return { microstructures, strains: strain };
}
