/** What every long computation accepts: a way to stop it, and a way to watch it. */

/** How far a long computation has come. */
export interface Progress {
  /** Units finished so far. */
  readonly done: number;
  /** Units in all; undefined for a stream of unknown length. */
  readonly total?: number;
  /** What the units are, in a word: "samples", "frequencies". */
  readonly unit: string;
}

/** Options of every long computation. */
export interface RunOptions {
  /** Stops the work at its next checkpoint; the promise rejects with `signal.reason`. */
  readonly signal?: AbortSignal | undefined;
  /** Called at every checkpoint. */
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}

/**
 * A point between two pieces of long work: reports progress, lets other tasks of this thread run
 * (so that an abort can arrive), and stops if asked to.
 */
export async function checkpoint(options: RunOptions, progress: Progress): Promise<void> {
  options.signal?.throwIfAborted();
  options.onProgress?.(progress);
  await nextTask();
  options.signal?.throwIfAborted();
}

function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    if (typeof setImmediate === "function") setImmediate(resolve);
    else setTimeout(resolve, 0);
  });
}
