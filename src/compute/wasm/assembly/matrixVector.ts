/**
 * Products with a vector, which use every entry of the matrix once: y[i] = Σ_k M[i, k] x[k] along the
 * lines of the matrix or across them, whichever lie in one piece, and y[i, j] = u[i] v[j]. Lanes and groups
 * cut the sums so that none has more than some 256 terms in a row. Strides are bytes.
 */
import { multiplyAdd } from "./fused";
import { LANES, Real } from "./real";

const V: usize = 16; // bytes of a vector
const SIZE: usize = sizeof<Real>();

/** Terms one after the other in a sum. */
const DEPTH: usize = 256;

/** Lines taken together across them. */
const GROUP: usize = 8;

/** Fills y[i] with Σ_k m[i, k] x[k], four lines of the matrix at a time. */
export function multiplyAlong(
  m: usize,
  line: usize,
  rows: usize,
  inner: usize,
  x: usize,
  y: usize,
): void {
  const end = x + inner * SIZE;
  for (let i: usize = 0; i < rows; i += 4, m += 4 * line, y += 4 * SIZE) {
    for (let at = x; at < end; at += DEPTH * V) {
      const stop = min(end, at + DEPTH * V);
      multiplyFour(m + (at - x), line, min<usize>(4, rows - i), at, stop, y, at > x);
    }
  }
}

/** Fills y[i] with Σ_k m[i, k] x[k], or adds it there, for up to four lines. */
function multiplyFour(
  m: usize,
  line: usize,
  rows: usize,
  x: usize,
  end: usize,
  y: usize,
  add: bool,
): void {
  // Lines beyond the last are the last once more.
  let a = m;
  let b = m + min<usize>(1, rows - 1) * line;
  let c = m + min<usize>(2, rows - 1) * line;
  let d = m + min<usize>(3, rows - 1) * line;
  const whole = x + ((end - x) & ~(V - 1));
  const zero = v128.splat<Real>(0);
  let sumA = zero,
    sumB = zero,
    sumC = zero,
    sumD = zero;
  for (; x < whole; x += V, a += V, b += V, c += V, d += V) {
    const factor = v128.load(x);
    sumA = multiplyAdd<Real>(v128.load(a), factor, sumA);
    sumB = multiplyAdd<Real>(v128.load(b), factor, sumB);
    sumC = multiplyAdd<Real>(v128.load(c), factor, sumC);
    sumD = multiplyAdd<Real>(v128.load(d), factor, sumD);
  }
  if (x < end) {
    sumA = addFirst(sumA, dot(a, x, end));
    sumB = addFirst(sumB, dot(b, x, end));
    sumC = addFirst(sumC, dot(c, x, end));
    sumD = addFirst(sumD, dot(d, x, end));
  }
  if (sizeof<Real>() == 4) {
    putSums(y, addLanes(addHalves(sumA, sumB), addHalves(sumC, sumD)), rows, add);
  } else {
    putSums(y, addLanes(sumA, sumB), rows, add);
    if (rows > 2) putSums(y + V, addLanes(sumC, sumD), rows - 2, add);
  }
}

/** Σ m x over what is left of a line. */
function dot(m: usize, x: usize, end: usize): Real {
  let sum: Real = 0;
  for (; x < end; x += SIZE, m += SIZE) sum += load<Real>(m) * load<Real>(x);
  return sum;
}

// @inline
function addFirst(v: v128, term: Real): v128 {
  return v128.replace_lane<Real>(v, 0, v128.extract_lane<Real>(v, 0) + term);
}

/** (a₀ + a₂, b₀ + b₂, a₁ + a₃, b₁ + b₃) */
// @inline
function addHalves(a: v128, b: v128): v128 {
  return f32x4.add(v128.shuffle<f32>(a, b, 0, 4, 1, 5), v128.shuffle<f32>(a, b, 2, 6, 3, 7));
}

/** The sums of the halves of a, then those of b. */
// @inline
function addLanes(a: v128, b: v128): v128 {
  return v128.add<Real>(v128.shuffle<f64>(a, b, 0, 2), v128.shuffle<f64>(a, b, 1, 3));
}

