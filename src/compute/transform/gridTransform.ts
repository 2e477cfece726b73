/**
 * Transforms of whole fields, axis by axis. Real fields: the last axis first, two lines packed
 * into one complex line, z = a + i b, and pulled apart by A[k] = (Z[k] + conj Z[n−k]) / 2,
 * B[k] = (Z[k] − conj Z[n−k]) / 2i; the other axes then act on the half spectrum only. Only lines of
 * one field are packed: the rounding of a stress in pascals would drown a phase beside it. Lines are
 * transformed in f64, whatever the precision of the fields.
 */
import type { Reals } from "../../core/index.js";
import type { GridTransform } from "../contract.js";
import { createLineTransform, type LineTransform } from "./lines.js";

/** Columns gathered at once, so that every cache line read is used whole. */
const COLUMNS = 8;

/** Transforms of fields on a grid, of any lengths and number of axes. */
export function createGridTransform(grid: readonly number[]): GridTransform {
  const axes = grid.length;
  const last = grid[axes - 1];
  const half = (last >> 1) + 1;
  const size = grid.reduce((product, n) => product * n, 1);
  const rows = size / last;
  const plans = new Map(grid.map((n) => [n, createLineTransform(n)]));
  const longest = Math.max(...grid);
  const line = new Float64Array(2 * longest);
  const out = new Float64Array(2 * longest);
  const columns = Array.from({ length: COLUMNS }, () => new Float64Array(2 * longest));
  const results = Array.from({ length: COLUMNS }, () => new Float64Array(2 * longest));
  const lastPlan = planOf(plans, last);

  /** In-place transforms along every axis but the last, which holds `width` entries. */
  const leadingAxes = (
    re: Reals,
    im: Reals,
    fields: number,
    width: number,
    count: number,
  ): void => {
    let inner = width;
    for (let axis = count - 1; axis >= 0; axis--) {
      const n = grid[axis];
      const outer = (fields * rows * width) / (n * inner);
      if (n > 1) columnTransforms(re, im, outer, n, inner, planOf(plans, n), columns, results);
      inner *= n;
    }
  };

  const forward = (re: Reals, im: Reals, fields: number): void => {
    leadingAxes(re, im, fields, last, axes - 1);
    rowTransforms(re, im, fields * rows, last, lastPlan, line, out);
  };

  return {
    grid: [...grid],
    size,
    halfSize: rows * half,
    forward,
    inverse(re, im, fields) {
      // Swapping the planes turns the forward transform into the inverse, swapped back by itself.
      forward(im, re, fields);
      const scale = 1 / size;
      for (let i = 0; i < fields * size; i++) {
        re[i] *= scale;
        im[i] *= scale;
      }
    },
    forwardReal(x, fields, re, im) {
      realRows(x, fields, rows, last, re, im, lastPlan, line, out);
      leadingAxes(re, im, fields, half, axes - 1);
    },
    inverseReal(re, im, fields, x) {
      leadingAxes(im, re, fields, half, axes - 1);
      inverseRealRows(re, im, fields, rows, last, 1 / size, x, lastPlan, line, out);
    },
  };
}

function planOf(plans: Map<number, LineTransform>, n: number): LineTransform {
  return plans.get(n) ?? createLineTransform(n);
}

/** Transforms contiguous complex lines in place. */
function rowTransforms(
  re: Reals,
  im: Reals,
  rows: number,
  n: number,
  transform: LineTransform,
  line: Float64Array,
  out: Float64Array,
): void {
  for (let row = 0; row < rows; row++) {
    const start = row * n;
    for (let j = 0; j < n; j++) {
      line[2 * j] = re[start + j];
      line[2 * j + 1] = im[start + j];
    }
    transform(out, line);
    for (let k = 0; k < n; k++) {
      re[start + k] = out[2 * k];
      im[start + k] = out[2 * k + 1];
    }
  }
}

