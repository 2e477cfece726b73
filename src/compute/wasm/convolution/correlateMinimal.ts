/** The gradient to the filter by minimal filtering: four planes of g at once. */
import type { ConvolutionShape } from "../../convolution/convolution.js";
import type { Reals } from "../../../core/index.js";
import {
  channelsOf,
  clearBelow,
  type ConvolutionKernels,
  fillTaps,
  type Layout,
  layoutOf,
  padChannels,
  roundUp,
  TILE,
  VECTOR,
} from "./convolutionLayout.js";
import type { Heap } from "../heap.js";
import {
  BAND,
  bandsOf,
  FILTERS,
  type MinimalKernels,
  SIX,
  turnInputs,
} from "./minimalFiltering.js";

/** Fills dq with Σ_s Σ_x g[s, o, x] u[s, i, x + j − centre] for windows with three rows. */
export function correlateMinimal(
  heap: Heap,
  kernels: ConvolutionKernels & MinimalKernels,
  u: Reals,
  g: Reals,
  shape: ConvolutionShape,
  centre: readonly number[],
  dq: Reals,
): void {
  const { samples, groups, inputs, outputs } = shape;
  const wide = u instanceof Float64Array;
  const bands = bandsOf(shape, centre, wide ? 8 : 4);
  const { layout, row, together, step } = bands;
  const { planes, channel, bytes } = layout;
  const count = inputs * row.window[0] * row.window[2];
  const filled = roundUp(count, 2);
  const lanes = roundUp(outputs, 4);
  // The planes of g are padded by zeros, to rows as long as those of u: a band is one long row then.
  const gRow = row.paddedRow;
  const gPlane = gRow * BAND * bands.bands;
  const gLayout: Layout = {
    ...layoutOf(
      { ...shape, window: shape.window.map(() => 1) },
      centre.map(() => 0),
      bytes,
    ),
    paddedRow: gRow,
    paddedPlane: gPlane,
    paddedChannel: gPlane * planes,
  };
  const four = wide ? kernels.correlateFour64 : kernels.correlateFour32;
  const gradients = wide ? kernels.gradients64 : kernels.gradients32;
  const sixth = lanes * together * gRow;
  const sumPlane = 8 * filled;
  heap.scope((allocate) => {
    const padded = allocate(inputs * layout.paddedChannel + TILE);
    const gPadded = allocate(lanes * gLayout.paddedChannel);
    const staged = allocate(channel);
    const turned = allocate(SIX * step + TILE);
    const gTurned = allocate(SIX * sixth);
    const tapsAt = allocate(4 * filled);
    const sums = allocate(SIX * lanes * sumPlane);
    const taps = new Uint32Array(heap.memory.buffer, tapsAt, filled).fill(0);
    fillTaps(taps, 0, row, inputs, 0, 1);
    const totals = heap.view(sums, SIX * lanes * filled);
    clearBelow(heap, layout, inputs, padded);
    clearBelow(heap, gLayout, outputs, gPadded);
    const missing = (lanes - outputs) * gLayout.paddedChannel;
    heap.view(gPadded + outputs * gLayout.paddedChannel, missing / 8).fill(0);
    heap.view(turned + SIX * step, TILE / 8).fill(0);
    const sourceU = channelsOf(heap, u, channel, staged);
    const sourceG = channelsOf(heap, g, channel, staged);
    for (let group = 0; group < groups; group++) {
      totals.fill(0);
      for (let s = 0; s < samples; s++) {
        const index = s * groups + group;
        padChannels(kernels, sourceU, layout, inputs, index * inputs, padded);
        padChannels(kernels, sourceG, gLayout, outputs, index * outputs, gPadded);
        for (let band = 0; band < bands.bands; band += together) {
          const height = Math.min(together, bands.bands - band);
          turnInputs(kernels, bands, inputs, padded, turned, band, height);
          for (let plane = 0; plane < planes; plane++) {
            for (let o = 0; o < lanes; o++) {
              for (let at = 0; at < height; at++) {
                const from = gPadded + o * gLayout.paddedChannel + plane * gPlane;
                const block = (o & ~3) * together + 4 * at;
                const to = gTurned + block * gRow + (o & 3) * VECTOR;
                gradients(from + BAND * (band + at) * gRow, gRow, gRow, to, sixth);
              }
            }
            for (let six = 0; six < SIX; six++) {
              const b = turned + six * step + plane * row.paddedPlane;
              for (let o = 0; o < lanes; o += 4) {
                const a = gTurned + six * sixth + o * together * gRow;
                const out = sums + (six * lanes + o) * sumPlane;
                four(a, b, 0, 1, height * gRow, tapsAt, tapsAt + 4 * filled, out, sumPlane);
              }
            }
          }
        }
      }
      gatherFilters(dq, totals, shape, row, group, lanes, filled);
    }
  });
}

/** Fills a group's part of dq with Gᵀ of the sums. */
function gatherFilters(
  dq: Reals,
  sums: Float64Array,
  { inputs, outputs }: ConvolutionShape,
  { window: [depth, , length] }: Layout,
  group: number,
  lanes: number,
  filled: number,
): void {
  const taps = depth * inputs * length;
  const first = group * outputs * taps * 3;
  for (let o = 0; o < outputs; o++) {
    for (let tap = 0; tap < taps; tap++) {
      const x = tap % length;
      const to = first + (o * taps + tap - x) * 3 + x;
      for (let y = 0; y < 3; y++) {
        let sum = 0;
        for (let six = 0; six < SIX; six++) {
          sum += FILTERS[six][y] * sums[(six * lanes + o) * filled + tap];
        }
        dq[to + y * length] = sum;
      }
    }
  }
}
