/** Arrays as kernels see them: where they are if they live in the heap, else copied in and out. */
import type { Reals } from "../../../core/index.js";
import { type Allocate, type Heap, viewOf } from "../heap.js";

/** The part of an array that is worked on, at an address of the heap. */
export interface Stage {
  /** The address of the part that starts at `start`. */
  at(start: number): number;
  /** The same, filled. */
  read(start: number, count: number): number;
  /** Gives the part back to the array. */
  write(start: number, count: number): void;
}

/** A stage for parts of at most `most` numbers of an array. */
export function createStage(heap: Heap, array: Reals, most: number, allocate: Allocate): Stage {
  const bytes = array.BYTES_PER_ELEMENT;
  const address = heap.addressOf(array);
  if (address >= 0) {
    const at = (start: number): number => address + bytes * start;
    return { at, read: at, write: () => undefined };
  }
  const copy = allocate(bytes * most);
  return {
    at: () => copy,
    read(start, count) {
      viewOf(heap, array, copy, count).set(array.subarray(start, start + count));
      return copy;
    },
    write(start, count) {
      array.set(viewOf(heap, array, copy, count), start);
    },
  };
}
