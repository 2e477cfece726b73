/**
 * Stencils that differ from place to place, in WebAssembly: S and its gradients as products of matrices, steps row by
 * row. Fields are padded along rows alone; tables tell which row a line of taps sees. Arrays outside of the heap are
 * copied.
 */
import { sizeOf, unravel } from "../../core/index.js";
import { centreOf } from "../convolution/convolution.js";
import type { Products, ProductShape } from "../products/products.js";
import type { Stencils, StencilShape } from "../stencils/stencils.js";
import { convolution as binary, convolutionRelaxed } from "./binaries.js";
import type { Pad } from "./convolution/convolutionLayout.js";
import type { Kernel } from "./executor.js";
import type { Heap } from "./heap.js";
import { load } from "./load.js";
import { fetch, placed, placedIntegers, placeFor } from "./placed.js";

/** The exports of assembly/stencils.ts, and what pads rows. */
interface StencilKernels {
  readonly pad64: Pad;
  readonly applyRows: Kernel;
  readonly fillSlopes: Kernel;
}

/** Stencils in rows and bytes. */
interface Rows {
  /** Rows of the grid, their bytes, and those of padded rows. */
  readonly rows: number;
  readonly width: number;
  readonly padded: number;
  /** Bytes before the centre of a row of taps, and behind it. */
  readonly before: number;
  readonly behind: number;
  /** Rows of the window, and their taps. */
  readonly lines: number;
  readonly length: number;
}

/** Numbers in the heap: their address, and how many. */
type Piece = [address: number, length: number];

/** Bytes that tiles read beyond a last row: none of them counts. */
const BEYOND = 64;

/** Stencils on a heap; the module is compiled when first used. */
export function createStencils(heap: Heap, products: Products, relaxed = false): Stencils {
  const kernels = (): StencilKernels =>
    load(relaxed ? convolutionRelaxed : binary, heap) as StencilKernels;

  /** Pads the rows of a field, `left` bytes before and `right` behind. */
  const pad = ({ rows, width, padded }: Rows, from: number, left: number, to: number): void => {
    kernels().pad64(from, rows, width, 0, rows, left, padded - width - left, to, padded);
  };

  /** A product of matrices at their addresses. */
  const multiply = (a: Piece, b: Piece, shape: ProductShape, out: Piece): void => {
    products.multiplyMatrices(heap.view(...a), heap.view(...b), shape, heap.view(...out));
  };

  const apply = (
    stencils: Float64Array,
    from: Float64Array,
    shape: StencilShape,
    to: Float64Array,
    transposed: boolean,
  ): void => {
    const { layout, forward, backward } = planOf(shape);
    const { rows, width, padded, before, behind, lines, length } = layout;
    const plane = rows * padded;
    heap.scope((allocate) => {
      const [S, source] = [stencils, from].map((array) => placed(heap, array, allocate));
      const field = allocate(plane + BEYOND);
      const result = placeFor(heap, to, allocate);
      const tables = transposed ? backward : forward;
      const [aTable, bTable] = tables.map((table) => placedIntegers(heap, table, allocate));
      const [aStep, bStep] = transposed ? [plane - 8, -8] : [plane, 8];
      for (let s = 0; s < shape.samples; s++) {
        pad(layout, source + s * rows * width, transposed ? behind : before, field);
        const a = S + (shape.places === 1 ? 0 : s) * lines * length * plane;
        const steps = [a, aTable, aStep, length * plane, field, bTable, bStep];
        kernels().applyRows(...steps, rows, lines, length, width, result + s * rows * width);
      }
      fetch(heap, result, to);
    });
  };

  return {
    fillStencils(c, q, q0, shape, stencils) {
      const { layout } = planOf(shape);
      const { rows, width, padded, behind, lines, length } = layout;
      const { places, terms } = shape;
      const [taps, plane] = [lines * length, (rows * padded) / 8];
      heap.scope((allocate) => {
        const source = placed(heap, c, allocate);
        const extended = allocate(8 * (terms + 1) * plane);
        const filters = allocate(8 * (terms + 1) * taps);
        const result = placeFor(heap, stencils, allocate);
        heap.view(filters, terms * taps).set(q);
        heap.view(filters + 8 * terms * taps, taps).set(q0);
        heap.view(extended + 8 * terms * plane, plane).fill(1); // q₀ is the same everywhere
        const columns = { columns: plane, transposeA: true, transposeB: false };
        const product = { batch: 1, rows: taps, inner: terms + 1, ...columns };
        for (let place = 0; place < places; place++) {
          for (let o = 0; o < terms; o++) {
            const from = source + (place * terms + o) * rows * width;
            pad(layout, from, behind, extended + 8 * o * plane);
          }
          multiply([filters, (terms + 1) * taps], [extended, (terms + 1) * plane], product, [
            result + 8 * place * taps * plane,
            taps * plane,
          ]);
        }
        fetch(heap, result, stencils);
      });
    },
    applyStencils(stencils, u, shape, y) {
      apply(stencils, u, shape, y, false);
    },
    applyStencilsTransposed(stencils, g, shape, du) {
      apply(stencils, g, shape, du, true);
    },
    stencilsBackward(uses, c, q, shape, dc, dq, dq0) {
      const { layout, forward } = planOf(shape);
      const { rows, width, padded, before, lines, length } = layout;
      const { samples, places, terms } = shape;
      const [taps, size] = [lines * length, (rows * width) / 8];
      dq.fill(0);
      dq0.fill(0);
      if (places === 1) dc.fill(0);
      heap.scope((allocate) => {
        const fields = uses.map(({ u, g }) => ({
          u: placed(heap, u, allocate),
          g: placed(heap, g, allocate),
          padded: allocate(rows * padded + BEYOND),
        }));
        const table = placedIntegers(heap, forward[1], allocate);
        const [filters, coefficients] = [q, c].map((array) => placed(heap, array, allocate));
        const [slopes, ofPlace] = [taps * size, terms * size].map((n) => allocate(8 * n));
        const [ofFilters, ofAll] = [terms * taps, taps].map((n) => allocate(8 * n));
        const addresses = allocate(8 * uses.length);
        const ones = allocate(8 * size);
        heap.view(ones, size).fill(1);
        for (let s = 0; s < samples; s++) {
          const at = s * rows * width;
          fields.forEach((use) => pad(layout, use.u + at, before, use.padded));
          new Int32Array(heap.memory.buffer, addresses, 2 * uses.length).set(
            fields.flatMap((use) => [use.g + at, use.padded]),
          );
          const end = addresses + 8 * uses.length;
          kernels().fillSlopes(addresses, end, table, rows, lines, length, width, slopes);
          const first = (places === 1 ? 0 : s) * terms * size;
          const all: Piece = [slopes, taps * size];
          const own: Piece = [coefficients + 8 * first, terms * size];
          const toPlaces = { batch: 1, rows: terms, inner: taps, columns: size };
          const toTaps = { batch: 1, rows: terms, inner: size, columns: taps };
          const [plain, turned] = [false, true].map((transposeB) => ({
            transposeA: false,
            transposeB,
          }));
          multiply([filters, terms * taps], all, { ...toPlaces, ...plain }, [
            ofPlace,
            terms * size,
          ]);
          multiply(own, all, { ...toTaps, ...turned }, [ofFilters, terms * taps]);
          multiply([ones, size], all, { ...toTaps, rows: 1, ...turned }, [ofAll, taps]);
          if (places === 1) addTo(dc, heap.view(ofPlace, terms * size));
          else dc.set(heap.view(ofPlace, terms * size), first);
          addTo(dq, heap.view(ofFilters, terms * taps));
          addTo(dq0, heap.view(ofAll, taps));
        }
      });
    },
  };
}

