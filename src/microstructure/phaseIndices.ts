/** Phase indices: integers from 0 on. */
import { formatShape, unravel, ValueError } from "../core/index.js";
import type { Dense, NumericData } from "../core/index.js";

/**
 * Refuses entries that are no integers 0 … 2³¹ − 1, naming the first index.
 * @throws ValueError
 */
export function checkPhaseIndices({ data, shape }: Dense, where: string): void {
  for (let i = 0; i < data.length; i++) {
    const phase = data[i];
    if ((phase | 0) === phase && phase >= 0) continue;
    throw new ValueError(
      `${where}: m should hold phase indices, integers ≥ 0; got ${phase} at ${formatShape(unravel(i, shape))}. ` +
        `Cut continuous fields with microstructure.threshold first.`,
    );
  }
}

/** The highest phase that occurs. */
export function highestPhase(data: NumericData): number {
  let highest = 0;
  for (let i = 0; i < data.length; i++) highest = Math.max(highest, data[i]);
  return highest;
}
