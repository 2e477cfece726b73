/**
 * Products with Hermitian matrices, frequency by frequency: re, im are replaced by Σ_j S_ij[k] û_j[k]. Eight
 * frequencies, a line of the cache, are done together, from a copy of their values.
 */

const V: usize = 16; // bytes of a vector
const LINE: usize = 64;

/**
 * Of `count` frequencies of planes that lie `plane` bytes apart. Symbols without imaginary parts have sIm = 0.
 */
export function applySymbol(
  sRe: usize,
  sIm: usize,
  fields: usize,
  plane: usize,
  count: usize,
  re: usize,
  im: usize,
  scratch: usize,
): void {
  const whole = count & ~7;
  for (let k: usize = 0; k < whole; k += 8) {
    const at = k << 3;
    copyLines(re + at, im + at, fields, plane, scratch);
    for (let i: usize = 0; i < fields; i++) {
      const to = at + i * plane;
      if (sIm == 0) realRow(sRe + at, fields, plane, i, scratch, re + to, im + to);
      else complexRow(sRe + at, sIm + at, fields, plane, i, scratch, re + to, im + to);
    }
  }
  for (let k = whole; k < count; k++) {
    const at = k << 3;
    applyOne(sRe + at, sIm == 0 ? 0 : sIm + at, fields, plane, re + at, im + at, scratch);
  }
}

/** Copies a line of every field: real parts, then imaginary ones. */
function copyLines(re: usize, im: usize, fields: usize, plane: usize, to: usize): void {
  for (let i: usize = 0; i < fields; i++, re += plane, im += plane, to += 2 * LINE) {
    for (let k: usize = 0; k < LINE; k += V) {
      v128.store(to + k, v128.load(re + k));
      v128.store(to + k, v128.load(im + k), LINE);
    }
  }
}

/** One row of a real product: entries left of the diagonal are those of the column above it. */
function realRow(
  s: usize,
  fields: usize,
  plane: usize,
  row: usize,
  from: usize,
  re: usize,
  im: usize,
): void {
  const zero = f64x2.splat(0);
  let a0 = zero,
    a1 = zero,
    a2 = zero,
    a3 = zero;
  let b0 = zero,
    b1 = zero,
    b2 = zero,
    b3 = zero;
  let at = s + row * plane;
  for (let j: usize = 0; j < fields; j++, from += 2 * LINE) {
    const s0 = v128.load(at);
    const s1 = v128.load(at, V);
    const s2 = v128.load(at, 2 * V);
    const s3 = v128.load(at, 3 * V);
    a0 = f64x2.add(a0, f64x2.mul(s0, v128.load(from)));
    a1 = f64x2.add(a1, f64x2.mul(s1, v128.load(from, V)));
    a2 = f64x2.add(a2, f64x2.mul(s2, v128.load(from, 2 * V)));
    a3 = f64x2.add(a3, f64x2.mul(s3, v128.load(from, 3 * V)));
    b0 = f64x2.add(b0, f64x2.mul(s0, v128.load(from, LINE)));
    b1 = f64x2.add(b1, f64x2.mul(s1, v128.load(from, LINE + V)));
    b2 = f64x2.add(b2, f64x2.mul(s2, v128.load(from, LINE + 2 * V)));
    b3 = f64x2.add(b3, f64x2.mul(s3, v128.load(from, LINE + 3 * V)));
    at += j < row ? (fields - 1 - j) * plane : plane;
  }
  storeLine(re, a0, a1, a2, a3);
  storeLine(im, b0, b1, b2, b3);
}

/** One row of a complex product; entries left of the diagonal are conjugates. */
function complexRow(
  sRe: usize,
  sIm: usize,
  fields: usize,
  plane: usize,
  row: usize,
  from: usize,
  re: usize,
  im: usize,
): void {
  const zero = f64x2.splat(0);
  let a0 = zero,
    a1 = zero,
    a2 = zero,
    a3 = zero;
  let b0 = zero,
    b1 = zero,
    b2 = zero,
    b3 = zero;
  let at = row * plane;
  let sign = f64x2.splat(-0.0);
  for (let j: usize = 0; j < fields; j++, from += 2 * LINE) {
    if (j == row) sign = zero;
    const s = sRe + at;
    const t = sIm + at;
    const s0 = v128.load(s);
    const t0 = v128.xor(v128.load(t), sign);
    const u0 = v128.load(from);
    const v0 = v128.load(from, LINE);
    a0 = f64x2.add(a0, f64x2.sub(f64x2.mul(s0, u0), f64x2.mul(t0, v0)));
    b0 = f64x2.add(b0, f64x2.add(f64x2.mul(s0, v0), f64x2.mul(t0, u0)));
    const s1 = v128.load(s, V);
    const t1 = v128.xor(v128.load(t, V), sign);
    const u1 = v128.load(from, V);
    const v1 = v128.load(from, LINE + V);
    a1 = f64x2.add(a1, f64x2.sub(f64x2.mul(s1, u1), f64x2.mul(t1, v1)));
    b1 = f64x2.add(b1, f64x2.add(f64x2.mul(s1, v1), f64x2.mul(t1, u1)));
    const s2 = v128.load(s, 2 * V);
    const t2 = v128.xor(v128.load(t, 2 * V), sign);
    const u2 = v128.load(from, 2 * V);
    const v2 = v128.load(from, LINE + 2 * V);
    a2 = f64x2.add(a2, f64x2.sub(f64x2.mul(s2, u2), f64x2.mul(t2, v2)));
    b2 = f64x2.add(b2, f64x2.add(f64x2.mul(s2, v2), f64x2.mul(t2, u2)));
    const s3 = v128.load(s, 3 * V);
    const t3 = v128.xor(v128.load(t, 3 * V), sign);
    const u3 = v128.load(from, 3 * V);
    const v3 = v128.load(from, LINE + 3 * V);
    a3 = f64x2.add(a3, f64x2.sub(f64x2.mul(s3, u3), f64x2.mul(t3, v3)));
    b3 = f64x2.add(b3, f64x2.add(f64x2.mul(s3, v3), f64x2.mul(t3, u3)));
    at += j < row ? (fields - 1 - j) * plane : plane;
  }
  storeLine(re, a0, a1, a2, a3);
  storeLine(im, b0, b1, b2, b3);
}

// @inline
function storeLine(to: usize, a: v128, b: v128, c: v128, d: v128): void {
  v128.store(to, a);
  v128.store(to, b, V);
  v128.store(to, c, 2 * V);
  v128.store(to, d, 3 * V);
}

/** A frequency alone. */
function applyOne(
  sRe: usize,
  sIm: usize,
  fields: usize,
  plane: usize,
  re: usize,
  im: usize,
  scratch: usize,
): void {
  for (let i: usize = 0; i < fields; i++) {
    store<f64>(scratch + 16 * i, load<f64>(re + i * plane));
    store<f64>(scratch + 16 * i, load<f64>(im + i * plane), 8);
  }
  for (let i: usize = 0; i < fields; i++) {
    let a: f64 = 0;
    let b: f64 = 0;
    let at = i * plane;
    for (let j: usize = 0; j < fields; j++) {
      const u = load<f64>(scratch + 16 * j);
      const v = load<f64>(scratch + 16 * j, 8);
      const s = load<f64>(sRe + at);
      const t = sIm == 0 ? 0 : j < i ? -load<f64>(sIm + at) : load<f64>(sIm + at);
      a += s * u - t * v;
      b += s * v + t * u;
      at += j < i ? (fields - 1 - j) * plane : plane;
    }
    store<f64>(re + i * plane, a);
    store<f64>(im + i * plane, b);
  }
}
