/**
 * Convolution tap by tap: blocks of four or two outputs at once. A single output goes by pairs of
 * rows, which are two outputs whose filters stand one row apart.
 */
import type { ConvolutionShape } from "../../convolution/convolution.js";
import type { Reals } from "../../../core/index.js";
import {
  channelsOf,
  type ConvolutionKernels,
  countTaps,
  fillTaps,
  type Layout,
  layoutOf,
  padChannels,
  paddedBytes,
  roundUp,
  TILE,
  unload,
  VECTOR,
} from "./convolutionLayout.js";
import { type Heap, viewOf } from "../heap.js";

/** Rows that all outputs work on before the next ones: few enough for the caches. */
const ROWS = 8;

/** Outputs that a kernel fills together. */
interface Block {
  /** First output within the group. */
  readonly first: number;
  readonly outputs: number;
  /** Numbers before its filters, within a group's packed filters. */
  readonly filters: number;
}

/** Fills y with Σ_i Σ_j q[o, i, j] u[s, i, x + j − centre]. */
export function convolveTaps(
  heap: Heap,
  kernels: ConvolutionKernels,
  u: Reals,
  q: Reals,
  shape: ConvolutionShape,
  centre: readonly number[],
  y: Reals,
): void {
  const { samples, groups, inputs, outputs } = shape;
  const wide = u instanceof Float64Array;
  const layout = layoutOf(shape, centre, wide ? 8 : 4);
  const { bytes, planes, rows, width, channel, paddedRow, window } = layout;
  const count = countTaps(layout, inputs, window[1]);
  const edge = countTaps(layout, inputs, 1);
  const { blocks, length } = blocksOf(width, outputs, count);
  const four = wide ? kernels.convolveFour64 : kernels.convolveFour32;
  const two = wide ? kernels.convolveTwo64 : kernels.convolveTwo32;
  const pair = wide ? kernels.convolvePair64 : kernels.convolvePair32;
  const yRow = Math.max(width, TILE);
  const yPlane = yRow * rows * planes;
  const inPlace = yRow === width && heap.addressOf(y) >= 0;

  heap.scope((allocate) => {
    const padded = allocate(paddedBytes(layout, inputs));
    const staged = allocate(channel);
    const tapsAt = allocate(4 * (2 * count + edge));
    const filters = allocate(groups * length * bytes);
    const result = inPlace ? heap.addressOf(y) : allocate(outputs * yPlane);
    const taps = new Uint32Array(heap.memory.buffer, tapsAt, 2 * count + edge);
    fillTaps(taps, 0, layout, inputs, 0, window[1]);
    // Pairs take the window row by row, so that both rows sum in the same order.
    for (let row = 0; row <= window[1]; row++) {
      fillTaps(taps, count + row * edge, layout, inputs, row, 1);
    }
    packFilters(viewOf(heap, q, filters, groups * length), q, shape, layout, blocks, length);
    const source = channelsOf(heap, u, channel, staged);
    const copy = viewOf(heap, y, result, (outputs * yPlane) / bytes);
    const end = tapsAt + 4 * count;
    const both = end + 4 * edge;
    const second = end + 4 * count;
    const fourth = Math.max(width - 2 * VECTOR, 0);
    const last = Math.max(width - 4 * VECTOR, 0);

    /** Fills `height` rows of a block from the padded input `from`. */
    const fill = (block: Block, from: number, q0: number, to: number, height: number): void => {
      if (block.outputs === 4) {
        four(from, paddedRow, tapsAt, end, q0, to, yRow, yPlane, height, fourth);
      } else if (block.outputs === 2) {
        two(1, 0, 0, 0, from, paddedRow, tapsAt, end, q0, to, yRow, yPlane, height, last);
      } else if (rows === 1) two(1, 0, 0, 0, from, 0, tapsAt, end, q0, to, 0, 0, 1, last);
      else {
        // The last of an odd number of rows is done with the one before it, once more.
        for (let row = 0; row < height; row += 2) {
          const at = row + 1 < height ? row : row - 1;
          const yAt = to + at * yRow;
          pair(from + at * paddedRow, end, both, second, second + 4 * edge, q0, yAt, yRow, last);
        }
      }
    };

    for (let s = 0; s < samples; s++) {
      for (let group = 0; group < groups; group++) {
        const index = s * groups + group;
        padChannels(kernels, source, layout, inputs, index * inputs, padded);
        const at = inPlace ? result + index * outputs * channel : result;
        for (let plane = 0; plane < planes; plane++) {
          for (let row = 0; row < rows; row += ROWS) {
            const from = padded + plane * layout.paddedPlane + row * paddedRow;
            const to = at + (plane * rows + row) * yRow;
            const height = Math.min(ROWS, rows - row);
            for (const block of blocks) {
              const q0 = filters + (group * length + block.filters) * bytes;
              fill(block, from, q0, to + block.first * yPlane, height);
            }
          }
        }
        if (!inPlace) {
          unload(y, copy, (index * outputs * channel) / bytes, width / bytes, yRow / bytes);
        }
      }
    }
  });
}

/** The blocks of a group's outputs, and the numbers that their packed filters take. */
function blocksOf(
  width: number,
  outputs: number,
  taps: number,
): { blocks: Block[]; length: number } {
  // Tiles of four outputs are half as wide, so they waste less of a narrow row.
  const narrow = roundUp(width, 2 * VECTOR) < 0.95 * roundUp(width, 4 * VECTOR);
  const blocks: Block[] = [];
  let filters = 0;
  for (let first = 0; first < outputs;) {
    const left = outputs - first;
    const count = narrow && left >= 4 ? 4 : Math.min(left, 2);
    blocks.push({ first, outputs: count, filters });
    filters += Math.max(count, 2) * taps;
    first += count;
  }
  return { blocks, length: filters };
}

/** Packs every block's filters in the order in which its kernel takes them. */
function packFilters(
  to: Reals,
  q: Reals,
  { groups, inputs, outputs }: ConvolutionShape,
  layout: Layout,
  blocks: readonly Block[],
  groupLength: number,
): void {
  const taps = countTaps(layout, inputs, layout.window[1]);
  for (let group = 0; group < groups; group++) {
    for (const { first, outputs: count, filters } of blocks) {
      const from = (group * outputs + first) * taps;
      const at = group * groupLength + filters;
      if (count === 1 && layout.rows > 1) packPair(to, at, q, from, layout, inputs);
      else packOutputs(to, at, q, from, taps, count);
    }
  }
}

/** Packs filters as [tap, output]; a single one twice. */
function packOutputs(
  to: Reals,
  at: number,
  q: Reals,
  from: number,
  taps: number,
  outputs: number,
): void {
  const step = outputs === 1 ? 0 : taps;
  const lanes = Math.max(outputs, 2);
  for (let tap = 0; tap < taps; tap++) {
    for (let o = 0; o < lanes; o++) to[at++] = q[from + o * step + tap];
  }
}

/**
 * Packs a filter for a pair of rows: row after row of the window, each beside the one before it; the
 * first and the last stand alone.
 */
function packPair(
  to: Reals,
  at: number,
  q: Reals,
  from: number,
  { window: [depth, height, length] }: Layout,
  inputs: number,
): void {
  const plane = height * length;
  const end = from + inputs * depth * plane;
  for (let row = 0; row <= height; row++) {
    for (let start = from + row * length; start < end + row * length; start += plane) {
      for (let x = start; x < start + length; x++) {
        if (row < height) to[at++] = q[x];
        if (row > 0) to[at++] = q[x - length];
      }
    }
  }
}
