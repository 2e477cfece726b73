/**
 * Periodic convolution by filters with three rows, with half the products: F(4, 3) of
 * assembly/minimalFiltering.ts along the last axis but one, tap by tap along the others. Bands of four
 * rows become six; each of the six has its own filters of one row.
 */
import type { ConvolutionShape } from "../../convolution/convolution.js";
import { type Layout, layoutOf } from "./convolutionLayout.js";

/** Rows of a band of results. */
export const BAND = 4;

/** Rows of its input, and products in place of 3 × 4. */
export const SIX = 6;

/** Bytes of transformed input worked on together, for the second cache. */
const PIECE = 1 << 18;

/** G of F(4, 3): the six filters of one row that a filter of three rows becomes. */
export const FILTERS = [
  [1 / 4, 0, 0],
  [-1 / 6, -1 / 6, -1 / 6],
  [-1 / 6, 1 / 6, -1 / 6],
  [1 / 24, 1 / 12, 1 / 6],
  [1 / 24, -1 / 12, 1 / 6],
  [0, 0, 1],
] as const;

type Map = (from: number, fromRow: number, width: number, to: number, toRow: number) => void;
type Results = (
  p: number,
  pRow: number,
  width: number,
  y: number,
  yRow: number,
  height: number,
) => void;

/** The exports of assembly/minimalFiltering.ts. */
export interface MinimalKernels {
  readonly inputs64: Map;
  readonly inputs32: Map;
  readonly results64: Results;
  readonly results32: Results;
  readonly gradients64: Map;
  readonly gradients32: Map;
}

/** How bands lie in the heap, in bytes: [six, channel, plane, band, x]. */
export interface Bands {
  /** The padded input, with rows enough for whole bands. */
  readonly layout: Layout;
  /** The transformed input as an input of its own, whose windows have one row. */
  readonly row: Layout;
  readonly bands: number;
  /** Bands worked on together. */
  readonly together: number;
  /** From one of the six to the next. */
  readonly step: number;
}

/** How the bands of a convolution lie. */
export function bandsOf(shape: ConvolutionShape, centre: readonly number[], bytes: 8 | 4): Bands {
  const plain = layoutOf(shape, centre, bytes);
  const bands = Math.ceil(plain.rows / BAND);
  const depth = plain.planes + plain.window[0] - 1;
  const paddedPlane = plain.paddedRow * (BAND * bands + 2);
  const layout = { ...plain, paddedPlane, paddedChannel: paddedPlane * depth };
  const one = SIX * shape.inputs * depth * plain.paddedRow;
  const together = Math.max(1, Math.min(bands, 8, Math.floor(PIECE / one)));
  const rowPlane = together * plain.paddedRow;
  const row: Layout = {
    ...plain,
    window: [plain.window[0], 1, plain.window[2]],
    paddedPlane: rowPlane,
    paddedChannel: rowPlane * depth,
  };
  return { layout, row, bands, together, step: shape.inputs * row.paddedChannel };
}

/** Transforms `height` bands of the padded input, from `band` on. */
export function turnInputs(
  kernels: MinimalKernels,
  { layout, row, step }: Bands,
  inputs: number,
  padded: number,
  turned: number,
  band: number,
  height: number,
): void {
  const map = layout.bytes === 8 ? kernels.inputs64 : kernels.inputs32;
  const planes = inputs * (layout.planes + layout.window[0] - 1);
  for (let plane = 0; plane < planes; plane++) {
    for (let at = 0; at < height; at++) {
      const from = padded + plane * layout.paddedPlane + BAND * (band + at) * layout.paddedRow;
      const to = turned + plane * row.paddedPlane + at * row.paddedRow;
      map(from, layout.paddedRow, layout.paddedRow, to, step);
    }
  }
}
