/**
 * How the kernels of assembly/convolution.ts see a convolution: every grid is planes of rows, padded
 * once per sample and group, and a tap is a byte offset into the padded channels.
 */
import { sizeOf } from "../../../core/index.js";
import type { ConvolutionShape } from "../../convolution/convolution.js";
import type { Reals } from "../../../core/index.js";
import { type Heap, viewOf } from "../heap.js";

/** Bytes of a vector. */
export const VECTOR = 16;

/** Bytes of the widest tile: kernels read so far, and no further, beyond a row. */
export const TILE = 4 * VECTOR;

/** The exports of the module; addresses and strides in bytes. */
export interface ConvolutionKernels {
  readonly pad64: Pad;
  readonly pad32: Pad;
  readonly convolveFour64: ConvolveRows;
  readonly convolveFour32: ConvolveRows;
  readonly convolveTwo64: ConvolveLines;
  readonly convolveTwo32: ConvolveLines;
  readonly convolveOne64: ConvolveOne;
  readonly convolveOne32: ConvolveOne;
  readonly convolvePair64: ConvolvePair;
  readonly convolvePair32: ConvolvePair;
  readonly interleave64: Interleave;
  readonly interleave32: Interleave;
  readonly correlateFour64: CorrelateRows;
  readonly correlateFour32: CorrelateRows;
  readonly correlateTwo64: CorrelateRows;
  readonly correlateTwo32: CorrelateRows;
}

/** Pads a plane periodically. */
export type Pad = (
  from: number,
  rows: number,
  width: number,
  top: number,
  outRows: number,
  left: number,
  right: number,
  to: number,
  outRow: number,
) => void;

/** Fills rows of four outputs at once. */
export type ConvolveRows = (
  u: number,
  uRow: number,
  taps: number,
  end: number,
  q: number,
  y: number,
  yRow: number,
  yPlane: number,
  rows: number,
  last: number,
) => void;

/** Fills rows of two outputs in every line; the lines of u, q and y lie so many bytes apart. */
export type ConvolveLines = (
  lines: number,
  uLine: number,
  qLine: number,
  yLine: number,
  u: number,
  uRow: number,
  taps: number,
  end: number,
  q: number,
  y: number,
  yRow: number,
  yPlane: number,
  rows: number,
  last: number,
) => void;

/** The same of a single output; taps up to `single` stand for two, a vector apart. */
export type ConvolveOne = (
  lines: number,
  uLine: number,
  qLine: number,
  yLine: number,
  u: number,
  uRow: number,
  taps: number,
  single: number,
  end: number,
  q: number,
  y: number,
  yRow: number,
  rows: number,
  last: number,
) => void;

/** Fills two neighbouring rows of a single output. */
export type ConvolvePair = (
  u: number,
  first: number,
  both: number,
  second: number,
  end: number,
  q: number,
  y: number,
  yRow: number,
  last: number,
) => void;

/** Interleaves a few planes, vector by vector. */
export type Interleave = (
  from: number,
  plane: number,
  planes: number,
  rows: number,
  width: number,
  to: number,
  outRow: number,
) => void;

/** Adds the sums of a few interleaved planes, for all taps. */
export type CorrelateRows = (
  a: number,
  b: number,
  bRow: number,
  rows: number,
  width: number,
  taps: number,
  end: number,
  out: number,
  outPlane: number,
) => void;

/** A convolution in planes, rows and bytes. */
export interface Layout {
  /** Bytes of a number. */
  readonly bytes: 8 | 4;
  readonly planes: number;
  readonly rows: number;
  /** Bytes of a row, of a channel's grid. */
  readonly width: number;
  readonly channel: number;
  /** The window as planes, rows, columns, and its entries before the centre. */
  readonly window: readonly [number, number, number];
  readonly before: readonly [number, number, number];
  /** Bytes of a padded row, plane and channel. */
  readonly paddedRow: number;
  readonly paddedPlane: number;
  readonly paddedChannel: number;
}