/** Stores the first `count` lanes, or adds them to what is there. */
function putSums(y: usize, sums: v128, count: usize, add: bool): void {
  if (count >= LANES) {
    v128.store(y, add ? v128.add<Real>(v128.load(y), sums) : sums);
    return;
  }
  put(y, v128.extract_lane<Real>(sums, 0), add);
  if (sizeof<Real>() == 4) {
    if (count > 1) put(y + SIZE, v128.extract_lane<Real>(sums, 1), add);
    if (count > 2) put(y + 2 * SIZE, <Real>f32x4.extract_lane(sums, 2), add);
  }
}

// @inline
function put(y: usize, sum: Real, add: bool): void {
  store<Real>(y, add ? load<Real>(y) + sum : sum);
}

/**
 * Fills y[i] with Σ_k m[k, i] x[k], eight lines of the matrix at a time.
 * @param part as much memory as y has
 */
export function multiplyAcross(
  m: usize,
  line: usize,
  rows: usize,
  inner: usize,
  x: usize,
  y: usize,
  part: usize,
): void {
  const bytes = rows * SIZE;
  for (let k: usize = 0; k < inner; k += DEPTH * GROUP) {
    const stop = min(inner, k + DEPTH * GROUP);
    const to = k == 0 ? y : part;
    memory.fill(to, 0, bytes);
    let at = k;
    for (; at + GROUP <= stop; at += GROUP) {
      addEight(m + at * line, line, x + at * SIZE, to, to + bytes);
    }
    for (; at < stop; at++) addLine(m + at * line, load<Real>(x + at * SIZE), to, to + bytes);
    if (k > 0) addLine(part, 1, y, y + bytes);
  }
}

/** Adds Σ_k x[k] m[k, i] of eight lines to y. */
function addEight(m: usize, line: usize, x: usize, y: usize, end: usize): void {
  const whole = y + ((end - y) & ~(V - 1));
  const a = v128.load_splat<Real>(x);
  const b = v128.load_splat<Real>(x, SIZE);
  const c = v128.load_splat<Real>(x, 2 * SIZE);
  const d = v128.load_splat<Real>(x, 3 * SIZE);
  const e = v128.load_splat<Real>(x, 4 * SIZE);
  const f = v128.load_splat<Real>(x, 5 * SIZE);
  const g = v128.load_splat<Real>(x, 6 * SIZE);
  const h = v128.load_splat<Real>(x, 7 * SIZE);
  for (; y < whole; y += V, m += V) {
    let at = m;
    let sum = v128.mul<Real>(a, v128.load(at));
    sum = multiplyAdd<Real>(b, v128.load((at += line)), sum);
    sum = multiplyAdd<Real>(c, v128.load((at += line)), sum);
    sum = multiplyAdd<Real>(d, v128.load((at += line)), sum);
    sum = multiplyAdd<Real>(e, v128.load((at += line)), sum);
    sum = multiplyAdd<Real>(f, v128.load((at += line)), sum);
    sum = multiplyAdd<Real>(g, v128.load((at += line)), sum);
    sum = multiplyAdd<Real>(h, v128.load((at += line)), sum);
    v128.store(y, v128.add<Real>(v128.load(y), sum));
  }
  for (; y < end; y += SIZE, m += SIZE) {
    let sum: Real = 0;
    for (let k: usize = 0; k < GROUP; k++) {
      sum += load<Real>(x + k * SIZE) * load<Real>(m + k * line);
    }
    store<Real>(y, load<Real>(y) + sum);
  }
}

/** Adds factor · m[i] of one line to y. */
function addLine(m: usize, factor: Real, y: usize, end: usize): void {
  const whole = y + ((end - y) & ~(V - 1));
  const w = v128.splat<Real>(factor);
  for (; y < whole; y += V, m += V) {
    v128.store(y, multiplyAdd<Real>(w, v128.load(m), v128.load(y)));
  }
  for (; y < end; y += SIZE, m += SIZE) {
    store<Real>(y, load<Real>(y) + factor * load<Real>(m));
  }
}

/** Fills y[i, j] with u[i] v[j]. */
export function multiplyOuter(u: usize, rows: usize, v: usize, columns: usize, y: usize): void {
  const width = columns * SIZE;
  const whole = v + (width & ~(V - 1));
  for (let i: usize = 0; i < rows; i++, u += SIZE, y += width) {
    const factor = load<Real>(u);
    const w = v128.splat<Real>(factor);
    let at = v;
    let to = y;
    for (; at < whole; at += V, to += V) v128.store(to, v128.mul<Real>(w, v128.load(at)));
    for (; at < v + width; at += SIZE, to += SIZE) store<Real>(to, factor * load<Real>(at));
  }
}
