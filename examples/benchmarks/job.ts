/** A work on data that are there. */
export interface Job {
  /** Does it once; may be awaited. */
  readonly run: () => unknown;
  /** What the last run gave. */
  readonly result: () => readonly ArrayLike<number>[];
  /** Gives the arrays back. */
  readonly release: () => void;
}
