/**
 * SymNets, polynomials as networks of products, as compute/symnet/symnet.ts defines them, at `count`
 * neighbouring points of a sample. Eight points at a time stay with all that is computed from them in the
 * nearest cache; nothing of them is kept: it is computed again. Channels lie `plane` bytes apart.
 */
import { BLOCK, fillProducts, fillSlope, fillValue, POINTS } from "./symnetBlock";
import { readBlock, turnFactors, writeBlock } from "./symnetBlock";
import { pullBlock } from "./symnetGradient";

/** Bytes of scratch memory: v, factors, slopes, a sum over nets, and one block. */
export function scratchBytes(inputs: usize, products: usize): usize {
  return (3 * inputs + 4 * products + 1) * BLOCK;
}

/** Fills out[net, point] with F. */
export function symnet(
  x: usize,
  weights: usize,
  inputs: usize,
  products: usize,
  nets: usize,
  plane: usize,
  count: usize,
  out: usize,
  scratch: usize,
): void {
  const last = lastRow(inputs, products);
  const size = (last + inputs + products + 1) << 3;
  const factors = scratch + (inputs + products) * BLOCK;
  const value = factors + 2 * products * BLOCK;
  for (let first: usize = 0; first < count; first += POINTS) {
    const points = min(POINTS, count - first);
    readAll(x + (first << 3), plane, inputs, points, scratch);
    for (let n: usize = 0; n < nets; n++) {
      const net = weights + n * size;
      fillProducts(net, inputs, products, scratch, factors);
      fillValue(net + (last << 3), scratch, inputs + products, value);
      writeBlock(value, points, out + n * plane + (first << 3));
    }
  }
}

/** Fills out[j, point] with ∂F/∂x_i of the pairs (net, i), which are 32-bit integers. */
export function symnetSlopes(
  x: usize,
  weights: usize,
  inputs: usize,
  products: usize,
  pairs: usize,
  pairCount: usize,
  plane: usize,
  count: usize,
  out: usize,
  scratch: usize,
): void {
  const last = lastRow(inputs, products);
  const size = (last + inputs + products + 1) << 3;
  const factors = scratch + (inputs + products) * BLOCK;
  const slope = factors + 2 * products * BLOCK;
  for (let first: usize = 0; first < count; first += POINTS) {
    const points = min(POINTS, count - first);
    readAll(x + (first << 3), plane, inputs, points, scratch);
    let known: i32 = -1; // the net whose factors were turned
    for (let j: usize = 0; j < pairCount; j++) {
      const n = load<i32>(pairs + 8 * j);
      const i = <usize>load<i32>(pairs + 8 * j, 4);
      const net = weights + n * size;
      const w = net + (last << 3);
      if (n != known) {
        fillProducts(net, inputs, products, scratch, factors);
        for (let k = products; k > 0; k--) {
          fillSlope(w, inputs, products, inputs + k - 1, k, factors, slope);
          turnFactors(slope, factors + (k - 1) * 2 * BLOCK);
        }
        known = n;
      }
      fillSlope(w, inputs, products, i, 0, factors, slope);
      writeBlock(slope, points, out + j * plane + (first << 3));
    }
  }
}

/**
 * Fills dx[input, point] with the slopes of Σ g F, and adds the gradient of every weight to the two lanes
 * of `sums`.
 */
export function symnetBackward(
  x: usize,
  weights: usize,
  g: usize,
  inputs: usize,
  products: usize,
  nets: usize,
  plane: usize,
  count: usize,
  dx: usize,
  sums: usize,
  scratch: usize,
): void {
  const size = lastRow(inputs, products) + inputs + products + 1;
  const terms = (inputs + products) * BLOCK;
  const factors = scratch + terms;
  const slopes = factors + 2 * products * BLOCK;
  const all = slopes + terms;
  const seed = all + inputs * BLOCK;
  for (let first: usize = 0; first < count; first += POINTS) {
    const points = min(POINTS, count - first);
    const at = first << 3;
    readAll(x + at, plane, inputs, points, scratch);
    memory.fill(all, 0, inputs * BLOCK);
    for (let n: usize = 0; n < nets; n++) {
      const net = weights + ((n * size) << 3);
      readBlock(g + n * plane + at, points, seed);
      fillProducts(net, inputs, products, scratch, factors);
      const sum = sums + ((n * size) << 4);
      pullBlock(net, inputs, products, seed, scratch, factors, slopes, sum);
      addBlocks(slopes, inputs, all);
    }
    for (let i: usize = 0; i < inputs; i++) {
      writeBlock(all + i * BLOCK, points, dx + i * plane + at);
    }
  }
}

/** Where the weights w of a net begin among its weights. */
function lastRow(inputs: usize, products: usize): usize {
  return products * (2 * inputs + products + 1);
}

function readAll(x: usize, plane: usize, inputs: usize, points: usize, v: usize): void {
  for (let i: usize = 0; i < inputs; i++) readBlock(x + i * plane, points, v + i * BLOCK);
}

function addBlocks(from: usize, blocks: usize, to: usize): void {
  for (const end = from + blocks * BLOCK; from < end; from += 16, to += 16) {
    v128.store(to, v128.add<f64>(v128.load(to), v128.load(from)));
  }
}
