/**
 * SymNets, polynomials as networks of products, as compute/symnet/ defines them, at `count` neighbouring points of a
 * sample: a panel of points at a time, nothing of which is kept. Inputs are in the order in which sums take them,
 * `firsts` first derivatives last, where there are any that look upwind; `channels` tells the channel of every input,
 * then those of the mirrors of the last ones, as 32-bit integers. Channels lie `plane` bytes apart.
 *
 * Going back, a net has the rows G = [g, A_{K−1}, B_{K−1}, …, A₀, B₀] of slopes to F and to the factors a_k, b_k.
 * `turned` are weights by what they multiply: of every input, then of every product, those for G of all nets.
 */
import { chooseRow, partRow } from "./symnetChoice";
import { addPair, addRow, copy, fillRow, POINTS, readRow, ROW, TILE } from "./symnetPanel";
import { addOfInputs, addOfProducts, addOthers } from "./symnetSums";
import { fillBiases, finishProducts, turnFactors } from "./symnetSums";

const V: usize = 16; // bytes of a vector

/** Bytes of scratch memory: v, a row behind it for reading on, sums or G, two rows, biases, and zeros. */
export function scratchBytes(inputs: usize, products: usize, nets: usize): usize {
  const rows = 2 * products + 1;
  return (inputs + products + 4 + (2 * nets + 1) * rows + 3) * ROW + (nets * rows + 1) * TILE;
}

/** Vectors of sums that a row of G has: of inputs and of products, each in fours, and of one. */
function sumsOfRow(inputs: usize, products: usize): usize {
  return ((inputs + 3) & ~3) + ((products + 3) & ~3) + 1;
}

/** Fills slopes[net · axis, point] of first derivatives, if there are, and out[net, point] with F. */
export function symnet(
  x: usize,
  weights: usize,
  turned: usize,
  channels: usize,
  inputs: usize,
  firsts: usize,
  products: usize,
  nets: usize,
  plane: usize,
  count: usize,
  slopes: usize,
  out: usize,
  factors: usize,
  scratch: usize,
): void {
  const rows = 2 * products + 1;
  const others = inputs - firsts;
  const size = sizeOf(inputs, products);
  const sums = scratch + (inputs + products) * ROW;
  const g = sums + nets * rows * ROW;
  const spare = g + rows * ROW;
  const biases = spare + 2 * ROW;
  const zeros = biases + nets * rows * TILE;
  fillBiases(weights, inputs, products, nets, biases);
  fillRow(0, zeros, TILE);
  fillRow(1, g, ROW);
  for (let first: usize = 0; first < count; first += POINTS) {
    const at = first << 3;
    const bytes = min(POINTS, count - first) << 3;
    const columns = (bytes + TILE - 1) & ~(TILE - 1);
    readInputs(x + at, channels, inputs, plane, bytes, scratch, columns);
    for (let n: usize = 0; n < nets; n++) {
      const own = sums + n * rows * ROW;
      const bias = biases + n * rows * TILE;
      addOthers(weights + n * size, inputs, products, others, scratch, bias, own, columns);
      if (firsts == 0) continue;
      const net = weights + n * size;
      finishProducts(net, inputs, products, others, scratch, own, ROW, TILE, g, columns);
      const byG = turned + n * rows * 8;
      turnFactors(byG, inputs, products, nets, g, g, 0, columns);
      const next = nets * rows * 8;
      const stop = (n + 1) * (firsts / nets);
      for (let j = n * (firsts / nets); j < stop; j += 2) {
        const by = byG + (others + j) * next;
        const both = j + 1 < stop;
        if (both) addPair(by, next, g, g + rows * ROW, zeros, 0, 0, spare, 0, columns);
        else addRow(by, g, g + rows * ROW, zeros, 0, spare, columns);
        copy(spare, bytes, slopes + j * plane + at);
        if (both) copy(spare + ROW, bytes, slopes + (j + 1) * plane + at);
      }
    }
    chooseFirsts(x + at, slopes + at, channels, inputs, firsts, plane, bytes, scratch);
    for (let n: usize = 0; n < nets; n++) {
      const net = weights + n * size;
      const own = sums + n * rows * ROW;
      const to = factors == 0 ? g : keptOf(factors, first, n, products, nets);
      finishProducts(net, inputs, products, others, scratch, own, ROW, TILE, to, columns);
      const w = net + size - ((inputs + products + 1) << 3) + (others << 3);
      const end = scratch + (inputs + products) * ROW;
      addRow(w, scratch + others * ROW, end, own + 2 * products * ROW, TILE, spare, columns);
      copy(spare, bytes, out + n * plane + at);
    }
  }
}

/**
 * Fills dx[channel, point] with the slopes of Σ g F, and adds the gradient of every weight to the two lanes of
 * sums[row of G, …], as `sumsOfRow` has them.
 */
