/**
 * Transforms of whole fields in WebAssembly, axis by axis; gridTransform.ts of the compute floor is the
 * definition. The work is cut as cuts.ts says: within a chunk the axes follow each other while the data
 * are in the cache.
 */
import type { Reals } from "../../../core/index.js";
import type { GridTransform } from "../../contract.js";
import { cutFor, shareOf, type Cut } from "./cuts.js";
import type { Executor, Step } from "../executor.js";
import type { Heap } from "../heap.js";
import type { LineTables } from "./lineTables.js";
import { createStage } from "./stage.js";
import type { TransformEngine } from "./transformEngine.js";

/** Columns of a task at least, where one axis of one large field is shared out. */
const LEAST_COLUMNS = 64;

/** Fields that lie in the heap, and what is to be done with them. */
interface Work {
  readonly cut: Cut;
  /** Tables of all axes. */
  readonly lines: readonly LineTables[];
  /** Addresses of the spectra; parts exchanged for the inverse. */
  readonly re: number;
  readonly im: number;
  readonly slabs: number;
  /** Entries of a slab. */
  readonly width: number;
  /** Whether the axes before the cut come first. */
  readonly outerFirst: boolean;
  /** What is done with some slabs. */
  readonly chunk: (first: number, count: number, scratch: number) => Step[];
}

