/**
 * Stencils that are interpolated from nodes, in WebAssembly: along the axes one after the other, from the first to the
 * last, so that rows of points find the nodes of their row in the nearest cache. Fields are padded along rows alone; a
 * table tells where the taps of a row see them. Arrays outside of the heap are copied.
 */
import type { Stencils } from "../stencils/stencils.js";
import { convolution as binary, convolutionRelaxed } from "./binaries.js";
import { type Pad, unload } from "./convolution/convolutionLayout.js";
import type { Kernel } from "./executor.js";
import type { Allocate, Heap } from "./heap.js";
import { load } from "./load.js";
import { fetch, placed, placedIntegers, placeFor } from "./placed.js";
import { type Layout, layoutOf } from "./stencilLayout.js";
import { createWalk, type LineKernels } from "./stencilWalk.js";

/** The exports of assembly/stencils.ts, and what pads rows. */
interface StencilKernels extends LineKernels {
  readonly pad64: Pad;
  readonly fillRows: Kernel;
  readonly applyRows: Kernel;
  readonly applyNodes: Kernel;
  readonly applyRowsTransposed: Kernel;
  readonly foldRows: Kernel;
  readonly spreadRows: Kernel;
}

/** Stencils on a heap; the module is compiled when first used. */
export function createStencils(heap: Heap, relaxed = false): Stencils {
  const kernels = (): StencilKernels =>
    load(relaxed ? convolutionRelaxed : binary, heap) as StencilKernels;

  /** A copy of a field, padded along its rows. */
  const pad = ({ planes, rows, width, padded, before }: Layout, from: number, to: number): void => {
    const all = planes * rows;
    kernels().pad64(from, all, width, 0, all, before, padded - width - before, to, padded);
  };

  /** Nodes with their lines of taps as S has them: where they are, or a copy. */
  const placeNodes = (
    nodes: Float64Array,
    { line, lines, length }: Layout,
    allocate: Allocate,
  ): number => {
    const from = placed(heap, nodes, allocate);
    if (length % 2 === 0) return from;
    const all = nodes.length / length;
    const to = allocate((all / lines) * line);
    kernels().pad64(from, all, 8 * length, 0, all, 0, 0, to, line / lines);
    return to;
  };

  return {
    fillStencils(nodes, shape, stencils) {
      const layout = layoutOf(shape);
      const { planes, rows, points, line } = layout;
      heap.scope((allocate) => {
        const result = placeFor(heap, stencils, allocate);
        const node = placeNodes(nodes, layout, allocate);
        const walk = createWalk(heap, shape, line, kernels(), allocate);
        for (let place = 0; place < shape.places; place++) {
          for (let plane = 0; plane < planes; plane++) {
            const to = result + (place * planes + plane) * rows * points * line;
            const from = walk.nodesOf(place, plane, node);
            kernels().fillRows(from, ...walk.functionsOf(place), rows, points, walk.row, to);
          }
        }
        fetch(heap, result, stencils);
      });
    },
    applyStencils(stencils, u, shape, y) {
      const layout = layoutOf(shape);
      const { planes, rows, points, width, padded, line, table } = layout;
      const all = planes * rows;
      heap.scope((allocate) => {
        const [S, source] = [stencils, u].map((array) => placed(heap, array, allocate));
        const result = placeFor(heap, y, allocate);
        const field = allocate(all * padded);
        const offsets = placedIntegers(heap, table, allocate);
        for (let s = 0; s < shape.samples; s++) {
          pad(layout, source + s * all * width, field);
          const own = S + (shape.places === 1 ? 0 : s) * all * points * line;
          kernels().applyRows(own, line, field, offsets, all, points, result + s * all * width);
        }
        fetch(heap, result, y);
      });
    },
    applyNodes(nodes, u, shape, y) {
      const layout = layoutOf(shape);
      const { planes, rows, points, width, padded, line, table } = layout;
      const all = planes * rows;
      heap.scope((allocate) => {
        const source = placed(heap, u, allocate);
        const result = placeFor(heap, y, allocate);
        const node = placeNodes(nodes, layout, allocate);
        const walk = createWalk(heap, shape, line, kernels(), allocate);
        const field = allocate(all * padded);
        const offsets = placedIntegers(heap, table, allocate);
        for (let s = 0; s < shape.samples; s++) {
          const place = shape.places === 1 ? 0 : s;
          pad(layout, source + s * all * width, field);
          for (let plane = 0; plane < planes; plane++) {
            const first = plane * rows;
            kernels().applyNodes(
              ...[walk.nodesOf(place, plane, node), ...walk.functionsOf(place)],
              ...[rows, points, walk.row, field],
              ...[offsets + (first * line) / 4, result + (s * all + first) * width],
            );
          }
        }
        fetch(heap, result, y);
      });
    },
    applyStencilsTransposed(stencils, g, shape, du) {
      const layout = layoutOf(shape);
      const { planes, rows, points, width, padded, before, line, table } = layout;
      const all = planes * rows;
      heap.scope((allocate) => {
        const [S, source] = [stencils, g].map((array) => placed(heap, array, allocate));
        const result = placeFor(heap, du, allocate);
        const field = allocate(all * padded);
        const offsets = placedIntegers(heap, table, allocate);
        for (let s = 0; s < shape.samples; s++) {
          const own = S + (shape.places === 1 ? 0 : s) * all * points * line;
          const at = s * all * width;
          heap.view(field, (all * padded) / 8).fill(0);
          kernels().applyRowsTransposed(own, line, source + at, offsets, all, points, field);
          kernels().foldRows(field, all, points, before / 8, padded / 8, result + at);
        }
        fetch(heap, result, du);
      });
    },
    stencilsBackward(uses, shape, dNodes) {
      const layout = layoutOf(shape);
      const { planes, rows, points, width, padded, line, lines, length, table } = layout;
      const all = planes * rows;
      heap.scope((allocate) => {
        const fields = uses.map(({ u, g }) => ({
          u: placed(heap, u, allocate),
          g: placed(heap, g, allocate),
          padded: allocate(all * padded),
        }));
        const walk = createWalk(heap, shape, line, kernels(), allocate);
        const offsets = placedIntegers(heap, table, allocate);
        const slopes = allocate(points * line);
        const size = (dNodes.length / length / lines) * line;
        const sums = allocate(size);
        const addresses = allocate(8 * uses.length);
        const end = addresses + 8 * uses.length;
        heap.view(sums, size / 8).fill(0);
        for (let s = 0; s < shape.samples; s++) {
          const place = shape.places === 1 ? 0 : s;
          fields.forEach((use) => pad(layout, use.u + s * all * width, use.padded));
          for (let plane = 0; plane < planes; plane++) {
            const first = plane * rows;
            const at = (s * all + first) * width;
            new Int32Array(heap.memory.buffer, addresses, 2 * uses.length).set(
              fields.flatMap((use) => [use.g + at, use.padded]),
            );
            walk.gather(place, plane, sums, (nodes) =>
              kernels().spreadRows(
                ...[addresses, end, offsets + (first * line) / 4, ...walk.functionsOf(place)],
                ...[rows, points, slopes, walk.row, nodes],
              ),
            );
          }
        }
        unload(dNodes, heap.view(sums, size / 8), 0, length, line / lines / 8);
      });
    },
  };
}
