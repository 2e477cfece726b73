/** The contract in WebAssembly: the answers of `portable`, faster. */
import { createArray } from "../../core/index.js";
import { createCrewExecutor } from "../threads/executor.js";
import type { Backend } from "../contract.js";
import { elements, pointwise, symnet, symnetRelaxed } from "./binaries.js";
import { createConvolutions } from "./convolution/convolution.js";
import { createElements } from "./elements/elements.js";
import { createElementwise } from "./elementwise/elementwise.js";
import { createHermitianSolver } from "./hermitianSystems.js";
import { createHeap, type Heap, viewOf } from "./heap.js";
import { createPointwise } from "./pointwise.js";
import { createProducts } from "./products.js";
import { createSparseProducts } from "./sparseProducts.js";
import { createStencils } from "./stencils.js";
import { createSymnets } from "./symnet.js";
import { createGridTransforms, transformBinaries } from "./transform/transformEngine.js";

/** What a backend may be made of. */
export interface WasmOptions {
  /** Default: one of its own. */
  readonly heap?: Heap;
  /** Whether products and sums may share a rounding, where the processor can. Default false. */
  readonly relaxed?: boolean;
  /** Default 1. */
  readonly threads?: number;
}

/** A backend on a heap; its modules are compiled when they are first needed. */
export function createWasmBackend({
  heap = createHeap(),
  relaxed = false,
  threads = 1,
}: WasmOptions = {}): Backend {
  const executor = createCrewExecutor(heap, sharedModules(relaxed), threads);
  const gridTransform = createGridTransforms(heap, executor, relaxed);
  const sums = createPointwise(heap, executor);
  return {
    name: "wasm",
    relaxed,
    threads: executor.threads,
    overlap: executor.overlap,
    close() {
      executor.close();
    },
    // Without shared memory a view would die when the memory grows: then arrays live outside.
    allocate(length, precision) {
      const outside = createArray(heap.shared ? 0 : length, precision);
      if (!heap.shared) return outside;
      const address = heap.allocate(outside.BYTES_PER_ELEMENT * length);
      return viewOf(heap, outside, address, length);
    },
    release(array) {
      heap.release(heap.addressOf(array));
    },
    gridTransform,
    ...sums,
    solveHermitian: createHermitianSolver(heap),
    ...createElementwise(heap),
    ...createElements(heap, executor),
    ...createProducts(heap, relaxed),
    ...createSparseProducts(heap),
    ...createStencils(heap, relaxed),
    ...createSymnets(heap, executor, relaxed),
    ...createConvolutions(heap, { gridTransform, ...sums }, relaxed),
  };
}

/** The modules whose kernels threads may call. */
function sharedModules(relaxed: boolean): string[] {
  const symnets = relaxed ? symnetRelaxed : symnet;
  return [elements, pointwise, symnets, ...Object.values(transformBinaries(relaxed))];
}
