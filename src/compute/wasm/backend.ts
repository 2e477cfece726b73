/** The contract in WebAssembly: the answers of `portable`, faster. */
import type { Backend } from "../contract.js";
import { portable } from "../portable.js";
import { createGridTransforms } from "./gridTransform.js";
import { createHeap, type Heap } from "./heap.js";
import { createPointwise } from "./pointwise.js";

/** A backend on a heap; modules are compiled here, once. */
export function createWasmBackend(heap: Heap = createHeap()): Backend {
  return {
    ...portable,
    ...createPointwise(heap),
    gridTransform: createGridTransforms(heap),
    name: "wasm",
  };
}
