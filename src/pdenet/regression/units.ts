/**
 * What is held out and drawn again as a whole, since neighbours in space and time say nearly the same: trajectories;
 * where these are few, parts of them in turn; where rows in time are few, slabs along axis 0 of the grid.
 */

/** Units below this number are divided. */
const ENOUGH = 8;

/** Units of rows. */
export interface Units {
  /** Pieces of the points of a row. */
  readonly slabs: number;
  /** Where the slabs of an axis begin and end. */
  readonly edges: (length: number) => number[];
  /** The unit of a piece of a row of a movie. */
  readonly of: (movie: number, row: number, slab: number) => number;
}

/**
 * Units of movies with so many rows in time each.
 * @param slabsAtMost points along axis 0
 */
export function unitsOf(rows: readonly number[], slabsAtMost: number): Units {
  const all = rows.reduce((sum, count) => sum + count, 0);
  const used = rows.filter((count) => count > 0).length;
  const wanted = used >= ENOUGH ? 1 : Math.ceil(ENOUGH / Math.max(1, used));
  const parts = rows.map((count) => Math.max(1, Math.min(wanted, count)));
  const starts = parts.map((_, s) => parts.slice(0, s).reduce((sum, count) => sum + count, 0));
  const inTime = rows.reduce((sum, count, s) => sum + (count > 0 ? parts[s] : 0), 0);
  const slabs =
    all < ENOUGH ? Math.max(1, Math.min(Math.ceil(ENOUGH / Math.max(1, inTime)), slabsAtMost)) : 1;
  return {
    slabs,
    edges: (length) =>
      Array.from({ length: slabs + 1 }, (_, slab) => Math.floor((slab * length) / slabs)),
    of: (movie, row, slab) =>
      (starts[movie] + Math.floor((row * parts[movie]) / rows[movie])) * slabs + slab,
  };
}
