/** Products with sparse matrices along an axis, as compute/products/sparseProducts.ts defines them. Addresses are bytes. */

const V: usize = 16; // bytes of a vector

/** Fills `to`, or adds to it. Lines have `inner` numbers; starts and indices are 32-bit integers. */
export function multiplyAlong(
  rows: usize,
  columns: usize,
  starts: usize,
  indices: usize,
  values: usize,
  from: usize,
  outer: usize,
  inner: usize,
  add: bool,
  to: usize,
): void {
  const line = inner << 3;
  const fromStep = columns * line;
  const toStep = rows * line;
  let o: usize = 0;
  if (inner == 1) {
    for (; o + 4 <= outer; o += 4, from += 4 * fromStep, to += 4 * toStep) {
      fourRows(rows, starts, indices, values, from, fromStep, add, to, toStep);
    }
  }
  for (; o < outer; o++, from += fromStep, to += toStep) {
    for (let r: usize = 0; r < rows; r++) {
      const first = <usize>load<u32>(starts + (r << 2));
      const end = <usize>load<u32>(starts + (r << 2), 4);
      sumLines(first, end, indices, values, from, line, add, to + r * line);
    }
  }
}

/** Four results of lines that are single numbers, which share the matrix. */
function fourRows(
  rows: usize,
  starts: usize,
  indices: usize,
  values: usize,
  from: usize,
  fromStep: usize,
  add: bool,
  to: usize,
  toStep: usize,
): void {
  const second = from + fromStep;
  const third = second + fromStep;
  const fourth = third + fromStep;
  let k = <usize>load<u32>(starts);
  for (let r: usize = 0; r < rows; r++, to += 8) {
    const end = <usize>load<u32>(starts + (r << 2), 4);
    const q = to + toStep;
    const p = q + toStep;
    const o = p + toStep;
    let a: f64 = 0;
    let b: f64 = 0;
    let c: f64 = 0;
    let d: f64 = 0;
    if (add) {
      a = load<f64>(to);
      b = load<f64>(q);
      c = load<f64>(p);
      d = load<f64>(o);
    }
    for (; k < end; k++) {
      const at = (<usize>load<u32>(indices + (k << 2))) << 3;
      const w = load<f64>(values + (k << 3));
      a += w * load<f64>(from + at);
      b += w * load<f64>(second + at);
      c += w * load<f64>(third + at);
      d += w * load<f64>(fourth + at);
    }
    store<f64>(to, a);
    store<f64>(q, b);
    store<f64>(p, c);
    store<f64>(o, d);
  }
}

/** Four vectors at a time, then one, then a last number. */
function sumLines(
  first: usize,
  end: usize,
  indices: usize,
  values: usize,
  from: usize,
  line: usize,
  add: bool,
  to: usize,
): void {
  const zero = f64x2.splat(0);
  let x: usize = 0;
  for (; x + 4 * V <= line; x += 4 * V) {
    let a = add ? v128.load(to + x) : zero;
    let b = add ? v128.load(to + x, V) : zero;
    let c = add ? v128.load(to + x, 2 * V) : zero;
    let d = add ? v128.load(to + x, 3 * V) : zero;
    for (let k = first; k < end; k++) {
      const w = v128.load64_splat(values + (k << 3));
      const at = from + <usize>load<u32>(indices + (k << 2)) * line + x;
      a = f64x2.add(a, f64x2.mul(w, v128.load(at)));
      b = f64x2.add(b, f64x2.mul(w, v128.load(at, V)));
      c = f64x2.add(c, f64x2.mul(w, v128.load(at, 2 * V)));
      d = f64x2.add(d, f64x2.mul(w, v128.load(at, 3 * V)));
    }
    v128.store(to + x, a);
    v128.store(to + x, b, V);
    v128.store(to + x, c, 2 * V);
    v128.store(to + x, d, 3 * V);
  }
  for (; x + V <= line; x += V) {
    let a = add ? v128.load(to + x) : zero;
    for (let k = first; k < end; k++) {
      const w = v128.load64_splat(values + (k << 3));
      const at = from + <usize>load<u32>(indices + (k << 2)) * line + x;
      a = f64x2.add(a, f64x2.mul(w, v128.load(at)));
    }
    v128.store(to + x, a);
  }
  if (x == line) return;
  let sum: f64 = add ? load<f64>(to + x) : 0;
  for (let k = first; k < end; k++) {
    const at = from + <usize>load<u32>(indices + (k << 2)) * line + x;
    sum += load<f64>(values + (k << 3)) * load<f64>(at);
  }
  store<f64>(to + x, sum);
}
