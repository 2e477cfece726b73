/**
 * Modes of the polynomials that elements hold, on lines of voxels along the last axis. With the values
 * a, b (, c) at the nodes of an axis the modes are, up to factors that the plan accounts for,
 *
 *   order 1: a + b, ρ (b − a)         order 2: a + 4b + c, ρ₁ (c − a), ρ₂ (a − 2b + c).
 *
 * They are read from the nodes, and forces on them are added to the nodes by the transpose; with the nodes of
 * n pairs of voxels stands the one behind them. Constants have no gradients: mode 0 of all axes is left
 * out for order 1.
 */
import { LINE } from "./elementPlan";

const V: usize = 16; // bytes of a vector

// @inline
function addTo(at: usize, value: v128): void {
  v128.store(at, f64x2.add(v128.load(at), value));
}

/** Adds the last number of a line to the node behind it. */
// @inline
function addLast(at: usize, last: v128): void {
  store<f64>(at, load<f64>(at) + f64x2.extract_lane(last, 1));
}

/** The last number of `before`, and the first of `now`. */
// @inline
function shifted(before: v128, now: v128): v128 {
  return v128.shuffle<f64>(before, now, 1, 2);
}

/** Fills line 1 with the gradient along a line. */
export function readLine(u: usize, n: usize, to: usize): void {
  to += LINE;
  for (const end = u + n * V; u < end; u += V, to += V) {
    v128.store(to, f64x2.sub(v128.load(u, 8), v128.load(u)));
  }
}

/** The transpose of `readLine`. */
export function addLine(from: usize, n: usize, out: usize): void {
  from += LINE;
  let before = f64x2.splat(0);
  for (const end = out + n * V; out < end; out += V, from += V) {
    const d = v128.load(from);
    addTo(out, f64x2.sub(shifted(before, d), d));
    before = d;
  }
  addLast(out, before);
}

/** Fills lines 1, 2, 3 with modes 01, 10, 11 of the nodes of two lines that lie `y` bytes apart. */
export function readSquare(u: usize, y: usize, n: usize, to: usize, ρ: f64): void {
  const factor = f64x2.splat(ρ);
  for (const end = u + n * V; u < end; u += V, to += V) {
    const a0 = v128.load(u);
    const b0 = v128.load(u, 8);
    const a1 = v128.load(u + y);
    const b1 = v128.load(u + y, 8);
    const s0 = f64x2.add(a0, b0);
    const d0 = f64x2.sub(b0, a0);
    const s1 = f64x2.add(a1, b1);
    const d1 = f64x2.sub(b1, a1);
    v128.store(to, f64x2.add(d0, d1), LINE);
    v128.store(to, f64x2.mul(factor, f64x2.sub(s1, s0)), 2 * LINE);
    v128.store(to, f64x2.mul(factor, f64x2.sub(d1, d0)), 3 * LINE);
  }
}

/** The transpose of `readSquare`. */
export function addSquare(from: usize, n: usize, out: usize, y: usize, ρ: f64): void {
  const factor = f64x2.splat(ρ);
  let before0 = f64x2.splat(0);
  let before1 = f64x2.splat(0);
  for (const end = out + n * V; out < end; out += V, from += V) {
    const d = v128.load(from, LINE);
    const s1 = f64x2.mul(factor, v128.load(from, 2 * LINE));
    const e = f64x2.mul(factor, v128.load(from, 3 * LINE));
    const d0 = f64x2.sub(d, e);
    const d1 = f64x2.add(d, e);
    const right0 = f64x2.sub(d0, s1);
    const right1 = f64x2.add(s1, d1);
    addTo(out, f64x2.sub(shifted(before0, right0), f64x2.add(s1, d0)));
    addTo(out + y, f64x2.add(shifted(before1, right1), f64x2.sub(s1, d1)));
    before0 = right0;
    before1 = right1;
  }
  addLast(out, before0);
  addLast(out + y, before1);
}

