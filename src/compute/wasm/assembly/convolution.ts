/**
 * Periodic convolution on an input that was padded once; the definition is in convolution.ts of the
 * floor above. A tap is one entry of the filter: a byte offset into the padded input. Neighbouring
 * cells share a vector, and a tile of results stays in registers while all taps go by. Kernels exist
 * for f64 and f32; `T` says which. Addresses and strides are bytes.
 *
 * Tiles hold eight vectors of sums; with six operands and one product that fills the registers that
 * engines give to vectors. More spills, and halves the speed.
 */

export {
  correlateFour32,
  correlateFour64,
  correlateTwo32,
  correlateTwo64,
  interleave32,
  interleave64,
} from "./correlation";

const V: usize = 16; // bytes of a vector

/** Copies `bytes` bytes, four vectors at a time, then one, then number by number. */
function copy<T extends number>(to: usize, from: usize, bytes: usize): void {
  let left = bytes;
  for (; left >= 4 * V; left -= 4 * V) {
    const a = v128.load(from);
    const b = v128.load(from, V);
    const c = v128.load(from, 2 * V);
    const d = v128.load(from, 3 * V);
    v128.store(to, a);
    v128.store(to, b, V);
    v128.store(to, c, 2 * V);
    v128.store(to, d, 3 * V);
    from += 4 * V;
    to += 4 * V;
  }
  for (; left >= V; left -= V) {
    v128.store(to, v128.load(from));
    from += V;
    to += V;
  }
  for (; left != 0; left -= sizeof<T>()) {
    store<T>(to, load<T>(from));
    from += sizeof<T>();
    to += sizeof<T>();
  }
}

/**
 * Pads a plane periodically: `outRows` rows that begin `top` rows and `left` bytes before the first
 * cell and end `right` bytes after the last; what is left of every `outRow` bytes becomes zero.
 */
function pad<T extends number>(
  from: usize,
  rows: i32,
  width: usize,
  top: i32,
  outRows: i32,
  left: usize,
  right: usize,
  to: usize,
  outRow: usize,
): void {
  let row = rows - top;
  if (row == rows) row = 0;
  for (let r = 0; r < outRows; r++) {
    const source = from + <usize>row * width;
    copy<T>(to, source + width - left, left);
    copy<T>(to + left, source, width);
    copy<T>(to + left + width, source, right);
    for (let at = left + width + right; at < outRow; at += sizeof<T>()) store<T>(to + at, 0 as T);
    to += outRow;
    if (++row == rows) row = 0;
  }
}

export function pad64(
  from: usize,
  rows: i32,
  width: usize,
  top: i32,
  outRows: i32,
  left: usize,
  right: usize,
  to: usize,
  outRow: usize,
): void {
  pad<f64>(from, rows, width, top, outRows, left, right, to, outRow);
}

export function pad32(
  from: usize,
  rows: i32,
  width: usize,
  top: i32,
  outRows: i32,
  left: usize,
  right: usize,
  to: usize,
  outRow: usize,
): void {
  pad<f32>(from, rows, width, top, outRows, left, right, to, outRow);
}

/** A row of four outputs, two vectors at a time; the last tile begins at `last` and may overlap. */
function rowOfFour<T extends number>(
  u: usize,
  taps: usize,
  end: usize,
  q: usize,
  y: usize,
  yPlane: usize,
  last: usize,
): void {
  const zero = v128.splat<T>(0 as T);
  let x: usize = 0;
  for (;;) {
    let a0 = zero,
      a1 = zero,
      b0 = zero,
      b1 = zero;
    let c0 = zero,
      c1 = zero,
      d0 = zero,
      d1 = zero;
    const from = u + x;
    let tap = taps;
    let w = q;
    do {
      const p = from + <usize>load<u32>(tap);
      const u0 = v128.load(p);
      const u1 = v128.load(p, V);
      const a = v128.load_splat<T>(w);
      const b = v128.load_splat<T>(w, sizeof<T>());
      const c = v128.load_splat<T>(w, 2 * sizeof<T>());
      const d = v128.load_splat<T>(w, 3 * sizeof<T>());
      a0 = v128.add<T>(a0, v128.mul<T>(a, u0));
      a1 = v128.add<T>(a1, v128.mul<T>(a, u1));
      b0 = v128.add<T>(b0, v128.mul<T>(b, u0));
      b1 = v128.add<T>(b1, v128.mul<T>(b, u1));
      c0 = v128.add<T>(c0, v128.mul<T>(c, u0));
      c1 = v128.add<T>(c1, v128.mul<T>(c, u1));
      d0 = v128.add<T>(d0, v128.mul<T>(d, u0));
      d1 = v128.add<T>(d1, v128.mul<T>(d, u1));
      w += 4 * sizeof<T>();
      tap += 4;
    } while (tap < end);
    let to = y + x;
    v128.store(to, a0);
    v128.store(to, a1, V);
    to += yPlane;
    v128.store(to, b0);
    v128.store(to, b1, V);
    to += yPlane;
    v128.store(to, c0);
    v128.store(to, c1, V);
    to += yPlane;
    v128.store(to, d0);
    v128.store(to, d1, V);
    if (x == last) return;
    x = min(x + 2 * V, last);
  }
}

