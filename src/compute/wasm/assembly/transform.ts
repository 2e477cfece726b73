/**
 * Transforms along one axis of many fields. Two neighbouring columns, or two lines, share a vector;
 * where one is left over it shares with the one left over next to it, or with itself: then both
 * halves write the same numbers to the same place. So a line's result does not depend on its
 * neighbours.
 */
import { combine, separate } from "./hermitian";
import { spareBuffer, transform } from "./lines";
import { lanesOf, lengthOf, lineLanesOf, UNIT } from "./plan";

/** Transforms the middle axis of [outer, n, inner] in place. */
export function columns(
  plan: usize,
  re: usize,
  im: usize,
  outer: usize,
  inner: usize,
  work: usize,
): void {
  const n = lengthOf(plan);
  const index = inner << 3;
  const block = n * index;
  const pairs = inner >> 1;
  const most = lanesOf(plan);
  for (let o: usize = 0; o < outer; o++) {
    for (let l: usize = 0; l < pairs; l += most) {
      const a = re + o * block + (l << 4);
      const b = im + o * block + (l << 4);
      transform(
        plan,
        false,
        a,
        b,
        0,
        0,
        index,
        16,
        false,
        a,
        b,
        0,
        0,
        index,
        16,
        min(most, pairs - l),
        work,
      );
    }
  }
  if (inner & 1) {
    const last = (inner - 1) << 3;
    complexLines(plan, re + last, im + last, outer, block, index, work);
  }
}

/** Transforms contiguous complex lines in place. */
export function rows(plan: usize, re: usize, im: usize, count: usize, work: usize): void {
  complexLines(plan, re, im, count, lengthOf(plan) << 3, 8, work);
}

/** Transforms `count` complex lines in place, each a step from the one before. */
function complexLines(
  plan: usize,
  re: usize,
  im: usize,
  count: usize,
  step: usize,
  index: usize,
  work: usize,
): void {
  const pairs = count >> 1;
  const most = lineLanesOf(plan);
  for (let l: usize = 0; l < pairs; l += most) {
    const a = re + 2 * l * step;
    const b = im + 2 * l * step;
    transform(
      plan,
      true,
      a,
      a + step,
      b,
      b + step,
      index,
      2 * step,
      true,
      a,
      a + step,
      b,
      b + step,
      index,
      2 * step,
      min(most, pairs - l),
      work,
    );
  }
  if (count & 1) {
    const a = re + (count - 1) * step;
    const b = im + (count - 1) * step;
    transform(plan, true, a, a, b, b, index, 0, true, a, a, b, b, index, 0, 1, work);
  }
}

/** Half spectra of `slabs` × `lines` contiguous real lines; lines of one slab are taken together. */
export function realRows(
  plan: usize,
  x: usize,
  re: usize,
  im: usize,
  slabs: usize,
  lines: usize,
  work: usize,
): void {
  inJobs(plan, x, re, im, slabs, lines, 0, work);
}

/** The real lines of half spectra, times `scale`. */
export function inverseRealRows(
  plan: usize,
  x: usize,
  re: usize,
  im: usize,
  slabs: usize,
  lines: usize,
  scale: f64,
  work: usize,
): void {
  inJobs(plan, x, re, im, slabs, lines, scale, work);
}

/** Hands out four lines of a slab at a time, then what is left of two slabs. Forward for scale = 0. */
function inJobs(
  plan: usize,
  x: usize,
  re: usize,
  im: usize,
  slabs: usize,
  lines: usize,
  scale: f64,
  work: usize,
): void {
  const fours = lines >> 2;
  const rest = lines & 3;
  if (rest == 0) {
    realLines(plan, x, re, im, 0, 1, 2, 3, 4, slabs * fours, scale, work);
    return;
  }
  for (let s: usize = 0; s < slabs; s++) {
    const first = s * lines;
    realLines(plan, x, re, im, first, first + 1, first + 2, first + 3, 4, fours, scale, work);
  }
  // A pair of lines, a single line that is its own partner, or both, of two slabs at a time.
  for (let done: usize = 0; done < rest; done += 2) {
    const a = (fours << 2) + done;
    const b: usize = min(a + 1, lines - 1);
    realLines(plan, x, re, im, a, b, lines + a, lines + b, 2 * lines, slabs >> 1, scale, work);
    if (slabs & 1) {
      const last = (slabs - 1) * lines;
      realLines(plan, x, re, im, last + a, last + b, last + a, last + b, 0, 1, scale, work);
    }
  }
}

/** Lines a0 + i b0 and a1 + i b1, and `count` − 1 further such sets, each `step` lines on. */
function realLines(
  plan: usize,
  x: usize,
  re: usize,
  im: usize,
  a0: usize,
  b0: usize,
  a1: usize,
  b1: usize,
  step: usize,
  count: usize,
  scale: f64,
  work: usize,
): void {
  const n = lengthOf(plan);
  const line = n << 3;
  const half = ((n >> 1) + 1) << 3;
  const gap = im - re;
  const most = lineLanesOf(plan);
  for (let l: usize = 0; l < count; l += most) {
    const lanes = min(most, count - l);
    const at = l * step;
    const x0 = x + (a0 + at) * line;
    const x1 = x + (a1 + at) * line;
    const y0 = x + (b0 + at) * line;
    const y1 = x + (b1 + at) * line;
    const s0 = re + (a0 + at) * half;
    const s1 = re + (a1 + at) * half;
    const t0 = re + (b0 + at) * half;
    const t1 = re + (b1 + at) * half;
    if (scale == 0) {
      const z = spareBuffer(plan, lanes, work);
      transform(
        plan,
        true,
        x0,
        x1,
        y0,
        y1,
        8,
        step * line,
        false,
        z,
        z + 16,
        0,
        0,
        lanes * UNIT,
        UNIT,
        lanes,
        work,
      );
      separate(z, n, lanes, s0, t0, s1, t1, gap, step * half);
    } else {
      const z = work + n * lanes * UNIT;
      combine(z, n, lanes, s0, t0, s1, t1, gap, step * half, scale);
      transform(
        plan,
        false,
        z,
        z + 16,
        0,
        0,
        lanes * UNIT,
        UNIT,
        true,
        y0,
        y1,
        x0,
        x1,
        8,
        step * line,
        lanes,
        work,
      );
    }
  }
}

/** Multiplies `count` numbers. */
export function scale(x: usize, count: usize, factor: f64): void {
  const factors = f64x2.splat(factor);
  const end = x + (count << 3);
  for (; x + 16 <= end; x += 16) v128.store(x, f64x2.mul(factors, v128.load(x)));
  if (x < end) store<f64>(x, factor * load<f64>(x));
}
