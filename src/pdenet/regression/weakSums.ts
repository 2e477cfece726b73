/**
 * Rows of the weak form: both sides averaged with test functions that vanish at the ends of their windows,
 *
 *   φ(s) = (1 − s²)^P,  s ∈ [−1, 1], along time and every axis,
 *   ⟨φ, ∂^o p(u)⟩ = (−1)^{|o|} ⟨∂^o φ, p(u)⟩,   ⟨φ, u_t⟩ = −⟨φ_t, u⟩:
 *
 * derivatives are taken of φ, and noise is never differentiated. Only what is a derivative of a product of fields has
 * such a form. Sums over points are the trapezoidal rule, of order P + 1 since φ vanishes to order P.
 *
 * Reinbold, Gurevich and Grigoriev, Physical Review E 101 (2020) 010203; Messenger and Bortz, J. Comput. Phys. 443
 * (2021) 110525.
 */
import { checkInteger, perAxis, ShapeError, sizeOf, ValueError } from "../../core/index.js";
import { degreeOf } from "../derivatives.js";
import type { Border } from "../network.js";
import { correlateAlong, placesAlong } from "./alongAxis.js";
import type { LibraryTerm } from "./library.js";
import type { Observed } from "./observed.js";
import { BLOCK, createAccumulator } from "./sums.js";
import type { UnitSums } from "./sums.js";
import { termText } from "./termText.js";
import type { Words } from "./termText.js";
import { bump } from "./testFunction.js";
import { runsOf } from "./timeRows.js";
import { unitsOf } from "./units.js";

/** Windows of the weak form. */
export interface WeakOptions {
  /** P. Default 5; above the highest order of a derivative. */
  readonly power?: number | undefined;
  /** m: half the width of windows along the axes, in points. Default 6. */
  readonly halfWidth?: number | readonly number[] | undefined;
  /** Frames in a window. Default all of a movie that was observed without a gap, at most 21. */
  readonly frames?: number | undefined;
  /** Points from window to window. Default 2. */
  readonly stride?: number | undefined;
}

/** One column: ∂^o of a product of components, times a factor. */
interface WeakColumn {
  readonly product: number;
  readonly order: readonly number[];
  readonly factor: number;
}

/** A piece of a movie that a test function sees. */
interface Window {
  readonly frames: readonly number[];
  /** Of p(u). */
  readonly average: readonly number[];
  /** Of u, for u_t. */
  readonly difference: readonly number[];
}

/**
 * The sums of all units.
 * @throws ShapeError for windows that are longer than the grid or all movies
 * @throws ValueError for terms without a weak form, and a power that is not above the orders
 */
export function weakSums(
  observed: Observed,
  library: readonly LibraryTerm[],
  options: WeakOptions,
  border: Border,
  words: Words,
  where: string,
): UnitSums[] {
  const { movies, evolving, grid, points, frameSize } = observed;
  const { products, columns } = columnsOf(library, words, where);
  const kernels = kernelsOf(observed, columns, options, border, where);
  const windowsOf = movies.map(({ times, present }) =>
    runsOf(present).flatMap(({ from, to }) => windowsOfRun(times, from, to, options)),
  );
  if (windowsOf.every((windows) => windows.length === 0)) {
    throw new ShapeError(
      `${where}: the weak form needs ${options.frames ?? 3} frames that follow each other; no trajectory has them. ` +
        `Take shorter windows, or the strong form.`,
    );
  }
  const rows = sizeOf(kernels.grid);
  const units = unitsOf(
    windowsOf.map(({ length }) => length),
    kernels.grid[0],
  );
  const layer = rows / kernels.grid[0];
  const sums = createAccumulator(library.length + evolving);
  movies.forEach(({ frames }, s) => {
    windowsOf[s].forEach((window, w) => {
      const fields = columns.map(({ product, order, factor }) => ({ product, order, factor }));
      const means = products.map((list) => {
        const mean = new Float64Array(points);
        window.frames.forEach((t, i) => {
          const value = new Float64Array(points).fill(window.average[i]);
          for (const c of list) {
            const at = t * frameSize + c * points;
            for (let x = 0; x < points; x++) value[x] *= frames[at + x];
          }
          for (let x = 0; x < points; x++) mean[x] += value[x];
        });
        return mean;
      });
      const values = fields.map(({ product, order, factor }) =>
        kernels.apply(means[product], order).map((value) => factor * value),
      );
      const still = grid.map(() => 0);
      for (let c = 0; c < evolving; c++) {
        const rate = new Float64Array(points);
        window.frames.forEach((t, i) => {
          const at = t * frameSize + c * points;
          for (let x = 0; x < points; x++) rate[x] += window.difference[i] * frames[at + x];
        });
        values.push(kernels.apply(rate, still));
      }
      for (let slab = 0; slab < units.slabs; slab++) {
        const [start, end] = [slab, slab + 1].map(
          (edge) => layer * Math.floor((edge * kernels.grid[0]) / units.slabs),
        );
        for (let from = start; from < end; from += BLOCK) {
          const to = Math.min(from + BLOCK, end);
          values.forEach((value, i) => sums.block.set(value.subarray(from, to), i * (to - from)));
          sums.add(units.of(s, w, slab), to - from);
        }
      }
    });
  });
  return sums.finish();
}

