/**
 * The backward pass of a multilayer perceptron by hand, for all samples at once. With A₀ the inputs, a
 * column per sample, Zₙ = WₙAₙ₋₁ + bₙ, Aₙ = σ(Zₙ), L = ½‖A₃ − T‖²:
 *
 *   Δ₃ = (A₃ − T) ∘ A₃ ∘ (1 − A₃),   Δₙ₋₁ = WₙᵀΔₙ ∘ Aₙ₋₁ ∘ (1 − Aₙ₋₁),
 *   ∂L/∂Wₙ = ΔₙAₙ₋₁ᵀ,   ∂L/∂bₙ = Δₙ1.
 *
 * tsx examples/scripts/mlpBackward.ts [folder] tells how far autodiff differs, and draws its graph.
 */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { autodiff, createRng, ndarrayOf, plot } from "kernelfield";
import type { NdArray } from "kernelfield";
import { io } from "kernelfield/node";

type Layer<T = autodiff.Operand> = Record<"weight" | "bias", T>;

const { add, matmul, multiply, sigmoid, squaredError, subtract, sum, transpose } = autodiff;
const folder = process.argv[2] ?? "out";
const rng = createRng(7);
const [input, target] = [drawn([3, 5]), drawn([1, 5])];
const shapes = [[3, 3], [2, 3], [1, 2]]; // prettier-ignore
const layers = shapes.map(([n, m]) => ({ weight: drawn([n, m]), bias: drawn([n, 1]) }));

const outputs: autodiff.Operand[] = [input];
for (const [n, layer] of layers.entries()) outputs.push(forward(outputs[n], layer));
let error: autodiff.Operand = subtract(outputs[layers.length], target);
const byHand = [...layers.keys()].reverse().map((n) => {
  const [before, a] = [outputs[n], outputs[n + 1]];
  const delta = multiply(error, multiply(a, subtract(1, a)));
  error = matmul(transpose(layers[n].weight), delta);
  const weight = matmul(delta, transpose(before));
  return { weight, bias: sum(delta, { axes: [1], keepAxes: true }) };
});

const byAutodiff = autodiff.grad(loss)(layers);
const differences = byHand.reverse().flatMap((own, n) =>
  (["weight", "bias"] as const).map((name) => {
    const known = byAutodiff[n][name].data;
    return Math.max(...own[name].data.map((value, i) => Math.abs(value - known[i])));
  }),
);
console.log(`by hand and by autodiff differ by at most ${Math.max(...differences)}`);
const picture = plot.graph(autodiff.graph(loss, layers), { direction: "down" });
await mkdir(folder, { recursive: true });
await io.saveFile(join(folder, "mlpBackward.png"), await plot.toPng(picture));
await io.saveFile(join(folder, "mlpBackward.json"), `${JSON.stringify({ differences })}\n`);

/** L as a function of all weights and biases. */
function loss(of: Layer<autodiff.Variable>[]): autodiff.Variable {
  return squaredError(of.reduce(forward, input), target, { reduction: "halfSum" });
}

function forward(a: autodiff.Operand, { weight, bias }: Layer): autodiff.Variable {
  return sigmoid(add(matmul(weight, a), bias));
}

function drawn([n, m]: number[]): NdArray {
  return ndarrayOf(Float64Array.from({ length: n * m }, rng.normal.bind(rng)), [n, m]);
}