/** Transforms the middle axis of [outer, n, inner] in place, a few neighbouring columns at once. */
function columnTransforms(
  re: Reals,
  im: Reals,
  outer: number,
  n: number,
  inner: number,
  transform: LineTransform,
  columns: readonly Float64Array[],
  results: readonly Float64Array[],
): void {
  for (let o = 0; o < outer; o++) {
    for (let first = 0; first < inner; first += COLUMNS) {
      const width = Math.min(COLUMNS, inner - first);
      const start = o * n * inner + first;
      for (let c = 0; c < width; c++) gatherColumn(columns[c], re, im, start + c, n, inner);
      for (let c = 0; c < width; c++) transform(results[c], columns[c]);
      for (let c = 0; c < width; c++) scatterColumn(results[c], re, im, start + c, n, inner);
    }
  }
}

function gatherColumn(
  column: Float64Array,
  re: Reals,
  im: Reals,
  start: number,
  n: number,
  stride: number,
): void {
  for (let j = 0, from = start; j < 2 * n; j += 2, from += stride) {
    column[j] = re[from];
    column[j + 1] = im[from];
  }
}

function scatterColumn(
  column: Float64Array,
  re: Reals,
  im: Reals,
  start: number,
  n: number,
  stride: number,
): void {
  for (let k = 0, to = start; k < 2 * n; k += 2, to += stride) {
    re[to] = column[k];
    im[to] = column[k + 1];
  }
}

/** Fills the half spectra of contiguous real lines, two at a time. */
function realRows(
  x: Reals,
  fields: number,
  rows: number,
  n: number,
  re: Reals,
  im: Reals,
  transform: LineTransform,
  line: Float64Array,
  out: Float64Array,
): void {
  const half = (n >> 1) + 1;
  for (let row = 0, paired = false; row < fields * rows; row += paired ? 2 : 1) {
    const a = row * n;
    paired = (row % rows) + 1 < rows;
    for (let j = 0; j < n; j++) {
      line[2 * j] = x[a + j];
      line[2 * j + 1] = paired ? x[a + n + j] : 0;
    }
    transform(out, line);
    const toA = row * half;
    const toB = toA + half;
    for (let k = 0; k < half; k++) {
      const mirror = 2 * (k === 0 ? 0 : n - k);
      const zRe = out[2 * k];
      const zIm = out[2 * k + 1];
      const yRe = out[mirror];
      const yIm = out[mirror + 1];
      re[toA + k] = 0.5 * (zRe + yRe);
      im[toA + k] = 0.5 * (zIm - yIm);
      if (!paired) continue;
      re[toB + k] = 0.5 * (zIm + yIm);
      im[toB + k] = 0.5 * (yRe - zRe);
    }
  }
}

/** Fills contiguous real lines, scaled, from their half spectra, two at a time. */
function inverseRealRows(
  re: Reals,
  im: Reals,
  fields: number,
  rows: number,
  n: number,
  scale: number,
  x: Reals,
  transform: LineTransform,
  line: Float64Array,
  out: Float64Array,
): void {
  const half = (n >> 1) + 1;
  for (let row = 0, paired = false; row < fields * rows; row += paired ? 2 : 1) {
    const fromA = row * half;
    const fromB = fromA + half;
    paired = (row % rows) + 1 < rows;
    for (let k = 0; k < half; k++) {
      // Entries that are their own mirror image are real, whatever rounding left there.
      const self = 2 * k === n || k === 0;
      const aRe = re[fromA + k];
      const aIm = self ? 0 : im[fromA + k];
      const bRe = paired ? re[fromB + k] : 0;
      const bIm = paired && !self ? im[fromB + k] : 0;
      // Z = A + iB, parts swapped so that the forward transform gives the inverse, swapped too.
      line[2 * k] = aIm + bRe;
      line[2 * k + 1] = aRe - bIm;
      if (self) continue;
      line[2 * (n - k)] = bRe - aIm;
      line[2 * (n - k) + 1] = aRe + bIm;
    }
    transform(out, line);
    const a = row * n;
    for (let j = 0; j < n; j++) {
      x[a + j] = scale * out[2 * j + 1];
      if (paired) x[a + n + j] = scale * out[2 * j];
    }
  }
}
