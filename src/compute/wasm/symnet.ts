/**
 * SymNets in WebAssembly. A task does about a thousand points: some samples, or a part of one. Gradients
 * of weights are summed in every task, and tasks are added in their order, so that no result depends on
 * who does them. Arrays outside of the heap are copied.
 */
import { symnetFactors, symnetRow, symnetSize } from "../symnet/symnet.js";
import type { Symnets, SymnetShape } from "../symnet/symnet.js";
import { fillFromTurned, turnedWeights, upwindOrder } from "../symnet/upwindSymnet.js";
import type { UpwindOrder, UpwindSymnets } from "../symnet/upwindSymnet.js";
import { symnet as binary, symnetRelaxed } from "./binaries.js";
import type { Executor, Kernel, Step } from "./executor.js";
import type { Allocate, Heap } from "./heap.js";
import { load } from "./load.js";
import { fetch, placed, placedIntegers, placeFor } from "./placed.js";

/** The exports of assembly/symnet.ts. Arguments named after arrays are addresses. */
interface SymnetKernels {
  readonly scratchBytes: (inputs: number, products: number, nets: number) => number;
  readonly sumsOfRow: (inputs: number, products: number) => number;
  readonly symnet: Kernel;
  readonly symnetBackward: Kernel;
}

/** What the kernels are told: nets of inputs in some order, of channels some of which look upwind. */
interface Nets extends Pick<UpwindOrder, "inputs" | "firsts" | "width" | "channels" | "mirrors"> {
  readonly samples: number;
  readonly points: number;
  readonly nets: number;
  readonly products: number;
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

const NOTHING: Float64Array = new Float64Array(0);

/** SymNets on a heap; the module is compiled when first used. */
export function createSymnets(
  heap: Heap,
  executor: Executor,
  relaxed = false,
): Symnets & UpwindSymnets {
  const kernels = (): SymnetKernels =>
    load(relaxed ? symnetRelaxed : binary, heap) as SymnetKernels;

  /** Does all points; `at` is the address of a field whose samples have so many channels. */
  const runAll = (
    shape: Nets,
    tasks: readonly (readonly Run[])[],
    stepOf: (at: (field: number, channels: number) => number, run: Run, scratch: number) => Step,
  ): void => {
    const { inputs, products, nets, points } = shape;
    const bytes = kernels().scratchBytes(inputs, products, nets);
    executor.run(tasks.length, bytes, (task, scratch) =>
      tasks[task].map((run) => {
        const { sample, first } = run;
        return stepOf((field, n) => field + 8 * (sample * n * points + first), run, scratch);
      }),
    );
    executor.settle(); // copies and sums are given back
  };

  const forward = (
    x: Float64Array,
    weights: Float64Array,
    shape: Nets,
    slopes: Float64Array,
    out: Float64Array,
    factors: Float64Array = NOTHING,
  ): void => {
    const { inputs, firsts, width, nets, products, points } = shape;
    heap.scope((allocate) => {
      const given = [x, weights, weightsOfInputs(weights, shape)];
      const [from, w, turned] = given.map((array) => placed(heap, array, allocate));
      const channels = channelTable(heap, shape, allocate);
      const [leaning, to, kept] = [slopes, out, factors].map((array) =>
        placeFor(heap, array, allocate),
      );
      runAll(shape, tasksOf(shape), (at, run, scratch) => {
        const arrays = [at(from, width), w, turned, channels];
        const lengths = [inputs, firsts, products, nets, 8 * points, run.count];
        const own = factors.length > 0 ? kept + bytesBefore(shape, run) : 0;
        const results = [at(leaning, firsts), at(to, nets), own];
        return [kernels().symnet, ...arrays, ...lengths, ...results, scratch];
      });
      fetch(heap, leaning, slopes);
      fetch(heap, to, out);
      fetch(heap, kept, factors);
    });
  };

  const backward = (
    x: Float64Array,
    slopes: Float64Array,
    weights: Float64Array,
    g: Float64Array,
    shape: Nets,
    dx: Float64Array,
    dWeights: Float64Array,
    factors: Float64Array = NOTHING,
  ): void => {
    const { inputs, firsts, width, nets, products, points } = shape;
    const tasks = tasksOf(shape);
    const rows = nets * (2 * products + 1);
    const row = 2 * kernels().sumsOfRow(inputs, products);
    const size = row * (rows + (rows & 1)); // rows go by two
    heap.scope((allocate) => {
      const given = [x, slopes, weights, weightsOfInputs(weights, shape), g, factors];
      const addresses = given.map((array) => placed(heap, array, allocate));
      const [from, leaning, w, turned, seed, kept] = addresses;
      const channels = channelTable(heap, shape, allocate);
      const to = placeFor(heap, dx, allocate);
      const sums = allocate(8 * size * tasks.length);
      heap.view(sums, size * tasks.length).fill(0);
      runAll(shape, tasks, (at, run, scratch) => {
        const arrays = [at(from, width), at(leaning, firsts), w, turned, at(seed, nets), channels];
        const lengths = [inputs, firsts, products, nets, 8 * points, run.count];
        const own = factors.length > 0 ? kept + bytesBefore(shape, run) : 0;
        const results = [at(to, width), sums + 8 * size * run.task, own];
        return [kernels().symnetBackward, ...arrays, ...lengths, ...results, scratch];
      });
      fetch(heap, to, dx);
      addSums(heap.view(sums, size * tasks.length), size, row, shape, dWeights);
    });
  };

  return {
    symnet(x, weights, shape, out, factors) {
      forward(x, weights, netsOf(shape), NOTHING, out, factors);
    },
    symnetBackward(x, weights, g, shape, dx, dWeights, factors) {
      backward(x, NOTHING, weights, g, netsOf(shape), dx, dWeights, factors);
    },
    upwindSymnet(x, weights, shape, slopes, out, factors) {
      const nets = { ...shape, nets: shape.components, ...upwindOrder(shape) };
      forward(x, turnedWeights(weights, shape), nets, slopes, out, factors);
    },
    upwindSymnetBackward(x, slopes, weights, g, shape, dx, dWeights, factors) {
      const nets = { ...shape, nets: shape.components, ...upwindOrder(shape) };
      const turned = new Float64Array(dWeights.length);
      backward(x, slopes, turnedWeights(weights, shape), g, nets, dx, turned, factors);
      fillFromTurned(dWeights, turned, shape);
    },
  };
}

/** Nets that see all channels in their order. */
function netsOf(shape: SymnetShape): Nets {
  const { inputs } = shape;
  const channels = Int32Array.from({ length: inputs }, (_, i) => i);
  return { ...shape, width: inputs, firsts: 0, channels, mirrors: new Int32Array(0) };
}

/** All points, cut into tasks by the shape alone: small samples are done together, large ones parted. */
function tasksOf({ samples, points }: Nets): Run[][] {
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

/** Where the factors of a run begin among those of all points. */
function bytesBefore({ nets, points, products }: Nets, { sample, first }: Run): number {
  const sizes = { nets, products, samples: 1 };
  const panels =
    sample * symnetFactors({ ...sizes, points }) + symnetFactors({ ...sizes, points: first });
  return 8 * panels;
}

/** Weights by what they multiply, [input or product, net, row of G], zeros where a row has none. */
function weightsOfInputs(weights: Float64Array, { inputs, products, nets }: Nets): Float64Array {
  const rows = 2 * products + 1;
  const turned = new Float64Array((inputs + products) * nets * rows);
  forEachRow(inputs, products, nets, (r, first, terms) => {
    for (let i = 0; i < terms; i++) turned[i * nets * rows + r] = weights[first + i];
  });
  return turned;
}

/** Fills the gradient with the sum over tasks of both lanes of its entries. */
function addSums(
  sums: Float64Array,
  size: number,
  rowLength: number,
  { inputs, products, nets }: Nets,
  gradient: Float64Array,
): void {
  const behind = 2 * 4 * Math.ceil(inputs / 4); // where sums of products begin
  gradient.fill(0);
  for (let task = 0; task < sums.length; task += size) {
    forEachRow(inputs, products, nets, (r, first, terms, bias) => {
      const row = task + r * rowLength;
      for (let i = 0; i < terms; i++) {
        const at = i < inputs ? row + 2 * i : row + behind + 2 * (i - inputs);
        gradient[first + i] += sums[at] + sums[at + 1];
      }
      const last = row + rowLength - 2;
      gradient[bias] += sums[last] + sums[last + 1];
    });
  }
}

/** Visits the rows of G of all nets, with where their weights begin, how many these are, and their bias. */
function forEachRow(
  inputs: number,
  products: number,
  nets: number,
  visit: (row: number, first: number, terms: number, bias: number) => void,
): void {
  let r = 0;
  for (let n = 0; n < nets; n++) {
    const net = n * symnetSize(inputs, products);
    const last = net + symnetRow(inputs, products);
    visit(r++, last, inputs + products, last + inputs + products);
    for (let k = products - 1; k >= 0; k--) {
      const row = net + symnetRow(inputs, k);
      const terms = inputs + k;
      visit(r++, row, terms, row + 2 * terms);
      visit(r++, row + terms, terms, row + 2 * terms + 1);
    }
  }
}

/** The channels in the order of the inputs, and the mirrors of the last, in the heap. */
function channelTable(heap: Heap, { channels, mirrors }: Nets, allocate: Allocate): number {
  return placedIntegers(heap, Int32Array.of(...channels, ...mirrors), allocate);
}
