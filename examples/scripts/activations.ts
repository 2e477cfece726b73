/**
 * The activations and their slopes, which autodiff finds. Writes activations.png, activations-slopes.png and
 * activations.json to out/ (or the folder named).
 *
 *   tsx examples/scripts/activations.ts [folder]
 */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { autodiff, ndarrayOf, plot } from "kernelfield";
import { io } from "kernelfield/node";

type Activation = (x: autodiff.Variable) => autodiff.Variable;

const ACTIVATIONS: Record<string, Activation> = {
  sigmoid: (x) => autodiff.sigmoid(x),
  tanh: (x) => autodiff.tanh(x),
  ReLU: (x) => autodiff.relu(x),
  "leaky ReLU, 0.1": (x) => autodiff.leakyRelu(x),
  ELU: (x) => autodiff.elu(x),
  GELU: (x) => autodiff.gelu(x),
  softplus: (x) => autodiff.softplus(x),
};

const folder = process.argv[2] ?? "out";
// Between the cells lies 0, where some have a kink.
const x = Array.from({ length: 320 }, (_, i) => (i + 0.5) / 40 - 4);
const points = ndarrayOf(Float64Array.from(x), [x.length]);
const drawn = Object.entries(ACTIVATIONS).map(([label, f]) => {
  const { value, product } = autodiff.vjp(
    f,
    points,
    ndarrayOf(
      points.data.map(() => 1),
      [x.length],
    ),
  );
  return { label, x, values: [...value.data], slopes: [...product.data] };
});
const [values, slopes] = (["values", "slopes"] as const).map((what) =>
  plot.curves(
    drawn.map((one) => ({ label: one.label, x, y: one[what] })),
    { xLabel: "x", yLabel: what === "values" ? "f(x)" : "f ′(x)" },
  ),
);
await mkdir(folder, { recursive: true });
await io.saveFile(join(folder, "activations.png"), await plot.toPng(values));
await io.saveFile(join(folder, "activations-slopes.png"), await plot.toPng(slopes));
await io.saveFile(join(folder, "activations.json"), JSON.stringify(drawn));
