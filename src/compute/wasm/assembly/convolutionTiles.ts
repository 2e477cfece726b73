/**
 * Periodic convolution by transforms of tiles of 32 × 32 cells; TypeScript beside this folder says
 * which tiles. A block holds one tile of as many channels as a vector has lanes: [y, x, re | im, lane].
 * Two tiles share a block, one as real and one as imaginary part: filters are real, so that they
 * never mix. Transforms run in place and leave frequencies in the order in which they fall, the
 * same for all; the inverse takes them from there. Addresses and strides are bytes.
 */

import { multiplyAdd, multiplySub } from "./fused";
import { forward, inverse } from "./tileTransform";

const V: usize = 16; // bytes of a vector
const UNIT: usize = 32; // a complex entry
const N: usize = 32; // cells of a line
const ROW: usize = N * UNIT;

/**
 * Reads `height` rows of 32 cells of up to a vector's number of channels into one part of a block;
 * columns from `width` on, and rows from `height` on, become zero.
 */
function gather<T extends number>(
  from: usize,
  channels: usize,
  channel: usize,
  row: usize,
  height: usize,
  width: usize,
  to: usize,
): void {
  const zero = v128.splat<T>(0 as T);
  const last = channels - 1;
  const c1 = min<usize>(1, last) * channel;
  const c2 = min<usize>(2, last) * channel;
  const c3 = min<usize>(3, last) * channel;
  for (let y: usize = 0; y < N; y++) {
    let target = to + y * ROW;
    const end = target + ROW;
    const stop = y < height ? target + width * UNIT : target;
    let p = from + y * row;
    while (target < stop) {
      if (sizeof<T>() == 4) {
        const a = v128.load(p);
        const b = v128.load(p + c1);
        const c = v128.load(p + c2);
        const d = v128.load(p + c3);
        const ab = v128.shuffle<f32>(a, b, 0, 4, 1, 5);
        const cd = v128.shuffle<f32>(c, d, 0, 4, 1, 5);
        const AB = v128.shuffle<f32>(a, b, 2, 6, 3, 7);
        const CD = v128.shuffle<f32>(c, d, 2, 6, 3, 7);
        v128.store(target, v128.shuffle<f64>(ab, cd, 0, 2));
        v128.store(target, v128.shuffle<f64>(ab, cd, 1, 3), UNIT);
        v128.store(target, v128.shuffle<f64>(AB, CD, 0, 2), 2 * UNIT);
        v128.store(target, v128.shuffle<f64>(AB, CD, 1, 3), 3 * UNIT);
        target += 4 * UNIT;
      } else {
        const a = v128.load(p);
        const b = v128.load(p + c1);
        v128.store(target, v128.shuffle<f64>(a, b, 0, 2));
        v128.store(target, v128.shuffle<f64>(a, b, 1, 3), UNIT);
        target += 2 * UNIT;
      }
      p += V;
    }
    for (target = stop; target < end; target += UNIT) v128.store(target, zero);
  }
}

/** Writes the first `height` rows and `width` columns of one part of a block to its channels. */
function scatter<T extends number>(
  from: usize,
  channels: usize,
  channel: usize,
  row: usize,
  height: usize,
  width: usize,
  to: usize,
): void {
  const lanes = V / sizeof<T>();
  const whole = width & ~(lanes - 1);
  for (let y: usize = 0; y < height; y++) {
    let p = from + y * ROW;
    let target = to + y * row;
    for (let x: usize = 0; x < whole; x += lanes) {
      if (sizeof<T>() == 4) {
        const a = v128.load(p);
        const b = v128.load(p, UNIT);
        const c = v128.load(p, 2 * UNIT);
        const d = v128.load(p, 3 * UNIT);
        const ab = v128.shuffle<f32>(a, b, 0, 4, 1, 5);
        const cd = v128.shuffle<f32>(c, d, 0, 4, 1, 5);
        v128.store(target, v128.shuffle<f64>(ab, cd, 0, 2));
        if (channels > 1) v128.store(target + channel, v128.shuffle<f64>(ab, cd, 1, 3));
        if (channels > 2) {
          const AB = v128.shuffle<f32>(a, b, 2, 6, 3, 7);
          const CD = v128.shuffle<f32>(c, d, 2, 6, 3, 7);
          v128.store(target + 2 * channel, v128.shuffle<f64>(AB, CD, 0, 2));
          if (channels > 3) {
            v128.store(target + 3 * channel, v128.shuffle<f64>(AB, CD, 1, 3));
          }
        }
      } else {
        const a = v128.load(p);
        const b = v128.load(p, UNIT);
        v128.store(target, v128.shuffle<f64>(a, b, 0, 2));
        if (channels > 1) v128.store(target + channel, v128.shuffle<f64>(a, b, 1, 3));
      }
      p += lanes * UNIT;
      target += V;
    }
    for (let x = whole; x < width; x++) {
      for (let c: usize = 0; c < channels; c++) {
        store<T>(target + c * channel, load<T>(p + c * sizeof<T>()));
      }
      p += UNIT;
      target += sizeof<T>();
    }
  }
}

