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
  bandsOf,
  mapsOf,
  type MinimalKernels,
  type Scheme,
  spread,
  turnInputs,
} from "./minimalFiltering.js";

/** Bands worked on together at most. */
const BANDS = 8;

/** Fills dq with Σ_s Σ_x g[s, o, x] u[s, i, x + j − centre] for windows that have a scheme. */
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
  const bands = bandsOf(shape, centre, wide ? 8 : 4, BANDS);
  const { scheme, layout, row, together, step } = bands;
  const { planes, channel, bytes } = layout;
  const { band: high, filters } = scheme;
  const lines = filters.length;
  const count = inputs * row.window[0] * row.window[2];
  const filled = roundUp(count, 2);
  const lanes = roundUp(outputs, 4);
  // The planes of g are padded by zeros, to rows as long as those of u: a band is one long row then.
  const gRow = row.paddedRow;
  const gPlane = gRow * high * bands.bands;
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
  const maps = mapsOf(kernels, layout.window[1], wide);
  const gStep = spread(4 * together * gRow);
  const sumPlane = 8 * filled;
  heap.scope((allocate) => {
    const padded = allocate(inputs * layout.paddedChannel + TILE);
    const gPadded = allocate(lanes * gLayout.paddedChannel);
    const staged = allocate(channel);
    const turned = allocate(lines * step + TILE);
    const gTurned = allocate(lines * gStep);
    const tapsAt = allocate(4 * filled);
    const zeros = allocate(gRow);
    const sums = allocate(lines * lanes * sumPlane);
    const taps = new Uint32Array(heap.memory.buffer, tapsAt, filled).fill(0);
    fillTaps(taps, 0, row, inputs, 0, 1);
    const totals = heap.view(sums, lines * lanes * filled);
    clearBelow(heap, layout, inputs, padded);
    clearBelow(heap, gLayout, outputs, gPadded);
    const missing = (lanes - outputs) * gLayout.paddedChannel;
    heap.view(gPadded + outputs * gLayout.paddedChannel, missing / 8).fill(0);
    // Beyond the last channel of a line kernels read what they multiply by zero.
    const lineBytes = inputs * row.paddedChannel;
    for (let line = 0; line < lines; line++) {
      heap.view(turned + line * step + lineBytes, (step - lineBytes) / 8).fill(0);
    }
    heap.view(turned + lines * step, TILE / 8).fill(0);
    heap.view(zeros, gRow / 8).fill(0);
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
          turnInputs(maps.inputs, bands, inputs, padded, turned, band, height);
          for (let plane = 0; plane < planes; plane++) {
            for (let o = 0; o < lanes; o += 4) {
              for (let lane = 0; lane < 4; lane++) {
                for (let at = 0; at < height; at++) {
                  const from = gPadded + (o + lane) * gLayout.paddedChannel + plane * gPlane;
                  const to = gTurned + 4 * at * gRow + lane * VECTOR;
                  const g0 = from + high * (band + at) * gRow;
                  maps.gradients(g0, gRow, gRow, to, gStep, high, zeros);
                }
              }
              for (let line = 0; line < lines; line++) {
                const a = gTurned + line * gStep;
                const b = turned + line * step + plane * row.paddedPlane;
                const out = sums + (line * lanes + o) * sumPlane;
                four(a, b, 0, 1, height * gRow, tapsAt, tapsAt + 4 * filled, out, sumPlane);
              }
            }
          }
        }
      }
      gatherFilters(dq, totals, shape, row, scheme, group, lanes, filled);
    }
  });
}

/** Fills a group's part of dq with Gᵀ of the sums. */
function gatherFilters(
  dq: Reals,
  sums: Float64Array,
  { inputs, outputs }: ConvolutionShape,
  { window: [depth, , length] }: Layout,
  { filters }: Scheme,
  group: number,
  lanes: number,
  filled: number,
): void {
  const taps = depth * inputs * length;
  const [{ length: height }] = filters;
  const first = group * outputs * taps * height;
  for (let o = 0; o < outputs; o++) {
    for (let tap = 0; tap < taps; tap++) {
      const x = tap % length;
      const to = first + (o * taps + tap - x) * height + x;
      for (let y = 0; y < height; y++) {
        let sum = 0;
        for (let line = 0; line < filters.length; line++) {
          sum += filters[line][y] * sums[(line * lanes + o) * filled + tap];
        }
        dq[to + y * length] = sum;
      }
    }
  }
}
