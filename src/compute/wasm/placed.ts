/** Arrays where kernels find them: where they are in the heap, or copies. */
import type { Allocate, Heap } from "./heap.js";

/** Where an array is in the heap, or a copy of it. */
export function placed(heap: Heap, array: Float64Array, allocate: Allocate): number {
  const inPlace = heap.addressOf(array);
  if (inPlace >= 0) return inPlace;
  const address = allocate(array.byteLength);
  heap.view(address, array.length).set(array);
  return address;
}

/** A copy of whole numbers in the heap. */
export function placedIntegers(heap: Heap, array: Int32Array, allocate: Allocate): number {
  const address = allocate(array.byteLength);
  new Int32Array(heap.memory.buffer, address, array.length).set(array);
  return address;
}

/** Where an array is in the heap that will be filled, or a place for it. */
export function placeFor(heap: Heap, array: Float64Array, allocate: Allocate): number {
  const inPlace = heap.addressOf(array);
  return inPlace < 0 ? allocate(array.byteLength) : inPlace;
}

/** Copies what was filled, if its place was another. */
export function fetch(heap: Heap, from: number, to: Float64Array): void {
  if (heap.addressOf(to) < 0) to.set(heap.view(from, to.length));
}
