/** Convolution and the gradient to its filter by transforms of tiles. */
import type { ConvolutionShape } from "../../convolution/convolution.js";
import type { Reals } from "../../../core/index.js";
import { type ConvolutionKernels, VECTOR } from "./convolutionLayout.js";
import { type Heap, viewOf } from "../heap.js";
import {
  BLOCK,
  createReader,
  NO_TILE,
  TILE_CELLS,
  type TileKernels,
  tilingOf,
  TOGETHER,
  type Tools,
  toolsFor,
} from "./tiles.js";

const SCALE = 1 / TILE_CELLS ** 2;

/** Pairs of tiles whose products are added up before the sums are written back. */
const SUMMED = 4;

/** Bytes of a row of a block. */
const ROW = TILE_CELLS * 2 * VECTOR;

/** Fills y with Σ_i Σ_j q[o, i, j] u[s, i, x + j − centre] on a plane grid. */
export function convolveTiles(
  heap: Heap,
  kernels: ConvolutionKernels & TileKernels,
  u: Reals,
  q: Reals,
  shape: ConvolutionShape,
  centre: readonly number[],
  y: Reals,
): void {
  const { samples, groups, inputs, outputs } = shape;
  const bytes = u instanceof Float64Array ? 8 : 4;
  const tiling = tilingOf(shape, centre, bytes);
  const { tiles, layout } = tiling;
  const pairs = Math.ceil(tiles.length / 2);
  heap.scope((allocate) => {
    const tools = toolsFor(heap, kernels, u, allocate);
    const inBlocks = Math.ceil(inputs / tools.lanes);
    const outBlocks = Math.ceil(outputs / tools.lanes);
    const filters = allocate(outBlocks * inputs * BLOCK);
    const spectra = allocate(TOGETHER * inBlocks * BLOCK);
    const products = allocate(TOGETHER * outBlocks * BLOCK);
    const tableAt = allocate(16 * inputs);
    const result = allocate(outputs * layout.channel);
    const reader = createReader(heap, kernels, tools, tiling, u, inputs, true, allocate);
    const table = new Uint32Array(heap.memory.buffer, tableAt, 4 * inputs);
    const copy = viewOf(heap, y, result, (outputs * layout.channel) / bytes);
    const block = viewOf(heap, q, filters, (outBlocks * inputs * BLOCK) / bytes);

    for (let group = 0; group < groups; group++) {
      fillFilters(block, q, shape, group, tools, bytes);
      for (let at = 0; at < outBlocks * inputs; at++) {
        tools.forward(filters + at * BLOCK, shape.window[0]);
      }
      for (let s = 0; s < samples; s++) {
        const index = s * groups + group;
        reader.pad(index);
        for (let pair = 0; pair < pairs; pair += TOGETHER) {
          const count = Math.min(TOGETHER, pairs - pair);
          for (let p = 0; p < count; p++) reader.read(pair + p, spectra + p * inBlocks * BLOCK);
          for (let o = 0; o < outBlocks; o++) {
            for (let i = 0; i < inputs; i++) {
              table[4 * i] = filters + (o * inputs + i) * BLOCK;
              for (let p = 0; p < TOGETHER; p++) {
                const from = spectra + Math.min(p, count - 1) * inBlocks * BLOCK;
                table[4 * i + 1 + p] = from + laneOf(i, tools, bytes);
              }
            }
            const [x, y, z] = [0, 1, 2].map(
              (p) => products + (Math.min(p, count - 1) * outBlocks + o) * BLOCK,
            );
            tools.products(tableAt, tableAt + 16 * inputs, x, y, z, false);
          }
          for (let p = 0; p < count; p++) {
            for (let o = 0; o < outBlocks; o++) {
              const from = products + (p * outBlocks + o) * BLOCK;
              const first = o * tools.lanes;
              tools.inverse(from, TILE_CELLS + 1 - shape.window[0]);
              for (let part = 0; part < 2; part++) {
                const { row, column, height, width } = tiles[2 * (pair + p) + part] ?? NO_TILE;
                const to = result + first * layout.channel + row * layout.width + column * bytes;
                tools.scatter(
                  from + part * VECTOR,
                  Math.min(tools.lanes, outputs - first),
                  layout.channel,
                  layout.width,
                  height,
                  width,
                  to,
                );
              }
            }
          }
        }
        y.set(copy, (index * outputs * layout.channel) / bytes);
      }
    }
  });
}

