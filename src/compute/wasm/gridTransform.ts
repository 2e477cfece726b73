/**
 * Transforms of whole fields in WebAssembly, axis by axis; gridTransform.ts of the compute floor is the
 * definition. The work is cut into tasks as cuts.ts says: within a task the axes follow each other
 * while the data are in the cache.
 */
import type { GridTransform } from "../contract.js";
import type { Reals } from "../../core/index.js";
import { cutFor, shareOf, type Cut } from "./cuts.js";
import type { Executor, Step } from "./executor.js";
import type { Heap } from "./heap.js";
import type { LineTables } from "./lineTables.js";
import { createStage } from "./stage.js";
import type { TransformEngine } from "./transformEngine.js";

/** Columns of a task, where one axis of one large field is shared out. */
const LEAST_COLUMNS = 64;

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

  /** The lines of all axes, and the scratch memory that any of them needs. */
  const prepare = (): { lines: LineTables[]; plan: number; scratchBytes: number } => {
    const lines = tablesOf(grid);
    return {
      lines,
      plan: lines[leading.length].address,
      scratchBytes: Math.max(...lines.map(({ workBytes }) => workBytes)),
    };
  };

  /** Steps that transform the axes of `slabs` slabs but the last one, innermost first. */
  const innerAxes = (
    lines: readonly LineTables[],
    re: number,
    im: number,
    slabs: number,
    cut: number,
    width: number,
    scratch: number,
  ): Step[] => {
    const steps: Step[] = [];
    let inner = width;
    for (let axis = leading.length - 1; axis >= cut; axis--) {
      const n = leading[axis];
      const outer = slabs * product(leading.slice(cut, axis));
      if (n > 1) {
        steps.push([kernels.columns, lines[axis].address, re, im, outer, inner, inner, scratch]);
      }
      inner *= n;
    }
    return steps;
  };

  /** Transforms the axes before the cut of one field, columns shared out. */
  const outerAxes = (
    { lines, scratchBytes }: ReturnType<typeof prepare>,
    re: number,
    im: number,
    cut: number,
    slab: number,
  ): void => {
    let inner = slab;
    for (let axis = cut - 1; axis >= 0; axis--) {
      const n = leading[axis];
      const width = inner;
      const outer = product(leading.slice(0, axis));
      const share = LEAST_COLUMNS * Math.ceil(width / (LEAST_COLUMNS * executor.threads));
      if (n > 1) {
        executor.run(Math.ceil(width / share), scratchBytes, (task, scratch) => {
          const at = bytes * task * share;
          const count = Math.min(share, width - task * share);
          const plan = lines[axis].address;
          return [[kernels.columns, plan, re + at, im + at, outer, width, count, scratch]];
        });
      }
      inner *= n;
    }
  };

  /**
   * Takes slabs in groups that are finished together, those of one field or some whole fields, and hands
   * out their chunks.
   */
  const inGroups = (
    cut: Cut,
    fields: number,
    staged: boolean,
    work: (first: number, count: number, share: number) => void,
  ): void => {
    const slabs = (fields * rows) / cut.lines;
    const share = shareOf(cut, slabs, executor.threads);
    const group = cut.cut > 0 ? rows / cut.lines : staged ? share * executor.threads : slabs;
    for (let first = 0; first < slabs; first += group) {
      work(first, Math.min(group, slabs - first), share);
    }
  };

  const forward = (re: Reals, im: Reals, fields: number, scale: number): void => {
    const { cut, lines } = complexCut;
    const slab = lines * last;
    const call = prepare();
    heap.scope((allocate) => {
      const stageRe = createStage(heap, re, groupSize(complexCut, fields) * slab, allocate);
      const stageIm = createStage(heap, im, groupSize(complexCut, fields) * slab, allocate);
      inGroups(complexCut, fields, isOutside(re, im), (first, count, share) => {
        const r = stageRe.read(first * slab, count * slab);
        const i = stageIm.read(first * slab, count * slab);
        executor.run(Math.ceil(count / share), call.scratchBytes, (task, scratch) => {
          const at = bytes * task * share * slab;
          const some = Math.min(share, count - task * share);
          const steps: Step[] = [
            [kernels.rows, call.plan, r + at, i + at, some * lines, scratch],
            ...innerAxes(call.lines, r + at, i + at, some, cut, last, scratch),
          ];
          if (scale !== 1) {
            steps.push([kernels.scale, r + at, some * slab, scale]);
            steps.push([kernels.scale, i + at, some * slab, scale]);
          }
          return steps;
        });
        outerAxes(call, r, i, cut, slab);
        stageRe.write(first * slab, count * slab);
        stageIm.write(first * slab, count * slab);
      });
    });
  };

  /** Slabs that may have to be staged at once. */
  const groupSize = (cut: Cut, fields: number): number => {
    const slabs = (fields * rows) / cut.lines;
    if (cut.cut > 0) return rows / cut.lines;
    return Math.min(slabs, shareOf(cut, slabs, executor.threads) * executor.threads);
  };
  const isOutside = (...arrays: readonly Reals[]): boolean =>
    arrays.some((array) => heap.addressOf(array) < 0);

  /** Both directions between real fields and half spectra, in the same tasks. */
  const real = (x: Reals, re: Reals, im: Reals, fields: number, isForward: boolean): void => {
    const { cut, lines } = realCut;
    const slab = lines * half;
    const call = prepare();
    const most = groupSize(realCut, fields);
    heap.scope((allocate) => {
      const stageX = createStage(heap, x, most * lines * last, allocate);
      const stageRe = createStage(heap, re, most * slab, allocate);
      const stageIm = createStage(heap, im, most * slab, allocate);
      inGroups(realCut, fields, isOutside(x, re, im), (first, count, share) => {
        const [xAt, xCount] = [first * lines * last, count * lines * last];
        const [at, length] = [first * slab, count * slab];
        const from = isForward ? stageX.read(xAt, xCount) : stageX.at(xAt);
        const r = isForward ? stageRe.at(at) : stageRe.read(at, length);
        const i = isForward ? stageIm.at(at) : stageIm.read(at, length);
        if (!isForward) outerAxes(call, i, r, cut, slab);
        executor.run(Math.ceil(count / share), call.scratchBytes, (task, scratch) => {
          const some = Math.min(share, count - task * share);
          const x0 = from + bytes * task * share * lines * last;
          const r0 = r + bytes * task * share * slab;
          const i0 = i + bytes * task * share * slab;
          // Lines are paired within a field: chunks of slabs of one field count as one.
          const parts = [cut === 0 ? some : 1, cut === 0 ? lines : some * lines] as const;
          if (isForward) {
            return [
              [kernels.realRows, call.plan, x0, r0, i0, ...parts, scratch],
              ...innerAxes(call.lines, r0, i0, some, cut, half, scratch),
            ];
          }
          return [
            ...innerAxes(call.lines, i0, r0, some, cut, half, scratch),
            [kernels.inverseRealRows, call.plan, x0, r0, i0, ...parts, 1 / size, scratch],
          ];
        });
        if (!isForward) {
          stageX.write(xAt, xCount);
          return;
        }
        outerAxes(call, r, i, cut, slab);
        stageRe.write(at, length);
        stageIm.write(at, length);
      });
    });
  };

  return {
    grid,
    size,
    halfSize: rows * half,
    forward: (re, im, fields) => forward(re, im, fields, 1),
    // Swapping the planes turns the forward transform into the inverse, swapped back by itself.
    inverse: (re, im, fields) => forward(im, re, fields, 1 / size),
    forwardReal: (x, fields, re, im) => real(x, re, im, fields, true),
    inverseReal: (re, im, fields, x) => real(x, re, im, fields, false),
  };
}

function product(values: readonly number[]): number {
  return values.reduce((result, n) => result * n, 1);
}
