/** The contract in WebAssembly: the answers of `portable`, faster. */
import type { Backend } from "../contract.js";
import { createConvolutions } from "./convolution.js";
import { createGridTransforms } from "./gridTransform.js";
import { createHeap, type Heap } from "./heap.js";
import { createPointwise } from "./pointwise.js";

/** A backend on a heap; modules are compiled here, once. */
export function createWasmBackend(heap: Heap = createHeap()): Backend {
  const gridTransform = createGridTransforms(heap);
  const pointwise = createPointwise(heap);
  return {
    name: "wasm",
    // Without shared memory a view would die when the memory grows: then arrays live outside.
    allocate: (length) =>
      heap.shared ? heap.view(heap.allocate(8 * length), length) : new Float64Array(length),
    release(array) {
      heap.release(heap.addressOf(array));
    },
    gridTransform,
    ...pointwise,
    ...createConvolutions(heap, { gridTransform, ...pointwise }),
  };
}
