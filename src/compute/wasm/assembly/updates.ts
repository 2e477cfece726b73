/** The steps of updates.ts. */
import { both, put, take } from "./pairs";

function fillAdamStep<T extends number>(
  parameters: usize,
  g: usize,
  mean: usize,
  square: usize,
  count: i32,
  decayOfMean: f64,
  decayOfSquare: f64,
  keep: f64,
  rate: f64,
  scale: f64,
  epsilon: f64,
): void {
  const step = 2 * sizeof<T>();
  for (; count > 0; count -= 2, parameters += step, g += step, mean += step, square += step) {
    const one = count == 1;
    const slope = take<T>(g, one);
    const m = f64x2.add(
      f64x2.mul(both(decayOfMean), take<T>(mean, one)),
      f64x2.mul(both(1 - decayOfMean), slope),
    );
    const v = f64x2.add(
      f64x2.mul(both(decayOfSquare), take<T>(square, one)),
      f64x2.mul(both(1 - decayOfSquare), f64x2.mul(slope, slope)),
    );
    const size = f64x2.add(f64x2.sqrt(f64x2.mul(v, both(scale))), both(epsilon));
    const kept = f64x2.mul(both(keep), take<T>(parameters, one));
    const next = f64x2.sub(kept, f64x2.div(f64x2.mul(both(rate), m), size));
    put<T>(mean, m, one);
    put<T>(square, v, one);
    put<T>(parameters, next, one);
  }
}

function fillMomentumStep<T extends number>(
  parameters: usize,
  g: usize,
  velocity: usize,
  count: i32,
  learningRate: f64,
  momentum: f64,
  nesterov: bool,
): void {
  const step = 2 * sizeof<T>();
  for (; count > 0; count -= 2, parameters += step, g += step, velocity += step) {
    const one = count == 1;
    const slope = take<T>(g, one);
    const old = take<T>(velocity, one);
    const v = f64x2.add(f64x2.mul(both(momentum), old), slope);
    const way = nesterov ? f64x2.add(slope, f64x2.mul(both(momentum), v)) : v;
    const before = take<T>(parameters, one);
    const next = f64x2.sub(before, f64x2.mul(both(learningRate), way));
    put<T>(velocity, v, one);
    put<T>(parameters, next, one);
  }
}

export function fillAdamStep64(
  parameters: usize,
  g: usize,
  mean: usize,
  square: usize,
  count: i32,
  decayOfMean: f64,
  decayOfSquare: f64,
  keep: f64,
  rate: f64,
  scale: f64,
  epsilon: f64,
): void {
  fillAdamStep<f64>(
    parameters,
    g,
    mean,
    square,
    count,
    decayOfMean,
    decayOfSquare,
    keep,
    rate,
    scale,
    epsilon,
  );
}

export function fillAdamStep32(
  parameters: usize,
  g: usize,
  mean: usize,
  square: usize,
  count: i32,
  decayOfMean: f64,
  decayOfSquare: f64,
  keep: f64,
  rate: f64,
  scale: f64,
  epsilon: f64,
): void {
  fillAdamStep<f32>(
    parameters,
    g,
    mean,
    square,
    count,
    decayOfMean,
    decayOfSquare,
    keep,
    rate,
    scale,
    epsilon,
  );
}

export function fillMomentumStep64(
  parameters: usize,
  g: usize,
  velocity: usize,
  count: i32,
  learningRate: f64,
  momentum: f64,
  nesterov: bool,
): void {
  fillMomentumStep<f64>(parameters, g, velocity, count, learningRate, momentum, nesterov);
}

export function fillMomentumStep32(
  parameters: usize,
  g: usize,
  velocity: usize,
  count: i32,
  learningRate: f64,
  momentum: f64,
  nesterov: bool,
): void {
  fillMomentumStep<f32>(parameters, g, velocity, count, learningRate, momentum, nesterov);
}
