/** Cells of a body, by the scheme that was asked for. */
import type { RunOptions } from "../../core/index.js";
import { solveElementCells } from "./elasticCells.js";
import type { ElasticRun, LoadedCell, SolvedCell } from "./elasticCells.js";
import { solveStrainCells } from "./strainCells.js";

/**
 * Solves cells, sorted by samples.
 * @param take gets every solved cell with its place in the list, in any order
 */
export async function solveElasticCells(
  elastic: ElasticRun,
  cells: readonly LoadedCell[],
  take: (cell: number, solved: SolvedCell) => void,
  run: RunOptions,
): Promise<void> {
  const { scheme } = elastic.checked;
  if (scheme === "finite-element") await solveElementCells(elastic, cells, take, run);
  else await solveStrainCells(elastic, scheme, cells, take, run);
}
