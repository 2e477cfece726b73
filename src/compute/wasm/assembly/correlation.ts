/**
 * The gradient of a periodic convolution to its filter: planes that do not move, interleaved vector
 * by vector, times planes that move by every tap. See convolution.ts.
 */
import { multiplyAdd } from "./fused";

const V: usize = 16; // bytes of a vector

/**
 * Interleaves `planes` planes vector by vector, to[row, vector, plane]; what the width leaves of
 * every `outRow` bytes of a plane becomes zero.
 */
function interleave<T extends number>(
  from: usize,
  plane: usize,
  planes: usize,
  rows: i32,
  width: usize,
  to: usize,
  outRow: usize,
): void {
  const whole = width & ~15;
  const step = planes * V;
  for (let row = 0; row < rows; row++) {
    for (let p: usize = 0; p < planes; p++) {
      const source = from + p * plane;
      let target = to + p * V;
      let x: usize = 0;
      for (; x < whole; x += V, target += step) v128.store(target, v128.load(source + x));
      for (; x < outRow; x += V, target += step) {
        v128.store(target, v128.splat<T>(0 as T));
        for (let lane: usize = 0; lane < V && x + lane < width; lane += sizeof<T>()) {
          store<T>(target + lane, load<T>(source + x + lane));
        }
      }
    }
    from += width;
    to += planes * outRow;
  }
}

export function interleave64(
  from: usize,
  plane: usize,
  planes: usize,
  rows: i32,
  width: usize,
  to: usize,
  outRow: usize,
): void {
  interleave<f64>(from, plane, planes, rows, width, to, outRow);
}

export function interleave32(
  from: usize,
  plane: usize,
  planes: usize,
  rows: i32,
  width: usize,
  to: usize,
  outRow: usize,
): void {
  interleave<f32>(from, plane, planes, rows, width, to, outRow);
}

/** Adds the lanes of a vector to a Float64 sum. */
function addLanes<T extends number>(to: usize, v: v128): void {
  if (sizeof<T>() == 8) {
    store<f64>(to, load<f64>(to) + (f64x2.extract_lane(v, 0) + f64x2.extract_lane(v, 1)));
  } else {
    const low = <f64>f32x4.extract_lane(v, 0) + <f64>f32x4.extract_lane(v, 1);
    const high = <f64>f32x4.extract_lane(v, 2) + <f64>f32x4.extract_lane(v, 3);
    store<f64>(to, load<f64>(to) + (low + high));
  }
}

/** Adds Σ_x a[x] b[x + tap] of four interleaved planes to out[plane, tap], two taps at a time. */
function correlateFour<T extends number>(
  a: usize,
  b: usize,
  bRow: usize,
  rows: i32,
  width: usize,
  taps: usize,
  end: usize,
  out: usize,
  outPlane: usize,
): void {
  const zero = v128.splat<T>(0 as T);
  const skip = bRow - width;
  for (; taps < end; taps += 8, out += 16) {
    let a0 = zero,
      a1 = zero,
      b0 = zero,
      b1 = zero;
    let c0 = zero,
      c1 = zero,
      d0 = zero,
      d1 = zero;
    let p = a;
    let s = b + <usize>load<u32>(taps);
    let t = b + <usize>load<u32>(taps, 4);
    for (let row = 0; row < rows; row++) {
      const stop = s + width;
      do {
        const u0 = v128.load(s);
        const u1 = v128.load(t);
        const ga = v128.load(p);
        const gb = v128.load(p, V);
        const gc = v128.load(p, 2 * V);
        const gd = v128.load(p, 3 * V);
        a0 = multiplyAdd<T>(ga, u0, a0);
        a1 = multiplyAdd<T>(ga, u1, a1);
        b0 = multiplyAdd<T>(gb, u0, b0);
        b1 = multiplyAdd<T>(gb, u1, b1);
        c0 = multiplyAdd<T>(gc, u0, c0);
        c1 = multiplyAdd<T>(gc, u1, c1);
        d0 = multiplyAdd<T>(gd, u0, d0);
        d1 = multiplyAdd<T>(gd, u1, d1);
        p += 4 * V;
        s += V;
        t += V;
      } while (s < stop);
      s += skip;
      t += skip;
    }
    let to = out;
    addLanes<T>(to, a0);
    addLanes<T>(to + 8, a1);
    to += outPlane;
    addLanes<T>(to, b0);
    addLanes<T>(to + 8, b1);
    to += outPlane;
    addLanes<T>(to, c0);
    addLanes<T>(to + 8, c1);
    to += outPlane;
    addLanes<T>(to, d0);
    addLanes<T>(to + 8, d1);
  }
}

