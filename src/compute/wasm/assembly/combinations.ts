/** The loops of combinations.ts, in vectors of either precision. An absent array has the address of another. */

const V: usize = 16; // bytes of a vector

const SCALE = 0;
const ADD = 1;
const MULTIPLY = 2;
const ADD_SCALED = 3;
const MULTIPLY_ADD = 4;

/** One loop per name: the name is constant inside, and what it does not need is not loaded. */
// @inline
function fill<T extends number>(
  name: i32,
  a: T,
  x: usize,
  y: usize,
  z: usize,
  out: usize,
  count: i32,
): void {
  const factor = v128.splat<T>(a);
  const bytes = <usize>count * sizeof<T>();
  const whole = bytes & ~15;
  let at: usize = 0;
  for (; at < whole; at += V) {
    const u = v128.load(x + at);
    let v: v128;
    if (name == SCALE) v = v128.mul<T>(factor, u);
    else if (name == ADD) v = v128.add<T>(u, v128.load(y + at));
    else if (name == MULTIPLY) v = v128.mul<T>(u, v128.load(y + at));
    else if (name == ADD_SCALED) v = v128.add<T>(v128.mul<T>(factor, u), v128.load(y + at));
    else v = v128.add<T>(v128.mul<T>(u, v128.load(y + at)), v128.load(z + at));
    v128.store(out + at, v);
  }
  for (; at < bytes; at += sizeof<T>()) {
    const u = load<T>(x + at);
    let v: T;
    if (name == SCALE) v = (a * u) as T;
    else if (name == ADD) v = (u + load<T>(y + at)) as T;
    else if (name == MULTIPLY) v = (u * load<T>(y + at)) as T;
    else if (name == ADD_SCALED) v = (a * u + load<T>(y + at)) as T;
    else v = (u * load<T>(y + at) + load<T>(z + at)) as T;
    store<T>(out + at, v);
  }
}

function combine<T extends number>(
  name: i32,
  a: T,
  x: usize,
  y: usize,
  z: usize,
  out: usize,
  count: i32,
): void {
  if (name == SCALE) fill<T>(SCALE, a, x, y, z, out, count);
  else if (name == ADD) fill<T>(ADD, a, x, y, z, out, count);
  else if (name == MULTIPLY) fill<T>(MULTIPLY, a, x, y, z, out, count);
  else if (name == ADD_SCALED) fill<T>(ADD_SCALED, a, x, y, z, out, count);
  else fill<T>(MULTIPLY_ADD, a, x, y, z, out, count);
}

function addBias<T extends number>(
  u: usize,
  bias: usize,
  samples: i32,
  channels: i32,
  size: i32,
  out: usize,
): void {
  if (size == 1) {
    const row = <usize>channels * sizeof<T>();
    for (let s = 0; s < samples; s++, u += row, out += row) {
      fill<T>(ADD, 1 as T, u, bias, bias, out, channels);
    }
    return;
  }
  const plane = <usize>size * sizeof<T>();
  const whole = plane & ~15;
  for (let s = 0; s < samples; s++) {
    for (let channel = 0; channel < channels; channel++, u += plane, out += plane) {
      const added = load<T>(bias + <usize>channel * sizeof<T>());
      const both = v128.splat<T>(added);
      let at: usize = 0;
      for (; at < whole; at += V) v128.store(out + at, v128.add<T>(v128.load(u + at), both));
      for (; at < plane; at += sizeof<T>()) {
        store<T>(out + at, (load<T>(u + at) + added) as T);
      }
    }
  }
}

export function combine64(
  name: i32,
  a: f64,
  x: usize,
  y: usize,
  z: usize,
  out: usize,
  count: i32,
): void {
  combine<f64>(name, a, x, y, z, out, count);
}

export function combine32(
  name: i32,
  a: f32,
  x: usize,
  y: usize,
  z: usize,
  out: usize,
  count: i32,
): void {
  combine<f32>(name, a, x, y, z, out, count);
}

export function addBias64(
  u: usize,
  bias: usize,
  samples: i32,
  channels: i32,
  size: i32,
  out: usize,
): void {
  addBias<f64>(u, bias, samples, channels, size, out);
}

export function addBias32(
  u: usize,
  bias: usize,
  samples: i32,
  channels: i32,
  size: i32,
  out: usize,
): void {
  addBias<f32>(u, bias, samples, channels, size, out);
}
