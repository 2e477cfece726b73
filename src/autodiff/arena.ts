/**
 * Memory for computations that repeat: arrays are taken one after another, and all of them are free
 * again when a round ends, so that the next round of the same shapes takes the same arrays. Whoever
 * creates an arena owns it and closes it.
 */
import { backend } from "../compute/index.js";
import { precisionOf } from "../core/index.js";
import type { Precision, Precisions, Reals } from "../core/index.js";

/** Arrays that are used again. */
export interface Arena {
  /** An array with undefined entries, until the round ends or it is given back. */
  take<P extends Precision>(length: number, precision: P): Precisions[P];
  /** Takes an array back before the round ends. */
  readonly give: (array: Reals) => void;
  /** Ends the round: every array that was taken is free. */
  readonly reset: () => void;
  /** Ends the last round and returns the memory. */
  readonly close: () => void;
}

/** A new arena in the memory of the backend in use. */
export function createArena(): Arena {
  const { allocate, release } = backend();
  const free = { float64: new Map<number, Reals[]>(), float32: new Map<number, Reals[]>() };
  // Nothing that shrinks when a round ends: growing again would leave the engine garbage in every round.
  const isTaken = new Map<Reals, boolean>();
  const order: Reals[] = [];
  let count = 0;

  const put = (array: Reals): void => {
    const ofPrecision = free[precisionOf(array)];
    const shelf = ofPrecision.get(array.length);
    if (shelf) shelf.push(array);
    else ofPrecision.set(array.length, [array]);
  };
  const giveBack = (array: Reals): void => {
    if (isTaken.get(array) !== true) return;
    isTaken.set(array, false);
    put(array);
  };
  const reset = (): void => {
    // Last taken, first given: the next round takes them in the order of this one.
    while (count > 0) giveBack(order[--count]);
  };

  return {
    take<P extends Precision>(length: number, precision: P): Precisions[P] {
      const array = free[precision].get(length)?.pop() ?? allocate(length, precision);
      isTaken.set(array, true);
      order[count++] = array;
      return array as Precisions[P];
    },
    give: giveBack,
    reset,
    close() {
      reset();
      for (const shelves of Object.values(free)) {
        for (const shelf of shelves.values()) shelf.forEach((array) => release(array));
        shelves.clear();
      }
      isTaken.clear();
      order.length = 0;
    },
  };
}
