/** The mean squared error of a 5-7-6-3 network with tanh and ReLU, and its gradients, in loops. */
import type { NdArray } from "../../../src/core/index.js";

/** Weights and biases, layer by layer, as PyTorch orders them. */
export const NAMES = ["0.weight", "0.bias", "2.weight", "2.bias", "4.weight", "4.bias"] as const;

/** The loss and the gradient of every parameter. */
export function lossAndGradients(
  parameters: readonly Float64Array[],
  x: NdArray,
  target: NdArray,
): { readonly loss: number; readonly gradients: Float64Array[] } {
  const [w1, b1, w2, b2, w3, b3] = parameters;
  const samples = x.shape[0];
  const gradients = parameters.map(({ length }) => new Float64Array(length));
  const [dw1, db1, dw2, db2, dw3, db3] = gradients;
  let loss = 0;
  for (let s = 0; s < samples; s++) {
    const input = x.data.subarray(5 * s, 5 * (s + 1));
    const z1 = affine(w1, b1, input).map((z) => Math.tanh(z));
    const z2 = affine(w2, b2, z1).map((z) => Math.max(z, 0));
    const rest = affine(w3, b3, z2).map((y, c) => y - target.data[3 * s + c]);
    loss += rest.reduce((sum, r) => sum + (r * r) / (3 * samples), 0);
    const g3 = rest.map((r) => (2 * r) / (3 * samples));
    const g2 = addGradients(w3, g3, z2, dw3, db3).map((g, i) => (z2[i] > 0 ? g : 0));
    const g1 = addGradients(w2, g2, z1, dw2, db2).map((g, i) => g * (1 - z1[i] * z1[i]));
    addGradients(w1, g1, input, dw1, db1);
  }
  return { loss, gradients };
}

function affine(w: Float64Array, b: Float64Array, x: Float64Array): Float64Array {
  return b.map((sum, o) => x.reduce((z, value, i) => z + w[o * x.length + i] * value, sum));
}

/** Adds g xᵀ and g to the gradients; returns Wᵀg. */
function addGradients(
  w: Float64Array,
  g: Float64Array,
  x: Float64Array,
  dw: Float64Array,
  db: Float64Array,
): Float64Array {
  g.forEach((value, o) => {
    db[o] += value;
    x.forEach((input, i) => (dw[o * x.length + i] += value * input));
  });
  return x.map((_, i) => g.reduce((sum, value, o) => sum + w[o * x.length + i] * value, 0));
}
