/** What threads are given to do: calls of WebAssembly kernels, whose arguments are numbers and addresses. */

/** One call of a function that a module exports. */
export interface Call {
  /** Position of the module in the list that the executor was made with. */
  readonly module: number;
  readonly export: string;
  /** Numbers, and addresses in the shared memory; 64-bit integers are not among them. */
  readonly arguments: readonly number[];
}

/**
 * Calls done in their order by one thread. The tasks of one run depend on each other in nothing:
 * any thread may do any of them, in any order, and the result has the same bits.
 */
export type Task = readonly Call[];

/**
 * As an argument: the address of the scratch block of the thread that does the call. No address is
 * negative, and a NaN that slipped into a calculation cannot be taken for it.
 */
export const SCRATCH: number = -Number.MAX_VALUE;
