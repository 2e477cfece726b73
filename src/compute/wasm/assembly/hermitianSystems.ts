/**
 * Small Hermitian systems G[k] x[k] = b[k], two frequencies to a vector; the definition is in
 * src/compute/hermitianSystems.ts. Arguments named after arrays are addresses of Float64 planes that lie `step` bytes apart: the upper triangle of G row by row, b[unknown,
 * response] and x[response, unknown].
 *
 * A system is solved here if all its eigenvalues are kept beyond doubt. For every other one the
 * condition is 0 and x is void; how many those are is returned.
 */
import { extremeEigenvalues, tridiagonalize } from "./extremeEigenvalues";
import { factorize, substitute } from "./hermitianFactors";
import { ENTRY, put, take } from "./lanes";

/** G is one real number: x = b / g. */
export function solveOne(
  responses: i32,
  g: usize,
  bRe: usize,
  bIm: usize,
  step: usize,
  width: i32,
  tolerance: f64,
  floor: f64,
  xRe: usize,
  xIm: usize,
  condition: usize,
): i32 {
  let doubtful = 0;
  for (let k = 0; k < width; k += 2) {
    const both = k + 1 < width;
    let at = (<usize>k) << 3;
    const pivot = take(g + at, both);
    const cut = f64x2.max(f64x2.mul(f64x2.splat(tolerance), pivot), f64x2.splat(max(floor, 0)));
    const kept = f64x2.gt(pivot, cut);
    put(condition + at, v128.and(f64x2.splat(1), kept), both);
    doubtful += missing(kept, both);
    for (let c = 0; c < responses; c++) {
      put(xRe + at, f64x2.div(take(bRe + at, both), pivot), both);
      put(xIm + at, f64x2.div(take(bIm + at, both), pivot), both);
      at += step;
    }
  }
  return doubtful;
}

/** G = [[a, g], [ḡ, d]]: eigenvalues (a + d)/2 ± √((a − d)²/4 + |g|²), the smaller from det G. */
export function solveTwo(
  responses: i32,
  gRe: usize,
  gIm: usize,
  bRe: usize,
  bIm: usize,
  step: usize,
  width: i32,
  tolerance: f64,
  floor: f64,
  xRe: usize,
  xIm: usize,
  condition: usize,
): i32 {
  const half = f64x2.splat(0.5);
  let doubtful = 0;
  for (let k = 0; k < width; k += 2) {
    const both = k + 1 < width;
    const at = (<usize>k) << 3;
    let a = take(gRe + at, both);
    let re = take(gRe + at + step, both);
    let im = take(gIm + at + step, both);
    let d = take(gRe + at + 2 * step, both);
    const largest = f64x2.max(larger(a, d), larger(re, im));
    const scale = powerOfTwo(largest);
    a = f64x2.mul(a, scale);
    d = f64x2.mul(d, scale);
    re = f64x2.mul(re, scale);
    im = f64x2.mul(im, scale);

    const inverse = f64x2.div(f64x2.splat(1), a);
    const uRe = f64x2.mul(re, inverse); // G = Uᴴ D U, U = [[1, u], [0, 1]], D = diag(a, pivot)
    const uIm = f64x2.mul(im, inverse);
    const pivot = f64x2.sub(d, f64x2.add(f64x2.mul(re, uRe), f64x2.mul(im, uIm)));
    const mean = f64x2.mul(half, f64x2.add(a, d));
    const apart = f64x2.mul(half, f64x2.sub(a, d));
    const square = f64x2.add(f64x2.mul(re, re), f64x2.mul(im, im));
    const radius = f64x2.sqrt(f64x2.add(f64x2.mul(apart, apart), square));
    const most = f64x2.add(mean, radius);
    const least = f64x2.div(f64x2.mul(a, pivot), most);
    const positive = v128.and(f64x2.gt(a, f64x2.splat(0)), f64x2.gt(pivot, f64x2.splat(0)));
    const sure = v128.and(positive, isKept(least, most, 2, tolerance, floor, scale, largest));
    put(condition + at, v128.and(f64x2.div(most, least), sure), both);
    doubtful += missing(sure, both);

    const inversePivot = f64x2.div(f64x2.splat(1), pivot);
    for (let c = 0; c < responses; c++) {
      const first = at + <usize>c * step;
      const second = first + <usize>responses * step;
      const b0Re = f64x2.mul(take(bRe + first, both), scale);
      const b0Im = f64x2.mul(take(bIm + first, both), scale);
      let x1Re = f64x2.mul(take(bRe + second, both), scale);
      let x1Im = f64x2.mul(take(bIm + second, both), scale);
      x1Re = f64x2.sub(x1Re, f64x2.add(f64x2.mul(uRe, b0Re), f64x2.mul(uIm, b0Im)));
      x1Im = f64x2.sub(x1Im, f64x2.sub(f64x2.mul(uRe, b0Im), f64x2.mul(uIm, b0Re)));
      x1Re = f64x2.mul(x1Re, inversePivot);
      x1Im = f64x2.mul(x1Im, inversePivot);
      const uxRe = f64x2.sub(f64x2.mul(uRe, x1Re), f64x2.mul(uIm, x1Im));
      const uxIm = f64x2.add(f64x2.mul(uRe, x1Im), f64x2.mul(uIm, x1Re));
      const to = at + <usize>(2 * c) * step;
      put(xRe + to, f64x2.sub(f64x2.mul(b0Re, inverse), uxRe), both);
      put(xIm + to, f64x2.sub(f64x2.mul(b0Im, inverse), uxIm), both);
      put(xRe + to + step, x1Re, both);
      put(xIm + to + step, x1Im, both);
    }
  }
  return doubtful;
}