/** The layout of a convolution whose filter has its centre at `centre`. */
export function layoutOf(
  { grid, window }: ConvolutionShape,
  centre: readonly number[],
  bytes: 8 | 4,
): Layout {
  const [planes, rows, columns] = asThree(grid, 1);
  const [depth, height, length] = asThree(window, 1);
  const paddedRow = roundUp((columns + length - 1) * bytes, VECTOR);
  const paddedPlane = paddedRow * (rows + height - 1);
  return {
    bytes,
    planes,
    rows,
    width: columns * bytes,
    channel: sizeOf(grid) * bytes,
    window: [depth, height, length],
    before: asThree(centre, 0),
    paddedRow,
    paddedPlane,
    paddedChannel: paddedPlane * (planes + depth - 1),
  };
}

/** Taps of `inputs` channels whose windows have `height` rows. */
export function countTaps(
  { window: [depth, , length] }: Layout,
  inputs: number,
  height: number,
): number {
  return inputs * depth * height * length;
}

/** Fills `taps` from `at` on with the offsets of rows `first` to `first + height` of the window. */
export function fillTaps(
  taps: Uint32Array,
  at: number,
  { window, bytes, paddedRow, paddedPlane, paddedChannel }: Layout,
  inputs: number,
  first: number,
  height: number,
): void {
  const [depth, , length] = window;
  for (let i = 0; i < inputs; i++) {
    for (let z = 0; z < depth; z++) {
      const plane = i * paddedChannel + z * paddedPlane;
      for (let y = first; y < first + height; y++) {
        for (let x = 0; x < length; x++) taps[at++] = plane + y * paddedRow + x * bytes;
      }
    }
  }
}

/** Bytes of `inputs` padded channels, with what kernels read beyond. */
export function paddedBytes(layout: Layout, inputs: number): number {
  return inputs * layout.paddedChannel + TILE;
}

/** Pads channels from `first` on into `to`. */
export function padChannels(
  kernels: ConvolutionKernels,
  source: (first: number) => number,
  layout: Layout,
  inputs: number,
  first: number,
  to: number,
): void {
  const { planes, rows, width, bytes, window, before } = layout;
  const [depth, height, length] = window;
  const pad = bytes === 8 ? kernels.pad64 : kernels.pad32;
  const left = before[2] * bytes;
  const right = (length - 1) * bytes - left;
  for (let i = 0; i < inputs; i++) {
    const from = source(first + i);
    for (let plane = 0; plane < planes + depth - 1; plane++) {
      pad(
        from + ((plane - before[0] + planes) % planes) * rows * width,
        rows,
        width,
        before[1],
        rows + height - 1,
        left,
        right,
        to + i * layout.paddedChannel + plane * layout.paddedPlane,
        layout.paddedRow,
      );
    }
  }
}

/** Fills with zeros what padding leaves below the last row of every plane. */
export function clearBelow(heap: Heap, layout: Layout, channels: number, padded: number): void {
  const { rows, window, paddedRow, paddedPlane, paddedChannel } = layout;
  const kept = (rows + window[1] - 1) * paddedRow;
  if (kept === paddedPlane) return;
  const end = padded + channels * paddedChannel;
  for (let plane = padded; plane < end; plane += paddedPlane) {
    heap.view(plane + kept, (paddedPlane - kept) / 8).fill(0);
  }
}

/** The address of a channel of an array: where it lives in the heap, else in a copy at `scratch`. */
export function channelsOf(
  heap: Heap,
  array: Reals,
  channel: number,
  scratch: number,
): (index: number) => number {
  const at = heap.addressOf(array);
  if (at >= 0) return (index) => at + index * channel;
  const length = channel / array.BYTES_PER_ELEMENT;
  const copy = viewOf(heap, array, scratch, length);
  return (index) => {
    copy.set(array.subarray(index * length, (index + 1) * length));
    return scratch;
  };
}

/** Copies results out of the heap, leaving out what lies beyond narrow rows. */
export function unload(y: Reals, from: Reals, at: number, width: number, row: number): void {
  if (row === width) {
    y.set(from, at);
    return;
  }
  for (let start = 0, to = at; start < from.length; start += row) {
    for (let x = 0; x < width; x++) y[to++] = from[start + x];
  }
}

/** The least multiple of `step` that is not below `value`. */
export function roundUp(value: number, step: number): number {
  return Math.ceil(value / step) * step;
}

function asThree(lengths: readonly number[], missing: number): [number, number, number] {
  const [z, y, x] = [missing, missing, missing, ...lengths].slice(-3);
  return [z, y, x];
}