/**
 * Adds Σ_r conj(a_r) b_r, or puts it, at every frequency of three blocks: `table` lists the address
 * of a_r, a vector, and of three b_r, one lane each.
 */
function products<T extends number>(
  table: usize,
  end: usize,
  x: usize,
  y: usize,
  z: usize,
  add: bool,
): void {
  const zero = v128.splat<T>(0 as T);
  for (let k: usize = 0; k < N * ROW; k += UNIT) {
    let xr = zero,
      xi = zero,
      yr = zero,
      yi = zero,
      zr = zero,
      zi = zero;
    let t = table;
    do {
      const a = load<u32>(t) + k;
      const p = load<u32>(t, 4) + k;
      const q = load<u32>(t, 8) + k;
      const r = load<u32>(t, 12) + k;
      const ar = v128.load(a),
        ai = v128.load(a, V);
      let br = v128.load_splat<T>(p),
        bi = v128.load_splat<T>(p, V);
      xr = multiplyAdd<T>(ai, bi, multiplyAdd<T>(ar, br, xr));
      xi = multiplySub<T>(ai, br, multiplyAdd<T>(ar, bi, xi));
      br = v128.load_splat<T>(q);
      bi = v128.load_splat<T>(q, V);
      yr = multiplyAdd<T>(ai, bi, multiplyAdd<T>(ar, br, yr));
      yi = multiplySub<T>(ai, br, multiplyAdd<T>(ar, bi, yi));
      br = v128.load_splat<T>(r);
      bi = v128.load_splat<T>(r, V);
      zr = multiplyAdd<T>(ai, bi, multiplyAdd<T>(ar, br, zr));
      zi = multiplySub<T>(ai, br, multiplyAdd<T>(ar, bi, zi));
      t += 16;
    } while (t < end);
    if (add) {
      // All three are read before any is written: they may be one and the same block.
      xr = v128.add<T>(xr, v128.load(x + k));
      xi = v128.add<T>(xi, v128.load(x + k, V));
      yr = v128.add<T>(yr, v128.load(y + k));
      yi = v128.add<T>(yi, v128.load(y + k, V));
      zr = v128.add<T>(zr, v128.load(z + k));
      zi = v128.add<T>(zi, v128.load(z + k, V));
    }
    v128.store(x + k, xr);
    v128.store(x + k, xi, V);
    v128.store(y + k, yr);
    v128.store(y + k, yi, V);
    v128.store(z + k, zr);
    v128.store(z + k, zi, V);
  }
}

export function gather64(
  from: usize,
  channels: usize,
  channel: usize,
  row: usize,
  height: usize,
  width: usize,
  to: usize,
): void {
  gather<f64>(from, channels, channel, row, height, width, to);
}

export function gather32(
  from: usize,
  channels: usize,
  channel: usize,
  row: usize,
  height: usize,
  width: usize,
  to: usize,
): void {
  gather<f32>(from, channels, channel, row, height, width, to);
}

export function scatter64(
  from: usize,
  channels: usize,
  channel: usize,
  row: usize,
  height: usize,
  width: usize,
  to: usize,
): void {
  scatter<f64>(from, channels, channel, row, height, width, to);
}

export function scatter32(
  from: usize,
  channels: usize,
  channel: usize,
  row: usize,
  height: usize,
  width: usize,
  to: usize,
): void {
  scatter<f32>(from, channels, channel, row, height, width, to);
}

export function forward64(block: usize, rows: usize, roots: usize): void {
  forward<f64>(block, rows, roots);
}

export function forward32(block: usize, rows: usize, roots: usize): void {
  forward<f32>(block, rows, roots);
}

export function inverse64(block: usize, rows: usize, roots: usize): void {
  inverse<f64>(block, rows, roots);
}

export function inverse32(block: usize, rows: usize, roots: usize): void {
  inverse<f32>(block, rows, roots);
}

export function products64(
  table: usize,
  end: usize,
  x: usize,
  y: usize,
  z: usize,
  add: bool,
): void {
  products<f64>(table, end, x, y, z, add);
}

export function products32(
  table: usize,
  end: usize,
  x: usize,
  y: usize,
  z: usize,
  add: bool,
): void {
  products<f32>(table, end, x, y, z, add);
}
