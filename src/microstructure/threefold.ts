/** Cells of one, two and three axes in one way: axes of a single cell are put in front. */

/** A list with an entry per space axis, lengthened to three by `front` for the axes that are not there. */
export function threefold(list: readonly number[], front: number): number[] {
  return [...Array.from({ length: 3 - list.length }, () => front), ...list];
}