/** A row of two outputs, four vectors at a time. */
function rowOfTwo<T extends number>(
  u: usize,
  taps: usize,
  end: usize,
  q: usize,
  y: usize,
  yPlane: usize,
  last: usize,
): void {
  const zero = v128.splat<T>(0 as T);
  let x: usize = 0;
  for (;;) {
    let a0 = zero,
      a1 = zero,
      a2 = zero,
      a3 = zero;
    let b0 = zero,
      b1 = zero,
      b2 = zero,
      b3 = zero;
    const from = u + x;
    let tap = taps;
    let w = q;
    do {
      const p = from + <usize>load<u32>(tap);
      const u0 = v128.load(p);
      const u1 = v128.load(p, V);
      const u2 = v128.load(p, 2 * V);
      const u3 = v128.load(p, 3 * V);
      const a = v128.load_splat<T>(w);
      const b = v128.load_splat<T>(w, sizeof<T>());
      a0 = v128.add<T>(a0, v128.mul<T>(a, u0));
      a1 = v128.add<T>(a1, v128.mul<T>(a, u1));
      a2 = v128.add<T>(a2, v128.mul<T>(a, u2));
      a3 = v128.add<T>(a3, v128.mul<T>(a, u3));
      b0 = v128.add<T>(b0, v128.mul<T>(b, u0));
      b1 = v128.add<T>(b1, v128.mul<T>(b, u1));
      b2 = v128.add<T>(b2, v128.mul<T>(b, u2));
      b3 = v128.add<T>(b3, v128.mul<T>(b, u3));
      w += 2 * sizeof<T>();
      tap += 4;
    } while (tap < end);
    let to = y + x;
    v128.store(to, a0);
    v128.store(to, a1, V);
    v128.store(to, a2, 2 * V);
    v128.store(to, a3, 3 * V);
    to += yPlane;
    v128.store(to, b0);
    v128.store(to, b1, V);
    v128.store(to, b2, 2 * V);
    v128.store(to, b3, 3 * V);
    if (x == last) return;
    x = min(x + 4 * V, last);
  }
}

/**
 * Two neighbouring rows of a single output, four vectors at a time. Taps `first` reach the upper
 * row alone and have one weight; taps `both` reach both and have two, the lower row's being that of
 * the tap one row before; taps `second`, up to `end`, reach the lower row alone.
 */
function pairOfRows<T extends number>(
  u: usize,
  first: usize,
  both: usize,
  second: usize,
  end: usize,
  q: usize,
  y: usize,
  yRow: usize,
  last: usize,
): void {
  const zero = v128.splat<T>(0 as T);
  let x: usize = 0;
  for (;;) {
    let a0 = zero,
      a1 = zero,
      a2 = zero,
      a3 = zero;
    let b0 = zero,
      b1 = zero,
      b2 = zero,
      b3 = zero;
    const from = u + x;
    let tap = first;
    let w = q;
    do {
      const p = from + <usize>load<u32>(tap);
      const a = v128.load_splat<T>(w);
      a0 = v128.add<T>(a0, v128.mul<T>(a, v128.load(p)));
      a1 = v128.add<T>(a1, v128.mul<T>(a, v128.load(p, V)));
      a2 = v128.add<T>(a2, v128.mul<T>(a, v128.load(p, 2 * V)));
      a3 = v128.add<T>(a3, v128.mul<T>(a, v128.load(p, 3 * V)));
      w += sizeof<T>();
      tap += 4;
    } while (tap < both);
    while (tap < second) {
      const p = from + <usize>load<u32>(tap);
      const u0 = v128.load(p);
      const u1 = v128.load(p, V);
      const u2 = v128.load(p, 2 * V);
      const u3 = v128.load(p, 3 * V);
      const a = v128.load_splat<T>(w);
      const b = v128.load_splat<T>(w, sizeof<T>());
      a0 = v128.add<T>(a0, v128.mul<T>(a, u0));
      a1 = v128.add<T>(a1, v128.mul<T>(a, u1));
      a2 = v128.add<T>(a2, v128.mul<T>(a, u2));
      a3 = v128.add<T>(a3, v128.mul<T>(a, u3));
      b0 = v128.add<T>(b0, v128.mul<T>(b, u0));
      b1 = v128.add<T>(b1, v128.mul<T>(b, u1));
      b2 = v128.add<T>(b2, v128.mul<T>(b, u2));
      b3 = v128.add<T>(b3, v128.mul<T>(b, u3));
      w += 2 * sizeof<T>();
      tap += 4;
    }
    let to = y + x;
    v128.store(to, a0);
    v128.store(to, a1, V);
    v128.store(to, a2, 2 * V);
    v128.store(to, a3, 3 * V);
    do {
      const p = from + <usize>load<u32>(tap);
      const b = v128.load_splat<T>(w);
      b0 = v128.add<T>(b0, v128.mul<T>(b, v128.load(p)));
      b1 = v128.add<T>(b1, v128.mul<T>(b, v128.load(p, V)));
      b2 = v128.add<T>(b2, v128.mul<T>(b, v128.load(p, 2 * V)));
      b3 = v128.add<T>(b3, v128.mul<T>(b, v128.load(p, 3 * V)));
      w += sizeof<T>();
      tap += 4;
    } while (tap < end);
    to += yRow;
    v128.store(to, b0);
    v128.store(to, b1, V);
    v128.store(to, b2, 2 * V);
    v128.store(to, b3, 3 * V);
    if (x == last) return;
    x = min(x + 4 * V, last);
  }
}

