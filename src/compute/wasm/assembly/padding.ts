/** Periodic padding of planes, in f64 and f32; `T` says which. Addresses and strides are bytes. */

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
