/**
 * Periodic convolution with fewer products along the last axis but one, tap by tap along the others.
 * Bands of rows of the input become lines, by a linear map of rows; each line has its own filters of
 * one row, and another map makes bands of results of the products. For filters with three rows that
 * is F(4, 3) of assembly/minimalFiltering.ts, with half the products; for more rows the transforms of
 * assembly/rowTransform.ts, with 23 lines for 17 − r rows.
 */
import type { ConvolutionShape } from "../../convolution/convolution.js";
import { unitRoots } from "../../transform/roots.js";
import { type Layout, layoutOf, roundUp } from "./convolutionLayout.js";

/** Bytes of lines of the input worked on together, for the second cache. */
const PIECE = 1 << 19;

/** G of F(4, 3): the six filters of one row that a filter of three rows becomes. */
const SIX_FILTERS: readonly (readonly number[])[] = [
  [1 / 4, 0, 0],
  [-1 / 6, -1 / 6, -1 / 6],
  [-1 / 6, 1 / 6, -1 / 6],
  [1 / 24, 1 / 12, 1 / 6],
  [1 / 24, -1 / 12, 1 / 6],
  [0, 0, 1],
];

/** Rows that are transformed together. */
const TURNED = 16;

/** The frequencies of the lines, but for 0 and 8, which come first. */
const FREQUENCIES = [4, 2, 6, 1, 7, 3, 5];

/** Rows of filters for which there is a scheme; more would leave fewer results than the kernels need. */
const LEAST_ROWS = 3;
const MOST_ROWS = 9;

export type Map = (from: number, fromRow: number, width: number, to: number, toRow: number) => void;
type Results = (
  p: number,
  pRow: number,
  width: number,
  y: number,
  yRow: number,
  height: number,
) => void;
type Gradients = (
  g: number,
  gRow: number,
  width: number,
  to: number,
  toRow: number,
  height: number,
  zeros: number,
) => void;

/** The exports of assembly/minimalFiltering.ts. */
export interface MinimalKernels {
  readonly inputs64: Map;
  readonly inputs32: Map;
  readonly results64: Results;
  readonly results32: Results;
  readonly gradients64: Map;
  readonly gradients32: Map;
  readonly turnRows64: Map;
  readonly turnRows32: Map;
  readonly resultRows64: Results;
  readonly resultRows32: Results;
  readonly turnGradients64: Gradients;
  readonly turnGradients32: Gradients;
}

/** What filters of some height become. */
export interface Scheme {
  /** Rows of a band of results. */
  readonly band: number;
  /** G[line, row]: the filters of one row that a filter becomes. */
  readonly filters: readonly (readonly number[])[];
}

/** Whether there is a scheme for filters with so many rows. */
export function hasScheme(height: number): boolean {
  return height >= LEAST_ROWS && height <= MOST_ROWS;
}

/** Rows of a band of results, and its lines, for filters with so many rows. */
export function bandOf(height: number): { band: number; lines: number } {
  return height === LEAST_ROWS
    ? { band: 4, lines: SIX_FILTERS.length }
    : { band: TURNED + 1 - height, lines: 2 + 3 * FREQUENCIES.length };
}

/** The scheme for filters with so many rows. */
export function schemeOf(height: number): Scheme {
  const filters = height === LEAST_ROWS ? SIX_FILTERS : turnedFilters(height);
  return { band: bandOf(height).band, filters };
}

/** The maps of a scheme, for numbers of some precision. */
export interface Maps {
  /** Lines of a band of inputs. */
  readonly inputs: Map;
  /** Rows of a band of results, of its lines. */
  readonly results: Results;
  /** Lines of a band of gradients; its height, and a row of zeros, come last. */
  readonly gradients: Gradients;
}