function rowsOfFour<T extends number>(
  u: usize,
  uRow: usize,
  taps: usize,
  end: usize,
  q: usize,
  y: usize,
  yRow: usize,
  yPlane: usize,
  rows: i32,
  last: usize,
): void {
  for (let row = 0; row < rows; row++) {
    rowOfFour<T>(u, taps, end, q, y, yPlane, last);
    u += uRow;
    y += yRow;
  }
}

function rowsOfTwo<T extends number>(
  u: usize,
  uRow: usize,
  taps: usize,
  end: usize,
  q: usize,
  y: usize,
  yRow: usize,
  yPlane: usize,
  rows: i32,
  last: usize,
): void {
  for (let row = 0; row < rows; row++) {
    rowOfTwo<T>(u, taps, end, q, y, yPlane, last);
    u += uRow;
    y += yRow;
  }
}

/** Fills rows of four outputs; filters are q[tap, output], taps are u32 from `taps` to `end`. */
export function convolveFour64(
  u: usize,
  uRow: usize,
  taps: usize,
  end: usize,
  q: usize,
  y: usize,
  yRow: usize,
  yPlane: usize,
  rows: i32,
  last: usize,
): void {
  rowsOfFour<f64>(u, uRow, taps, end, q, y, yRow, yPlane, rows, last);
}

export function convolveFour32(
  u: usize,
  uRow: usize,
  taps: usize,
  end: usize,
  q: usize,
  y: usize,
  yRow: usize,
  yPlane: usize,
  rows: i32,
  last: usize,
): void {
  rowsOfFour<f32>(u, uRow, taps, end, q, y, yRow, yPlane, rows, last);
}

/** Fills rows of two outputs; filters are q[tap, output]. */
export function convolveTwo64(
  u: usize,
  uRow: usize,
  taps: usize,
  end: usize,
  q: usize,
  y: usize,
  yRow: usize,
  yPlane: usize,
  rows: i32,
  last: usize,
): void {
  rowsOfTwo<f64>(u, uRow, taps, end, q, y, yRow, yPlane, rows, last);
}

export function convolveTwo32(
  u: usize,
  uRow: usize,
  taps: usize,
  end: usize,
  q: usize,
  y: usize,
  yRow: usize,
  yPlane: usize,
  rows: i32,
  last: usize,
): void {
  rowsOfTwo<f32>(u, uRow, taps, end, q, y, yRow, yPlane, rows, last);
}

/** Fills two rows of a single output. */
export function convolvePair64(
  u: usize,
  first: usize,
  both: usize,
  second: usize,
  end: usize,
  q: usize,
  y: usize,
  yRow: usize,
  last: usize,
): void {
  pairOfRows<f64>(u, first, both, second, end, q, y, yRow, last);
}

export function convolvePair32(
  u: usize,
  first: usize,
  both: usize,
  second: usize,
  end: usize,
  q: usize,
  y: usize,
  yRow: usize,
  last: usize,
): void {
  pairOfRows<f32>(u, first, both, second, end, q, y, yRow, last);
}
