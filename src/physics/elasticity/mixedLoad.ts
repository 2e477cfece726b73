/**
 * Mean strains that bring about prescribed mean stresses. A body is linear, ⟨σ⟩ = C_eff E + ⟨σ⟩(0, ε*), so that
 * one solve for the components that are known and one for every one that is free give it exactly.
 */
import { ValueError } from "../../core/index.js";
import type { RunOptions } from "../../core/index.js";
import { componentsOf } from "./body.js";
import { checkConverged } from "../cell/iteration.js";
import type { ElasticRun, LoadedCell } from "./elasticCells.js";
import { solveElasticCells } from "./solveCells.js";
import type { Load } from "./load.js";
import { solved } from "../cell/matrices.js";

/** Every sample under its mean strain. */
export async function loadedCells(
  elastic: ElasticRun,
  load: Load,
  run: RunOptions,
  where: string,
): Promise<LoadedCell[]> {
  const { samples, grid } = elastic.body;
  const c = componentsOf(grid.length);
  const known = Array.from({ length: samples }, (_, sample) => ({
    sample,
    meanStrain: load.strain(sample),
  }));
  if (load.free.length === 0) return known;
  const base = await meanStresses(elastic, known, run, where);
  const units = known.flatMap(({ sample }) =>
    load.free.map((i) => ({ sample, meanStrain: unitStrain(i, c) })),
  );
  const responses = await meanStresses({ ...elastic, eigenstrain: undefined }, units, run, where);
  return known.map(({ sample, meanStrain }) => {
    const first = sample * load.free.length;
    const C = load.free.map((i) => load.free.map((_, j) => responses[first + j][i]));
    const missing = load.free.map((i) => [load.stress[i] - base[sample][i]]);
    const free = solved(C, missing);
    load.free.forEach((i, j) => (meanStrain[i] = free[j][0]));
    if (meanStrain.every(Number.isFinite)) return { sample, meanStrain };
    throw new ValueError(
      `${where}: the stress-controlled components ${load.free.join(", ")} of sample ${sample} should have a ` +
        `stiffness; they have none. Prescribe their strains, or let the solid percolate.`,
    );
  });
}

/** ⟨σ⟩[c] of every cell. */
export async function meanStresses(
  elastic: ElasticRun,
  cells: readonly LoadedCell[],
  run: RunOptions,
  where: string,
): Promise<number[][]> {
  const means = new Array<number[]>(cells.length);
  await solveElasticCells(
    elastic,
    cells,
    (cell, solved) => {
      checkConverged(solved, cells[cell].sample, elastic.checked, where);
      means[cell] = [...solved.meanStress];
    },
    run,
  );
  return means;
}

/** A unit strain of one component. */
export function unitStrain(component: number, c: number): Float64Array {
  return Float64Array.from({ length: c }, (_, i) => (i === component ? 1 : 0));
}
