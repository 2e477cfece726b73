/**
 * The smallest and the largest eigenvalue of a positive Hermitian matrix with entries below 1.
 * Householder reflections make it tridiagonal; only the diagonal d and the squares |e|² beside it
 * matter. Then Laguerre's iteration on the characteristic polynomial, from below and from above:
 *
 *   x ← x − n t/(1 + √((n − 1)(n − 1 − n t p″/p′))),   t = p/p′,
 *
 * which from outside the spectrum is monotone, and cubic at a simple eigenvalue.
 * Golub and Van Loan, Matrix Computations (2013), section 8.3; Wilkinson, The Algebraic Eigenvalue
 * Problem (1965), section 7.26.
 */
import { ENTRY } from "./lanes";

/** Columns shorter than this count as zero: their squares would lose digits. */
const SHORTEST: f64 = 1e-100;

/** Below this, p′ may have lost digits to underflow. */
const SMALLEST_SLOPE: f64 = 1e-280;

/** A double eigenvalue wants about thirty rounds, a simple one about five. */
const ROUNDS = 60;

/**
 * Fills `vectors` with |e|² and d, alternating (nothing stands beside d[0]: |e[0]|² = 0), for the
 * upper triangle of an n × n matrix, which is used up. 3 n + 1 complex entries of room.
 */
export function tridiagonalize(matrix: usize, n: i32, vectors: usize): void {
  const row: usize = ENTRY * n;
  const v = vectors + row;
  const w = v + row;
  v128.store(vectors, f64x2.splat(0));
  for (let k = 0; k < n; k++) {
    const corner = matrix + k * (row + ENTRY);
    const out = vectors + k * ENTRY;
    v128.store(out, v128.load(corner), 16);
    if (k === n - 1) return;
    const square = reflector(corner + ENTRY, n - k - 1, v);
    v128.store(out + ENTRY, square);
    if (k < n - 2) reflect(corner + row + ENTRY, row, n - k - 1, square, v, w);
  }
}

/** Fills v with conj(a) and returns ‖a‖², for a stretch a of a row. */
function reflector(a: usize, m: i32, v: usize): v128 {
  let square = f64x2.splat(0);
  for (let at: usize = 0; at < ENTRY * m; at += ENTRY) {
    const re = v128.load(a + at);
    const im = v128.load(a + at, 16);
    square = f64x2.add(square, f64x2.add(f64x2.mul(re, re), f64x2.mul(im, im)));
    v128.store(v + at, re);
    v128.store(v + at, f64x2.neg(im), 16);
  }
  return square;
}

/**
 * A ← H A H, where H = 1 − β v vᴴ maps the column in v onto its first axis: v += phase(v₀) ‖v‖ e₀,
 * β = 2/‖v‖², and with p = β A v, w = p − ½β (vᴴp) v it is A − v wᴴ − w vᴴ.
 */
function reflect(a: usize, row: usize, m: i32, square: v128, v: usize, w: usize): void {
  const re = v128.load(v);
  const im = v128.load(v, 16);
  const norm = f64x2.sqrt(square);
  const modulus = f64x2.sqrt(f64x2.add(f64x2.mul(re, re), f64x2.mul(im, im)));
  const turned = f64x2.gt(modulus, f64x2.splat(SHORTEST));
  const factor = f64x2.add(f64x2.splat(1), f64x2.div(norm, modulus));
  v128.store(v, v128.bitselect(f64x2.mul(re, factor), norm, turned));
  v128.store(v, v128.and(f64x2.mul(im, factor), turned), 16);
  const weight = f64x2.div(f64x2.splat(1), f64x2.add(square, f64x2.mul(modulus, norm)));
  const beta = v128.and(weight, f64x2.gt(norm, f64x2.splat(SHORTEST)));

  multiply(a, row, m, v, w);
  const end: usize = ENTRY * m;
  let dot = f64x2.splat(0);
  for (let at: usize = 0; at < end; at += ENTRY) {
    const along = f64x2.mul(v128.load(v + at), v128.load(w + at));
    const across = f64x2.mul(v128.load(v + at, 16), v128.load(w + at, 16));
    dot = f64x2.add(dot, f64x2.add(along, across));
  }
  const share = f64x2.mul(f64x2.mul(f64x2.splat(0.5), beta), dot);
  for (let at: usize = 0; at < end; at += 16) {
    const rest = f64x2.sub(v128.load(w + at), f64x2.mul(share, v128.load(v + at)));
    v128.store(w + at, f64x2.mul(beta, rest));
  }
  subtract(a, row, m, v, w);
}

