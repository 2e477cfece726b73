/**
 * Periodic convolution on plane grids by transforms of tiles: the padded input is cut into tiles of
 * 32 × 32 cells that overlap by l − 1 and give 33 − l cells of the result each. The spectra of
 * filters are as small as a tile, so large windows cost no more than small ones.
 */
import type { ConvolutionShape } from "../../convolution/convolution.js";
import type { Reals } from "../../../core/index.js";
import { unitRoots } from "../../transform/roots.js";
import {
  channelsOf,
  clearBelow,
  type ConvolutionKernels,
  type Layout,
  layoutOf,
  padChannels,
  roundUp,
  VECTOR,
} from "./convolutionLayout.js";
import { type Allocate, type Heap, viewOf } from "../heap.js";

/** Cells of a tile along an axis. */
export const TILE_CELLS = 32;

const UNIT = 2 * VECTOR;
const ROW = TILE_CELLS * UNIT;

/** Bytes from one block to the next: one cache line more than its entries, so that blocks spread over the cache. */
export const BLOCK = TILE_CELLS * ROW + 64;

/** Blocks worked on together by one pass of products. */
export const TOGETHER = 3;

type Move = (
  from: number,
  channels: number,
  channel: number,
  row: number,
  height: number,
  width: number,
  to: number,
) => void;
type Transform = (block: number, rows: number, roots: number) => void;
type Products = (table: number, end: number, x: number, y: number, z: number, add: boolean) => void;

/** The exports of assembly/convolutionTiles.ts. */
export interface TileKernels {
  readonly gather64: Move;
  readonly gather32: Move;
  readonly scatter64: Move;
  readonly scatter32: Move;
  readonly forward64: Transform;
  readonly forward32: Transform;
  readonly inverse64: Transform;
  readonly inverse32: Transform;
  readonly products64: Products;
  readonly products32: Products;
}

/** The kernels of one precision, with their roots. */
export interface Tools {
  readonly lanes: number;
  readonly gather: Move;
  readonly scatter: Move;
  readonly products: Products;
  /** Transforms a block of which only the first rows are not zero. */
  forward(block: number, rows: number): void;
  /** The first rows of the inverse transform, times 1024. */
  inverse(block: number, rows: number): void;
}

/** The kernels that work on numbers like these; their roots live in the scope of `allocate`. */
export function toolsFor(heap: Heap, kernels: TileKernels, like: Reals, allocate: Allocate): Tools {
  const wide = like instanceof Float64Array;
  const roots = allocate(60 * 8);
  const table = viewOf(heap, like, roots, 60);
  let at = 0;
  for (const n of [32, 8]) {
    const unit = unitRoots(n, n);
    for (let j = 0; j < n / 4; j++) {
      for (let power = 1; power <= 3; power++) {
        table[at++] = unit[2 * j * power];
        table[at++] = -unit[2 * j * power + 1];
      }
    }
  }
  const forward = wide ? kernels.forward64 : kernels.forward32;
  const inverse = wide ? kernels.inverse64 : kernels.inverse32;
  return {
    lanes: wide ? 2 : 4,
    gather: wide ? kernels.gather64 : kernels.gather32,
    scatter: wide ? kernels.scatter64 : kernels.scatter32,
    products: wide ? kernels.products64 : kernels.products32,
    forward: (block, rows) => forward(block, rows, roots),
    inverse: (block, rows) => inverse(block, rows, roots),
  };
}

/** One tile: where its part of the result begins, and how much of that there is. */
export interface Tile {
  readonly row: number;
  readonly column: number;
  readonly height: number;
  readonly width: number;
}

/** The tiles of a plane grid, and the planes padded for them. */
export interface Tiling {
  readonly tiles: readonly Tile[];
  readonly layout: Layout;
}

/** How a grid is cut into tiles for a window. */
export function tilingOf(shape: ConvolutionShape, centre: readonly number[], bytes: 8 | 4): Tiling {
  const [rows, columns] = shape.grid;
  const [high, wide] = shape.window.map((length) => TILE_CELLS + 1 - length);
  const tiles: Tile[] = [];
  for (let row = 0; row < rows; row += high) {
    for (let column = 0; column < columns; column += wide) {
      const height = Math.min(high, rows - row);
      tiles.push({ row, column, height, width: Math.min(wide, columns - column) });
    }
  }
  const last = tiles[tiles.length - 1];
  const paddedRow = roundUp((last.column + TILE_CELLS) * bytes, VECTOR);
  const paddedPlane = paddedRow * (last.row + TILE_CELLS);
  const layout = layoutOf(shape, centre, bytes);
  return { tiles, layout: { ...layout, paddedRow, paddedPlane, paddedChannel: paddedPlane } };
}

/** How many tiles a grid is cut into. */
export function countTiles({ grid, window }: ConvolutionShape): number {
  return grid.reduce((count, n, axis) => count * Math.ceil(n / (TILE_CELLS + 1 - window[axis])), 1);
}

/** Pads the channels of one sample and group; returns how to read a pair of tiles into blocks. */
export function createReader(
  heap: Heap,
  kernels: ConvolutionKernels,
  tools: Tools,
  { layout, tiles }: Tiling,
  array: Reals,
  channels: number,
  whole: boolean,
  allocate: Allocate,
): { pad(index: number): void; read(pair: number, block: number): void } {
  const padded = allocate(channels * layout.paddedChannel + UNIT);
  const source = channelsOf(heap, array, layout.channel, allocate(layout.channel));
  const { bytes, paddedRow, paddedChannel } = layout;
  clearBelow(heap, layout, channels, padded);
  const { lanes } = tools;
  return {
    pad: (index) => padChannels(kernels, source, layout, channels, index * channels, padded),
    read(pair, block) {
      for (let first = 0; first < channels; first += lanes, block += BLOCK) {
        const count = Math.min(lanes, channels - first);
        for (let part = 0; part < 2; part++) {
          const { row, column, height, width } = tiles[2 * pair + part] ?? NO_TILE;
          const from = padded + first * paddedChannel + row * paddedRow + column * bytes;
          const [high, wide] = whole && height > 0 ? [TILE_CELLS, TILE_CELLS] : [height, width];
          tools.gather(from, count, paddedChannel, paddedRow, high, wide, block + part * VECTOR);
        }
        tools.forward(block, TILE_CELLS);
      }
    },
  };
}

/** What stands beside the last of an odd number of tiles. */
export const NO_TILE: Tile = { row: 0, column: 0, height: 0, width: 0 };