/** Fills dq with Σ_s Σ_x g[s, o, x] u[s, i, x + j − centre] on a plane grid. */
export function correlateTiles(
  heap: Heap,
  kernels: ConvolutionKernels & TileKernels,
  u: Reals,
  g: Reals,
  shape: ConvolutionShape,
  centre: readonly number[],
  dq: Reals,
): void {
  const { samples, groups, inputs, outputs, window } = shape;
  const bytes = u instanceof Float64Array ? 8 : 4;
  const tiling = tilingOf(shape, centre, bytes);
  const pairs = Math.ceil(tiling.tiles.length / 2);
  // The planes of g are not padded, but for the zeros that tiles read beyond the last row.
  const { paddedRow, paddedPlane, paddedChannel } = tiling.layout;
  const own = tilingOf({ ...shape, window: [1, 1] }, [0, 0], bytes).layout;
  const gTiling = { ...tiling, layout: { ...own, paddedRow, paddedPlane, paddedChannel } };
  heap.scope((allocate) => {
    const tools = toolsFor(heap, kernels, u, allocate);
    const inBlocks = Math.ceil(inputs / tools.lanes);
    const outBlocks = Math.ceil(outputs / tools.lanes);
    const sums = allocate(outBlocks * inputs * BLOCK);
    const uSpectra = allocate(SUMMED * inBlocks * BLOCK);
    const gSpectra = allocate(SUMMED * outBlocks * BLOCK);
    const tableAt = allocate(16 * SUMMED);
    const uReader = createReader(heap, kernels, tools, tiling, u, inputs, true, allocate);
    const gReader = createReader(heap, kernels, tools, gTiling, g, outputs, false, allocate);
    const table = new Uint32Array(heap.memory.buffer, tableAt, 4 * SUMMED);
    const block = viewOf(heap, dq, sums, (outBlocks * inputs * BLOCK) / bytes);

    for (let group = 0; group < groups; group++) {
      block.fill(0);
      for (let s = 0; s < samples; s++) {
        uReader.pad(s * groups + group);
        gReader.pad(s * groups + group);
        for (let pair = 0; pair < pairs; pair += SUMMED) {
          const count = Math.min(SUMMED, pairs - pair);
          for (let p = 0; p < count; p++) {
            uReader.read(pair + p, uSpectra + p * inBlocks * BLOCK);
            gReader.read(pair + p, gSpectra + p * outBlocks * BLOCK);
          }
          for (let o = 0; o < outBlocks; o++) {
            for (let i = 0; i < inputs; i += 3) {
              const channels = [i, Math.min(i + 1, inputs - 1), Math.min(i + 2, inputs - 1)];
              for (let p = 0; p < count; p++) {
                table[4 * p] = gSpectra + (p * outBlocks + o) * BLOCK;
                channels.forEach((channel, at) => {
                  const from = uSpectra + p * inBlocks * BLOCK;
                  table[4 * p + 1 + at] = from + laneOf(channel, tools, bytes);
                });
              }
              const [x, y, z] = channels.map((channel) => sums + (o * inputs + channel) * BLOCK);
              tools.products(tableAt, tableAt + 16 * count, x, y, z, true);
            }
          }
        }
      }
      for (let at = 0; at < outBlocks * inputs; at++) {
        tools.inverse(sums + at * BLOCK, window[0]);
      }
      readFilters(dq, block, shape, group, tools, bytes);
    }
  });
}

/** Bytes from the first block of some channels to a channel's lane. */
function laneOf(channel: number, { lanes }: Tools, bytes: number): number {
  return Math.floor(channel / lanes) * BLOCK + (channel % lanes) * bytes;
}

/** Puts the filters of a group into blocks [output block, input], with the factor of the inverse. */
function fillFilters(
  blocks: Reals,
  q: Reals,
  shape: ConvolutionShape,
  group: number,
  tools: Tools,
  bytes: number,
): void {
  blocks.fill(0);
  eachWeight(shape, group, tools, bytes, (at, from) => (blocks[at] = q[from] * SCALE));
}

/** Takes the gradients of a group's filters out of their blocks. */
function readFilters(
  dq: Reals,
  blocks: Reals,
  shape: ConvolutionShape,
  group: number,
  tools: Tools,
  bytes: number,
): void {
  eachWeight(shape, group, tools, bytes, (at, to) => (dq[to] = blocks[at] * SCALE));
}

/** Visits every entry of a group's filters: its place in the blocks and its own. */
function eachWeight(
  { inputs, outputs, window: [height, width] }: ConvolutionShape,
  group: number,
  { lanes }: Tools,
  bytes: number,
  visit: (at: number, weight: number) => void,
): void {
  let weight = group * outputs * inputs * height * width;
  for (let o = 0; o < outputs; o++) {
    for (let i = 0; i < inputs; i++) {
      const block = ((Math.floor(o / lanes) * inputs + i) * BLOCK) / bytes + (o % lanes);
      for (let y = 0; y < height; y++) {
        const row = block + (y * ROW) / bytes;
        for (let x = 0; x < width; x++) visit(row + 2 * lanes * x, weight++);
      }
    }
  }
}
