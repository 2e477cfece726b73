/** Convolution by minimal filtering: two outputs at once, for all lines of a few bands. */
import type { ConvolutionShape } from "../../convolution/convolution.js";
import type { Reals } from "../../../core/index.js";
import {
  channelsOf,
  clearBelow,
  type ConvolutionKernels,
  countTaps,
  fillTaps,
  padChannels,
  TILE,
  unload,
  VECTOR,
} from "./convolutionLayout.js";
import { type Heap, viewOf } from "../heap.js";
import {
  bandsOf,
  mapsOf,
  type MinimalKernels,
  type Scheme,
  spread,
  turnInputs,
} from "./minimalFiltering.js";

/** Bands worked on together at most: their products stay in the nearest cache. */
const BANDS = 8;

/** Fills y with Σ_i Σ_j q[o, i, j] u[s, i, x + j − centre] for windows that have a scheme. */
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
  const bands = bandsOf(shape, centre, wide ? 8 : 4, BANDS);
  const { scheme, layout, row, together, step } = bands;
  const { bytes, planes, rows, width, channel } = layout;
  const { band: high, filters: own } = scheme;
  const count = countTaps(row, inputs, 1);
  const order = singleOrder(count, row.window[2], VECTOR / bytes);
  const yRow = Math.max(width, TILE);
  const yPlane = yRow * rows * planes;
  const inPlace = yRow === width && heap.addressOf(y) >= 0;
  const pPlane = yRow * together;
  const pStep = spread(2 * pPlane);
  const qStep = outputs * count * bytes;
  const two = wide ? kernels.convolveTwo64 : kernels.convolveTwo32;
  const one = wide ? kernels.convolveOne64 : kernels.convolveOne32;
  const maps = mapsOf(kernels, layout.window[1], wide);
  heap.scope((allocate) => {
    const padded = allocate(inputs * layout.paddedChannel + TILE);
    const staged = allocate(channel);
    const turned = allocate(own.length * step + TILE);
    const products = allocate(own.length * pStep);
    const filters = allocate(groups * own.length * outputs * count * bytes);
    const tapsAt = allocate(8 * count);
    const result = inPlace ? heap.addressOf(y) : allocate(outputs * yPlane);
    const taps = new Uint32Array(heap.memory.buffer, tapsAt, 2 * count);
    fillTaps(taps, 0, row, inputs, 0, 1);
    order.taps.forEach((tap, at) => (taps[count + at] = taps[tap]));
    const packed = viewOf(heap, q, filters, groups * own.length * outputs * count);
    packFilters(packed, q, shape, scheme, row.window[2], order.weights);
    clearBelow(heap, layout, inputs, padded);
    const source = channelsOf(heap, u, channel, staged);
    const copy = viewOf(heap, y, result, (outputs * yPlane) / bytes);
    const last = Math.max(width - TILE, 0);
    const end = tapsAt + 4 * count;
    const single = end + 4 * order.doubles;
    const singleEnd = end + 4 * order.taps.length;
    const uRow = row.paddedRow;

    /** Products of two outputs, and of a single one, for all lines of some bands. */
    const fillTwo = (from: number, q0: number, height: number): void => {
      const [n, p] = [own.length, products];
      two(n, step, qStep, pStep, from, uRow, tapsAt, end, q0, p, yRow, pPlane, height, last);
    };
    const fillOne = (from: number, q0: number, height: number): void => {
      const [n, p] = [own.length, products];
      one(n, step, qStep, pStep, from, uRow, end, single, singleEnd, q0, p, yRow, height, last);
    };

    for (let s = 0; s < samples; s++) {
      for (let group = 0; group < groups; group++) {
        const index = s * groups + group;
        padChannels(kernels, source, layout, inputs, index * inputs, padded);
        const yAt = inPlace ? result + index * outputs * channel : result;
        for (let band = 0; band < bands.bands; band += together) {
          const height = Math.min(together, bands.bands - band);
          turnInputs(maps.inputs, bands, inputs, padded, turned, band, height);
          for (let plane = 0; plane < planes; plane++) {
            const from = turned + plane * row.paddedPlane;
            for (let o = 0; o < outputs; o += 2) {
              const q0 = filters + (group * own.length * outputs + o) * count * bytes;
              const lanes = Math.min(2, outputs - o);
              if (lanes === 2) fillTwo(from, q0, height);
              else fillOne(from, q0, height);
              for (let lane = 0; lane < lanes; lane++) {
                for (let at = 0; at < height; at++) {
                  const first = high * (band + at);
                  const to = yAt + (o + lane) * yPlane + (plane * rows + first) * yRow;
                  const p = products + lane * pPlane + at * yRow;
                  maps.results(p, pStep, yRow, to, yRow, Math.min(high, rows - first));
                }
              }
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

/** How a single output takes its taps. */
interface SingleOrder {
  /** The first ones stand for two taps, a vector apart; so many of them. */
  readonly taps: readonly number[];
  readonly doubles: number;
  /** The taps in the order of their weights. */
  readonly weights: readonly number[];
}

/** The order of `count` taps in rows of `length`, for vectors of so many lanes. */
function singleOrder(count: number, length: number, lanes: number): SingleOrder {
  const doubles: number[] = [];
  const singles: number[] = [];
  for (let tap = 0; tap < count; tap++) {
    const x = tap % length;
    if (x % (2 * lanes) < lanes) (x + lanes < length ? doubles : singles).push(tap);
  }
  const weights = [...doubles.flatMap((tap) => [tap, tap + lanes]), ...singles];
  return { taps: [...doubles, ...singles], doubles: doubles.length, weights };
}

/** Packs G q as [group, line, pair of outputs, tap, output]; a last single output in its own order. */
function packFilters(
  to: Reals,
  q: Reals,
  { groups, outputs }: ConvolutionShape,
  { filters }: Scheme,
  length: number,
  single: readonly number[],
): void {
  const count = single.length;
  const height = filters[0].length;
  const inOrder = Array.from(single, (_, tap) => tap);
  let at = 0;
  for (let group = 0; group < groups; group++) {
    for (const rows of filters) {
      for (let o = 0; o < outputs; o += 2) {
        const end = Math.min(o + 2, outputs);
        for (const tap of end - o === 2 ? inOrder : single) {
          const x = tap % length;
          for (let lane = o; lane < end; lane++) {
            let from = ((group * outputs + lane) * count + tap - x) * height + x;
            let sum = 0;
            for (let y = 0; y < height; y++, from += length) sum += rows[y] * q[from];
            to[at++] = sum;
          }
        }
      }
    }
  }
}
