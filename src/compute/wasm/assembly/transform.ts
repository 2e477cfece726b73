/**
 * Transforms along one axis of many fields. Neighbouring columns, or lines, share a vector; where
 * fewer are left over they share with those left over next to them, or every lane holds the same one:
 * then all lanes write the same numbers to the same place. So a line's result does not depend on its
 * neighbours.
 */
import { combine, separate } from "./halves";
import { spareBuffer, transform } from "./lines";
import { lanesOf, lengthOf, lineLanesOf, UNIT } from "./plan";
import { LANES, Real } from "./real";

/** Bytes of a vector. */
const VECTOR: usize = 16;

/** Transforms the middle axis of [outer, n, inner] in place, of the first `width` columns of it. */
export function columns(
  plan: usize,
  re: usize,
  im: usize,
  outer: usize,
  inner: usize,
  width: usize,
  work: usize,
): void {
  const n = lengthOf(plan);
  const index = inner * sizeof<Real>();
  const block = n * index;
  const gap = im - re;
  const vectors = width / LANES;
  const most = lanesOf(plan);
  for (let o: usize = 0; o < outer; o++) {
    for (let l: usize = 0; l < vectors; l += most) {
      const at = re + o * block + l * VECTOR;
      transform(
        plan,
        false,
        at,
        gap,
        0,
        index,
        VECTOR,
        false,
        at,
        gap,
        0,
        index,
        VECTOR,
        min(most, vectors - l),
        work,
      );
    }
  }
  for (let column = vectors * LANES; column < width; column++) {
    complexLines(plan, re + column * sizeof<Real>(), gap, outer, block, index, work);
  }
}

/** Transforms contiguous complex lines in place. */
export function rows(plan: usize, re: usize, im: usize, count: usize, work: usize): void {
  const step = lengthOf(plan) * sizeof<Real>();
  complexLines(plan, re, im - re, count, step, sizeof<Real>(), work);
}

/** Transforms `count` complex lines in place, each a step from the one before. */
function complexLines(
  plan: usize,
  re: usize,
  gap: usize,
  count: usize,
  step: usize,
  index: usize,
  work: usize,
): void {
  const units = count / LANES;
  const most = lineLanesOf(plan);
  for (let l: usize = 0; l < units; l += most) {
    sharedLines(plan, re + l * LANES * step, gap, step, index, min(most, units - l), work);
  }
  for (let line = units * LANES; line < count; line++) {
    sharedLines(plan, re + line * step, gap, 0, index, 1, work);
  }
}

/** Transforms `lanes` units of lines in place, a split from one to the next; by 0 they are one line. */
function sharedLines(
  plan: usize,
  re: usize,
  gap: usize,
  split: usize,
  index: usize,
  lanes: usize,
  work: usize,
): void {
  const unit = LANES * split;
  transform(
    plan,
    true,
    re,
    gap,
    split,
    index,
    unit,
    true,
    re,
    gap,
    split,
    index,
    unit,
    lanes,
    work,
  );
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
  inJobs(plan, x, re, im - re, slabs, lines, 0, work);
}

/** The real lines of half spectra, times `scale`. */
export function inverseRealRows(
  plan: usize,
  x: usize,
  re: usize,
  im: usize,
  slabs: usize,
  lines: usize,
  scale: Real,
  work: usize,
): void {
  inJobs(plan, x, re, im - re, slabs, lines, scale, work);
}

/** Hands out units of a slab's pairs of lines, then what is left of several slabs. Forward for scale = 0. */
function inJobs(
  plan: usize,
  x: usize,
  re: usize,
  gap: usize,
  slabs: usize,
  lines: usize,
  scale: Real,
  work: usize,
): void {
  const inUnit: usize = 2 * LANES;
  const units = lines / inUnit;
  if (units * inUnit == lines) {
    realLines(plan, x, re, gap, 0, 1, 2, inUnit, slabs * units, scale, work);
    return;
  }
  for (let s: usize = 0; s < slabs; s++) {
    realLines(plan, x, re, gap, s * lines, 1, 2, inUnit, units, scale, work);
  }
  // A pair of lines, or a single line that is its own partner, of as many slabs as there are lanes.
  const shared = slabs / LANES;
  for (let a = units * inUnit; a < lines; a += 2) {
    const pair: usize = a + 1 < lines ? 1 : 0;
    realLines(plan, x, re, gap, a, pair, lines, LANES * lines, shared, scale, work);
    for (let s = shared * LANES; s < slabs; s++) {
      realLines(plan, x, re, gap, s * lines + a, pair, 0, 0, 1, scale, work);
    }
  }
}

/**
 * Line `first` + i times the line that is `pair` lines on, the same `split` lines on in the next lane,
 * and `count` − 1 further such units, each `step` lines on.
 */
function realLines(
  plan: usize,
  x: usize,
  re: usize,
  gap: usize,
  first: usize,
  pair: usize,
  split: usize,
  step: usize,
  count: usize,
  scale: Real,
  work: usize,
): void {
  const n = lengthOf(plan);
  const line = n * sizeof<Real>();
  const half = ((n >> 1) + 1) * sizeof<Real>();
  const most = lineLanesOf(plan);
  for (let l: usize = 0; l < count; l += most) {
    const lanes = min(most, count - l);
    const units = lanes * UNIT;
    const from = x + (first + l * step) * line;
    const to = re + (first + l * step) * half;
    if (scale == 0) {
      const z = spareBuffer(plan, lanes, work);
      transform(
        plan,
        true,
        from,
        pair * line,
        split * line,
        sizeof<Real>(),
        step * line,
        false,
        z,
        16,
        0,
        units,
        UNIT,
        lanes,
        work,
      );
      separate(z, n, lanes, to, gap, pair * half, split * half, step * half);
    } else {
      const z = work + n * units;
      combine(z, n, lanes, to, gap, pair * half, split * half, step * half, scale);
      // The parts come out swapped: the imaginary one is the first line.
      transform(
        plan,
        false,
        z,
        16,
        0,
        units,
        UNIT,
        true,
        from + pair * line,
        -(pair * line),
        split * line,
        sizeof<Real>(),
        step * line,
        lanes,
        work,
      );
    }
  }
}

/** Multiplies `count` numbers. */
export function scale(x: usize, count: usize, factor: Real): void {
  const factors = v128.splat<Real>(factor);
  const end = x + count * sizeof<Real>();
  for (; x + VECTOR <= end; x += VECTOR) v128.store(x, v128.mul<Real>(factors, v128.load(x)));
  for (; x < end; x += sizeof<Real>()) store<Real>(x, factor * load<Real>(x));
}
