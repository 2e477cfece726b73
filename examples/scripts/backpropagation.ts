/**
 * Backpropagation by hand, in one unknown: z = wx + b, y = σ(z), L = ½(y − t)². The chain rule gives
 *
 *   ∂L/∂y = y − t,   ∂L/∂z = ∂L/∂y · y(1 − y),   ∂L/∂w = ∂L/∂z · x,   ∂L/∂b = ∂L/∂z.
 *
 * Prints both derivatives beside those of autodiff, and draws the messages that pass along the graph.
 * Writes graph.svg, graph.png and backpropagation.json to out/ (or the folder named).
 *
 *   tsx examples/scripts/backpropagation.ts [folder]
 */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { autodiff, plot } from "kernelfield";
import { io } from "kernelfield/node";

const folder = process.argv[2] ?? "out";
const { add, multiply, sigmoid, square, subtract } = autodiff;
const [x, t] = [1.5, 1];
const parameters = { w: 0.4, b: -0.2 };

const y = 1 / (1 + Math.exp(-(parameters.w * x + parameters.b)));
const message = (y - t) * y * (1 - y);
const byHand = { w: message * x, b: message };
const byAutodiff = autodiff.grad(loss)(parameters);
for (const name of ["w", "b"] as const) {
  console.log(`dL/d${name}: by hand ${byHand[name]}, by autodiff ${byAutodiff[name]}`);
}

const picture = plot.graph(autodiff.graph(loss, parameters), {
  title: "z = wx + b,  y = σ(z),  L = ½(y − t)²",
  names: { 2: "x", 4: "z", 5: "y", 6: "t", 10: "L" },
});
await mkdir(folder, { recursive: true });
await io.saveFile(join(folder, "graph.svg"), picture);
await io.saveFile(join(folder, "graph.png"), await plot.toPng(picture));
const facts = `${JSON.stringify({ byHand, byAutodiff }, null, 2)}\n`;
await io.saveFile(join(folder, "backpropagation.json"), facts);

/** L as a function of w and b. */
function loss({ w, b }: { w: autodiff.Variable; b: autodiff.Variable }): autodiff.Variable {
  const z = add(multiply(w, x), b);
  return multiply(0.5, square(subtract(sigmoid(z), t)));
}