/** Fills lines 1 … 7 with modes 001 … 111 of the nodes of four lines, x and y bytes apart. */
export function readCube(
  u: usize,
  x: usize,
  y: usize,
  n: usize,
  to: usize,
  ρx: f64,
  ρy: f64,
): void {
  const alongX = f64x2.splat(ρx);
  const alongY = f64x2.splat(ρy);
  const xy = x + y;
  to += LINE;
  for (const end = u + n * V; u < end; u += V, to += V) {
    const a00 = v128.load(u);
    const b00 = v128.load(u, 8);
    const s00 = f64x2.add(a00, b00);
    const d00 = f64x2.sub(b00, a00);
    const a01 = v128.load(u + y);
    const b01 = v128.load(u + y, 8);
    const s01 = f64x2.add(a01, b01);
    const d01 = f64x2.sub(b01, a01);
    const a10 = v128.load(u + x);
    const b10 = v128.load(u + x, 8);
    const s10 = f64x2.add(a10, b10);
    const d10 = f64x2.sub(b10, a10);
    const a11 = v128.load(u + xy);
    const b11 = v128.load(u + xy, 8);
    const s11 = f64x2.add(a11, b11);
    const d11 = f64x2.sub(b11, a11);
    const s0 = f64x2.add(s00, s01);
    const s1 = f64x2.add(s10, s11);
    const t0 = f64x2.mul(alongY, f64x2.sub(s01, s00));
    const t1 = f64x2.mul(alongY, f64x2.sub(s11, s10));
    const d0 = f64x2.add(d00, d01);
    const d1 = f64x2.add(d10, d11);
    const e0 = f64x2.mul(alongY, f64x2.sub(d01, d00));
    const e1 = f64x2.mul(alongY, f64x2.sub(d11, d10));
    v128.store(to, f64x2.add(d0, d1));
    v128.store(to, f64x2.add(t0, t1), LINE);
    v128.store(to, f64x2.add(e0, e1), 2 * LINE);
    v128.store(to, f64x2.mul(alongX, f64x2.sub(s1, s0)), 3 * LINE);
    v128.store(to, f64x2.mul(alongX, f64x2.sub(d1, d0)), 4 * LINE);
    v128.store(to, f64x2.mul(alongX, f64x2.sub(t1, t0)), 5 * LINE);
    v128.store(to, f64x2.mul(alongX, f64x2.sub(e1, e0)), 6 * LINE);
  }
}

/** The transpose of `readCube`. */
export function addCube(
  from: usize,
  n: usize,
  out: usize,
  x: usize,
  y: usize,
  ρx: f64,
  ρy: f64,
): void {
  const alongX = f64x2.splat(ρx);
  const alongY = f64x2.splat(ρy);
  const xy = x + y;
  let before00 = f64x2.splat(0);
  let before01 = f64x2.splat(0);
  let before10 = f64x2.splat(0);
  let before11 = f64x2.splat(0);
  from += LINE;
  for (const end = out + n * V; out < end; out += V, from += V) {
    const d = v128.load(from);
    const dx = f64x2.mul(alongX, v128.load(from, 4 * LINE));
    const e = v128.load(from, 2 * LINE);
    const ex = f64x2.mul(alongX, v128.load(from, 6 * LINE));
    const d0 = f64x2.sub(d, dx);
    const d1 = f64x2.add(d, dx);
    const e0 = f64x2.mul(alongY, f64x2.sub(e, ex));
    const e1 = f64x2.mul(alongY, f64x2.add(e, ex));
    const t = v128.load(from, LINE);
    const tx = f64x2.mul(alongX, v128.load(from, 5 * LINE));
    const s = f64x2.mul(alongX, v128.load(from, 3 * LINE));
    const t0 = f64x2.mul(alongY, f64x2.sub(t, tx));
    const t1 = f64x2.mul(alongY, f64x2.add(t, tx));
    const s00 = f64x2.add(s, t0); // less than nothing: s of x = 0 is −s
    const d00 = f64x2.sub(d0, e0);
    const right00 = f64x2.sub(d00, s00);
    addTo(out, f64x2.sub(shifted(before00, right00), f64x2.add(s00, d00)));
    before00 = right00;
    const s01 = f64x2.sub(t0, s);
    const d01 = f64x2.add(d0, e0);
    const right01 = f64x2.add(s01, d01);
    addTo(out + y, f64x2.add(shifted(before01, right01), f64x2.sub(s01, d01)));
    before01 = right01;
    const s10 = f64x2.sub(s, t1);
    const d10 = f64x2.sub(d1, e1);
    const right10 = f64x2.add(s10, d10);
    addTo(out + x, f64x2.add(shifted(before10, right10), f64x2.sub(s10, d10)));
    before10 = right10;
    const s11 = f64x2.add(s, t1);
    const d11 = f64x2.add(d1, e1);
    const right11 = f64x2.add(s11, d11);
    addTo(out + xy, f64x2.add(shifted(before11, right11), f64x2.sub(s11, d11)));
    before11 = right11;
  }
  addLast(out, before00);
  addLast(out + y, before01);
  addLast(out + x, before10);
  addLast(out + xy, before11);
}

