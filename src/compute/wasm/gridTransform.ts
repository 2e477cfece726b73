/**
 * Transforms of whole fields in WebAssembly, axis by axis; gridTransform.ts of the compute floor is the
 * definition. Fields are taken in chunks that stay in the cache from their first axis to their last;
 * a field too large for that is taken slab by slab, and its outer axes afterwards.
 *
 * Arrays that live in the heap are worked on where they are; others are copied chunk by chunk.
 */
import type { GridTransform } from "../contract.js";
import { transform as binary } from "./binaries.js";
import type { Heap } from "./heap.js";
import { planLine } from "./linePlan.js";
import { writeLine, type LineTables } from "./lineTables.js";
import { load } from "./load.js";

/** The exports of assembly/transform.ts. */
interface TransformKernels {
  columns(plan: number, re: number, im: number, outer: number, inner: number, work: number): void;
  rows(plan: number, re: number, im: number, count: number, work: number): void;
  realRows(
    plan: number,
    x: number,
    re: number,
    im: number,
    slabs: number,
    lines: number,
    work: number,
  ): void;
  inverseRealRows(
    plan: number,
    x: number,
    re: number,
    im: number,
    slabs: number,
    lines: number,
    scale: number,
    work: number,
  ): void;
  scale(x: number, count: number, factor: number): void;
}

/** Complex numbers of a chunk: with the real field beside them they fit the cache of one core. */
const CHUNK = 1 << 14;

/** Lengths whose tables are kept; the one used longest ago goes first. */
const KEPT_LINES = 64;

/** Makes grid transforms on a heap. */
export function createGridTransforms(heap: Heap): (grid: readonly number[]) => GridTransform {
  const kernels = load(binary, heap) as TransformKernels;
  const lines = new Map<number, LineTables>();

  const lineOf = (n: number): LineTables => {
    const line = lines.get(n) ?? writeLine(heap, planLine(n));
    lines.delete(n);
    lines.set(n, line);
    return line;
  };
  const forgetOldest = (): void => {
    for (const [n, line] of lines) {
      if (lines.size <= KEPT_LINES) return;
      lines.delete(n);
      line.release();
    }
  };

  return (grid) =>
    createTransform(heap, kernels, [...grid], () => {
      forgetOldest();
      return grid.map(lineOf);
    });
}

/** How fields are cut: slabs [n_cut, …, n_last], `chunk` of which are taken together. */
interface Cut {
  readonly cut: number;
  /** Lines of a slab. */
  readonly lines: number;
  /** Whole fields, or slabs of one field with a multiple of four lines: see `realRows`. */
  readonly chunk: number;
  /** Slabs that are finished together: those of one field, or a chunk of whole fields. */
  readonly group: number;
}

function cutFor(leading: readonly number[], width: number): Cut {
  let cut = leading.length;
  let lines = 1;
  while (cut > 0 && lines * leading[cut - 1] * width <= CHUNK) lines *= leading[--cut];
  const fours = cut === 0 || lines % 4 === 0 ? 1 : lines % 2 === 0 ? 2 : 4;
  const chunk = fours * Math.max(1, Math.floor(CHUNK / (lines * width * fours)));
  return { cut, lines, chunk, group: cut === 0 ? chunk : product(leading.slice(0, cut)) };
}

