/**
 * How fields are cut into tasks that stay in the cache of a core: chunks of whole fields; or, where a
 * field is too large for that, chunks of its slabs [n_cut, …, n_last], the outer axes afterwards.
 */

/** Bytes of the complex numbers of a chunk: with the real field beside them they fit the cache. */
const CHUNK_BYTES = 1 << 18;

/** Threads share out no less than this at a time: less would take as long to hand over as to do. */
const SHARE_BYTES = 1 << 15;

/** A way to cut fields. */
export interface Cut {
  /** The first axis of a slab; 0 if a slab is a whole field. */
  readonly cut: number;
  /** Lines of a slab. */
  readonly lines: number;
  /** Most slabs of a task, and fewest, where there are as many. */
  readonly chunk: number;
  readonly share: number;
  /** Slabs of one field must be taken by multiples of this many, so that no unit of lines is torn. */
  readonly whole: number;
}

/**
 * The cut for lines of `width` complex numbers of so many bytes each.
 * @param leading lengths of the axes but the last
 * @param inUnit lines that are taken together
 */
export function cutFor(
  leading: readonly number[],
  width: number,
  bytes: number,
  inUnit: number,
): Cut {
  const most = CHUNK_BYTES / bytes;
  let cut = leading.length;
  let lines = 1;
  while (cut > 0 && lines * leading[cut - 1] * width <= most) lines *= leading[--cut];
  let whole = 1;
  while (cut > 0 && (whole * lines) % inUnit !== 0) whole *= 2;
  const slabs = (total: number): number =>
    whole * Math.max(1, Math.floor(total / (bytes * lines * width * whole)));
  return { cut, lines, chunk: slabs(CHUNK_BYTES), share: slabs(SHARE_BYTES), whole };
}

/** Slabs of a task, if `slabs` of them are shared out among so many threads. */
export function shareOf({ chunk, share, whole }: Cut, slabs: number, threads: number): number {
  return Math.min(chunk, Math.max(share, whole * Math.ceil(slabs / (threads * whole))));
}
