/** The functions of activations.ts; their names are numbered in wasm/elementwiseKernels.ts. */
import {
  exponential,
  exponentialMinusOne,
  hyperbolicTangent,
  LEAST_EXPONENT,
  logarithmOfOnePlus,
  one,
} from "./exponential";
import { both, choose, put, take } from "./pairs";

const RELU = 0;
const LEAKY_RELU = 1;
const ELU = 2;
const SOFTPLUS = 3;
const SIGMOID = 4;
const TANH = 5;
const SWISH = 6;
const GELU = 7;

const GELU_LINEAR: f64 = 1.5957691216057308;
const GELU_CUBIC: f64 = 0.07135481627260025;

// @inline
function valueOf(name: i32, x: v128, slope: v128, table: usize): v128 {
  const zero = both(0);
  if (name == RELU) return f64x2.pmax(x, zero);
  if (name == LEAKY_RELU) return choose(f64x2.mul(slope, x), x, f64x2.lt(x, zero));
  if (name == ELU) {
    const below = f64x2.mul(slope, exponentialMinusOne(f64x2.pmin(x, zero), table));
    return choose(below, x, f64x2.lt(x, zero));
  }
  if (name == SOFTPLUS) {
    const e = exponential(f64x2.neg(f64x2.abs(x)), table);
    return f64x2.add(f64x2.pmax(x, zero), logarithmOfOnePlus(e, table));
  }
  if (name == SIGMOID) return sigmoid(x, table);
  if (name == TANH) return hyperbolicTangent(x, table);
  const t = f64x2.pmax(x, both(LEAST_EXPONENT));
  if (name == SWISH) return f64x2.mul(t, sigmoid(t, table));
  const slopes = f64x2.add(both(GELU_LINEAR), f64x2.mul(both(GELU_CUBIC), f64x2.mul(t, t)));
  return f64x2.mul(t, sigmoid(f64x2.mul(t, slopes), table));
}

// @inline
function derivativeOf(name: i32, kept: v128, slope: v128, table: usize): v128 {
  const above = f64x2.gt(kept, both(0));
  if (name == RELU) return v128.and(one(table), above);
  if (name == LEAKY_RELU) return choose(one(table), slope, above);
  if (name == ELU) return choose(one(table), f64x2.add(kept, slope), above);
  if (name == SOFTPLUS) return sigmoid(kept, table);
  if (name == SIGMOID) return f64x2.mul(kept, f64x2.sub(one(table), kept));
  if (name == TANH) return f64x2.sub(one(table), f64x2.mul(kept, kept));
  const t = f64x2.pmin(f64x2.pmax(kept, both(LEAST_EXPONENT)), both(-LEAST_EXPONENT));
  if (name == SWISH) return gatedDerivative(t, t, one(table), table);
  const square = f64x2.mul(t, t);
  return gatedDerivative(
    t,
    f64x2.mul(t, f64x2.add(both(GELU_LINEAR), f64x2.mul(both(GELU_CUBIC), square))),
    f64x2.add(both(GELU_LINEAR), f64x2.mul(both(3 * GELU_CUBIC), square)),
    table,
  );
}

// @inline
function sigmoid(x: v128, table: usize): v128 {
  const e = exponential(f64x2.neg(f64x2.abs(x)), table);
  const upper = choose(e, one(table), f64x2.lt(x, both(0)));
  return f64x2.div(upper, f64x2.add(one(table), e));
}

// @inline
function gatedDerivative(t: v128, z: v128, zSlope: v128, table: usize): v128 {
  const e = exponential(f64x2.neg(f64x2.abs(z)), table);
  const d = f64x2.div(one(table), f64x2.add(one(table), e));
  const s = f64x2.mul(choose(e, one(table), f64x2.lt(z, both(0))), d);
  const product = f64x2.mul(f64x2.mul(e, d), d);
  return f64x2.add(s, f64x2.mul(f64x2.mul(t, product), zSlope));
}

/** One loop per name: the name is constant inside. */
// @inline
function fillValues<T extends number>(
  name: i32,
  x: usize,
  y: usize,
  count: i32,
  slope: f64,
  table: usize,
): void {
  const factor = both(slope);
  const step = 2 * sizeof<T>();
  for (; count > 0; count -= 2, x += step, y += step) {
    const last = count == 1;
    put<T>(y, valueOf(name, take<T>(x, last), factor, table), last);
  }
}

// @inline
function fillGradients<T extends number>(
  name: i32,
  kept: usize,
  g: usize,
  dx: usize,
  count: i32,
  slope: f64,
  table: usize,
): void {
  const factor = both(slope);
  const step = 2 * sizeof<T>();
  for (; count > 0; count -= 2, kept += step, g += step, dx += step) {
    const last = count == 1;
    const derivative = derivativeOf(name, take<T>(kept, last), factor, table);
    put<T>(dx, f64x2.mul(take<T>(g, last), derivative), last);
  }
}

function activate<T extends number>(
  name: i32,
  x: usize,
  y: usize,
  count: i32,
  slope: f64,
  table: usize,
): void {
  if (name == RELU) fillValues<T>(RELU, x, y, count, slope, table);
  else if (name == LEAKY_RELU) fillValues<T>(LEAKY_RELU, x, y, count, slope, table);
  else if (name == ELU) fillValues<T>(ELU, x, y, count, slope, table);
  else if (name == SOFTPLUS) fillValues<T>(SOFTPLUS, x, y, count, slope, table);
  else if (name == SIGMOID) fillValues<T>(SIGMOID, x, y, count, slope, table);
  else if (name == TANH) fillValues<T>(TANH, x, y, count, slope, table);
  else if (name == SWISH) fillValues<T>(SWISH, x, y, count, slope, table);
  else fillValues<T>(GELU, x, y, count, slope, table);
}

function activateBackward<T extends number>(
  name: i32,
  kept: usize,
  g: usize,
  dx: usize,
  count: i32,
  slope: f64,
  table: usize,
): void {
  if (name == RELU) fillGradients<T>(RELU, kept, g, dx, count, slope, table);
  else if (name == LEAKY_RELU) fillGradients<T>(LEAKY_RELU, kept, g, dx, count, slope, table);
  else if (name == ELU) fillGradients<T>(ELU, kept, g, dx, count, slope, table);
  else if (name == SOFTPLUS) fillGradients<T>(SOFTPLUS, kept, g, dx, count, slope, table);
  else if (name == SIGMOID) fillGradients<T>(SIGMOID, kept, g, dx, count, slope, table);
  else if (name == TANH) fillGradients<T>(TANH, kept, g, dx, count, slope, table);
  else if (name == SWISH) fillGradients<T>(SWISH, kept, g, dx, count, slope, table);
  else fillGradients<T>(GELU, kept, g, dx, count, slope, table);
}

export function activate64(
  name: i32,
  x: usize,
  y: usize,
  count: i32,
  slope: f64,
  table: usize,
): void {
  activate<f64>(name, x, y, count, slope, table);
}

export function activate32(
  name: i32,
  x: usize,
  y: usize,
  count: i32,
  slope: f64,
  table: usize,
): void {
  activate<f32>(name, x, y, count, slope, table);
}

export function activateBackward64(
  name: i32,
  kept: usize,
  g: usize,
  dx: usize,
  count: i32,
  slope: f64,
  table: usize,
): void {
  activateBackward<f64>(name, kept, g, dx, count, slope, table);
}

export function activateBackward32(
  name: i32,
  kept: usize,
  g: usize,
  dx: usize,
  count: i32,
  slope: f64,
  table: usize,
): void {
  activateBackward<f32>(name, kept, g, dx, count, slope, table);
}
