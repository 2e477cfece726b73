/**
 * SymNets in WebAssembly. A task does about a thousand points: some samples, or a part of one. Gradients
 * of weights are summed in every task, and tasks are added in their order, so that no result depends on
 * who does them. Arrays outside of the heap are copied.
 */
import { symnetSize } from "../symnet/symnet.js";
import type { Symnets, SymnetShape } from "../symnet/symnet.js";
import { symnet as binary, symnetRelaxed } from "./binaries.js";
import type { Executor, Kernel, Step } from "./executor.js";
import type { Allocate, Heap } from "./heap.js";
import { load } from "./load.js";

/** The exports of assembly/symnet.ts. Arguments named after arrays are addresses. */
interface SymnetKernels {
  readonly scratchBytes: (inputs: number, products: number) => number;
  readonly symnet: Kernel;
  readonly symnetSlopes: Kernel;
  readonly symnetBackward: Kernel;
}

/** Neighbouring points of a sample. */
interface Run {
  readonly task: number;
  readonly sample: number;
  readonly first: number;
  readonly count: number;
}

/** Points of a task. */
const SHARE = 1024;

/** SymNets on a heap; the module is compiled when first used. */
export function createSymnets(heap: Heap, executor: Executor, relaxed = false): Symnets {
  const kernels = (): SymnetKernels =>
    load(relaxed ? symnetRelaxed : binary, heap) as SymnetKernels;

  /** Does all points; `at` is the address of a field whose samples have so many channels. */
  const runAll = (
    { inputs, products, points }: SymnetShape,
    tasks: readonly (readonly Run[])[],
    stepOf: (at: (field: number, channels: number) => number, run: Run, scratch: number) => Step,
  ): void => {
    const bytes = kernels().scratchBytes(inputs, products);
    executor.run(tasks.length, bytes, (task, scratch) =>
      tasks[task].map((run) => {
        const { sample, first } = run;
        return stepOf((field, n) => field + 8 * (sample * n * points + first), run, scratch);
      }),
    );
    executor.settle(); // copies and sums are given back
  };

  return {
    symnet(x, weights, shape, out) {
      const { inputs, products, nets, points } = shape;
      heap.scope((allocate) => {
        const [from, w] = [x, weights].map((array) => placed(heap, array, allocate));
        const to = placeFor(heap, out, allocate);
        runAll(shape, tasksOf(shape), (at, { count }, scratch) => {
          const lengths = [inputs, products, nets, 8 * points, count];
          return [kernels().symnet, at(from, inputs), w, ...lengths, at(to, nets), scratch];
        });
        fetch(heap, to, out);
      });
    },
    symnetSlopes(x, weights, shape, pairs, out) {
      const { inputs, products, points } = shape;
      const wanted = pairs.length / 2;
      heap.scope((allocate) => {
        const [from, w] = [x, weights].map((array) => placed(heap, array, allocate));
        const which = allocate(pairs.byteLength);
        new Int32Array(heap.memory.buffer, which, pairs.length).set(pairs);
        const to = placeFor(heap, out, allocate);
        runAll(shape, tasksOf(shape), (at, { count }, scratch) => {
          const lengths = [inputs, products, which, wanted, 8 * points, count];
          return [kernels().symnetSlopes, at(from, inputs), w, ...lengths, at(to, wanted), scratch];
        });
        fetch(heap, to, out);
      });
    },
    symnetBackward(x, weights, g, shape, dx, dWeights) {
      const { inputs, products, nets, points } = shape;
      const tasks = tasksOf(shape);
      const size = 2 * nets * symnetSize(inputs, products); // two lanes for every weight
      heap.scope((allocate) => {
        const [from, w, seed] = [x, weights, g].map((array) => placed(heap, array, allocate));
        const to = placeFor(heap, dx, allocate);
        const sums = allocate(8 * size * tasks.length);
        heap.view(sums, size * tasks.length).fill(0);
        runAll(shape, tasks, (at, { task, count }, scratch) => {
          const lengths = [inputs, products, nets, 8 * points, count];
          const results = [at(to, inputs), sums + 8 * size * task];
          const arrays = [at(from, inputs), w, at(seed, nets)];
          return [kernels().symnetBackward, ...arrays, ...lengths, ...results, scratch];
        });
        fetch(heap, to, dx);
        addLanes(heap.view(sums, size * tasks.length), dWeights);
      });
    },
  };
}

/** All points, cut into tasks by the shape alone: small samples are done together, large ones parted. */
function tasksOf({ samples, points }: SymnetShape): Run[][] {
  const together = Math.max(1, Math.floor(SHARE / Math.max(1, points)));
  const tasks: Run[][] = [];
  for (let sample = 0; sample < samples; sample++) {
    for (let first = 0; first < points; first += SHARE) {
      if (first > 0 || sample % together === 0) tasks.push([]);
      const task = tasks.length - 1;
      tasks[task].push({ task, sample, first, count: Math.min(SHARE, points - first) });
    }
  }
  return tasks;
}

/** Fills the gradient with the sum over tasks of both lanes of its entries. */
function addLanes(sums: Float64Array, gradient: Float64Array): void {
  gradient.fill(0);
  for (let from = 0; from < sums.length; from += 2 * gradient.length) {
    for (let i = 0; i < gradient.length; i++) {
      gradient[i] += sums[from + 2 * i] + sums[from + 2 * i + 1];
    }
  }
}

/** Where an array is in the heap, or a copy of it. */
function placed(heap: Heap, array: Float64Array, allocate: Allocate): number {
  const inPlace = heap.addressOf(array);
  if (inPlace >= 0) return inPlace;
  const address = allocate(array.byteLength);
  heap.view(address, array.length).set(array);
  return address;
}

/** Where an array is in the heap that will be filled, or a place for it. */
function placeFor(heap: Heap, array: Float64Array, allocate: Allocate): number {
  const inPlace = heap.addressOf(array);
  return inPlace < 0 ? allocate(array.byteLength) : inPlace;
}

/** Copies what was filled, if its place was another. */
function fetch(heap: Heap, from: number, to: Float64Array): void {
  if (heap.addressOf(to) < 0) to.set(heap.view(from, to.length));
}
