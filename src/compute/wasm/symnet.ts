/**
 * SymNets in WebAssembly. A task does about a thousand points: some samples, or a part of one. Gradients
 * of weights are summed in every task, and tasks are added in their order, so that no result depends on
 * who does them. Arrays outside of the heap are copied.
 */
import type { Symnets } from "../symnet/symnet.js";
import type { UpwindSymnets } from "../symnet/upwindSymnet.js";
import { symnet as binary, symnetRelaxed } from "./binaries.js";
import type { Executor, Kernel, Step } from "./executor.js";
import type { Allocate, Heap } from "./heap.js";
import { load } from "./load.js";
import { fetch, placed, placedIntegers, placeFor } from "./placed.js";
import { plainPlan, upwindPlan } from "./symnetPlan.js";
import type { SymnetPlan } from "./symnetPlan.js";

/** The exports of assembly/symnet.ts. Arguments named after arrays are addresses. */
interface SymnetKernels {
  readonly scratchBytes: (inputs: number, products: number, nets: number) => number;
  readonly symnet: Kernel;
  readonly symnetBackward: Kernel;
}

/** How many points there are. */
interface Points {
  readonly samples: number;
  /** Of a sample. */
  readonly points: number;
}

/** Neighbouring points of a sample. */
interface Run {
  readonly task: number;
  readonly sample: number;
  readonly first: number;
  readonly count: number;
  /** Panels before them. */
  readonly panels: number;
}

/** Points of a task, and of a panel, of which a task has whole numbers. */
const SHARE = 1024;
const PANEL = 32;

const NOTHING: Float64Array = new Float64Array(0);

/** SymNets on a heap; the module is compiled when first used. */
export function createSymnets(
  heap: Heap,
  executor: Executor,
  relaxed = false,
): Symnets & UpwindSymnets {
  const kernels = (): SymnetKernels =>
    load(relaxed ? symnetRelaxed : binary, heap) as SymnetKernels;

  /** Does all points. */
  const runAll = (
    { inputs, products, nets }: SymnetPlan,
    tasks: readonly (readonly Run[])[],
    stepOf: (run: Run, scratch: number) => Step,
  ): void => {
    const bytes = kernels().scratchBytes(inputs, products, nets);
    executor.run(tasks.length, bytes, (task, scratch) =>
      tasks[task].map((run) => stepOf(run, scratch)),
    );
    executor.settle(); // copies and sums are given back
  };

  const forward = (
    x: Float64Array,
    weights: Float64Array,
    plan: SymnetPlan,
    size: Points,
    slopes: Float64Array,
    out: Float64Array,
    factors: Float64Array = NOTHING,
  ): void => {
    const { inputs, firsts, width, nets, products, panel } = plan;
    const plane = 8 * size.points;
    const { symnet } = kernels();
    heap.scope((allocate) => {
      const from = placed(heap, x, allocate);
      const { w, turned, channels } = placedPlan(heap, weights, plan, allocate);
      const leaning = placeFor(heap, slopes, allocate);
      const to = placeFor(heap, out, allocate);
      const kept = factors.length > 0 ? placeFor(heap, factors, allocate) : 0;
      runAll(plan, tasksOf(size), ({ sample, first, count, panels }, scratch) => [
        symnet,
        from + sample * width * plane + 8 * first,
        ...[w, turned, channels, inputs, firsts, products, nets, plane, count],
        leaning + sample * firsts * plane + 8 * first,
        to + sample * nets * plane + 8 * first,
        kept === 0 ? 0 : kept + panels * panel,
        scratch,
      ]);
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
    plan: SymnetPlan,
    size: Points,
    dx: Float64Array,
    dWeights: Float64Array,
    factors: Float64Array = NOTHING,
  ): void => {
    const { inputs, firsts, width, nets, products, panel, sumsLength } = plan;
    const plane = 8 * size.points;
    const { symnetBackward } = kernels();
    const tasks = tasksOf(size);
    heap.scope((allocate) => {
      const from = placed(heap, x, allocate);
      const leaning = placed(heap, slopes, allocate);
      const { w, turned, channels } = placedPlan(heap, weights, plan, allocate);
      const seed = placed(heap, g, allocate);
      const kept = factors.length > 0 ? placed(heap, factors, allocate) : 0;
      const to = placeFor(heap, dx, allocate);
      const sums = allocate(8 * sumsLength * tasks.length);
      heap.view(sums, sumsLength * tasks.length).fill(0);
      runAll(plan, tasks, ({ task, sample, first, count, panels }, scratch) => [
        symnetBackward,
        from + sample * width * plane + 8 * first,
        leaning + sample * firsts * plane + 8 * first,
        ...[w, turned],
        seed + sample * nets * plane + 8 * first,
        ...[channels, inputs, firsts, products, nets, plane, count],
        to + sample * width * plane + 8 * first,
        sums + 8 * sumsLength * task,
        kept === 0 ? 0 : kept + panels * panel,
        scratch,
      ]);
      fetch(heap, to, dx);
      addSums(heap.view(sums, sumsLength * tasks.length), plan, dWeights);
    });
  };

  return {
    symnet(x, weights, shape, out, factors) {
      forward(x, weights, plainPlan(shape), shape, NOTHING, out, factors);
    },
    symnetBackward(x, weights, g, shape, dx, dWeights, factors) {
      backward(x, NOTHING, weights, g, plainPlan(shape), shape, dx, dWeights, factors);
    },
    upwindSymnet(x, weights, shape, slopes, out, factors) {
      forward(x, weights, upwindPlan(shape), shape, slopes, out, factors);
    },
    upwindSymnetBackward(x, slopes, weights, g, shape, dx, dWeights, factors) {
      backward(x, slopes, weights, g, upwindPlan(shape), shape, dx, dWeights, factors);
    },
  };
}

/** All points, cut into tasks by the shape alone: small samples are done together, large ones parted. */
function tasksOf({ samples, points }: Points): Run[][] {
  const together = Math.max(1, Math.floor(SHARE / Math.max(1, points)));
  const tasks: Run[][] = [];
  for (let sample = 0; sample < samples; sample++) {
    for (let first = 0; first < points; first += SHARE) {
      if (first > 0 || sample % together === 0) tasks.push([]);
      const task = tasks.length - 1;
      const panels = sample * Math.ceil(points / PANEL) + first / PANEL;
      tasks[task].push({ task, sample, first, count: Math.min(SHARE, points - first), panels });
    }
  }
  return tasks;
}

/** The weights in both orders, and the channels, in the heap. */
function placedPlan(
  heap: Heap,
  weights: Float64Array,
  { order, turned, channels }: SymnetPlan,
  allocate: Allocate,
): { readonly w: number; readonly turned: number; readonly channels: number } {
  const at = allocate(8 * (order.length + turned.length));
  const to = heap.view(at, order.length + turned.length);
  for (let i = 0; i < order.length; i++) to[i] = weights[order[i]];
  for (let i = 0; i < turned.length; i++) {
    to[order.length + i] = turned[i] < 0 ? 0 : weights[turned[i]];
  }
  return {
    w: at,
    turned: at + 8 * order.length,
    channels: placedIntegers(heap, channels, allocate),
  };
}

/** Fills the gradient with the sum over tasks of both lanes of its entries. */
function addSums(
  all: Float64Array,
  { sums, sumsLength }: SymnetPlan,
  gradient: Float64Array,
): void {
  gradient.fill(0);
  for (let task = 0; task < all.length; task += sumsLength) {
    for (let i = 0; i < sums.length; i++) {
      const at = task + sums[i];
      gradient[i] += all[at] + all[at + 1];
    }
  }
}