/** Bytes of scratch memory for `solveMany`. */
export function scratchBytes(n: i32, responses: i32): i32 {
  return <i32>ENTRY * (2 * n * evenColumns(n, responses) + n * n + 3 * n + 2);
}

function evenColumns(n: i32, responses: i32): i32 {
  return (n + responses + 1) & ~1;
}

/** Any n ≥ 2: x by factors Uᴴ D U, rank and condition by the extreme eigenvalues. */
export function solveMany(
  n: i32,
  responses: i32,
  gRe: usize,
  gIm: usize,
  bRe: usize,
  bIm: usize,
  step: usize,
  width: i32,
  tolerance: f64,
  floor: f64,
  xRe: usize,
  xIm: usize,
  condition: usize,
  scratch: usize,
): i32 {
  const columns = evenColumns(n, responses);
  const area: usize = ENTRY * n * columns;
  const rows = scratch;
  const factors = rows + area;
  const matrix = factors + area;
  const extremes = matrix + ENTRY * n * n;
  const vectors = extremes + ENTRY;
  let doubtful = 0;
  for (let k = 0; k < width; k += 2) {
    const both = k + 1 < width;
    const at = (<usize>k) << 3;
    const largest = gather(gRe + at, gIm + at, step, n, both, rows, ENTRY * columns);
    const scale = powerOfTwo(largest);
    scaleAndCopy(rows, n, columns, scale, matrix);
    gatherRight(bRe + at, bIm + at, step, n, responses, both, scale, rows, ENTRY * columns);
    const positive = factorize(rows, n, columns, factors);
    substitute(factors, n, responses, ENTRY * columns);
    tridiagonalize(matrix, n, vectors);
    extremeEigenvalues(n, vectors, extremes);
    const least = v128.load(extremes);
    const most = v128.load(extremes, 16);
    const sure = v128.and(positive, isKept(least, most, n, tolerance, floor, scale, largest));
    put(condition + at, v128.and(f64x2.div(most, least), sure), both);
    doubtful += missing(sure, both);
    for (let i = 0; i < n; i++) {
      for (let c = 0; c < responses; c++) {
        const from = factors + ENTRY * (i * columns + n + c);
        const to = at + <usize>(c * n + i) * step;
        put(xRe + to, v128.load(from), both);
        put(xIm + to, v128.load(from, 16), both);
      }
    }
  }
  return doubtful;
}

