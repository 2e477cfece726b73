/**
 * Linear regression three ways: the closed form, gradient descent, mini-batches. They agree, and a
 * network of one dense layer is the same thing again. Writes linearRegression.png, linearRegression-loss.png
 * and linearRegression.json to out/ (or the folder named).
 *
 *   tsx examples/scripts/linearRegression.ts [folder]
 */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { createRng, nn, plot } from "kernelfield";
import { io } from "kernelfield/node";

const SAMPLES = 80;
const EPOCHS = 300;

const folder = process.argv[2] ?? "out";
const rng = createRng(1);
const x = Array.from({ length: SAMPLES }, () => 4 * rng.uniform() - 1);
const y = x.map((value) => 1.5 * value - 0.5 + 0.4 * rng.normal());
const data = { x: x.map((value) => [value]), y: y.map((value) => [value]) };

const lines: Record<string, readonly [weight: number, intercept: number]> = {};
for (const method of ["qr", "svd", "gradientDescent", "stochastic"] as const) {
  const { weights, intercept } = await nn.linearRegression(data.x, y, { method });
  lines[method] = [weights.get(0), intercept.get(0)];
}
const [w, b] = lines.svd;
const least = y.reduce((sum, t, s) => sum + (t - w * x[s] - b) ** 2, 0) / SAMPLES;

const network = nn.dense({ inputs: 1, outputs: 1 });
const optimizer = nn.gradientDescent({ learningRate: 0.1 });
const ways = {
  "gradient descent": { batchSize: SAMPLES },
  "batches of 8": { batchSize: 8 },
  "batches of 8, falling rate": { batchSize: 8, schedule: nn.cosineDecay() },
};
const losses: plot.Series[] = [];
for (const [label, way] of Object.entries(ways)) {
  const options = { ...way, optimizer, epochs: EPOCHS, validation: data };
  const { last, history } = await nn.train(network, data, options);
  const [at0, at1] = nn.predict(last, [[0], [1]]).data;
  lines[`network, ${label}`] = [at1 - at0, at0];
  const excess = history.map(({ validationLoss = 0 }) => Math.max(validationLoss - least, 1e-16));
  losses.push({ label, x: history.map(({ epoch }) => epoch + 1), y: excess });
}
const fitted = plot.curves(
  [
    { label: "samples", x, y, points: "only" },
    { label: `y = ${w.toFixed(2)} x − ${(-b).toFixed(2)}`, x: [-1, 3], y: [b - w, b + 3 * w] },
  ],
  { title: "Linear regression", xLabel: "x", yLabel: "y" },
);
const axes = { xLabel: "epoch", yLabel: "loss above that of the closed form" };
const learnt = plot.curves(losses, { title: "Three descents", ...axes, yScale: "log" });

await mkdir(folder, { recursive: true });
await io.saveFile(join(folder, "linearRegression.png"), await plot.toPng(fitted));
await io.saveFile(join(folder, "linearRegression-loss.png"), await plot.toPng(learnt));
await io.saveFile(join(folder, "linearRegression.json"), JSON.stringify(lines));
for (const [way, line] of Object.entries(lines)) console.log(`${way}: y = ${line.join(" x + ")}`);