function createTransform(
  heap: Heap,
  kernels: TransformKernels,
  grid: readonly number[],
  tablesOf: () => LineTables[],
): GridTransform {
  const leading = grid.slice(0, -1);
  const last = grid[leading.length];
  const half = (last >> 1) + 1;
  const size = product(grid);
  const rows = product(leading);
  const realCut = cutFor(leading, half);
  const complexCut = cutFor(leading, last);

  /** What one call works with. */
  interface Call {
    /** Transforms the leading axes from … to − 1 of blocks [n_from, …, n_{to−1}, inner]. */
    readonly axes: (
      re: number,
      im: number,
      blocks: number,
      from: number,
      to: number,
      inner: number,
    ) => void;
    /** The plan of the last axis. */
    readonly plan: number;
    readonly scratch: number;
    /** A copy of `array` of so many numbers, unless it lives in the heap. */
    readonly stage: (array: Float64Array, length: number) => Stage;
  }

  const call = (work: (call: Call) => void): void => {
    const tables = tablesOf();
    heap.scope((allocate) => {
      const scratch = allocate(Math.max(...tables.map(({ workBytes }) => workBytes)));
      work({
        axes(re, im, blocks, from, to, inner) {
          let width = inner;
          for (let axis = to - 1; axis >= from; axis--) {
            const outer = blocks * product(leading.slice(from, axis));
            if (leading[axis] > 1) {
              kernels.columns(tables[axis].address, re, im, outer, width, scratch);
            }
            width *= leading[axis];
          }
        },
        plan: tables[leading.length].address,
        scratch,
        stage: (array, length) => createStage(heap, array, () => allocate(8 * length)),
      });
    });
  };

  const forward = (re: Float64Array, im: Float64Array, fields: number, scale: number): void => {
    const { cut, lines, chunk, group } = complexCut;
    const slab = lines * last;
    const slabs = (fields * rows) / lines;
    call(({ axes, plan, scratch, stage }) => {
      const stageRe = stage(re, Math.min(group, slabs) * slab);
      const stageIm = stage(im, Math.min(group, slabs) * slab);
      for (let first = 0; first < slabs; first += group) {
        const count = Math.min(group, slabs - first);
        const r = stageRe.read(first * slab, count * slab);
        const i = stageIm.read(first * slab, count * slab);
        for (let s = 0; s < count; s += chunk) {
          const at = 8 * s * slab;
          const some = Math.min(chunk, count - s);
          kernels.rows(plan, r + at, i + at, some * lines, scratch);
          axes(r + at, i + at, some, cut, leading.length, last);
        }
        if (cut > 0) axes(r, i, 1, 0, cut, slab);
        if (scale !== 1) {
          kernels.scale(r, count * slab, scale);
          kernels.scale(i, count * slab, scale);
        }
        stageRe.write(first * slab, count * slab);
        stageIm.write(first * slab, count * slab);
      }
    });
  };

  return {
    grid,
    size,
    halfSize: rows * half,
    forward: (re, im, fields) => forward(re, im, fields, 1),
    // Swapping the planes turns the forward transform into the inverse, swapped back by itself.
    inverse: (re, im, fields) => forward(im, re, fields, 1 / size),
    forwardReal(x, fields, re, im) {
      const { cut, lines, chunk, group } = realCut;
      const slab = lines * half;
      const slabs = (fields * rows) / lines;
      call(({ axes, plan, scratch, stage }) => {
        const stageX = stage(x, Math.min(chunk, slabs) * lines * last);
        const stageRe = stage(re, Math.min(group, slabs) * slab);
        const stageIm = stage(im, Math.min(group, slabs) * slab);
        for (let first = 0; first < slabs; first += group) {
          const count = Math.min(group, slabs - first);
          const r = stageRe.at(first * slab);
          const i = stageIm.at(first * slab);
          for (let s = 0; s < count; s += chunk) {
            const at = 8 * s * slab;
            const some = Math.min(chunk, count - s);
            const from = stageX.read((first + s) * lines * last, some * lines * last);
            const fields = cut === 0 ? some : 1;
            kernels.realRows(plan, from, r + at, i + at, fields, (some * lines) / fields, scratch);
            axes(r + at, i + at, some, cut, leading.length, half);
          }
          if (cut > 0) axes(r, i, 1, 0, cut, slab);
          stageRe.write(first * slab, count * slab);
          stageIm.write(first * slab, count * slab);
        }
      });
    },
    inverseReal(re, im, fields, x) {
      const { cut, lines, chunk, group } = realCut;
      const slab = lines * half;
      const slabs = (fields * rows) / lines;
      call(({ axes, plan, scratch, stage }) => {
        const stageX = stage(x, Math.min(chunk, slabs) * lines * last);
        const stageRe = stage(re, Math.min(group, slabs) * slab);
        const stageIm = stage(im, Math.min(group, slabs) * slab);
        for (let first = 0; first < slabs; first += group) {
          const count = Math.min(group, slabs - first);
          const r = stageRe.read(first * slab, count * slab);
          const i = stageIm.read(first * slab, count * slab);
          if (cut > 0) axes(i, r, 1, 0, cut, slab);
          for (let s = 0; s < count; s += chunk) {
            const at = 8 * s * slab;
            const some = Math.min(chunk, count - s);
            const to = stageX.at((first + s) * lines * last);
            axes(i + at, r + at, some, cut, leading.length, half);
            const parts = [cut === 0 ? some : 1, cut === 0 ? lines : some * lines] as const;
            kernels.inverseRealRows(plan, to, r + at, i + at, ...parts, 1 / size, scratch);
            stageX.write((first + s) * lines * last, some * lines * last);
          }
        }
      });
    },
  };
}

/** The part of an array that is worked on, at an address of the heap. */
interface Stage {
  /** The address of the part that starts at `start`. */
  at(start: number): number;
  /** The same, filled. */
  read(start: number, count: number): number;
  /** Gives the part back to the array. */
  write(start: number, count: number): void;
}

function createStage(heap: Heap, array: Float64Array, allocate: () => number): Stage {
  const address = heap.addressOf(array);
  if (address >= 0) {
    const at = (start: number): number => address + 8 * start;
    return { at, read: at, write: () => undefined };
  }
  const copy = allocate();
  return {
    at: () => copy,
    read(start, count) {
      heap.view(copy, count).set(array.subarray(start, start + count));
      return copy;
    },
    write(start, count) {
      array.set(heap.view(copy, count), start);
    },
  };
}

function product(values: readonly number[]): number {
  return values.reduce((result, n) => result * n, 1);
}