/** The maps for filters with so many rows. */
export function mapsOf(kernels: MinimalKernels, height: number, wide: boolean): Maps {
  if (height === 3) {
    return wide
      ? { inputs: kernels.inputs64, results: kernels.results64, gradients: kernels.gradients64 }
      : { inputs: kernels.inputs32, results: kernels.results32, gradients: kernels.gradients32 };
  }
  const { turnRows64, resultRows64, turnGradients64 } = kernels;
  const { turnRows32, resultRows32, turnGradients32 } = kernels;
  return wide
    ? { inputs: turnRows64, results: resultRows64, gradients: turnGradients64 }
    : { inputs: turnRows32, results: resultRows32, gradients: turnGradients32 };
}

/** conj(q̂) as the lines take it, c, d − c and −(c + d) of c + i d, with the weights of the inverse. */
function turnedFilters(height: number): number[][] {
  const roots = unitRoots(TURNED, TURNED);
  const rows = Array.from({ length: height }, (_, row) => row);
  const filters = [rows.map(() => 1 / TURNED), rows.map((row) => (row % 2 ? -1 : 1) / TURNED)];
  for (const f of FREQUENCIES) {
    const c = rows.map((row) => (2 * roots[2 * ((f * row) % TURNED)]) / TURNED);
    const d = rows.map((row) => (2 * roots[2 * ((f * row) % TURNED) + 1]) / TURNED);
    filters.push(
      c,
      c.map((value, row) => d[row] - value),
      c.map((value, row) => -(value + d[row])),
    );
  }
  return filters;
}

/** How bands lie in the heap, in bytes: [line, channel, plane, band, x]. */
export interface Bands {
  readonly scheme: Scheme;
  /** The padded input, with rows enough for whole bands. */
  readonly layout: Layout;
  /** The transformed input as an input of its own, whose windows have one row. */
  readonly row: Layout;
  readonly bands: number;
  /** Bands worked on together. */
  readonly together: number;
  /** From one line to the next. */
  readonly step: number;
}

/** How the bands of a convolution lie, at most so many of them together. */
export function bandsOf(
  shape: ConvolutionShape,
  centre: readonly number[],
  bytes: 8 | 4,
  most: number,
): Bands {
  const plain = layoutOf(shape, centre, bytes);
  const scheme = schemeOf(plain.window[1]);
  const { band, filters } = scheme;
  const bands = Math.ceil(plain.rows / band);
  const depth = plain.planes + plain.window[0] - 1;
  const paddedPlane = plain.paddedRow * (band * bands + plain.window[1] - 1);
  const layout = { ...plain, paddedPlane, paddedChannel: paddedPlane * depth };
  const one = filters.length * shape.inputs * depth * plain.paddedRow;
  const together = Math.max(1, Math.min(bands, most, Math.floor(PIECE / one)));
  const rowPlane = together * plain.paddedRow;
  const row: Layout = {
    ...plain,
    window: [plain.window[0], 1, plain.window[2]],
    paddedPlane: rowPlane,
    paddedChannel: rowPlane * depth,
  };
  return { scheme, layout, row, bands, together, step: spread(shape.inputs * row.paddedChannel) };
}

/** At least so many bytes, such that lines which lie that far apart fall on different parts of a cache. */
export function spread(bytes: number): number {
  return roundUp(bytes, 128) + 64;
}

/** Transforms `height` bands of the padded input, from `band` on. */
export function turnInputs(
  map: Map,
  { scheme, layout, row, step }: Bands,
  inputs: number,
  padded: number,
  turned: number,
  band: number,
  height: number,
): void {
  const planes = inputs * (layout.planes + layout.window[0] - 1);
  for (let plane = 0; plane < planes; plane++) {
    for (let at = 0; at < height; at++) {
      const from =
        padded + plane * layout.paddedPlane + scheme.band * (band + at) * layout.paddedRow;
      const to = turned + plane * row.paddedPlane + at * row.paddedRow;
      map(from, layout.paddedRow, layout.paddedRow, to, step);
    }
  }
}
