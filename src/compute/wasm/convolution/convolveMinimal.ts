/** Convolution by minimal filtering: two outputs at once for each of the six rows of a band. */
import type { ConvolutionShape } from "../../convolution/convolution.js";
import type { Reals } from "../../../core/index.js";
import {
  channelsOf,
  clearBelow,
  type ConvolutionKernels,
  fillTaps,
  type Layout,
  padChannels,
  roundUp,
  TILE,
  unload,
} from "./convolutionLayout.js";
import { type Heap, viewOf } from "../heap.js";
import {
  BAND,
  bandsOf,
  FILTERS,
  type MinimalKernels,
  SIX,
  turnInputs,
} from "./minimalFiltering.js";

/** Fills y with Σ_i Σ_j q[o, i, j] u[s, i, x + j − centre] for windows with three rows. */
export function convolveMinimal(
  heap: Heap,
  kernels: ConvolutionKernels & MinimalKernels,
  u: Reals,
  q: Reals,
  shape: ConvolutionShape,
  centre: readonly number[],
  y: Reals,
): void {
  const { samples, groups, inputs, outputs } = shape;
  const wide = u instanceof Float64Array;
  const bands = bandsOf(shape, centre, wide ? 8 : 4);
  const { layout, row, together, step } = bands;
  const { bytes, planes, rows, width, channel } = layout;
  const count = inputs * row.window[0] * row.window[2];
  const lanes = roundUp(outputs, 2);
  const yRow = Math.max(width, TILE);
  const yPlane = yRow * rows * planes;
  const pPlane = yRow * together;
  const pStep = lanes * pPlane;
  const two = wide ? kernels.convolveTwo64 : kernels.convolveTwo32;
  const results = wide ? kernels.results64 : kernels.results32;
  heap.scope((allocate) => {
    const padded = allocate(inputs * layout.paddedChannel + TILE);
    const staged = allocate(channel);
    const turned = allocate(SIX * step + TILE);
    const products = allocate(SIX * pStep);
    const filters = allocate(groups * SIX * lanes * count * bytes);
    const tapsAt = allocate(4 * count);
    const result = allocate(outputs * yPlane);
    fillTaps(new Uint32Array(heap.memory.buffer, tapsAt, count), 0, row, inputs, 0, 1);
    const packed = viewOf(heap, q, filters, groups * SIX * lanes * count);
    packFilters(packed, q, shape, row, lanes);
    clearBelow(heap, layout, inputs, padded);
    const source = channelsOf(heap, u, channel, staged);
    const copy = viewOf(heap, y, result, (outputs * yPlane) / bytes);
    const last = Math.max(width - TILE, 0);
    for (let s = 0; s < samples; s++) {
      for (let group = 0; group < groups; group++) {
        const index = s * groups + group;
        padChannels(kernels, source, layout, inputs, index * inputs, padded);
        for (let band = 0; band < bands.bands; band += together) {
          const height = Math.min(together, bands.bands - band);
          turnInputs(kernels, bands, inputs, padded, turned, band, height);
          for (let plane = 0; plane < planes; plane++) {
            for (let six = 0; six < SIX; six++) {
              const from = turned + six * step + plane * row.paddedPlane;
              for (let o = 0; o < outputs; o += 2) {
                const q0 = filters + ((group * SIX + six) * lanes + o) * count * bytes;
                const to = products + six * pStep + o * pPlane;
                two(
                  from,
                  row.paddedRow,
                  tapsAt,
                  tapsAt + 4 * count,
                  q0,
                  to,
                  yRow,
                  pPlane,
                  height,
                  last,
                );
              }
            }
            for (let o = 0; o < outputs; o++) {
              for (let at = 0; at < height; at++) {
                const first = BAND * (band + at);
                const to = result + o * yPlane + (plane * rows + first) * yRow;
                const from = products + o * pPlane + at * yRow;
                results(from, pStep, yRow, to, yRow, Math.min(BAND, rows - first));
              }
            }
          }
        }
        unload(y, copy, (index * outputs * channel) / bytes, width / bytes, yRow / bytes);
      }
    }
  });
}

/** Packs G q as [group, six, pair of outputs, tap, output]; a missing second output is zero. */
function packFilters(
  to: Reals,
  q: Reals,
  { groups, inputs, outputs }: ConvolutionShape,
  { window: [depth, , length] }: Layout,
  lanes: number,
): void {
  let at = 0;
  for (let group = 0; group < groups; group++) {
    for (const [a, b, c] of FILTERS) {
      for (let o = 0; o < lanes; o += 2) {
        for (let plane = 0; plane < inputs * depth; plane++) {
          for (let x = 0; x < length; x++) {
            for (let lane = o; lane < o + 2; lane++) {
              const from = ((group * outputs + lane) * inputs * depth + plane) * 3 * length + x;
              const sum = a * q[from] + b * q[from + length] + c * q[from + 2 * length];
              to[at++] = lane < outputs ? sum : 0;
            }
          }
        }
      }
    }
  }
}
