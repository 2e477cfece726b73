/**
 * The exclusive or: one perceptron cannot tell its two classes apart, for no line does; a hidden layer of
 * two units can. Writes xor.png and xor.json to out/ (or the folder named).
 *
 *   tsx examples/scripts/xor.ts [folder]
 */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { ndarrayOf, nn, plot } from "kernelfield";
import { io } from "kernelfield/node";
import { decisionMap } from "./networks/decisionMap.js";

const folder = process.argv[2] ?? "out";
const corners = ndarrayOf(Float64Array.of(0, 0, 0, 1, 1, 0, 1, 1), [4, 2]);
const labels = ndarrayOf(Int32Array.of(0, 1, 1, 0), [4]);
const targets = ndarrayOf(Float64Array.from(labels.data), [4, 1]);
const networks = {
  "One perceptron": nn.perceptron(2),
  "2-2-1, tanh": nn.mlp([2, 2, 1], { activation: "tanh", output: "sigmoid" }),
};

const panels: plot.Panel[] = [];
const facts: Record<string, unknown> = {};
for (const [title, network] of Object.entries(networks)) {
  const data = { x: corners, y: targets };
  const { model, minimization } = await nn.trainFullBatch(network, data, {
    gradientTolerance: 1e-3,
    seed: 4,
  });
  const answers = [...nn.predict(model, corners).data];
  facts[title] = { answers, loss: minimization.value, evaluations: minimization.evaluations };
  console.log(`${title}: ${answers.map((answer) => answer.toFixed(3)).join(", ")}`);
  panels.push(decisionMap(title, model, { x: corners, labels }, (y, i) => y[i], 1.5));
}
const picture = plot.fields(panels, { columns: 2, size: 240 });
await mkdir(folder, { recursive: true });
await io.saveFile(join(folder, "xor.png"), await plot.toPng(picture));
await io.saveFile(join(folder, "xor.json"), `${JSON.stringify(facts, null, 2)}\n`);