export function symnetBackward(
  x: usize,
  slopes: usize,
  weights: usize,
  turned: usize,
  seeds: usize,
  channels: usize,
  inputs: usize,
  firsts: usize,
  products: usize,
  nets: usize,
  plane: usize,
  count: usize,
  dx: usize,
  sums: usize,
  factors: usize,
  scratch: usize,
): void {
  const rows = 2 * products + 1;
  const size = sizeOf(inputs, products);
  const g = scratch + (inputs + products + 4) * ROW;
  const end = g + nets * rows * ROW;
  const spare = end + ROW;
  const biases = spare + 2 * ROW;
  const zeros = biases + nets * rows * TILE;
  const sumRow = sumsOfRow(inputs, products) * V;
  fillBiases(weights, inputs, products, nets, biases);
  fillRow(0, zeros, TILE);
  for (let first: usize = 0; first < count; first += POINTS) {
    const at = first << 3;
    const bytes = min(POINTS, count - first) << 3;
    const columns = (bytes + TILE - 1) & ~(TILE - 1);
    readInputs(x + at, channels, inputs, plane, bytes, scratch, columns);
    chooseFirsts(x + at, slopes + at, channels, inputs, firsts, plane, bytes, scratch);
    for (let n: usize = 0; n < nets; n++) {
      const own = g + n * rows * ROW;
      const bias = biases + n * rows * TILE;
      readRow(seeds + n * plane + at, bytes, own, columns);
      const byG = turned + n * rows * 8;
      if (factors == 0) {
        const net = weights + n * size;
        finishProducts(net, inputs, products, 0, scratch, bias, TILE, 0, own, columns);
        turnFactors(byG, inputs, products, nets, own, own, 0, columns);
      } else {
        const kept = keptOf(factors, first, n, products, nets);
        turnFactors(byG, inputs, products, nets, own, kept, scratch + inputs * ROW, columns);
      }
      addOfProducts(scratch, inputs, products, own, sums + n * rows * sumRow, sumRow, columns);
    }
    addOfInputs(scratch, inputs, g, end, sums, sumRow, columns);
    const next = nets * rows * 8;
    for (let i: usize = 0; i < inputs; i += 2) {
      const by = turned + i * next;
      const both = i + 1 < inputs;
      if (both) addPair(by, next, g, end, zeros, 0, 0, spare, 0, columns);
      else addRow(by, g, end, zeros, 0, spare, columns);
      write(spare, i, slopes + at, channels, inputs, firsts, plane, bytes, dx + at);
      if (both)
        write(spare + ROW, i + 1, slopes + at, channels, inputs, firsts, plane, bytes, dx + at);
    }
  }
}

/** Where the factors of a panel are kept, behind a row that is not there, as G has them. */
function keptOf(factors: usize, first: usize, n: usize, products: usize, nets: usize): usize {
  return factors + ((first / POINTS) * nets + n) * 2 * products * ROW - ROW;
}

/** Bytes of a net's weights. */
function sizeOf(inputs: usize, products: usize): usize {
  return (products * (2 * inputs + products + 1) + inputs + products + 1) << 3;
}

// @inline
function channelOf(channels: usize, i: usize): usize {
  return <usize>load<i32>(channels + (i << 2));
}

function readInputs(
  x: usize,
  channels: usize,
  inputs: usize,
  plane: usize,
  bytes: usize,
  v: usize,
  columns: usize,
): void {
  for (let i: usize = 0; i < inputs; i++) {
    readRow(x + channelOf(channels, i) * plane, bytes, v + i * ROW, columns);
  }
}

/** Puts mirrors in the places of first derivatives wherever these do not look upwind. */
function chooseFirsts(
  x: usize,
  slopes: usize,
  channels: usize,
  inputs: usize,
  firsts: usize,
  plane: usize,
  bytes: usize,
  v: usize,
): void {
  const row = v + (inputs - firsts) * ROW;
  for (let j: usize = 0; j < firsts; j++) {
    const mirror = x + channelOf(channels, inputs + j) * plane;
    chooseRow(slopes + j * plane, mirror, bytes, row + j * ROW);
  }
}

/** Writes the gradient to an input to its channel, that to a first derivative to the one that was seen. */
function write(
  from: usize,
  i: usize,
  slopes: usize,
  channels: usize,
  inputs: usize,
  firsts: usize,
  plane: usize,
  bytes: usize,
  dx: usize,
): void {
  const to = dx + channelOf(channels, i) * plane;
  const others = inputs - firsts;
  if (i < others) {
    copy(from, bytes, to);
    return;
  }
  const mirror = dx + channelOf(channels, i + firsts) * plane;
  partRow(slopes + (i - others) * plane, from, bytes, to, mirror);
}