/** Adds Σ_x a[x] b[x + tap] of two interleaved planes to out[plane, tap], four taps at a time. */
function correlateTwo<T extends number>(
  a: usize,
  b: usize,
  bRow: usize,
  rows: i32,
  width: usize,
  taps: usize,
  end: usize,
  out: usize,
  outPlane: usize,
): void {
  const zero = v128.splat<T>(0 as T);
  const skip = bRow - width;
  for (; taps < end; taps += 16, out += 32) {
    let a0 = zero,
      a1 = zero,
      a2 = zero,
      a3 = zero;
    let b0 = zero,
      b1 = zero,
      b2 = zero,
      b3 = zero;
    let p = a;
    let s = b + <usize>load<u32>(taps);
    let t = b + <usize>load<u32>(taps, 4);
    let v = b + <usize>load<u32>(taps, 8);
    let w = b + <usize>load<u32>(taps, 12);
    for (let row = 0; row < rows; row++) {
      const stop = s + width;
      do {
        const u0 = v128.load(s);
        const u1 = v128.load(t);
        const u2 = v128.load(v);
        const u3 = v128.load(w);
        const ga = v128.load(p);
        const gb = v128.load(p, V);
        a0 = multiplyAdd<T>(ga, u0, a0);
        a1 = multiplyAdd<T>(ga, u1, a1);
        a2 = multiplyAdd<T>(ga, u2, a2);
        a3 = multiplyAdd<T>(ga, u3, a3);
        b0 = multiplyAdd<T>(gb, u0, b0);
        b1 = multiplyAdd<T>(gb, u1, b1);
        b2 = multiplyAdd<T>(gb, u2, b2);
        b3 = multiplyAdd<T>(gb, u3, b3);
        p += 2 * V;
        s += V;
        t += V;
        v += V;
        w += V;
      } while (s < stop);
      s += skip;
      t += skip;
      v += skip;
      w += skip;
    }
    addLanes<T>(out, a0);
    addLanes<T>(out + 8, a1);
    addLanes<T>(out + 16, a2);
    addLanes<T>(out + 24, a3);
    const to = out + outPlane;
    addLanes<T>(to, b0);
    addLanes<T>(to + 8, b1);
    addLanes<T>(to + 16, b2);
    addLanes<T>(to + 24, b3);
  }
}

export function correlateFour64(
  a: usize,
  b: usize,
  bRow: usize,
  rows: i32,
  width: usize,
  taps: usize,
  end: usize,
  out: usize,
  outPlane: usize,
): void {
  correlateFour<f64>(a, b, bRow, rows, width, taps, end, out, outPlane);
}

export function correlateFour32(
  a: usize,
  b: usize,
  bRow: usize,
  rows: i32,
  width: usize,
  taps: usize,
  end: usize,
  out: usize,
  outPlane: usize,
): void {
  correlateFour<f32>(a, b, bRow, rows, width, taps, end, out, outPlane);
}

export function correlateTwo64(
  a: usize,
  b: usize,
  bRow: usize,
  rows: i32,
  width: usize,
  taps: usize,
  end: usize,
  out: usize,
  outPlane: usize,
): void {
  correlateTwo<f64>(a, b, bRow, rows, width, taps, end, out, outPlane);
}

export function correlateTwo32(
  a: usize,
  b: usize,
  bRow: usize,
  rows: i32,
  width: usize,
  taps: usize,
  end: usize,
  out: usize,
  outPlane: usize,
): void {
  correlateTwo<f32>(a, b, bRow, rows, width, taps, end, out, outPlane);
}
