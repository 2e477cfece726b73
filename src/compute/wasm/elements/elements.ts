/**
 * Finite elements in WebAssembly. Neighbouring layers of voxels share nodes: a sample is cut into an even
 * number of slabs that its grid alone decides, and even ones are done before odd ones, so that
 * results do not depend on who does them. Arrays outside of the heap are copied where that pays.
 */
import { sizeOf } from "../../../core/index.js";
import { elements as definition } from "../../elements/elements.js";
import type { Elements, VoxelElements } from "../../elements/elements.js";
import { coefficientCount } from "../../elements/gather.js";
import { elements as binary } from "../binaries.js";
import { COMBINATION } from "../elementwise/elementwiseKernels.js";
import type { Executor, Kernel, Step } from "../executor.js";
import type { Allocate, Heap } from "../heap.js";
import { load } from "../load.js";
import { elementPlan, type ElementPlan } from "./elementPlan.js";

/** The exports of assembly/elements.ts. Arguments named after arrays are addresses. */
interface ElementKernels {
  readonly applyElements: Kernel;
  readonly applySymbol: Kernel;
  readonly combine64: Kernel;
  readonly fillDot: Kernel;
}

/** Slabs of a sample at most, and voxels of a slab at least. */
const MOST_SLABS = 16;
const LEAST_VOXELS = 1024;

/** Numbers that a task of one pass over the data takes. */
const SHARE = 8192;

/** Plans kept at most; the one used longest ago goes first. */
const KEPT_PLANS = 16;

/** A plan in the heap. */
interface PlacedPlan extends ElementPlan {
  readonly address: number;
}

/** Elements on a heap; the module is compiled when first used. */
export function createElements(heap: Heap, executor: Executor): Elements {
  const kernels = (): ElementKernels => load(binary, heap) as ElementKernels;
  const planOf = createPlans(heap, executor);
  const within = (...arrays: readonly Float64Array[]): boolean =>
    arrays.every((array) => heap.addressOf(array) >= 0);

  return {
    applyElements(elements, coefficients, samples, u, out) {
      if (isLeft(elements)) {
        definition.applyElements(elements, coefficients, samples, u, out);
        return;
      }
      const plan = planOf(elements);
      heap.scope((allocate) => {
        const [c, from] = [coefficients, u].map((array) => placed(heap, array, allocate));
        const inPlace = heap.addressOf(out);
        const to = inPlace < 0 ? allocate(out.byteLength) : inPlace;
        for (const odd of [false, true]) {
          const tasks = slabTasks(elements, samples, odd);
          executor.run(tasks.length, plan.scratchBytes, (task, scratch) =>
            tasks[task].map(({ sample, ...slab }): Step => {
              const [values, coefficient] = strides(elements).map((stride) => sample * stride);
              const { first, end, clear, clearEnd } = slab;
              const layers = [first, end, clear, clearEnd];
              const arrays = [from + values, c + coefficient, to + values];
              return [kernels().applyElements, plan.address, ...arrays, ...layers, scratch];
            }),
          );
        }
        if (within(coefficients, u, out)) return;
        executor.settle();
        if (inPlace < 0) out.set(heap.view(to, out.length));
      });
    },
    applySymbol(symbol, samples, fields, size, re, im) {
      const parts = [symbol.re, symbol.im ?? symbol.re, re, im];
      if (!within(...parts)) {
        definition.applySymbol(symbol, samples, fields, size, re, im);
        return;
      }
      const [sRe, sIm, toRe, toIm] = parts.map(heap.addressOf);
      const shares = Math.ceil(size / SHARE);
      executor.run(samples * shares, 128 * fields, (task, scratch) => {
        const first = SHARE * (task % shares);
        const count = Math.min(SHARE, size - first);
        const at = 8 * (Math.floor(task / shares) * fields * size + first);
        const matrix = [sRe + 8 * first, symbol.im ? sIm + 8 * first : 0];
        const { applySymbol } = kernels();
        return [[applySymbol, ...matrix, fields, 8 * size, count, toRe + at, toIm + at, scratch]];
      });
    },
    dotEach(x, y, samples, out) {
      if (!within(x, y, out)) {
        definition.dotEach(x, y, samples, out);
        return;
      }
      const [a, b, to] = [x, y, out].map(heap.addressOf);
      const size = x.length / samples;
      const group = Math.max(1, Math.floor(SHARE / size));
      executor.run(Math.ceil(samples / group), 0, (task) =>
        range(task * group, Math.min(samples, (task + 1) * group)).map((s): Step => {
          return [kernels().fillDot, a + 8 * s * size, b + 8 * s * size, size, to + 8 * s];
        }),
      );
    },
    addScaledEach(a, x, y, samples, out) {
      if (!within(x, y, out)) {
        definition.addScaledEach(a, x, y, samples, out);
        return;
      }
      const [from, other, to] = [x, y, out].map(heap.addressOf);
      const size = x.length / samples;
      const { combine64 } = kernels();
      executor.run(Math.ceil(x.length / SHARE), 0, (task) => {
        const steps: Step[] = [];
        const end = Math.min(x.length, (task + 1) * SHARE);
        for (let first = task * SHARE; first < end;) {
          const s = Math.floor(first / size);
          const count = Math.min(end, (s + 1) * size) - first;
          const [p, q, r] = [from, other, to].map((address) => address + 8 * first);
          steps.push([combine64, COMBINATION.addScaled, a[s], p, q, q, r, count]);
          first += count;
        }
        return steps;
      });
    },
  };
}

