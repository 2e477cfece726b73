/** Phase indices of a microstructure. */
import { formatShape, sizeOf, unravel, ValueError } from "../../core/index.js";
import type { Dense } from "../../core/index.js";

/**
 * Refuses phase indices that have no properties.
 * @param count phases that do
 */
export function checkIndices({ data, shape }: Dense, count: number, where: string): void {
  for (let i = 0; i < sizeOf(shape); i++) {
    const phase = data[i];
    if (Number.isInteger(phase) && phase >= 0 && phase < count) continue;
    throw new ValueError(
      `${where}: microstructure should hold phase indices 0 … ${count - 1}, one for each phase with ` +
        `properties; got ${phase} at index ${formatShape(unravel(i, shape))}. ` +
        `Give properties for it, or number the phases from 0.`,
    );
  }
}
