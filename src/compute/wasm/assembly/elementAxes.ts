/**
 * Legendre modes of the polynomials that elements hold, axis by axis, on lines of voxels. With the
 * values a, b (, c) at the nodes of an axis the modes are, up to factors that the plan accounts for,
 *
 *   order 1: a + b, ρ₁ (b − a)        order 2: a + 4b + c, ρ₁ (c − a), ρ₂ (a − 2b + c).
 *
 * Along the last axis they are read from the nodes and added to them; along the others lines of scratch
 * memory are transformed in place. `count` numbers of a line are worked on in vectors of two: what an
 * odd last vector holds beside its number is never added to a node.
 */
import { multiplyAdd, multiplySub } from "./fused";

const V: usize = 16; // bytes of a vector

/** The vector from `at` on; zero in the lane beyond `end`. */
// @inline
function take(at: usize, end: usize): v128 {
  return end - at == 8 ? v128.load64_zero(at) : v128.load(at);
}

/** The numbers after those of `take`; `next` is where the one after the end is. */
// @inline
function takeAfter(at: usize, end: usize, next: usize): v128 {
  if (end - at > V) return v128.load(at, 8);
  if (end - at == 8) return v128.load64_zero(next);
  return v128.load64_lane(next, v128.load64_zero(at, 8), 1);
}

// @inline
function addTo(at: usize, end: usize, value: v128): void {
  if (end - at == 8) {
    v128.store64_lane(at, f64x2.add(v128.load64_zero(at), value), 0);
  } else v128.store(at, f64x2.add(v128.load(at), value));
}

/** Adds the last number of a line to the node after it. */
// @inline
function addLast(next: usize, count: usize, last: v128): void {
  const value = count & 1 ? f64x2.extract_lane(last, 0) : f64x2.extract_lane(last, 1);
  store<f64>(next, load<f64>(next) + value);
}

/** The last number of `before`, and the first of `now`. */
// @inline
function shifted(before: v128, now: v128): v128 {
  return v128.shuffle<f64>(before, now, 1, 2);
}

/** Fills two lines with the modes of order 1 along the nodes of a line. */
export function readPairs(u: usize, next: usize, count: usize, line: usize, to: usize): void {
  const end = u + (count << 3);
  for (; u < end; u += V, to += V) {
    const a = take(u, end);
    const b = takeAfter(u, end, next);
    v128.store(to, f64x2.add(a, b));
    v128.store(to + line, f64x2.sub(b, a));
  }
}

/** Fills three lines with the modes of order 2, from the nodes at corners and between them. */
export function readTriples(
  u: usize,
  middle: usize,
  next: usize,
  count: usize,
  line: usize,
  to: usize,
): void {
  const end = u + (count << 3);
  const gap = middle - u;
  const three = f64x2.splat(3);
  const four = f64x2.splat(4);
  const six = f64x2.splat(6);
  for (; u < end; u += V, to += V) {
    const a = take(u, end);
    const b = take(u + gap, end + gap);
    const c = takeAfter(u, end, next);
    const ends = f64x2.add(a, c);
    v128.store(to, multiplyAdd<f64>(four, b, ends));
    v128.store(to + line, f64x2.mul(three, f64x2.sub(c, a)));
    v128.store(to + 2 * line, f64x2.mul(six, f64x2.sub(ends, f64x2.add(b, b))));
  }
}

/** Adds forces of two modes to the nodes of a line. */
export function addPairs(from: usize, line: usize, count: usize, out: usize, next: usize): void {
  const end = out + (count << 3);
  let before = f64x2.splat(0);
  for (; out < end; out += V, from += V) {
    const s = v128.load(from);
    const d = v128.load(from + line);
    const right = f64x2.add(s, d);
    addTo(out, end, f64x2.add(f64x2.sub(s, d), shifted(before, right)));
    before = right;
  }
  addLast(next, count, before);
}

/** Adds forces of three modes to the nodes of two lines. */
export function addTriples(
  from: usize,
  line: usize,
  count: usize,
  out: usize,
  middle: usize,
  next: usize,
): void {
  const end = out + (count << 3);
  const gap = middle - out;
  const three = f64x2.splat(3);
  const four = f64x2.splat(4);
  const six = f64x2.splat(6);
  let before = f64x2.splat(0);
  for (; out < end; out += V, from += V) {
    const s = v128.load(from);
    const d = f64x2.mul(three, v128.load(from + line));
    const e = f64x2.mul(six, v128.load(from + 2 * line));
    const both = f64x2.add(s, e);
    const right = f64x2.add(both, d);
    addTo(out, end, f64x2.add(f64x2.sub(both, d), shifted(before, right)));
    addTo(out + gap, end + gap, f64x2.sub(f64x2.mul(four, s), f64x2.add(e, e)));
    before = right;
  }
  addLast(next, count, before);
}

/** Modes of order 1 in the place of two lines. */
export function pair(a: usize, b: usize, bytes: usize, first: f64): void {
  const ρ = f64x2.splat(first);
  const end = a + bytes;
  for (; a < end; a += V, b += V) {
    const u = v128.load(a);
    const v = v128.load(b);
    v128.store(a, f64x2.add(u, v));
    v128.store(b, f64x2.mul(ρ, f64x2.sub(v, u)));
  }
}

/** The transpose of `pair`: forces on two lines from those on their modes. */
export function pairBack(a: usize, b: usize, bytes: usize, first: f64): void {
  const ρ = f64x2.splat(first);
  const end = a + bytes;
  for (; a < end; a += V, b += V) {
    const s = v128.load(a);
    const d = v128.load(b);
    v128.store(a, multiplySub<f64>(ρ, d, s));
    v128.store(b, multiplyAdd<f64>(ρ, d, s));
  }
}

/** Modes of order 2 in the place of three lines. */
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
    v128.store(a, multiplyAdd<f64>(four, v, ends));
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
    v128.store(a, multiplySub<f64>(ρ1, d, both));
    v128.store(b, f64x2.sub(f64x2.mul(four, s), f64x2.add(e, e)));
    v128.store(c, multiplyAdd<f64>(ρ1, d, both));
  }
}