/** Whether the definition does them: rules that nobody would choose for such elements. */
function isLeft({ order, components, rule }: VoxelElements): boolean {
  return rule === "onePoint" ? order === 2 : rule === "meanDilatation" && components === 1;
}

/** Bytes from sample to sample, of values and of coefficients. */
function strides(elements: VoxelElements): [number, number] {
  const { grid, order, components } = elements;
  const size = 8 * sizeOf(grid);
  return [components * order ** grid.length * size, coefficientCount(elements) * size];
}

/** Layers of the first axis whose voxels a call does, and layers of nodes that it zeroes before. */
interface Slab {
  readonly sample: number;
  readonly first: number;
  readonly end: number;
  readonly clear: number;
  readonly clearEnd: number;
}

/** The even or the odd slabs of all samples; small ones are done together. */
function slabTasks({ grid }: VoxelElements, samples: number, odd: boolean): Slab[][] {
  const layers = grid.length > 1 ? grid[0] : 1;
  const size = sizeOf(grid);
  const most = Math.min(MOST_SLABS, layers, Math.floor(size / LEAST_VOXELS));
  const pairs = Math.floor(most / 2);
  if (pairs === 0) {
    const group = Math.ceil(LEAST_VOXELS / size);
    const whole = { first: 0, end: layers, clear: 0, clearEnd: layers };
    return range(0, odd ? 0 : Math.ceil(samples / group)).map((task) =>
      range(task * group, Math.min(samples, (task + 1) * group)).map((sample) => ({
        sample,
        ...whole,
      })),
    );
  }
  const start = (slab: number): number => Math.floor((slab * layers) / (2 * pairs));
  return range(0, samples * pairs).map((task) => {
    const slab = 2 * (task % pairs) + (odd ? 1 : 0);
    const [first, end] = [start(slab), start(slab + 1)];
    // An even slab meets the nodes at both of its ends first.
    const [clear, clearEnd] = odd ? [first + 1, end] : [first, end + 1];
    return [{ sample: Math.floor(task / pairs), first, end, clear, clearEnd }];
  });
}

/** Plans in the heap. */
function createPlans(heap: Heap, executor: Executor): (elements: VoxelElements) => PlacedPlan {
  const plans = new Map<string, PlacedPlan>();
  return (elements) => {
    const { grid, spacing, order, components, rule, law } = elements;
    const key = [grid.join("×"), spacing.join("×"), order, components, rule, law].join();
    const plan = plans.get(key) ?? place(heap, elementPlan(elements));
    plans.delete(key);
    plans.set(key, plan);
    const [oldest] = plans;
    if (plans.size > KEPT_PLANS) {
      executor.settle(); // it may be in use
      plans.delete(oldest[0]);
      heap.release(oldest[1].address);
    }
    return plan;
  };
}

function place(heap: Heap, plan: ElementPlan): PlacedPlan {
  const address = heap.allocate(plan.numbers.byteLength);
  heap.view(address, plan.numbers.length).set(plan.numbers);
  return { ...plan, address };
}

/** Where an array is in the heap, or a copy of it. */
function placed(heap: Heap, array: Float64Array, allocate: Allocate): number {
  const inPlace = heap.addressOf(array);
  if (inPlace >= 0) return inPlace;
  const address = allocate(array.byteLength);
  heap.view(address, array.length).set(array);
  return address;
}

function range(first: number, end: number): number[] {
  return Array.from({ length: end - first }, (_, i) => first + i);
}