/** Which products of components are needed, and which derivative of one every term is. */
function columnsOf(
  library: readonly LibraryTerm[],
  words: Words,
  where: string,
): { readonly products: (readonly number[])[]; readonly columns: WeakColumn[] } {
  const products: (readonly number[])[] = [];
  const indexOf = (list: readonly number[]): number => {
    const sorted = [...list].sort((a, b) => a - b);
    const known = products.findIndex((other) => other.join() === sorted.join());
    return known >= 0 ? known : products.push(sorted) - 1;
  };
  const still = words.axes.map(() => 0);
  const columns = library.map((term): WeakColumn => {
    const { factors, derivative } = term;
    const components = factors.map(({ component }) => component);
    const steep = factors.filter(({ order }) => degreeOf(order) > 0);
    if (steep.length === 0) {
      return { product: indexOf(components), order: derivative ?? still, factor: 1 };
    }
    const [{ component, order }] = steep;
    // u^q ∂u = ∂(u^{q+1})/(q + 1).
    const alone = factors.length === 1;
    const power =
      steep.length === 1 && degreeOf(order) === 1 && components.every((c) => c === component);
    if (derivative === null && (alone || power)) {
      return { product: indexOf(components), order, factor: 1 / factors.length };
    }
    throw new ValueError(
      `${where}: ${termText(term, words)} has no weak form, since it is no derivative of a product of fields. ` +
        `Write it as one, such as (u*v)_x, leave it out, or take the strong form.`,
    );
  });
  return { products, columns };
}

/** Averages with derivatives of φ in space, at the middles of the windows. */
function kernelsOf(
  { grid, spacing }: Observed,
  columns: readonly WeakColumn[],
  { power = 5, halfWidth = 6, stride = 2 }: WeakOptions,
  border: Border,
  where: string,
): {
  readonly grid: readonly number[];
  readonly apply: (u: Float64Array, order: readonly number[]) => Float64Array;
} {
  const widths = perAxis(halfWidth, grid.length, `${where}: halfWidth`);
  widths.forEach((m, axis) => checkInteger(m, 2, Infinity, `${where}: halfWidth[${axis}]`));
  checkInteger(stride, 1, Infinity, `${where}: stride`);
  const highest = Math.max(...columns.map(({ order }) => Math.max(...order)));
  checkInteger(power, 2, Infinity, `${where}: power`);
  if (power <= highest) {
    throw new ValueError(
      `${where}: power should be above ${highest}, the highest order of a derivative along an axis, so that the test ` +
        `function vanishes at the ends of its window with that derivative; got ${power}.`,
    );
  }
  widths.forEach((m, axis) => {
    if (2 * m + 1 <= grid[axis]) return;
    throw new ShapeError(
      `${where}: a window of ${2 * m + 1} points is longer than axis ${axis} of the grid, ${grid[axis]}. ` +
        `Lower halfWidth.`,
    );
  });
  const positions = grid.map((n, axis) => {
    const margin = border === "periodic" ? 0 : widths[axis];
    const count = Math.floor((n - 2 * margin - 1) / stride) + 1;
    return Array.from({ length: count }, (_, i) => margin + i * stride);
  });
  const places = grid.map((n, axis) =>
    placesAlong(n, 2 * widths[axis] + 1, border, positions[axis]),
  );
  const kernel = (axis: number, order: number): number[] => {
    const m = widths[axis];
    const s = Array.from({ length: 2 * m + 1 }, (_, j) => (j - m) / m);
    const total = s.reduce((sum, at) => sum + bump(power, 0, at), 0);
    const unit = (order % 2 === 0 ? 1 : -1) / (total * (m * spacing[axis]) ** order);
    return s.map((at) => unit * bump(power, order, at));
  };
  return {
    grid: positions.map(({ length }) => length),
    apply(u, order) {
      const lengths = [...grid];
      return order.reduce<Float64Array>((field, o, axis) => {
        const next = correlateAlong(field, lengths, axis, kernel(axis, o), places[axis]);
        lengths[axis] = positions[axis].length;
        return next;
      }, u);
    },
  };
}

/** Most frames in a window where nothing is said. */
const FRAMES = 21;

function windowsOfRun(
  times: Float64Array,
  from: number,
  to: number,
  { power = 5, frames = Math.min(to - from, FRAMES) }: WeakOptions,
): Window[] {
  if (frames < 3) return [];
  const windows: Window[] = [];
  for (let start = from; start + frames <= to; start += Math.max(1, frames >> 1)) {
    const listed = Array.from({ length: frames }, (_, i) => start + i);
    const own = listed.map((t) => times[t]);
    const [first, last] = [own[0], own[frames - 1]];
    const half = (last - first) / 2;
    const s = own.map((time) => (time - first) / half - 1);
    // Half the distance from the frame before to the one behind.
    const lengths = own.map((time, i) => ((own[i + 1] ?? time) - (own[i - 1] ?? time)) / 2);
    const total = lengths.reduce((sum, length, i) => sum + length * bump(power, 0, s[i]), 0);
    windows.push({
      frames: listed,
      average: lengths.map((length, i) => (length * bump(power, 0, s[i])) / total),
      difference: lengths.map((length, i) => (-length * bump(power, 1, s[i])) / (half * total)),
    });
  }
  return windows;
}