/** Transforms on a grid, in the precision of an engine. */
export function createGridTransform(
  heap: Heap,
  executor: Executor,
  { kernels, bytes, tablesOf }: TransformEngine,
  grid: readonly number[],
): GridTransform {
  const leading = grid.slice(0, -1);
  const last = grid[leading.length];
  const half = (last >> 1) + 1;
  const size = product(grid);
  const rows = product(leading);
  const lanes = 16 / bytes;
  const realCut = cutFor(leading, half, 2 * bytes, 2 * lanes);
  const complexCut = cutFor(leading, last, 2 * bytes, lanes);

  /**
   * A step for each of the axes from … to − 1, innermost first, of `blocks` blocks [n_from, …, n_{to−1}, inner].
   */
  const axisSteps = (
    lines: readonly LineTables[],
    re: number,
    im: number,
    blocks: number,
    [from, to]: readonly [number, number],
    inner: number,
    scratch: number,
  ): Step[] => {
    const steps: Step[] = [];
    let width = inner;
    for (let axis = to - 1; axis >= from; axis--) {
      const outer = blocks * product(leading.slice(from, axis));
      if (leading[axis] > 1) {
        steps.push([kernels.columns, lines[axis].address, re, im, outer, width, width, scratch]);
      }
      width *= leading[axis];
    }
    return steps;
  };

  /** Hands out chunks of small fields; of large ones whole fields while there are enough for all threads. */
  const perform = (work: Work): void => {
    const { cut, lines, re, im, slabs, width, outerFirst, chunk } = work;
    const scratchBytes = Math.max(...lines.map(({ workBytes }) => workBytes));
    const chunks = (first: number, count: number): void => {
      const share = shareOf(cut, count, executor.threads);
      executor.run(Math.ceil(count / share), scratchBytes, (task, scratch) =>
        chunk(first + task * share, Math.min(share, count - task * share), scratch),
      );
    };
    if (cut.cut === 0) {
      chunks(0, slabs);
      return;
    }
    const inField = rows / cut.lines;
    const fields = slabs / inField;
    const whole = fields - (fields % executor.threads);
    executor.run(whole, scratchBytes, (field, scratch) => {
      const first = field * inField;
      const at = bytes * first * width;
      const outer = axisSteps(lines, re + at, im + at, 1, [0, cut.cut], width, scratch);
      const inner: Step[] = [];
      for (let s = 0; s < inField; s += cut.chunk) {
        inner.push(...chunk(first + s, Math.min(cut.chunk, inField - s), scratch));
      }
      return outerFirst ? [...outer, ...inner] : [...inner, ...outer];
    });
    for (let field = whole; field < fields; field++) {
      const at = bytes * field * inField * width;
      if (outerFirst) shareOuterAxes(work, re + at, im + at, scratchBytes);
      chunks(field * inField, inField);
      if (!outerFirst) shareOuterAxes(work, re + at, im + at, scratchBytes);
    }
  };

  /** Transforms the axes before the cut of one field, columns shared out. */
  const shareOuterAxes = (
    { cut, lines, width: slab }: Work,
    re: number,
    im: number,
    scratchBytes: number,
  ): void => {
    let inner = slab;
    for (let axis = cut.cut - 1; axis >= 0; axis--) {
      const width = inner;
      const outer = product(leading.slice(0, axis));
      const share = LEAST_COLUMNS * Math.ceil(width / (LEAST_COLUMNS * executor.threads));
      if (leading[axis] > 1) {
        executor.run(Math.ceil(width / share), scratchBytes, (task, scratch) => {
          const at = bytes * task * share;
          const count = Math.min(share, width - task * share);
          const plan = lines[axis].address;
          return [[kernels.columns, plan, re + at, im + at, outer, width, count, scratch]];
        });
      }
      inner *= leading[axis];
    }
  };

  /** Whether any of the arrays has to be copied into the heap and back. */
  const isStaged = (...arrays: readonly Reals[]): boolean =>
    arrays.some((array) => heap.addressOf(array) < 0);

  /**
   * Slabs that are worked on together: all of them, or, if they have to be staged, those of one large
   * field, or a chunk of small fields per thread.
   */
  const groupOf = (cut: Cut, slabs: number, arrays: readonly Reals[]): number => {
    if (!isStaged(...arrays)) return slabs;
    if (cut.cut > 0) return rows / cut.lines;
    return Math.min(slabs, executor.threads * shareOf(cut, slabs, executor.threads));
  };

  const complex = (re: Reals, im: Reals, fields: number, scale: number): void => {
    const lines = tablesOf(grid);
    const plan = lines[leading.length].address;
    const slab = complexCut.lines * last;
    const slabs = (fields * rows) / complexCut.lines;
    const group = groupOf(complexCut, slabs, [re, im]);
    heap.scope((allocate) => {
      const stageRe = createStage(heap, re, group * slab, allocate);
      const stageIm = createStage(heap, im, group * slab, allocate);
      for (let first = 0; first < slabs; first += group) {
        const count = Math.min(group, slabs - first);
        const r = stageRe.read(first * slab, count * slab);
        const i = stageIm.read(first * slab, count * slab);
        const chunk: Work["chunk"] = (from, some, scratch) => {
          const [r0, i0] = [r + bytes * from * slab, i + bytes * from * slab];
          const axes = [complexCut.cut, leading.length] as const;
          const steps: Step[] = [
            [kernels.rows, plan, r0, i0, some * complexCut.lines, scratch],
            ...axisSteps(lines, r0, i0, some, axes, last, scratch),
          ];
          if (scale === 1) return steps;
          const scaled = [r0, i0].map((at): Step => [kernels.scale, at, some * slab, scale]);
          return [...steps, ...scaled];
        };
        const work = { cut: complexCut, lines, re: r, im: i, slabs: count, width: slab, chunk };
        perform({ ...work, outerFirst: false });
        if (isStaged(re, im)) executor.settle();
        stageRe.write(first * slab, count * slab);
        stageIm.write(first * slab, count * slab);
      }
    });
  };

  /** Both directions between real fields and half spectra. */
  const real = (x: Reals, re: Reals, im: Reals, fields: number, isForward: boolean): void => {
    const lines = tablesOf(grid);
    const plan = lines[leading.length].address;
    const { cut, lines: inSlab } = realCut;
    const [cells, slab] = [inSlab * last, inSlab * half];
    const slabs = (fields * rows) / inSlab;
    const group = groupOf(realCut, slabs, [x, re, im]);
    heap.scope((allocate) => {
      const stageX = createStage(heap, x, group * cells, allocate);
      const stageRe = createStage(heap, re, group * slab, allocate);
      const stageIm = createStage(heap, im, group * slab, allocate);
      for (let first = 0; first < slabs; first += group) {
        const count = Math.min(group, slabs - first);
        const ofX = [first * cells, count * cells] as const;
        const ofSpectra = [first * slab, count * slab] as const;
        const from = isForward ? stageX.read(...ofX) : stageX.at(ofX[0]);
        const r = isForward ? stageRe.at(ofSpectra[0]) : stageRe.read(...ofSpectra);
        const i = isForward ? stageIm.at(ofSpectra[0]) : stageIm.read(...ofSpectra);
        const chunk: Work["chunk"] = (start, some, scratch) => {
          const x0 = from + bytes * start * cells;
          const [r0, i0] = [r + bytes * start * slab, i + bytes * start * slab];
          const axes = [cut, leading.length] as const;
          // Lines are paired within a field: slabs of one field count as one.
          const parts = cut === 0 ? [some, inSlab] : [1, some * inSlab];
          return isForward
            ? [
                [kernels.realRows, plan, x0, r0, i0, ...parts, scratch],
                ...axisSteps(lines, r0, i0, some, axes, half, scratch),
              ]
            : [
                ...axisSteps(lines, i0, r0, some, axes, half, scratch),
                [kernels.inverseRealRows, plan, x0, r0, i0, ...parts, 1 / size, scratch],
              ];
        };
        const work = { cut: realCut, lines, slabs: count, width: slab, chunk };
        if (isForward) {
          perform({ ...work, re: r, im: i, outerFirst: false });
          if (isStaged(x, re, im)) executor.settle();
          stageRe.write(...ofSpectra);
          stageIm.write(...ofSpectra);
        } else {
          perform({ ...work, re: i, im: r, outerFirst: true });
          if (isStaged(x, re, im)) executor.settle();
          stageX.write(...ofX);
        }
      }
    });
  };

  return {
    grid,
    size,
    halfSize: rows * half,
    forward: (re, im, fields) => complex(re, im, fields, 1),
    // Swapping the planes turns the forward transform into the inverse, swapped back by itself.
    inverse: (re, im, fields) => complex(im, re, fields, 1 / size),
    forwardReal: (x, fields, re, im) => real(x, re, im, fields, true),
    inverseReal: (re, im, fields, x) => real(x, re, im, fields, false),
  };
}

function product(values: readonly number[]): number {
  return values.reduce((result, n) => result * n, 1);
}