/** w = A v from the upper triangle of A. */
function multiply(a: usize, row: usize, m: i32, v: usize, w: usize): void {
  const end: usize = ENTRY * m;
  memory.fill(w, 0, end);
  for (let i: usize = 0; i < end; i += ENTRY) {
    const vRe = v128.load(v + i);
    const vIm = v128.load(v + i, 16);
    const diagonal = v128.load(a + i);
    let re = f64x2.add(v128.load(w + i), f64x2.mul(diagonal, vRe));
    let im = f64x2.add(v128.load(w + i, 16), f64x2.mul(diagonal, vIm));
    for (let j = i + ENTRY; j < end; j += ENTRY) {
      const aRe = v128.load(a + j);
      const aIm = v128.load(a + j, 16);
      const uRe = v128.load(v + j);
      const uIm = v128.load(v + j, 16);
      re = f64x2.add(re, f64x2.sub(f64x2.mul(aRe, uRe), f64x2.mul(aIm, uIm)));
      im = f64x2.add(im, f64x2.add(f64x2.mul(aRe, uIm), f64x2.mul(aIm, uRe)));
      const backRe = f64x2.add(f64x2.mul(aRe, vRe), f64x2.mul(aIm, vIm));
      const backIm = f64x2.sub(f64x2.mul(aRe, vIm), f64x2.mul(aIm, vRe));
      v128.store(w + j, f64x2.add(v128.load(w + j), backRe));
      v128.store(w + j, f64x2.add(v128.load(w + j, 16), backIm), 16);
    }
    v128.store(w + i, re);
    v128.store(w + i, im, 16);
    a += row;
  }
}

/** A −= v wᴴ + w vᴴ in the upper triangle of A. */
function subtract(a: usize, row: usize, m: i32, v: usize, w: usize): void {
  const end: usize = ENTRY * m;
  for (let i: usize = 0; i < end; i += ENTRY) {
    const vRe = v128.load(v + i);
    const vIm = v128.load(v + i, 16);
    const wRe = v128.load(w + i);
    const wIm = v128.load(w + i, 16);
    for (let j = i; j < end; j += ENTRY) {
      const vjRe = v128.load(v + j);
      const vjIm = v128.load(v + j, 16);
      const wjRe = v128.load(w + j);
      const wjIm = v128.load(w + j, 16);
      const outerRe = f64x2.add(f64x2.mul(vRe, wjRe), f64x2.mul(vIm, wjIm));
      const outerIm = f64x2.sub(f64x2.mul(vIm, wjRe), f64x2.mul(vRe, wjIm));
      const innerRe = f64x2.add(f64x2.mul(wRe, vjRe), f64x2.mul(wIm, vjIm));
      const innerIm = f64x2.sub(f64x2.mul(wIm, vjRe), f64x2.mul(wRe, vjIm));
      const re = f64x2.sub(v128.load(a + j), f64x2.add(outerRe, innerRe));
      const im = f64x2.sub(v128.load(a + j, 16), f64x2.add(outerIm, innerIm));
      v128.store(a + j, re);
      v128.store(a + j, im, 16);
    }
    a += row;
  }
}

