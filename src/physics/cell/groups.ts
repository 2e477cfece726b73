/** Cells that one preconditioner serves. */

/** Cells that follow each other in a list. */
export interface CellGroup<T> {
  /** Place of the first of them. */
  readonly first: number;
  readonly cells: readonly T[];
}

/**
 * The list as one group where all samples share a reference, else a group for every sample.
 * @param cells sorted by samples
 */
export function groupsOf<T extends { readonly sample: number }>(
  cells: readonly T[],
  shared: boolean,
): CellGroup<T>[] {
  if (shared) return [{ first: 0, cells }];
  const groups: CellGroup<T>[] = [];
  for (let first = 0; first < cells.length;) {
    const own = cells.filter(({ sample }) => sample === cells[first].sample);
    groups.push({ first, cells: own });
    first += own.length;
  }
  return groups;
}
