/** Cells of a body by the strain-based schemes, with the fields that elements give. */
import { sizeOf } from "../../core/index.js";
import type { RunOptions } from "../../core/index.js";
import { meansOf } from "../cell/averages.js";
import { componentsOf } from "./body.js";
import { elementsOf } from "./elasticCells.js";
import type { ElasticRun, LoadedCell, SolvedCell } from "./elasticCells.js";
import { workOf } from "./fields.js";
import { displacementsOf } from "./start.js";
import { fillStress } from "./stress.js";
import { solveStrains } from "./strainBased/solveStrains.js";
import { strainReference } from "./strainBased/strainReference.js";

/**
 * Solves cells one after the other.
 * @param take gets every solved cell with its place in the list
 */
export async function solveStrainCells(
  { body, checked, eigenstrain }: ElasticRun,
  scheme: "moulinec-suquet" | "rotated",
  cells: readonly LoadedCell[],
  take: (cell: number, solved: SolvedCell) => void,
  run: RunOptions,
): Promise<void> {
  const elements = elementsOf(body, checked);
  const { grid, law } = body;
  const { spacing } = elements;
  const size = sizeOf(grid);
  const c = componentsOf(grid.length);
  const weights = new Array<number>(c).fill(1); // engineering shears
  const coefficients = new Float64Array(body.coefficients * size);
  const stress = new Float64Array(c * size);
  const toDisplacement = displacementsOf(body, checked);
  for (const [i, { sample, meanStrain }] of cells.entries()) {
    body.write(sample, coefficients);
    const own = eigenstrain?.(sample);
    const { method, tolerance, maxIterations } = checked;
    const solved = await solveStrains(
      {
        ...{ grid, spacing, law, coefficients, meanStrain, scheme },
        ...(own ? { eigenstrain: own } : {}),
        reference: strainReference(law, coefficients, size),
        ...{ method, tolerance, maxIterations },
      },
      { signal: run.signal },
    );
    const { strain, iterations, residual, history, converged } = solved;
    const elastic = own ? strain.map((value, at) => value - own[at]) : strain;
    fillStress(law, coefficients, weights, elastic, stress);
    take(i, {
      ...{ strain, stress, iterations, residual, history, converged },
      meanStress: meansOf(stress, c),
      displacement: toDisplacement(strain, body.reference(sample)),
      energy: workOf(elements, stress, elastic) / 2,
      equilibrium: residual,
      remainder: 0,
    });
    run.onProgress?.({ done: i + 1, total: cells.length, unit: "cells" });
  }
}