/** Fills the upper triangle with G; returns the largest part of an entry. */
function gather(
  gRe: usize,
  gIm: usize,
  step: usize,
  n: i32,
  both: bool,
  rows: usize,
  row: usize,
): v128 {
  let largest = f64x2.splat(0);
  let plane: usize = 0;
  for (let i = 0; i < n; i++) {
    let to = rows + i * (row + ENTRY);
    for (let j = i; j < n; j++) {
      const re = take(gRe + plane, both);
      const im = i === j ? f64x2.splat(0) : take(gIm + plane, both);
      largest = f64x2.max(largest, larger(re, im));
      v128.store(to, re);
      v128.store(to, im, 16);
      to += ENTRY;
      plane += step;
    }
  }
  return largest;
}

/** Scales the upper triangle in its rows, and copies it to a square matrix. */
function scaleAndCopy(rows: usize, n: i32, columns: i32, scale: v128, matrix: usize): void {
  for (let i = 0; i < n; i++) {
    let from = rows + ENTRY * (i * columns + i);
    let to = matrix + ENTRY * (i * n + i);
    for (let j = i; j < n; j++) {
      const re = f64x2.mul(v128.load(from), scale);
      const im = f64x2.mul(v128.load(from, 16), scale);
      v128.store(from, re);
      v128.store(from, im, 16);
      v128.store(to, re);
      v128.store(to, im, 16);
      from += ENTRY;
      to += ENTRY;
    }
  }
}

/** Fills the columns behind G with the right-hand sides, scaled as G is: so x is what was asked. */
function gatherRight(
  bRe: usize,
  bIm: usize,
  step: usize,
  n: i32,
  responses: i32,
  both: bool,
  scale: v128,
  rows: usize,
  row: usize,
): void {
  let plane: usize = 0;
  for (let i = 0; i < n; i++) {
    let to = rows + i * row + ENTRY * n;
    for (let c = 0; c < responses; c++) {
      v128.store(to, f64x2.mul(take(bRe + plane, both), scale));
      v128.store(to, f64x2.mul(take(bIm + plane, both), scale), 16);
      to += ENTRY;
      plane += step;
    }
  }
}

function larger(a: v128, b: v128): v128 {
  return f64x2.max(f64x2.abs(a), f64x2.abs(b));
}

/** The power of two that brings the largest entry below 1 and to ½ or more: scaling is exact. */
function powerOfTwo(largest: v128): v128 {
  const exponent = v128.and(largest, i64x2.splat(0x7ff0000000000000));
  return i64x2.sub(i64x2.splat(0x7fd0000000000000), exponent);
}

/**
 * Whether the smallest eigenvalue is above the cut by more than both can err, and nothing was too
 * large, too small or no number.
 */
function isKept(
  least: v128,
  most: v128,
  n: i32,
  tolerance: f64,
  floor: f64,
  scale: v128,
  largest: v128,
): v128 {
  const lowest = f64x2.mul(f64x2.splat(max(floor, 0)), scale);
  const cut = f64x2.max(f64x2.mul(f64x2.splat(tolerance), most), lowest);
  const error = f64x2.mul(f64x2.splat(16 * n * f64.EPSILON), most);
  const range = v128.and(
    f64x2.gt(largest, f64x2.splat(1e-300)),
    f64x2.lt(largest, f64x2.splat(1e300)),
  );
  return v128.and(range, f64x2.gt(f64x2.sub(least, cut), error));
}

/** How many of the frequencies lack the mark. */
function missing(mark: v128, both: bool): i32 {
  const bits = i64x2.bitmask(v128.not(mark));
  return both ? (bits & 1) + (bits >> 1) : bits & 1;
}