/** Stores the smallest and the largest eigenvalue; no number where neither was found for sure. */
export function extremeEigenvalues(n: i32, vectors: usize, out: usize): void {
  const end: usize = ENTRY * n;
  const count = f64x2.splat(n);
  const less = f64x2.splat(n - 1);
  const one = f64x2.splat(1);
  const zero = f64x2.splat(0);
  const enough = f64x2.splat(2 * n * f64.EPSILON);

  // Eigenvalues lie within √(n − 1) standard deviations of their mean.
  let sum = zero;
  for (let at: usize = 0; at < end; at += ENTRY) {
    sum = f64x2.add(sum, v128.load(vectors + at, 16));
  }
  const mean = f64x2.div(sum, count);
  let squares = zero;
  for (let at: usize = 0; at < end; at += ENTRY) {
    const beside = v128.load(vectors + at);
    const apart = f64x2.sub(v128.load(vectors + at, 16), mean);
    const square = f64x2.mul(apart, apart);
    squares = f64x2.add(squares, f64x2.add(square, f64x2.add(beside, beside)));
  }
  const radius = f64x2.sqrt(f64x2.mul(f64x2.div(less, count), squares));
  let low = f64x2.max(zero, f64x2.sub(mean, radius));
  let high = f64x2.add(mean, radius);

  for (let round = 0; round < ROUNDS; round++) {
    // p = det(T − x), with p′ and p″, by leading blocks: once for x = low, once for x = high.
    let p = one;
    let p1 = zero;
    let p2 = zero;
    let pOld = zero;
    let p1Old = zero;
    let p2Old = zero;
    let q = one;
    let q1 = zero;
    let q2 = zero;
    let qOld = zero;
    let q1Old = zero;
    let q2Old = zero;
    for (let at: usize = 0; at < end; at += ENTRY) {
      const beside = v128.load(vectors + at);
      const diagonal = v128.load(vectors + at, 16);
      const a = f64x2.sub(diagonal, low);
      const b = f64x2.sub(diagonal, high);
      const pNew = f64x2.sub(f64x2.mul(a, p), f64x2.mul(beside, pOld));
      const qNew = f64x2.sub(f64x2.mul(b, q), f64x2.mul(beside, qOld));
      const p1New = f64x2.sub(f64x2.mul(a, p1), f64x2.add(f64x2.mul(beside, p1Old), p));
      const q1New = f64x2.sub(f64x2.mul(b, q1), f64x2.add(f64x2.mul(beside, q1Old), q));
      const p2New = f64x2.sub(
        f64x2.mul(a, p2),
        f64x2.add(f64x2.mul(beside, p2Old), f64x2.add(p1, p1)),
      );
      const q2New = f64x2.sub(
        f64x2.mul(b, q2),
        f64x2.add(f64x2.mul(beside, q2Old), f64x2.add(q1, q1)),
      );
      pOld = p;
      p1Old = p1;
      p2Old = p2;
      qOld = q;
      q1Old = q1;
      q2Old = q2;
      p = pNew;
      p1 = p1New;
      p2 = p2New;
      q = qNew;
      q1 = q1New;
      q2 = q2New;
    }
    const up = step(p, p1, p2, count, less);
    const down = step(q, q1, q2, count, less);
    low = f64x2.sub(low, up);
    high = f64x2.sub(high, down);
    const farther = f64x2.gt(f64x2.max(f64x2.abs(up), f64x2.abs(down)), enough);
    if (!v128.any_true(farther)) {
      v128.store(out, low);
      v128.store(out, high, 16);
      return;
    }
  }
  v128.store(out, f64x2.splat(NaN));
  v128.store(out, f64x2.splat(NaN), 16);
}

/** n t/(1 + √((n − 1)(n − 1 − n t p″/p′))), no number where p′ is too small. */
function step(p: v128, p1: v128, p2: v128, count: v128, less: v128): v128 {
  const steep = f64x2.gt(f64x2.abs(p1), f64x2.splat(SMALLEST_SLOPE));
  const inverse = f64x2.div(f64x2.splat(1), v128.bitselect(p1, f64x2.splat(NaN), steep));
  const t = f64x2.mul(p, inverse);
  const bend = f64x2.mul(f64x2.mul(count, t), f64x2.mul(p2, inverse));
  const root = f64x2.sqrt(f64x2.max(f64x2.splat(0), f64x2.mul(less, f64x2.sub(less, bend))));
  return f64x2.div(f64x2.mul(count, t), f64x2.add(f64x2.splat(1), root));
}
