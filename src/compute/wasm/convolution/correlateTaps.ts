/** The gradient to the filter, tap by tap: blocks of four or two planes of g at once. */
import type { ConvolutionShape } from "../../convolution/convolution.js";
import type { Reals } from "../../../core/index.js";
import {
  channelsOf,
  type ConvolutionKernels,
  countTaps,
  fillTaps,
  layoutOf,
  padChannels,
  paddedBytes,
  roundUp,
  VECTOR,
} from "./convolutionLayout.js";
import type { Heap } from "../heap.js";

/** Bytes of g that all taps work on before the next ones: what the nearest cache holds beside u. */
const PIECE = 16384;

/** Fills dq with Σ_s Σ_x g[s, o, x] u[s, i, x + j − centre]. */
export function correlateTaps(
  heap: Heap,
  kernels: ConvolutionKernels,
  u: Reals,
  g: Reals,
  shape: ConvolutionShape,
  centre: readonly number[],
  dq: Reals,
): void {
  const { samples, groups, inputs, outputs } = shape;
  const wide = u instanceof Float64Array;
  const layout = layoutOf(shape, centre, wide ? 8 : 4);
  const { planes, rows, width, channel } = layout;
  const interleave = wide ? kernels.interleave64 : kernels.interleave32;
  const four = wide ? kernels.correlateFour64 : kernels.correlateFour32;
  const two = wide ? kernels.correlateTwo64 : kernels.correlateTwo32;
  const count = countTaps(layout, inputs, layout.window[1]);
  const filled = roundUp(count, 4); // the sums of the last ones, at offset 0, are never read
  const blocks = blocksOf(outputs);
  const gRow = roundUp(width, VECTOR);
  const gPlane = gRow * rows * planes;
  const sumPlane = 8 * filled;
  const rowsAtOnce = Math.max(1, Math.floor(PIECE / (4 * gRow)));

  heap.scope((allocate) => {
    const padded = allocate(paddedBytes(layout, inputs));
    const stagedU = allocate(channel);
    const stagedG = allocate(outputs * channel);
    const interleaved = allocate((outputs + 1) * gPlane);
    const tapsAt = allocate(4 * filled);
    const sums = allocate((outputs + 1) * sumPlane);
    const taps = new Uint32Array(heap.memory.buffer, tapsAt, filled).fill(0);
    fillTaps(taps, 0, layout, inputs, 0, layout.window[1]);
    const sourceU = channelsOf(heap, u, channel, stagedU);
    const sourceG = channelsOf(heap, g, outputs * channel, stagedG);
    const results = heap.view(sums, (outputs + 1) * filled);
    // Kernels read a little beyond the last row and multiply it by zero.
    heap.view(padded + inputs * layout.paddedChannel, VECTOR / 8).fill(0);

    for (let group = 0; group < groups; group++) {
      results.fill(0);
      for (let s = 0; s < samples; s++) {
        const index = s * groups + group;
        padChannels(kernels, sourceU, layout, inputs, index * inputs, padded);
        const from = sourceG(index);
        for (const { first, planes: lanes } of blocks) {
          // A last single plane stands beside itself.
          const step = first + lanes > outputs ? 0 : channel;
          const to = interleaved + first * gPlane;
          interleave(from + first * channel, step, lanes, rows * planes, width, to, gRow);
        }
        for (let plane = 0; plane < planes; plane++) {
          for (let row = 0; row < rows; row += rowsAtOnce) {
            const b = padded + plane * layout.paddedPlane + row * layout.paddedRow;
            const height = Math.min(rowsAtOnce, rows - row);
            for (const { first, planes: lanes } of blocks) {
              const a = interleaved + first * gPlane + (plane * rows + row) * lanes * gRow;
              const kernel = lanes === 4 ? four : two;
              const end = tapsAt + 4 * (lanes === 4 ? roundUp(count, 2) : filled);
              const out = sums + first * sumPlane;
              kernel(a, b, layout.paddedRow, height, gRow, tapsAt, end, out, sumPlane);
            }
          }
        }
      }
      for (let o = 0; o < outputs; o++) {
        const filter = (group * outputs + o) * count;
        for (let tap = 0; tap < count; tap++) dq[filter + tap] = results[o * filled + tap];
      }
    }
  });
}

/** The planes that go together. */
function blocksOf(outputs: number): { first: number; planes: 4 | 2 }[] {
  const blocks: { first: number; planes: 4 | 2 }[] = [];
  for (let first = 0; first < outputs;) {
    const planes = outputs - first >= 4 ? 4 : 2;
    blocks.push({ first, planes });
    first += planes;
  }
  return blocks;
}
