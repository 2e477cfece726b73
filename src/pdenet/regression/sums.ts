/**
 * What a regression keeps of its rows: with columns θ and targets y side by side, M = [θ₁ … θ_n, y₁ … y_m], the sums
 *
 *   S = Σ_rows M Mᵀ
 *
 * of every unit, a trajectory or a part of one. Blocks of rows are summed first, then the blocks, so a movie is never
 * held as a matrix, and units can be added up, left out and drawn again without going through the data once more.
 * Products of sums square the condition number: columns that differ by less than 1e-6 cannot be told apart.
 */
import { backend } from "../../compute/index.js";

/** The sums of one unit. */
export interface UnitSums {
  readonly rows: number;
  /** S, (n + m)², row by row. */
  readonly sums: Float64Array;
}

/** Rows in a block: M stays in the cache. */
export const BLOCK = 512;

/** Units that are being summed. */
export interface Accumulator {
  /** M of the next block, [column or target, row]: as many rows as `add` is told, without gaps. */
  readonly block: Float64Array;
  /** Adds the rows in `block` to a unit. */
  add(unit: number, rows: number): void;
  /** The units that got rows. */
  finish(): UnitSums[];
}

/** An accumulator for columns and targets, `width` in all; `finish` gives its memory back. */
export function createAccumulator(width: number): Accumulator {
  const compute = backend();
  const block = compute.allocate(width * BLOCK);
  const product = compute.allocate(width * width);
  const units: (UnitSums & { rows: number })[] = [];
  return {
    block,
    add(unit, rows) {
      if (rows === 0) return;
      units[unit] ??= { rows: 0, sums: new Float64Array(width * width) };
      const shape = { batch: 1, rows: width, inner: rows, columns: width };
      const used = block.subarray(0, width * rows);
      compute.multiplyMatrices(
        used,
        used,
        { ...shape, transposeA: false, transposeB: true },
        product,
      );
      units[unit].rows += rows;
      const { sums } = units[unit];
      for (let i = 0; i < sums.length; i++) sums[i] += product[i];
    },
    finish() {
      compute.release(block);
      compute.release(product);
      return units.filter((unit) => unit !== undefined);
    },
  };
}

/** Σ of units, each as often as it is listed. */
export function addUnits(units: readonly UnitSums[], listed: readonly number[]): UnitSums {
  const sums = new Float64Array(units[0].sums.length);
  let rows = 0;
  for (const at of listed) {
    rows += units[at].rows;
    units[at].sums.forEach((value, i) => (sums[i] += value));
  }
  return { rows, sums };
}
