/** Phases by rank: the lowest values of a field have phase 0, the next ones phase 1, …, exactly as many as asked for. */

/**
 * Fills m from position `at` with the phase of every cell: the number of l for which it is not among the
 * `lowest[l]` lowest. Of equal values those of earlier cells rank lower.
 */
export function cutByRank(
  m: Uint8Array,
  at: number,
  v: Float64Array,
  lowest: readonly number[],
): void {
  const sorted = v.slice().sort();
  m.fill(0, at, at + v.length);
  for (const count of lowest) {
    const level = count === 0 ? -Infinity : sorted[count - 1];
    let equal = count; // how many of the cells at the level still count as below
    for (let i = 0; i < count && sorted[i] < level; i++) equal -= 1;
    for (let x = 0; x < v.length; x++) {
      if (v[x] < level) continue;
      if (v[x] === level && equal > 0) equal -= 1;
      else m[at + x] += 1;
    }
  }
}

/** How many of N cells have a phase up to l: the cumulative fractions, rounded to whole cells. */
export function cellsUpTo(cumulative: readonly number[], size: number): number[] {
  return cumulative.map((c) => Math.round(c * size));
}