/** Plans kept at most; the one made longest ago goes first. */
const KEPT_PLANS = 16;

/** How steps find their rows. */
interface Plan {
  readonly layout: Rows;
  /** Where stencils and fields are found: by steps, and by their transposes. */
  readonly forward: readonly [Int32Array, Int32Array];
  readonly backward: readonly [Int32Array, Int32Array];
}

const plans = new Map<string, Plan>();

function planOf(shape: StencilShape): Plan {
  const key = `${shape.grid.join(" ")} × ${shape.window.join(" ")}`;
  const known = plans.get(key);
  if (known) return known;
  const plan = makePlan(shape);
  plans.set(key, plan);
  const [oldest] = plans.keys();
  if (plans.size > KEPT_PLANS) plans.delete(oldest);
  return plan;
}

function makePlan(shape: StencilShape): Plan {
  const layout = rowsOf(shape);
  const { before, behind } = layout;
  const own = rowTable(shape, layout, 0).map((at) => at + behind);
  // Stencils and gradients stand with the neighbour; its first tap is the farthest one, later ones come back.
  const far = rowTable(shape, layout, -1).map((at) => at + before + behind);
  return { layout, forward: [own, rowTable(shape, layout, 1)], backward: [far, far] };
}

function rowsOf({ grid, window }: StencilShape): Rows {
  const [columns, length] = [grid.at(-1) ?? 1, window.at(-1) ?? 1];
  const before = centreOf(window).at(-1) ?? 0;
  return {
    rows: sizeOf(grid) / columns,
    width: 8 * columns,
    padded: 8 * (columns + length - 1),
    before: 8 * before,
    behind: 8 * (length - 1 - before),
    lines: sizeOf(window) / length,
    length,
  };
}

/** Where row x + sign (j − k) of a padded field begins, for every row x and line j of taps. */
function rowTable(
  { grid, window }: StencilShape,
  { rows, padded, lines }: Rows,
  sign: number,
): Int32Array {
  const [heights, sizes, centre] = [grid, window, centreOf(window)].map((all) => all.slice(0, -1));
  return Int32Array.from({ length: rows * lines }, (_, entry) => {
    const row = unravel(Math.floor(entry / lines), heights);
    const tap = unravel(entry % lines, sizes);
    const seen = row.map((x, axis) => {
      const n = heights[axis];
      return (x + sign * (tap[axis] - centre[axis]) + n) % n;
    });
    return seen.reduce((index, x, axis) => index * heights[axis] + x, 0) * padded;
  });
}

function addTo(sums: Float64Array, terms: Float64Array): void {
  for (let i = 0; i < sums.length; i++) sums[i] += terms[i];
}