/** Fills three lines with the modes of order 2, from the nodes at corners, and those between them that lie `gap` bytes apart. */
export function readTriples(u: usize, gap: usize, n: usize, to: usize): void {
  const three = f64x2.splat(3);
  const four = f64x2.splat(4);
  const six = f64x2.splat(6);
  for (const end = u + n * V; u < end; u += V, to += V) {
    const a = v128.load(u);
    const b = v128.load(u + gap);
    const c = v128.load(u, 8);
    const ends = f64x2.add(a, c);
    v128.store(to, f64x2.add(ends, f64x2.mul(four, b)));
    v128.store(to, f64x2.mul(three, f64x2.sub(c, a)), LINE);
    v128.store(to, f64x2.mul(six, f64x2.sub(ends, f64x2.add(b, b))), 2 * LINE);
  }
}

/** The transpose of `readTriples`. */
export function addTriples(from: usize, n: usize, out: usize, gap: usize): void {
  const three = f64x2.splat(3);
  const four = f64x2.splat(4);
  const six = f64x2.splat(6);
  let before = f64x2.splat(0);
  for (const end = out + n * V; out < end; out += V, from += V) {
    const s = v128.load(from);
    const d = f64x2.mul(three, v128.load(from, LINE));
    const e = f64x2.mul(six, v128.load(from, 2 * LINE));
    const both = f64x2.add(s, e);
    const right = f64x2.add(both, d);
    addTo(out, f64x2.add(f64x2.sub(both, d), shifted(before, right)));
    addTo(out + gap, f64x2.sub(f64x2.mul(four, s), f64x2.add(e, e)));
    before = right;
  }
  addLast(out, before);
}

/** Modes of order 2 along another axis, in the place of three lines. */
export function triple(a: usize, b: usize, c: usize, bytes: usize, first: f64, second: f64): void {
  const ρ1 = f64x2.splat(first);
  const ρ2 = f64x2.splat(second);
  const four = f64x2.splat(4);
  const end = a + bytes;
  for (; a < end; a += V, b += V, c += V) {
    const u = v128.load(a);
    const v = v128.load(b);
    const w = v128.load(c);
    const ends = f64x2.add(u, w);
    v128.store(a, f64x2.add(ends, f64x2.mul(four, v)));
    v128.store(b, f64x2.mul(ρ1, f64x2.sub(w, u)));
    v128.store(c, f64x2.mul(ρ2, f64x2.sub(ends, f64x2.add(v, v))));
  }
}

/** The transpose of `triple`. */
export function tripleBack(
  a: usize,
  b: usize,
  c: usize,
  bytes: usize,
  first: f64,
  second: f64,
): void {
  const ρ1 = f64x2.splat(first);
  const ρ2 = f64x2.splat(second);
  const four = f64x2.splat(4);
  const end = a + bytes;
  for (; a < end; a += V, b += V, c += V) {
    const s = v128.load(a);
    const d = v128.load(b);
    const e = f64x2.mul(ρ2, v128.load(c));
    const both = f64x2.add(s, e);
    v128.store(a, f64x2.sub(both, f64x2.mul(ρ1, d)));
    v128.store(b, f64x2.sub(f64x2.mul(four, s), f64x2.add(e, e)));
    v128.store(c, f64x2.add(both, f64x2.mul(ρ1, d)));
  }
}
