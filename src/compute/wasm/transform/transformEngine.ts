/** The transform kernels in one precision, with the plans of lines that they have worked on. */
import { precisionOf } from "../../../core/index.js";
import type { Precision, Reals } from "../../../core/index.js";
import type { GridTransform } from "../../contract.js";
import { transform32, transform32Relaxed, transform64, transform64Relaxed } from "../binaries.js";
import type { Executor } from "../executor.js";
import { createGridTransform } from "./gridTransform.js";
import type { Heap } from "../heap.js";
import { planLine } from "./linePlan.js";
import { writeLine, type LineTables } from "./lineTables.js";
import { load } from "../load.js";

/** The exports of assembly/transform.ts; addresses, counts and steps. */
export interface TransformKernels {
  /** The middle axis of [outer, n, inner], of the first `width` columns of it. */
  readonly columns: (
    plan: number,
    re: number,
    im: number,
    outer: number,
    inner: number,
    width: number,
    work: number,
  ) => void;
  readonly rows: (plan: number, re: number, im: number, count: number, work: number) => void;
  readonly realRows: (
    plan: number,
    x: number,
    re: number,
    im: number,
    slabs: number,
    lines: number,
    work: number,
  ) => void;
  readonly inverseRealRows: (
    plan: number,
    x: number,
    re: number,
    im: number,
    slabs: number,
    lines: number,
    scale: number,
    work: number,
  ) => void;
  readonly scale: (x: number, count: number, factor: number) => void;
}

/** What transforms of one precision work with. */
export interface TransformEngine {
  readonly kernels: TransformKernels;
  /** Bytes of a number. */
  readonly bytes: number;
  /** The tables of all lengths of a grid, valid until other grids have been asked for. */
  readonly tablesOf: (grid: readonly number[]) => LineTables[];
}

/** Lengths whose tables are kept; the one used longest ago goes first. */
const KEPT_LINES = 64;

/** The modules for both precisions. */
export function transformBinaries(relaxed: boolean): Readonly<Record<Precision, string>> {
  return relaxed
    ? { float64: transform64Relaxed, float32: transform32Relaxed }
    : { float64: transform64, float32: transform32 };
}

/** Makes grid transforms on a heap; a module is compiled when its precision is first asked for. */
export function createGridTransforms(
  heap: Heap,
  executor: Executor,
  relaxed: boolean,
): (grid: readonly number[]) => GridTransform {
  const engines = new Map<Precision, TransformEngine>();
  const engineFor = (precision: Precision): TransformEngine => {
    const engine = engines.get(precision) ?? createEngine(heap, precision, relaxed);
    engines.set(precision, engine);
    return engine;
  };
  return (lengths) => {
    const grid = [...lengths];
    const made = new Map<Precision, GridTransform>();
    const like = (array: Reals): GridTransform => {
      const precision = precisionOf(array);
      const transform =
        made.get(precision) ?? createGridTransform(heap, executor, engineFor(precision), grid);
      made.set(precision, transform);
      return transform;
    };
    const size = grid.reduce((product, n) => product * n, 1);
    const last = grid[grid.length - 1];
    return {
      grid,
      size,
      halfSize: (size / last) * ((last >> 1) + 1),
      forward: (re, im, fields) => like(re).forward(re, im, fields),
      inverse: (re, im, fields) => like(re).inverse(re, im, fields),
      forwardReal: (x, fields, re, im) => like(x).forwardReal(x, fields, re, im),
      inverseReal: (re, im, fields, x) => like(x).inverseReal(re, im, fields, x),
    };
  };
}

function createEngine(heap: Heap, precision: Precision, relaxed: boolean): TransformEngine {
  const lines = new Map<number, LineTables>();
  const lineOf = (n: number): LineTables => {
    const line = lines.get(n) ?? writeLine(heap, planLine(n), precision);
    lines.delete(n);
    lines.set(n, line);
    return line;
  };
  return {
    kernels: load(transformBinaries(relaxed)[precision], heap) as TransformKernels,
    bytes: precision === "float64" ? 8 : 4,
    tablesOf(grid) {
      for (const [n, line] of lines) {
        if (lines.size <= KEPT_LINES) break;
        lines.delete(n);
        line.release();
      }
      return grid.map(lineOf);
    },
  };
}
