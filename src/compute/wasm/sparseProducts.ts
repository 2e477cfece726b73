/** Products with sparse matrices in WebAssembly. Arrays outside of the heap are copied. */
import type { SparseProducts } from "../products/sparseProducts.js";
import { pointwise as binary } from "./binaries.js";
import type { Kernel } from "./executor.js";
import type { Heap } from "./heap.js";
import { load } from "./load.js";
import { fetch, placed, placedIntegers, placeFor } from "./placed.js";

/** The export of assembly/sparseProducts.ts. */
interface SparseKernels {
  readonly multiplyAlong: Kernel;
}

/** Products on a heap; the module is compiled when first used. */
export function createSparseProducts(heap: Heap): SparseProducts {
  return {
    multiplyAlong(matrix, from, outer, inner, add, to) {
      const { multiplyAlong } = load(binary, heap) as SparseKernels;
      const { rows, columns, starts, indices, values } = matrix;
      heap.scope((allocate) => {
        const tables = [starts, indices].map((array) => placedIntegers(heap, array, allocate));
        const [w, source] = [values, from].map((array) => placed(heap, array, allocate));
        const result = add ? placed(heap, to, allocate) : placeFor(heap, to, allocate);
        multiplyAlong(rows, columns, ...tables, w, source, outer, inner, add ? 1 : 0, result);
        fetch(heap, result, to);
      });
    },
  };
}
