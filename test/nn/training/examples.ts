/** A small problem, and a network with everything in it that has a state or draws. */
import { createRng, ndarrayOf, normals } from "../../../src/core/index.js";
import type { NdArray } from "../../../src/core/index.js";
import * as nn from "../../../src/nn/index.js";

/** Samples of a smooth function of two numbers. */
export function regression(count: number, seed = 1): { x: NdArray; y: NdArray } {
  const x = normals(createRng(seed), [count, 2]);
  const y = Float64Array.from({ length: count }, (_, s) => {
    const [a, b] = [x.data[2 * s], x.data[2 * s + 1]];
    return 0.5 * a - b + 0.3 * a * b;
  });
  return { x, y: ndarrayOf(y, [count, 1]) };
}

/** Layers with running means and with chance. */
export const NOISY = nn.sequential([
  nn.dense({ inputs: 2, outputs: 8 }),
  nn.batchNorm({ channels: 8 }),
  ...[nn.tanh(), nn.dropout(0.2)],
  nn.dense({ inputs: 8, outputs: 1 }),
]);

/** All numbers of what a training made, for comparing bits. */
export function numbersOf({ model, last, history, bestEpoch, stop }: nn.TrainResult): unknown {
  return [nn.weightsOf(model), nn.weightsOf(last), history, bestEpoch, stop];
}

/** The mean squared error of a model, outside training. */
export function meanSquare(
  model: nn.Model,
  { x, y }: { readonly x: NdArray; readonly y: NdArray },
): number {
  const squares = Float64Array.from(nn.predict(model, x).data, (p, i) => (p - y.data[i]) ** 2);
  return squares.reduce((sum, square) => sum + square) / squares.length;
}
